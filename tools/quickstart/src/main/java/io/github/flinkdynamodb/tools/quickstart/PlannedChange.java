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

import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ChangeType;
import java.util.Map;

/**
 * A change that is to be written, with all that the stream has to say about it.
 *
 * @param id identifies the change
 * @param type what it does to the order
 * @param newItem the order after the change; null for a removal
 * @param oldItem the order before the change; null for an insertion
 */
record PlannedChange(
        ChangeId id,
        ChangeType type,
        Map<String, AttributeValue> newItem,
        Map<String, AttributeValue> oldItem) {

    /** Returns whether the job committed exactly this change: type, and both images in full. */
    boolean matches(OrderChange change) {
        return change.type().equals(type.name())
                && change.newImage().equals(ItemText.of(newItem))
                && change.oldImage().equals(ItemText.of(oldItem));
    }

    /** Returns whether the job committed exactly the item that this change made of the order. */
    boolean isItem(OrderChange item) {
        return newItem != null
                && item.newImage().equals(ItemText.of(newItem))
                && item.oldImage().isEmpty();
    }
}
