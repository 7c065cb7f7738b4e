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
package io.github.flinkdynamodb.streams.table.it;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** A change of an item, as the one who writes knows it. Immutable. */
final class ItemChange {

    private final Map<String, AttributeValue> key;
    private final Map<String, AttributeValue> before;
    private final Map<String, AttributeValue> after;

    ItemChange(
            Map<String, AttributeValue> key,
            Map<String, AttributeValue> before,
            Map<String, AttributeValue> after) {
        this.key = key;
        this.before = before;
        this.after = after == null ? null : new HashMap<>(after);
    }

    Map<String, AttributeValue> key() {
        return key;
    }

    String eventName() {
        if (before == null) {
            return "INSERT";
        }
        return after == null ? "REMOVE" : "MODIFY";
    }

    /** The item before; null for an insertion. */
    Map<String, AttributeValue> before() {
        return before;
    }

    /** The item after; null for a deletion. */
    Map<String, AttributeValue> after() {
        return after;
    }

    /** What a log knows of the item: the newest that a stream of this view type says. */
    Map<String, AttributeValue> newest(StreamViewType viewType) {
        boolean saysNew =
                viewType == StreamViewType.NEW_IMAGE
                        || viewType == StreamViewType.NEW_AND_OLD_IMAGES;
        boolean saysOld =
                viewType == StreamViewType.OLD_IMAGE
                        || viewType == StreamViewType.NEW_AND_OLD_IMAGES;
        if (saysNew && after != null) {
            return after;
        }
        return saysOld && before != null ? before : key;
    }
}
