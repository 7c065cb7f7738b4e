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
package io.github.flinkdynamodb.e2e.chaosjob;

/** One change of an item, or the item itself, as it travels through the job. A POJO of Flink's. */
public final class Change {

    /** The item's partition key. */
    public String key;

    /** The item's version: 1 for its first change, and one more with each. */
    public long version;

    /** Whether it is the item's last change. */
    public boolean last;

    /** Whether it isn't a change, but the item as it was read from the table. */
    public boolean scanned;

    /** For Flink. */
    public Change() {}

    Change(String key, long version, boolean last, boolean scanned) {
        this.key = key;
        this.version = version;
        this.last = last;
        this.scanned = scanned;
    }

    @Override
    public String toString() {
        return key
                + " version "
                + version
                + (last ? " (the last one)" : "")
                + (scanned ? " of the table" : "");
    }
}
