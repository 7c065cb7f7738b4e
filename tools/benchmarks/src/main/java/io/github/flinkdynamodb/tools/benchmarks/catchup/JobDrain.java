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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import io.github.flinkdynamodb.tools.benchmarks.peer.PeerClasses;
import io.github.flinkdynamodb.tools.benchmarks.peer.PeerFactory;
import io.github.flinkdynamodb.tools.benchmarks.peer.PeerStream;
import io.github.flinkdynamodb.tools.benchmarks.peer.SdkSource;
import io.github.flinkdynamodb.tools.benchmarks.report.Jobs;
import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.util.TemporaryClassLoaderContext;

/**
 * Reads by a whole Flink job, in a local cluster of this process, whose sink counts and discards.
 *
 * @param <T> the type of the elements
 */
final class JobDrain<T> implements Drain {

    /** Rows of SQL come in twos: what was, and what is. */
    private static final int ROWS_OF_A_RECORD = 2;

    /** Puts a source into a job. */
    interface JobSource<T> {
        DataStream<T> read(StreamExecutionEnvironment environment, URI endpoint);
    }

    private final PeerClasses classes;
    private final CatchUpCase job;
    private final JobSource<T> source;
    private final CountingSink.RecordNumber<T> recordNumber;
    private final int timesEach;

    private JobDrain(
            PeerClasses classes,
            CatchUpCase job,
            JobSource<T> source,
            CountingSink.RecordNumber<T> recordNumber,
            int timesEach) {
        this.classes = classes;
        this.job = job;
        this.source = source;
        this.recordNumber = recordNumber;
        this.timesEach = timesEach;
    }

    /** The connector, as a table of SQL has it. */
    static Drain connector(CatchUpCase job) {
        return rows(job, ConnectorTable::read);
    }

    /** The source that is written by hand over the SDK's objects. */
    static Drain sdk(CatchUpCase job) {
        return rows(
                job,
                (environment, endpoint) ->
                        environment.fromSource(
                                new SdkSource<>(
                                        stream(endpoint),
                                        new SdkRowConverter(),
                                        InternalTypeInfo.of(Orders.rowType())),
                                WatermarkStrategy.noWatermarks(),
                                "sdk"));
    }

    private static Drain rows(CatchUpCase job, JobSource<RowData> source) {
        return new JobDrain<>(
                PeerClasses.of("", ""),
                job,
                source,
                row -> row.getLong(Orders.NUMBER_COLUMN) - Orders.FIRST_ORDER,
                ROWS_OF_A_RECORD);
    }

    /** A peer. */
    static Drain peer(CatchUpCase job, PeerClasses classes) {
        PeerFactory factory = classes.factory();
        PeerFactory.RecordNumber number = factory.recordNumber(stream(URI.create("")));
        return new JobDrain<Object>(
                classes,
                job,
                (environment, endpoint) -> peer(environment, factory, endpoint),
                element -> {
                    Long order = number.of(element);
                    return order == null
                            ? CountingSink.RecordNumber.NONE
                            : order - Orders.FIRST_ORDER;
                },
                1);
    }

    @SuppressWarnings("unchecked")
    private static DataStream<Object> peer(
            StreamExecutionEnvironment environment, PeerFactory factory, URI endpoint) {
        return (DataStream<Object>)
                environment.fromSource(
                        factory.source(stream(endpoint)), WatermarkStrategy.noWatermarks(), "peer");
    }

    private static PeerStream stream(URI endpoint) {
        return new PeerStream(
                PreparedStream.ARN, endpoint, PeerStream.Start.TRIM_HORIZON, Orders.NUMBER);
    }

    @Override
    public int timesEach() {
        return timesEach;
    }

    @Override
    public void drain(
            PreparedPagesServer server, PreparedStream stream, Duration limit, Runnable allArrived)
            throws Exception {
        TemporaryClassLoaderContext context = TemporaryClassLoaderContext.of(classes.loader());
        try {
            JobClient running = start(server);
            CompletableFuture<?> end = running.getJobExecutionResult();
            try {
                Arrivals.await(timesEach * stream.totalRecords(), limit, () -> hasEnded(end));
                allArrived.run();
            } finally {
                Jobs.stop(running);
            }
        } finally {
            context.close();
        }
    }

    /** Throws what a job has failed with. */
    private static boolean hasEnded(CompletableFuture<?> end) {
        if (end.isDone()) {
            end.join();
        }
        return end.isDone();
    }

    private JobClient start(PreparedPagesServer server) throws Exception {
        StreamExecutionEnvironment environment = classes.environment(job.parallelism());
        DataStream<T> elements = source.read(environment, server.endpoint());
        job.hop().apply(environment, elements).sinkTo(new CountingSink<>(recordNumber));
        return environment.executeAsync("catch-up");
    }
}
