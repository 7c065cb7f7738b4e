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
package io.github.flinkdynamodb.streams.source.split;

import org.apache.flink.annotation.Internal;

/**
 * A part of the items of a table: a {@link SegmentSplit} of a table that is scanned, or a {@link
 * FileSplit} of one whose export is read. Parts are counted from 0, and their ids tell no more than
 * that: whoever assigns them needn't know which kind they are.
 */
@Internal
public abstract class SnapshotSplit extends DynamoDbStreamsSplit {

    private final ScannedTable table;
    private final int index;

    SnapshotSplit(ScannedTable table, int index) {
        this.table = table;
        this.index = index;
    }

    /** Returns the table. */
    public final ScannedTable table() {
        return table;
    }

    /**
     * Returns which part this is.
     *
     * @return its index, from 0
     */
    public final int index() {
        return index;
    }

    @Override
    public final String splitId() {
        return SegmentSplit.idOf(index);
    }
}
