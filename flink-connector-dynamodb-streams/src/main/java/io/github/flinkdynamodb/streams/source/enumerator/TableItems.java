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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SnapshotSplit;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What the items of a table are read from: the table, or an export; or its changes, from
 * incremental exports. Coordinator thread only.
 */
interface TableItems {

    /**
     * Returns what the settings name.
     *
     * @param parts the enumerator's parts
     * @param restored what a checkpoint holds
     */
    static TableItems of(EnumeratorParts parts, EnumeratorState restored) {
        if (parts.config.isIncrementalExport()) {
            return new ExportedChanges(parts);
        }
        ScannedItems scanned = new ScannedItems(parts);
        return parts.config.scan().readsExport()
                ? new ExportedItems(parts, scanned, restored)
                : scanned;
    }

    /**
     * Describes the table as soon as it can be read.
     *
     * @param onReadable receives the description
     * @throws org.apache.flink.util.FlinkRuntimeException on the executor, if it can't be read
     */
    void describe(Consumer<TableDescription> onReadable);

    /**
     * Describes the table again and again while it is read, if it may become another one.
     *
     * @param isRead returns whether it still is
     * @param onDescribed receives each description
     */
    void describeRegularly(BooleanSupplier isRead, Consumer<TableDescription> onDescribed);

    /**
     * Divides the table, when it is read first.
     *
     * @param description its description
     * @return the table, with the number of its parts
     */
    ScannedTable divide(TableDescription description);

    /** Returns a part of a table of which nothing has been read; the table has been described. */
    SnapshotSplit split(ScannedTable table, int index);

    /**
     * Checks that the parts are those into which the table was divided, once it is described.
     *
     * @throws org.apache.flink.util.FlinkRuntimeException if they aren't
     */
    void requireSame(ScannedTable table);

    /** Returns the export that is waited for, before it is described; null for none. */
    default AskedExport askedExport() {
        return null;
    }

    /**
     * Returns which parts are to be read before others, once the table has been described: all
     * before the second number that is returned before any from there on, and so on.
     *
     * @return the index of the first part of each window, from 0; empty if the order doesn't matter
     */
    default List<Integer> windows() {
        return List.of();
    }

    /** Returns how many parts a reader has at most. */
    int mostAReader();
}
