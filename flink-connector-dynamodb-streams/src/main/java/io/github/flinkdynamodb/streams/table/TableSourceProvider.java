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

import java.util.Optional;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.data.RowData;

/**
 * Puts the source into the job, with the watermarks, which belong to its splits, and with its own
 * parallelism.
 *
 * <p>If the changelog has updates or deletes, the rows of a key must stay in order on their way to
 * other subtasks. The planner would shuffle them by key, but takes the positions of the key's
 * columns in the table for those in the rows. So the parallelism isn't reported to the planner, and
 * the rows are partitioned by key here; rows without the key's columns stay in their subtask.
 */
final class TableSourceProvider implements DataStreamScanProvider {

    private final ScanOperator<RowData> source;
    private final int[] keyPositions;

    /**
     * Creates a provider.
     *
     * @param source the source
     * @param keyPositions where the primary key is in the rows; empty if it isn't
     */
    TableSourceProvider(ScanOperator<RowData> source, Optional<int[]> keyPositions) {
        this.source = source;
        this.keyPositions = keyPositions.orElse(null);
    }

    @Override
    public DataStream<RowData> produceDataStream(
            ProviderContext context, StreamExecutionEnvironment environment) {
        DataStreamSource<RowData> stream = source.addTo(context, environment);
        Optional<Integer> parallelism = source.parallelism();
        if (parallelism.isEmpty() || keepsNoOrder()) {
            return stream;
        }
        stream.setParallelism(parallelism.get());
        return keyPositions == null
                ? stream.forward()
                : stream.keyBy(new KeyHash(source.scan().columns(), keyPositions), Types.INT);
    }

    private boolean keepsNoOrder() {
        return source.scan().mode() == ScanChangelogMode.APPEND_ONLY;
    }

    @Override
    public boolean isBounded() {
        return source.isBounded();
    }

    @Override
    public Optional<Integer> getParallelism() {
        return keepsNoOrder() ? source.parallelism() : Optional.empty();
    }
}
