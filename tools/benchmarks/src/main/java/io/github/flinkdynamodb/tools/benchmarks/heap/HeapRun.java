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
package io.github.flinkdynamodb.tools.benchmarks.heap;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.deserializer.JsonStringDeserializationSchema;
import io.github.flinkdynamodb.tools.benchmarks.catchup.PreparedPages;
import io.github.flinkdynamodb.tools.benchmarks.report.ChildJvm;
import io.github.flinkdynamodb.tools.benchmarks.report.Jobs;
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Reads many shards of large pages to their ends, as JSON texts, on one subtask of a local cluster.
 * The server is in the same process. A program for a JVM of its own, which sets the heap.
 */
final class HeapRun {

    /** With 1,000 records that makes a page of a little more than 1 MB. */
    private static final int RECORDS = 1000;

    private static final int RECORD_BYTES = 1048;
    private static final int WARM_UP_SHARDS = 64;
    private static final int WARM_UP_PAGES = 1_000_000;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Duration callTime;
    private final int requests;
    private final int megabytes;

    /**
     * Creates a run.
     *
     * @param callTime what a call takes at the service
     * @param requests how many requests may be in flight
     * @param megabytes how many bytes the source may hold, in MiB
     */
    private HeapRun(Duration callTime, int requests, int megabytes) {
        this.callTime = callTime;
        this.requests = requests;
        this.megabytes = megabytes;
    }

    /**
     * Runs, and tells the figures.
     *
     * @param arguments "live" to take samples of the live heap, or "throughput"; shards; pages of
     *     each; milliseconds of a call; requests; MiB of the source; seconds of warming up
     */
    public static void main(String[] arguments) {
        try {
            HeapRun run =
                    new HeapRun(
                            Duration.ofMillis(Integer.parseInt(arguments[3])),
                            Integer.parseInt(arguments[4]),
                            Integer.parseInt(arguments[5]));
            run.warmUp(Duration.ofSeconds(Integer.parseInt(arguments[6])));
            run.measure(
                    arguments[0].equals("live"),
                    Integer.parseInt(arguments[1]),
                    Integer.parseInt(arguments[2]));
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private void warmUp(Duration time) throws Exception {
        if (time.isZero()) {
            return;
        }
        try (PreparedPages pages = serve(WARM_UP_SHARDS, WARM_UP_PAGES)) {
            CountedRecords.Expected records = CountedRecords.expect(pages.totalRecords());
            JobClient job = start(pages);
            try {
                await(job, records, time);
            } catch (TimeoutException enough) {
                // The time is over: that is what it was for.
            } finally {
                Jobs.stop(job);
            }
        }
    }

    private void measure(boolean live, int shards, int pagesOfAShard) throws Exception {
        try (PreparedPages pages = serve(shards, pagesOfAShard)) {
            CountedRecords.Expected records = CountedRecords.expect(pages.totalRecords());
            double collecting = secondsOfCollections();
            JobClient job = start(pages);
            if (live) {
                try (LiveHeap heap = LiveHeap.watch()) {
                    await(job, records, LIMIT);
                    Quantiles samples = Quantiles.of(heap.samples());
                    ChildJvm.tell("live-median", samples.median());
                    ChildJvm.tell("live-most", samples.most());
                    ChildJvm.tell("samples", samples.count());
                }
            } else {
                await(job, records, LIMIT);
            }
            ChildJvm.tell("bytes-per-second", pages.bytes() / records.seconds());
            ChildJvm.tell("collecting", (secondsOfCollections() - collecting) / records.seconds());
            ChildJvm.tell("page-bytes", (double) pages.bytes() / shards / pagesOfAShard);
            ChildJvm.tell("in-flight-median", pages.medianInFlight());
            Jobs.stop(job);
        }
        ChildJvm.tell("live-after", LiveHeap.now());
    }

    private PreparedPages serve(int shards, int pagesOfAShard) {
        return new PreparedPages(shards, pagesOfAShard, RECORDS, RECORD_BYTES, callTime);
    }

    private JobClient start(PreparedPages pages) throws Exception {
        DynamoDbStreamsSource<String> source =
                DynamoDbStreamsSource.<String>builder()
                        .setOptions(
                                Map.of(
                                        DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS.key(),
                                        Integer.toString(requests),
                                        DynamoDbStreamsSourceOptions.FETCH_MAX_BYTES.key(),
                                        megabytes + " mb"))
                        .setStreamArn(pages.streamArn())
                        .setEndpoint(pages.endpoint().toString())
                        .setBasicCredentials("key", "secret")
                        .setStartupPosition(StartupPosition.trimHorizon())
                        .setDeserializer(JsonStringDeserializationSchema.plainJson())
                        .build();
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(1);
        environment.getConfig().enableObjectReuse();
        environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "stream")
                .map(new CountedRecords())
                .sinkTo(new DiscardingSink<>());
        return environment.executeAsync("heap");
    }

    private static void await(JobClient job, CountedRecords.Expected records, Duration limit)
            throws Exception {
        CompletableFuture.anyOf(records.all(), job.getJobExecutionResult())
                .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!records.all().isDone()) {
            throw new IllegalStateException("The job ended before all records came");
        }
    }

    private static double secondsOfCollections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum()
                / 1e3;
    }
}
