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
package io.github.flinkdynamodb.streams.source.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceBuilder;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.tools.dynamodblocal.DynamoDbLocal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.client.program.ClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.ExceptionUtils;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** DynamoDB Local and a Flink cluster, and the job that the integration tests run on them. */
final class LocalJobs implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final DynamoDbLocal server;
    private final TestCluster cluster;
    private final JobMetrics metrics;

    private LocalJobs(DynamoDbLocal server, TestCluster cluster, JobMetrics metrics) {
        this.server = server;
        this.cluster = cluster;
        this.metrics = metrics;
    }

    static LocalJobs start() throws Exception {
        return start(DynamoDbLocal.start());
    }

    /** Starts the cluster only; the server is closed with it. */
    static LocalJobs start(DynamoDbLocal server) throws Exception {
        InMemoryReporter reporter = InMemoryReporter.createWithRetainedMetrics();
        TestCluster cluster =
                TestCluster.start(4, reporter.addToConfiguration(new Configuration()));
        return new LocalJobs(server, cluster, new JobMetrics(reporter));
    }

    LocalTable table(String name, StreamViewType viewType) {
        return LocalTable.create(server, name, viewType);
    }

    DynamoDbLocal server() {
        return server;
    }

    JobMetrics metrics() {
        return metrics;
    }

    /** A builder that is set up for a table, to be read by the table's name. */
    <T> DynamoDbStreamsSourceBuilder<T> source(LocalTable table) {
        return DynamoDbStreamsSource.<T>builder()
                .setTableName(table.name())
                .setEndpoint(table.endpoint().toString())
                .setRegion("ddblocal")
                .setBasicCredentials("local", "local");
    }

    /** Runs source, failure and journal; the journal and the failures go by the table's name. */
    JobClient run(LocalTable table, StartupPosition start, int parallelism, String savepoint)
            throws Exception {
        DynamoDbStreamsSource<String> source =
                this.<String>source(table)
                        .setStartupPosition(start)
                        .setDeserializer(new ChangeText())
                        .build();
        return run(table.name(), source, parallelism, savepoint);
    }

    JobClient run(
            String name, DynamoDbStreamsSource<String> source, int parallelism, String savepoint)
            throws Exception {
        return run(environment(savepoint), name, source, parallelism);
    }

    /** Runs a source in an environment; the operator of the source is named "changes". */
    JobClient run(
            StreamExecutionEnvironment env,
            String name,
            DynamoDbStreamsSource<String> source,
            int parallelism)
            throws Exception {
        return submit(env, name, source, parallelism);
    }

    /** Runs a source, {@link FailOnce} and {@link Journal} on the environment's cluster. */
    static JobClient submit(
            StreamExecutionEnvironment env,
            String name,
            Source<String, ?, ?> source,
            int parallelism)
            throws Exception {
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "changes")
                .uid("changes")
                .setParallelism(parallelism)
                .map(new FailOnce<String>(name))
                .returns(String.class)
                .setParallelism(parallelism)
                .map(new Journal(name))
                .uid("journal")
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);
        return env.executeAsync(name);
    }

    /** An environment whose jobs restart when they fail, with a checkpoint now and then. */
    static StreamExecutionEnvironment environment(String savepoint) {
        return environment(savepoint, "300 ms");
    }

    /** An environment whose jobs restart before they have had a checkpoint. */
    static StreamExecutionEnvironment environmentWithoutCheckpoints() {
        return environment(null, "1 d");
    }

    /** An environment whose jobs fail for good when they fail. */
    static StreamExecutionEnvironment environmentWithoutRestarts() {
        return environmentWithoutRestarts(null);
    }

    /** The same, for jobs that begin with a savepoint, or null. */
    static StreamExecutionEnvironment environmentWithoutRestarts(String savepoint) {
        Configuration configuration = new Configuration();
        configuration.setString("restart-strategy.type", "none");
        restoreFrom(savepoint, configuration);
        return StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    }

    private static StreamExecutionEnvironment environment(String savepoint, String interval) {
        Configuration configuration = new Configuration();
        configuration.setString("restart-strategy.type", "fixed-delay");
        configuration.setString("restart-strategy.fixed-delay.attempts", "10");
        configuration.setString("restart-strategy.fixed-delay.delay", "100 ms");
        configuration.setString("execution.checkpointing.interval", interval);
        restoreFrom(savepoint, configuration);
        return StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    }

    private static void restoreFrom(String savepoint, Configuration configuration) {
        if (savepoint != null) {
            configuration.setString("execution.state-recovery.path", savepoint);
            configuration.setString("execution.savepoint.path", savepoint);
        }
    }

    /** Waits until the journal has so many entries. */
    void awaitJournal(LocalTable table, int entries) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Journal.read(table.name()).size() >= entries);
    }

    /** Waits until so many elements have been gathered under a name. */
    void awaitGathered(String name, int elements) {
        Awaitility.await().atMost(PATIENCE).until(() -> Gather.taken(name).size() >= elements);
    }

    /** Waits until the state has seen exactly what was written: by key, in order, once. */
    void awaitAllWritten(LocalTable table) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Journal.read(table.name()).size() >= table.writtenCount());
        assertThat(ChangeText.byKey(Journal.read(table.name()))).isEqualTo(table.written());
    }

    void awaitFailures(LocalTable table, int failures) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> FailOnce.failures(table.name()) >= failures);
    }

    /** Waits until a metric, summed up over the job's operators, has a value. */
    void awaitMetric(JobClient job, String name, long value) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(metrics.sum(job, name)).as(name).isEqualTo(value));
    }

    /** Waits until the source has polled a shard so often. */
    void awaitPolls(JobClient job, long polls) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> metrics.sum(job, "getRecordsCalls") >= polls);
    }

    /** Waits until the source has polled a shard so often once more. */
    void awaitMorePolls(JobClient job, long polls) {
        awaitPolls(job, metrics.sum(job, "getRecordsCalls") + polls);
    }

    /** Stops a job with a savepoint; one that collides with a recovery is tried again. */
    String stopWithSavepoint(JobClient job, Path folder) {
        return savepointOf(job, folder);
    }

    /** The same, on whichever cluster the job runs. */
    static String savepointOf(JobClient job, Path folder) {
        return StopWithSavepoint.of(job, folder);
    }

    static void awaitStatus(JobClient job, JobStatus status) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> job.getJobStatus().get(10, TimeUnit.SECONDS) == status);
    }

    /** Waits until a job has ended by itself. */
    static void awaitEnd(JobClient job) throws Exception {
        job.getJobExecutionResult().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until a job has failed, and gives the text of the failure and all its causes. */
    static String awaitFailure(JobClient job) {
        Throwable failure =
                Assertions.catchThrowable(
                        () ->
                                job.getJobExecutionResult()
                                        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        assertThat(failure).as("failure of the job").isInstanceOf(ExecutionException.class);
        return ExceptionUtils.stringifyException(failure);
    }

    /** Ends the jobs that a test has left running, which would keep their slots. */
    void cancelAll() throws Exception {
        cancelAll(cluster);
    }

    static void cancelAll(TestCluster cluster) throws Exception {
        ClusterClient<?> client = cluster.client();
        for (JobStatusMessage job : client.listJobs().get(1, TimeUnit.MINUTES)) {
            if (!job.getJobState().isGloballyTerminalState()) {
                client.cancel(job.getJobId()).get(1, TimeUnit.MINUTES);
            }
        }
    }

    @Override
    public void close() {
        cluster.close();
        server.close();
    }
}
