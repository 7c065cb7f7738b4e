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
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import io.github.flinkdynamodb.streams.source.split.SnapshotSplit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The items of a table that is scanned, segment by segment. */
final class ScannedItems implements TableItems {

    private final EnumeratorParts parts;
    private final TableWatch watch;

    ScannedItems(EnumeratorParts parts) {
        this.parts = parts;
        this.watch =
                new TableWatch(parts.config.table().orElseThrow(), parts.calls, parts.executor);
    }

    @Override
    public void describe(Consumer<TableDescription> onReadable) {
        watch.describe(onReadable);
    }

    @Override
    public void describeRegularly(BooleanSupplier isRead, Consumer<TableDescription> onDescribed) {
        watch.describeRegularly(isRead, onDescribed);
    }

    @Override
    public ScannedTable divide(TableDescription description) {
        int segments =
                SegmentCount.of(
                        parts.config, parts.context.currentParallelism(), description.sizeBytes());
        return new ScannedTable(
                parts.config.table().orElseThrow(),
                description.arn(),
                description.keyNames(),
                segments,
                parts.config.scan().consistentRead());
    }

    @Override
    public SnapshotSplit split(ScannedTable table, int index) {
        return SegmentSplit.of(table, index);
    }

    /** A segment is an equal part of whatever the table has. */
    @Override
    public void requireSame(ScannedTable table) {}

    @Override
    public int mostAReader() {
        return SegmentCount.mostAReader(parts.config);
    }
}
