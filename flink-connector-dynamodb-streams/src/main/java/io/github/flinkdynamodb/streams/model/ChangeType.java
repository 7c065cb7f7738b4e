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
package io.github.flinkdynamodb.streams.model;

import org.apache.flink.annotation.PublicEvolving;

/** What a record is about, as its {@code eventName} says it. */
@PublicEvolving
public enum ChangeType {
    /** A new item. */
    INSERT,
    /** One or more attributes of an existing item changed. */
    MODIFY,
    /** The item is gone: deleted by a caller, or expired by TTL. */
    REMOVE,
    /** Not a change: an item as it was found when its table was scanned. */
    SNAPSHOT;

    /**
     * Looks a change type up by the service's name for it, or by {@code SNAPSHOT}, which is the
     * connector's own.
     *
     * @param name the text of {@code eventName}, or null
     * @return the type, or null if the name is null or one that this version doesn't know
     */
    public static ChangeType ofName(String name) {
        if (name == null) {
            return null;
        }
        switch (name) {
            case "INSERT":
                return INSERT;
            case "MODIFY":
                return MODIFY;
            case "REMOVE":
                return REMOVE;
            case "SNAPSHOT":
                return SNAPSHOT;
            default:
                return null;
        }
    }
}
