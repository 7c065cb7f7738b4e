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

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
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

    private static final String NAME = "dynamodb-streams";

    private final DynamoDbStreamsSource<RowData> source;
    private final WatermarkStrategy<RowData> watermarks;
    private final TableScan scan;
    private final int[] keyPositions;
    private final String description;

    /**
     * Creates a provider.
     *
     * @param source the source
     * @param watermarks its watermarks
     * @param scan the table's scan
     * @param keyPositions where the primary key is in the rows; empty if it isn't
     * @param description what is read, for people
     */
    TableSourceProvider(
            DynamoDbStreamsSource<RowData> source,
            WatermarkStrategy<RowData> watermarks,
            TableScan scan,
            Optional<int[]> keyPositions,
            String description) {
        this.source = source;
        this.watermarks = watermarks;
        this.scan = scan;
        this.keyPositions = keyPositions.orElse(null);
        this.description = description;
    }

    @Override
    public DataStream<RowData> produceDataStream(
            ProviderContext context, StreamExecutionEnvironment environment) {
        DataStreamSource<RowData> stream =
                environment.fromSource(source, watermarks, NAME + "-" + scan.identifier());
        context.generateUid(NAME).ifPresent(stream::uid);
        stream.getTransformation().setDescription(description);
        Optional<Integer> parallelism = scan.settings().parallelism();
        if (parallelism.isEmpty() || keepsNoOrder()) {
            return stream;
        }
        stream.setParallelism(parallelism.get());
        return keyPositions == null
                ? stream.forward()
                : stream.keyBy(new KeyHash(scan.columns(), keyPositions), Types.INT);
    }

    private boolean keepsNoOrder() {
        return scan.mode() == ScanChangelogMode.APPEND_ONLY;
    }

    @Override
    public boolean isBounded() {
        return source.getBoundedness() == Boundedness.BOUNDED;
    }

    @Override
    public Optional<Integer> getParallelism() {
        return keepsNoOrder() ? scan.settings().parallelism() : Optional.empty();
    }
}
