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
import java.util.ArrayList;
import java.util.List;

/** An item by its key: what it has been since the table was created. */
final class ItemModel {

    final String key;
    private final List<ItemVersion> versions = new ArrayList<>();

    ItemModel(String key) {
        this.key = key;
    }

    void add(ItemVersion version) {
        versions.add(version);
    }

    ItemVersion now() {
        return versions.get(versions.size() - 1);
    }

    boolean exists() {
        return !versions.isEmpty() && now().exists();
    }

    /** Returns whether there is such an item now, and has been since a time. */
    boolean existsSince(Instant time) {
        ItemVersion before = null;
        for (ItemVersion each : versions) {
            if (!each.from.isBefore(time)
                    && (before == null || !before.exists() || !each.exists())) {
                return false;
            }
            before = each;
        }
        return exists();
    }

    /** Returns what the item was at a time; null if nothing is known of it by then. */
    ItemVersion asOf(Instant time) {
        ItemVersion found = null;
        for (ItemVersion version : versions) {
            found = version.from.isAfter(time) ? found : version;
        }
        return found;
    }

    ItemVersion version(long number) {
        for (ItemVersion version : versions) {
            if (version.number == number) {
                return version;
            }
        }
        return null;
    }

    /** Returns a version that has a value; null if the item never had it. */
    ItemVersion withValue(int value) {
        for (ItemVersion version : versions) {
            if (version.exists() && version.value == value) {
                return version;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return key;
    }
}
