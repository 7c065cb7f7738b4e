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
import io.github.flinkdynamodb.tools.benchmarks.catchup.PagesProtocol;
import io.github.flinkdynamodb.tools.benchmarks.catchup.PreparedPagesServer;
import io.github.flinkdynamodb.tools.benchmarks.catchup.PreparedStream;
import io.github.flinkdynamodb.tools.benchmarks.catchup.StreamsProtocol;
import io.github.flinkdynamodb.tools.benchmarks.heap.LiveHeap;
import io.github.flinkdynamodb.tools.benchmarks.report.ChildJvm;
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Reads a table with full pages, and the shards of its stream if the startup mode is one that reads
 * them, with one subtask; in a JVM of its own.
 */
final class SnapshotHeapRun {

    private static final int SHARDS = 1000;
    private static final int SEGMENTS = 64;
    private static final int PAGES_OF_A_SEGMENT = 2;

    /** A page of 1 MB of items has some half more as JSON. */
    private static final PreparedTable TABLE =
            new PreparedTable(SEGMENTS, PAGES_OF_A_SEGMENT, 2000, 780, false);

    private static final PreparedStream STREAM =
            new PreparedStream(SHARDS, 1000, 1000, 1048, false, true);

    /** A reader takes as many segments at once as half of the requests that it may make. */
    private static final int REQUESTS = 2 * SEGMENTS;

    /** So long that a call to each segment is in flight before the first is answered. */
    private static final Duration CALL_TIME = Duration.ofMillis(300);

    /** So far ahead of the start are the changes, so that none of them counts as older. */
    private static final long SECONDS_AHEAD = 120;

    /** After which it hangs: nothing is measured by it. */
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private SnapshotHeapRun() {}

    /**
     * Runs, and reports "rows", "live-most" and "in-flight-most".
     *
     * @param arguments the startup mode
     */
    public static void main(String[] arguments) throws Exception {
        String mode = arguments[0];
        long rows = TABLE.totalItems() + (mode.equals("snapshot") ? 0 : STREAM.totalRecords());
        PagesProtocol both = new Both();
        try (PreparedPagesServer server = new PreparedPagesServer(both, CALL_TIME, 1, null);
                LiveHeap heap = LiveHeap.watch()) {
            JobClient job = start(server.endpoint(), mode);
            Arrivals.await(rows, LIMIT, job.getJobExecutionResult()::isDone);
            ChildJvm.tell("rows", Arrivals.count());
            ChildJvm.tell("live-most", Quantiles.of(heap.samples()).most());
            ChildJvm.tell("in-flight-most", server.statistics().maxInFlight());
        }
        System.exit(0);
    }

    private static JobClient start(URI endpoint, String mode) throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(1);
        environment.enableCheckpointing(500);
        Map<String, String> what =
                Map.of(
                        DynamoDbStreamsSourceOptions.TABLE_NAME.key(),
                        PreparedTable.NAME,
                        DynamoDbStreamsSourceOptions.STARTUP_MODE.key(),
                        mode,
                        DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS.key(),
                        Integer.toString(SEGMENTS),
                        DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS.key(),
                        Integer.toString(REQUESTS),
                        "scan.changelog-mode",
                        "append-only");
        ConnectorTable.read(environment, endpoint, what)
                .sinkTo(
                        new CountingSink<>(
                                row -> row.getLong(Orders.NUMBER_COLUMN) - Orders.FIRST_ORDER));
        return environment.executeAsync("heap");
    }

    /** Serves the table and its stream. */
    private static final class Both extends PagesProtocol {

        private final PagesProtocol table = new TableProtocol(TABLE);
        private final PagesProtocol stream =
                new StreamsProtocol(STREAM, System.currentTimeMillis() / 1000 + SECONDS_AHEAD);

        @Override
        public ByteBuf body(String call, String request, ByteBufAllocator allocator) {
            boolean isOfTable = call.equals("Scan") || call.equals("DescribeTable");
            return (isOfTable ? table : stream).body(call, request, allocator);
        }
    }
}
