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
package io.github.flinkdynamodb.streams.table;

import io.github.flinkdynamodb.streams.model.Hash128;
import io.github.flinkdynamodb.streams.table.reconcile.Hash128TypeInfo;
import io.github.flinkdynamodb.streams.table.reconcile.KeyedRow;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.data.RowData;

/**
 * Puts the source into the job, and behind it the operator that reconciles items and changes, or
 * the one that keeps the rows that stand. Rows reach it by the hash of their item's key, so they
 * keep their order whatever the parallelism is. Either takes over from the other: they have one
 * uid.
 */
final class KeyedTableProvider implements DataStreamScanProvider {

    private static final String NAME = "dynamodb-streams-reconcile";

    private final ScanOperator<KeyedRow> source;
    private final KeyedProcessFunction<Hash128, KeyedRow, RowData> function;
    private final TypeInformation<RowData> type;

    /**
     * Creates a provider.
     *
     * @param source the source
     * @param function takes the rows by key
     * @param type the type of the rows
     */
    KeyedTableProvider(
            ScanOperator<KeyedRow> source,
            KeyedProcessFunction<Hash128, KeyedRow, RowData> function,
            TypeInformation<RowData> type) {
        this.source = source;
        this.function = function;
        this.type = type;
    }

    @Override
    public DataStream<RowData> produceDataStream(
            ProviderContext context, StreamExecutionEnvironment environment) {
        DataStreamSource<KeyedRow> keyed = source.addTo(context, environment);
        source.parallelism().ifPresent(keyed::setParallelism);
        SingleOutputStreamOperator<RowData> rows =
                keyed.keyBy(new KeyOfRow(), Hash128TypeInfo.INSTANCE)
                        .process(function)
                        .returns(type)
                        .name(NAME + "-" + source.scan().identifier());
        context.generateUid(NAME).ifPresent(rows::uid);
        return rows;
    }

    @Override
    public boolean isBounded() {
        return source.isBounded();
    }

    /** Finds the key in a row. */
    private static final class KeyOfRow implements KeySelector<KeyedRow, Hash128> {

        private static final long serialVersionUID = 1L;

        @Override
        public Hash128 getKey(KeyedRow row) {
            return row.key();
        }
    }
}
