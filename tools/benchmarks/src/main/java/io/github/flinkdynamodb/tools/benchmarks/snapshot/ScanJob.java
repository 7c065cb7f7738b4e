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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.tools.benchmarks.catchup.Arrivals;
import io.github.flinkdynamodb.tools.benchmarks.catchup.ConnectorTable;
import io.github.flinkdynamodb.tools.benchmarks.catchup.CountingSink;
import io.github.flinkdynamodb.tools.benchmarks.report.Jobs;
import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;

/** A Flink job with one subtask that counts a table's rows. */
final class ScanJob implements TableDrain {

    private final JobSource source;

    ScanJob(JobSource source) {
        this.source = source;
    }

    /** Puts a source into a job. */
    interface JobSource {
        DataStream<RowData> read(
                StreamExecutionEnvironment environment, URI endpoint, PreparedTable table);
    }

    /** The connector, as a table of SQL has it. */
    static DataStream<RowData> connector(
            StreamExecutionEnvironment environment, URI endpoint, PreparedTable table) {
        return ConnectorTable.read(
                environment,
                endpoint,
                Map.of(
                        DynamoDbStreamsSourceOptions.TABLE_NAME.key(),
                        PreparedTable.NAME,
                        DynamoDbStreamsSourceOptions.STARTUP_MODE.key(),
                        "snapshot",
                        DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS.key(),
                        Integer.toString(table.segments())));
    }

    /** The source that is written by hand over the SDK's objects. */
    static DataStream<RowData> sdk(
            StreamExecutionEnvironment environment, URI endpoint, PreparedTable table) {
        return environment.fromSource(
                new SdkScanSource(endpoint, table.segments()),
                WatermarkStrategy.noWatermarks(),
                "sdk",
                InternalTypeInfo.of(Orders.rowType()));
    }

    @Override
    public void drain(URI endpoint, PreparedTable table, Duration limit, Runnable allArrived)
            throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(1);
        source.read(environment, endpoint, table)
                .sinkTo(
                        new CountingSink<>(
                                row -> row.getLong(Orders.NUMBER_COLUMN) - Orders.FIRST_ORDER));
        JobClient running = environment.executeAsync("snapshot");
        CompletableFuture<?> end = running.getJobExecutionResult();
        try {
            Arrivals.await(table.totalItems(), limit, () -> hasEnded(end));
            allArrived.run();
        } finally {
            Jobs.stop(running);
        }
    }

    /** Throws what a job has failed with. */
    private static boolean hasEnded(CompletableFuture<?> end) {
        if (end.isDone()) {
            end.join();
        }
        return end.isDone();
    }
}
