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
package io.github.flinkdynamodb.tools.simulator.table;

/** A shard as it was at one moment. */
public final class ShardInfo {

    private final String id;
    private final String parentId;
    private final boolean open;
    private final boolean dropped;
    private final long[] counts;

    ShardInfo(String id, String parentId, boolean open, boolean dropped, long[] counts) {
        this.id = id;
        this.parentId = parentId;
        this.open = open;
        this.dropped = dropped;
        this.counts = counts;
    }

    /** Its id. */
    public String id() {
        return id;
    }

    /** The shard that it follows, or null where it follows none. */
    public String parentId() {
        return parentId;
    }

    /** Whether records can still come. */
    public boolean isOpen() {
        return open;
    }

    /** Whether it is gone from the service, with all its records. */
    public boolean isDropped() {
        return dropped;
    }

    /** How many records it got. */
    public long records() {
        return counts[0];
    }

    /** How many of its records were trimmed. */
    public long trimmed() {
        return counts[1];
    }

    /** How far it has been read: the index after the last record that was on a page. */
    public long handedOut() {
        return counts[2];
    }

    /** How many different records of it have been on pages that were sent whole. */
    public long recordsHandedOut() {
        return counts[3];
    }

    @Override
    public String toString() {
        return id
                + (parentId == null ? "" : " after " + parentId)
                + (open ? " open" : " ended")
                + (dropped ? ", gone" : "")
                + ", records "
                + counts[0]
                + ", trimmed "
                + counts[1]
                + ", read "
                + counts[2];
    }
}
