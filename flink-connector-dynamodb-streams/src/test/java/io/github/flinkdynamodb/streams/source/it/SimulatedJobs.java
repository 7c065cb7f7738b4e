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

import io.github.flinkdynamodb.streams.source.CredentialsProviderType;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ImpatientSource;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.awaitility.Awaitility;

/** A simulator and a Flink cluster, and the job that the tests of faults run on them. */
final class SimulatedJobs implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Simulator simulator;
    private final TestCluster cluster;
    private final JobMetrics metrics;

    private SimulatedJobs(Simulator simulator, TestCluster cluster, JobMetrics metrics) {
        this.simulator = simulator;
        this.cluster = cluster;
        this.metrics = metrics;
    }

    /** Starts a cluster; the simulator is closed with it. */
    static SimulatedJobs start(Simulator simulator, int slots) throws Exception {
        InMemoryReporter reporter = InMemoryReporter.createWithRetainedMetrics();
        TestCluster cluster =
                TestCluster.start(slots, reporter.addToConfiguration(new Configuration()));
        return new SimulatedJobs(simulator, cluster, new JobMetrics(reporter));
    }

    Simulator simulator() {
        return simulator;
    }

    JobMetrics metrics() {
        return metrics;
    }

    /** Options that read a table's stream by its ARN, from the trim horizon on, without pauses. */
    Configuration options(SimulatedTable table) {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, table.streamArn());
        options.set(DynamoDbStreamsSourceOptions.AWS_ENDPOINT, simulator.endpoint().toString());
        options.set(DynamoDbStreamsSourceOptions.AWS_REGION, simulator.region());
        options.set(
                DynamoDbStreamsSourceOptions.CREDENTIALS_PROVIDER, CredentialsProviderType.BASIC);
        options.set(DynamoDbStreamsSourceOptions.CREDENTIALS_ACCESS_KEY_ID, "simulated");
        options.set(DynamoDbStreamsSourceOptions.CREDENTIALS_SECRET_KEY, "simulated");
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.TRIM_HORIZON);
        options.set(DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL, Duration.ofMillis(20));
        options.set(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, Duration.ofMillis(60));
        return options;
    }

    /** The same by the table's name, so that a new stream of the table is followed. */
    Configuration optionsByName(SimulatedTable table) {
        Configuration options = options(table);
        options.removeConfig(DynamoDbStreamsSourceOptions.STREAM_ARN);
        options.set(DynamoDbStreamsSourceOptions.TABLE_NAME, table.name());
        return options;
    }

    /** Runs a job that restarts when it fails; its journal goes by the table's name. */
    JobClient run(SimulatedTable table, Configuration options, String savepoint) throws Exception {
        return run(table.name(), options, 1, savepoint);
    }

    JobClient run(String name, Configuration options, int parallelism, String savepoint)
            throws Exception {
        DynamoDbStreamsSource<String> source = ImpatientSource.of(options);
        return LocalJobs.submit(LocalJobs.environment(savepoint), name, source, parallelism);
    }

    /** What the state has seen, by key and in order: comparable with the simulator's ledger. */
    static Map<String, List<String>> seen(String name) {
        return ChangeText.byKey(Journal.read(name));
    }

    /** Waits until the state has seen exactly what was written: by key, in order, once. */
    void awaitAllWritten(SimulatedTable table) {
        awaitEntries(table.name(), table.written());
        assertThat(seen(table.name())).isEqualTo(table.sequenceNumbersByKey());
    }

    /** Waits until the journal has so many entries. */
    static void awaitEntries(String name, long entries) {
        await("entries of " + name, () -> Journal.read(name).size() >= entries);
    }

    static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }

    /** Waits until the job has failed, restarted or not, and gives the text of all its failures. */
    String awaitFailure(JobClient job) {
        await("failure of " + job.getJobID(), () -> !failures(job).isEmpty());
        return failures(job);
    }

    /** The failures of a job that has restarted since, with all causes; empty if there are none. */
    String failures(JobClient job) {
        return cluster.failures(job);
    }

    /** What the cluster knows of a job. */
    AccessExecutionGraph graph(JobClient job) throws Exception {
        return cluster.graph(job);
    }

    /** Ends the jobs that a test has left running, which would keep their slots. */
    void cancelAll() throws Exception {
        LocalJobs.cancelAll(cluster);
    }

    @Override
    public void close() {
        cluster.close();
        simulator.close();
    }
}
