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
package io.github.flinkdynamodb.streams.source.model;

import java.time.Instant;

/** What an item was during some time; or that there was none. */
final class ItemVersion {

    /** Between the key and the number of the version, in elements. */
    private static final String AT = "@";

    final ItemModel item;

    /** Unique in the table, and later ones have higher numbers. */
    final long number;

    /** Null if there was no item. */
    final Integer value;

    /** When the write that made it was complete. */
    final Instant from;

    ItemVersion(ItemModel item, long number, Integer value, Instant from) {
        this.item = item;
        this.number = number;
        this.value = value;
        this.from = from;
    }

    boolean exists() {
        return value != null;
    }

    boolean isOlderThan(ItemVersion other) {
        return number < other.number;
    }

    /** The item in DynamoDB's JSON. */
    String image() {
        return "{"
                + ItemsModel.keyOf(item.key)
                + ",\""
                + ItemsModel.VERSION
                + "\":{\"N\":\""
                + number
                + "\"},\""
                + ItemsModel.VALUE
                + "\":{\"N\":\""
                + value
                + "\"}}";
    }

    /** What the source gives out for an item that the scan has read. */
    static String element(String key, String number) {
        return key + AT + number;
    }

    static boolean isElement(String element) {
        return element.contains(AT);
    }

    @Override
    public String toString() {
        return item.key + AT + number + (exists() ? "" : " (deleted)");
    }
}
