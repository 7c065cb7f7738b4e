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
package io.github.flinkdynamodb.tools.quickstart;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceBuilder;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.tools.dynamodblocal.FreePort;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The Flink job: reads the table and its stream, counts the changes of each order, and commits them
 * to the {@link Ledger}. It runs in a cluster inside this JVM, with Flink's web UI.
 */
final class OrdersJob implements RunningJob {

    /** How often a checkpoint is taken. */
    static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(500);

    /**
     * How long a change waits for others to travel with; the usual 100 ms would be most of the lag.
     */
    private static final long BUFFER_TIMEOUT_MILLIS = 5;

    private static final int USUAL_PORT = 8081;
    private static final int MAX_RESTARTS = 3;
    private static final Duration RESTART_DELAY = Duration.ofMillis(500);
    private static final Duration POLL_MINIMUM = Duration.ofMillis(50);
    private static final Duration POLL_MAXIMUM = Duration.ofMillis(200);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);
    private static final String LOOPBACK = "127.0.0.1";

    private final JobClient client;
    private final CompletableFuture<JobExecutionResult> end;
    private final int restPort;

    private OrdersJob(JobClient client, int restPort) {
        this.client = client;
        this.end = client.getJobExecutionResult();
        this.restPort = restPort;
    }

    /**
     * Where items and changes come from.
     *
     * @param endpoint the address of DynamoDB
     * @param region the region that is signed for
     * @param accessKey the access key id, and the secret key too: DynamoDB Local takes any
     * @param readCapacity how many read capacity units a second the table may be read with; 0 for
     *     as many as there are
     */
    record Table(URI endpoint, String region, String accessKey, long readCapacity) {}

    /**
     * Starts the job.
     *
     * @param table what it reads
     * @param ledgerId where it commits to
     * @param parallelism its parallelism
     * @param failAt at which items and changes a task fails, counted from 1
     * @param folder an existing folder for checkpoints and Flink's files
     * @return the running job
     * @throws Exception if Flink can't start it
     */
    static OrdersJob start(
            Table table, String ledgerId, int parallelism, Set<Integer> failAt, Path folder)
            throws Exception {
        int port = webPort();
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(
                        configuration(port, folder));
        environment.setParallelism(parallelism);
        environment.setBufferTimeout(BUFFER_TIMEOUT_MILLIS);
        environment.enableCheckpointing(CHECKPOINT_INTERVAL.toMillis());
        environment
                .fromSource(source(table), WatermarkStrategy.noWatermarks(), "orders")
                .map(new FailureDrill(ledgerId, failAt))
                .name("failure drill")
                .keyBy(OrderChange::orderId)
                .process(new ChangeCounter())
                .name("count changes by order")
                .sinkTo(new LedgerSink(ledgerId))
                .name("ledger");
        return new OrdersJob(environment.executeAsync("quickstart: orders"), port);
    }

    private static DynamoDbStreamsSource<OrderChange> source(Table table) {
        DynamoDbStreamsSourceBuilder<OrderChange> source =
                DynamoDbStreamsSource.<OrderChange>builder()
                        .setTableName(OrdersTable.NAME)
                        .setRegion(table.region())
                        .setEndpoint(table.endpoint().toString())
                        .setBasicCredentials(table.accessKey(), table.accessKey())
                        .setStartupPosition(StartupPosition.initial())
                        .setPollInterval(POLL_MINIMUM, POLL_MAXIMUM)
                        .setDeserializer(new OrderChangeSchema());
        if (table.readCapacity() > 0) {
            source.set(
                    DynamoDbStreamsSourceOptions.SNAPSHOT_MAX_READ_CAPACITY, table.readCapacity());
        }
        return source.build();
    }

    private static Configuration configuration(int port, Path folder) {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.ADDRESS, "localhost");
        configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
        configuration.set(RestOptions.PORT, port);
        configuration.set(RestOptions.BIND_PORT, Integer.toString(port));
        configuration.set(JobManagerOptions.ADDRESS, LOOPBACK);
        configuration.set(JobManagerOptions.BIND_HOST, LOOPBACK);
        configuration.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, MAX_RESTARTS);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, RESTART_DELAY);
        return configuration;
    }

    /** Returns the port that Flink's web UI usually has, or another one if that is taken. */
    private static int webPort() {
        return FreePort.isFree(USUAL_PORT) ? USUAL_PORT : FreePort.find();
    }

    @Override
    public Optional<String> awaitEnd(Duration patience) throws InterruptedException {
        try {
            end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.of("the job has finished");
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(Failures.rootCause(e));
        }
    }

    /**
     * Stops the job with a savepoint, so that all that is on its way is committed.
     *
     * @param savepoints the folder for the savepoint
     * @throws Exception if the job doesn't stop
     */
    void stop(Path savepoints) throws Exception {
        client.stopWithSavepoint(
                        false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns the address of this job in Flink's web UI. */
    String webUi() {
        JobID job = client.getJobID();
        return "http://localhost:" + restPort + "/#/job/running/" + job + "/overview";
    }
}
