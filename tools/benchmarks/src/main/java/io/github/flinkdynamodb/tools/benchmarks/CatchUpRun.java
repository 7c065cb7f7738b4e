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
package io.github.flinkdynamodb.tools.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** Reads a prepared stream to its end through a local Flink cluster. */
final class CatchUpRun {

    private static final int SERVER_THREADS = 1;
    private static final int ROUND_TRIPS = 200;

    private final PreparedStream stream;
    private final BenchmarkOptions options;

    CatchUpRun(PreparedStream stream, BenchmarkOptions options) {
        this.stream = stream;
        this.options = options;
    }

    /**
     * What was measured.
     *
     * @param stream what was read
     * @param complete whether each record came exactly once
     * @param seconds from the first GetRecords at the server to the last record out of the source
     * @param secondHalf the seconds of the later half of the records
     * @param bytes of the pages
     * @param roundTrip the seconds that a page takes a bare client; 0 where it wasn't measured
     * @param maxInFlight the most GetRecords in flight
     * @param medianInFlight their median
     * @param cpuSeconds of the whole process: source, cluster and server
     */
    record Result(
            PreparedStream stream,
            boolean complete,
            double seconds,
            double secondHalf,
            long bytes,
            double roundTrip,
            int maxInFlight,
            int medianInFlight,
            double cpuSeconds) {}

    /**
     * Reads the whole stream.
     *
     * @param limit after which it is given up
     * @throws TimeoutException if the limit is reached
     * @throws ExecutionException if the job failed
     */
    Result measure(Duration limit) throws Exception {
        try (PreparedPagesServer server = server()) {
            double roundTrip = RoundTrip.measure(server, stream, ROUND_TRIPS);
            server.statistics().reset();
            Arrivals.Expected arrivals = Arrivals.expect(stream.totalRecords());
            double cpu = cpuSeconds();
            JobClient job = start(server);
            try {
                await(job, arrivals, limit);
                return result(server.statistics(), arrivals, roundTrip, cpuSeconds() - cpu);
            } finally {
                stop(job);
            }
        }
    }

    /** Reads as much of the stream as is possible in a time. */
    void warmUp(Duration time) throws Exception {
        try (PreparedPagesServer server = server()) {
            Arrivals.Expected arrivals = Arrivals.expect(stream.totalRecords());
            JobClient job = start(server);
            try {
                await(job, arrivals, time);
            } catch (TimeoutException enough) {
                // The time is over: that is what it was for.
            } finally {
                stop(job);
            }
        }
    }

    private PreparedPagesServer server() {
        return new PreparedPagesServer(stream, options.delay(), SERVER_THREADS);
    }

    private JobClient start(PreparedPagesServer server) throws Exception {
        DynamoDbStreamsSource<Long> source =
                DynamoDbStreamsSource.<Long>builder()
                        .setStreamArn(PreparedStream.ARN)
                        .setEndpoint(server.endpoint().toString())
                        .setBasicCredentials("key", "secret")
                        .setStartupPosition(StartupPosition.trimHorizon())
                        .setDeserializer(new RecordNumberSchema(options.images()))
                        .build();
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(options.parallelism());
        environment.getConfig().enableObjectReuse();
        environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "stream")
                .map(new Arrivals())
                .sinkTo(new DiscardingSink<>());
        return environment.executeAsync("catch-up");
    }

    private static void await(JobClient job, Arrivals.Expected arrivals, Duration limit)
            throws Exception {
        CompletableFuture.anyOf(arrivals.all, job.getJobExecutionResult())
                .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!arrivals.all.isDone()) {
            throw new IllegalStateException(
                    "The job ended before all of the " + arrivals.records + " records came");
        }
    }

    private static void stop(JobClient job) throws Exception {
        if (!job.getJobStatus().get().isGloballyTerminalState()) {
            job.cancel().get();
        }
        job.getJobExecutionResult().handle((result, cancelled) -> null).get();
    }

    private Result result(
            CallStatistics statistics, Arrivals.Expected arrivals, double roundTrip, double cpu) {
        return new Result(
                stream,
                arrivals.isEachRecordOf(stream),
                (arrivals.lastNanos - statistics.firstNanos()) / 1e9,
                (arrivals.lastNanos - arrivals.halfNanos) / 1e9,
                statistics.bytes(),
                roundTrip,
                statistics.maxInFlight(),
                statistics.medianInFlight(),
                cpu);
    }

    private static double cpuSeconds() {
        OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return system.getProcessCpuTime() / 1e9;
    }
}
