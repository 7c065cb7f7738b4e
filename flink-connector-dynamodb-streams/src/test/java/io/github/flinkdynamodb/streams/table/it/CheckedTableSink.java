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

import io.github.flinkdynamodb.streams.source.it.FailOnce;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.DataType;

/** The sink of {@link CheckedTableFactory}: {@link FailOnce}, then {@link CheckedTable}. */
final class CheckedTableSink implements DynamicTableSink {

    private final String name;
    private final ChangelogMode mode;
    private final DataType type;
    private final int[] key;

    CheckedTableSink(String name, ChangelogMode mode, DataType type, int[] key) {
        this.name = name;
        this.mode = mode;
        this.type = type;
        this.key = key;
    }

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
        return mode;
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
        CheckedTable table =
                new CheckedTable(
                        name,
                        InternalTypeInfo.of(type.getLogicalType()),
                        context.createDataStructureConverter(type),
                        key,
                        mode);
        return new Provider(name, table);
    }

    @Override
    public DynamicTableSink copy() {
        return new CheckedTableSink(name, mode, type, key);
    }

    @Override
    public String asSummaryString() {
        return "checked table " + name;
    }

    private static final class Provider implements DataStreamSinkProvider {
        private final String name;
        private final CheckedTable table;

        Provider(String name, CheckedTable table) {
            this.name = name;
            this.table = table;
        }

        @Override
        public DataStreamSink<?> consumeDataStream(
                ProviderContext context, DataStream<RowData> changes) {
            return changes.map(new FailOnce<RowData>(name))
                    .returns(changes.getType())
                    .setParallelism(1)
                    .map(table)
                    .returns(changes.getType())
                    .setParallelism(1)
                    .uid("checked-table-" + name)
                    .sinkTo(new DiscardingSink<>())
                    .setParallelism(1);
        }
    }
}
