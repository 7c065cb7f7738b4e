/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinkdynamodb.tools.quickstart;

import io.github.flinkdynamodb.streams.model.ChangeType;

/**
 * The element of the job's stream: one change of one order, or an order as the table has it.
 * Public, for Flink's serializer of records.
 *
 * @param orderId the key of the order
 * @param version the version of the order, after the change
 * @param type INSERT, MODIFY or REMOVE; SNAPSHOT for an item of the table
 * @param newImage the order after the change as {@link ItemText}; empty for a removal
 * @param oldImage the order before the change as {@link ItemText}; empty for an insertion and an
 *     item of the table
 * @param summary the change in a few words, for the screen
 * @param count how many changes of this order the job's state counts, this one included; 0 before
 *     the count
 */
public record OrderChange(
        String orderId,
        long version,
        String type,
        String newImage,
        String oldImage,
        String summary,
        long count) {

    ChangeId id() {
        return new ChangeId(orderId, version);
    }

    /** Returns whether it is an item of the table, and no change. */
    boolean isItem() {
        return type.equals(ChangeType.SNAPSHOT.name());
    }

    OrderChange withCount(long newCount) {
        return new OrderChange(orderId, version, type, newImage, oldImage, summary, newCount);
    }
}
