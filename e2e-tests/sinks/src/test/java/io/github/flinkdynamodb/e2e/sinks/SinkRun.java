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
package io.github.flinkdynamodb.e2e.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.e2e.cluster.ClusterSettings;
import io.github.flinkdynamodb.e2e.cluster.FlinkCluster;
import io.github.flinkdynamodb.e2e.cluster.FlinkDistribution;
import io.github.flinkdynamodb.e2e.cluster.SqlGateway;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/**
 * Runs a recipe while its table is written, through what happens to a job in its life: a
 * TaskManager is killed in the middle of the scan, the job is stopped with a savepoint there and
 * goes on with another parallelism, a shard is split, a TaskManager is killed again. In the end the
 * sink has what a Scan of the table gives, row by row.
 */
final class SinkRun {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    static final int QUIET_ITEMS = 300;

    /** For the job, and for a query of what it has written. */
    private static final int SLOTS = 4;

    private static final int TASK_MANAGER_MEGABYTES = 1536;

    /** Fewer than the table has. */
    private static final int PAGES_BEFORE_HOLD = 10;

    private static final int READ_UNITS = 100;

    private final SinkTable sink;
    private final Recipe recipe;
    private final Orders orders;
    private final FlinkCluster cluster;
    private final SqlGateway gateway;
    private final String changelogMode;

    private SinkRun(
            SinkTable sink,
            String changelogMode,
            Orders orders,
            FlinkCluster cluster,
            SqlGateway gateway)
            throws IOException {
        this.sink = sink;
        this.changelogMode = changelogMode;
        this.recipe = Recipe.read(sink.recipe());
        this.orders = orders;
        this.cluster = cluster;
        this.gateway = gateway;
    }

    /**
     * Runs the sink's recipe on a version of Flink.
     *
     * @param changelogMode the mode of the DynamoDB table in SQL
     * @param folder for savepoints
     */
    static void check(SinkTable sink, FlinkDistribution flink, String changelogMode, Path folder)
            throws Exception {
        String name = sink.recipe() + "-" + flink.version();
        Path work = Path.of(System.getProperty("cluster.work.dir")).resolve(name);
        ClusterSettings settings =
                ClusterSettings.in(work)
                        .withTaskManagers(SLOTS, TASK_MANAGER_MEGABYTES)
                        // Batch queries sort in it.
                        .with("taskmanager.memory.managed.size", "128m")
                        // What passes between the tasks of Iceberg's sink is serialized by Kryo.
                        .with("pipeline.generic-types", "true")
                        .with("taskmanager.memory.jvm-metaspace.size", "256m")
                        .with("jobmanager.memory.jvm-metaspace.size", "256m")
                        .with("jobmanager.memory.process.size", "1024m");
        FlinkDistribution withJars =
                sink.installedIn(flink.with(Path.of(System.getProperty("sql.jar"))));
        try (Orders orders = new Orders(QUIET_ITEMS);
                FlinkCluster cluster = FlinkCluster.start(withJars, settings, 1);
                SqlGateway gateway = cluster.startSqlGateway()) {
            new SinkRun(sink, changelogMode, orders, cluster, gateway).run(folder);
            System.out.printf(
                    "%s, Flink %s, %s: %d puts and %d deletions%n",
                    sink.recipe(),
                    flink.version(),
                    changelogMode,
                    orders.puts(),
                    orders.deletions());
        }
    }

    private void run(Path folder) throws Exception {
        orders.startWriting();
        String savepoint = scanWithAFailure(folder);

        String job = start(2, savepoint);
        await(job, "The scan goes on", () -> metric(job, "scannedItems") > 0);
        orders.splitShard();
        awaitCheckpoints(job, 2);
        loseTaskManager(job);
        awaitCheckpoints(job, 2);
        orders.stopWriting();
        List<String> items = orders.scan();
        awaitRows(items);
        stop(job, folder);

        assertThat(sink.rows(gateway)).containsExactlyInAnyOrderElementsOf(items);
        sink.verify(gateway, orders);
        assertThat(items).hasSizeGreaterThan(QUIET_ITEMS);
    }

    /**
     * Returns the savepoint of a job that is reading the table, and has failed there. The scan is
     * held before and after the failure, and goes on in the next job.
     */
    private String scanWithAFailure(Path folder) {
        FaultRule hold = orders.holdScans(PAGES_BEFORE_HOLD);
        String job = start(1, null);
        await(job, "Items are read", () -> metric(job, "scannedItems") > 0);
        await(job, "The scan is held", () -> hold.fired() > 0);
        awaitCheckpoints(job, 2);
        long restored = cluster.rest().restoredCheckpoints(job);
        String lost = cluster.killTaskManager(0);
        long before = hold.fired();
        awaitRecovery(job, lost, restored);
        await(job, "The scan is held again", () -> hold.fired() > before);
        awaitCheckpoints(job, 2);
        String savepoint = stop(job, folder);
        orders.letScansGoOn(hold);
        return savepoint;
    }

    /** Kills the TaskManager, and waits until the job has failed and gone on. */
    private void loseTaskManager(String job) {
        long restored = cluster.rest().restoredCheckpoints(job);
        awaitRecovery(job, cluster.killTaskManager(0), restored);
    }

    private void awaitRecovery(String job, String lost, long restored) {
        cluster.startTaskManager();
        cluster.awaitLoss(lost);
        cluster.awaitTaskManagers();
        await(
                job,
                "The job fails, and goes on from a checkpoint",
                () -> cluster.rest().restoredCheckpoints(job) > restored);
        awaitRunning(job);
    }

    private void awaitCheckpoints(String job, int more) {
        long goal = cluster.rest().completedCheckpoints(job) + more;
        await(
                job,
                more + " more checkpoints",
                () -> cluster.rest().completedCheckpoints(job) >= goal);
    }

    private double metric(String job, String name) {
        return cluster.rest().metric(job, "", name, "sum").orElse(0.0);
    }

    /** Submits the recipe as a user does; only where things are is set otherwise. */
    private String start(int parallelism, String savepoint) {
        List<String> script = new ArrayList<>();
        script.add("SET 'parallelism.default' = '" + parallelism + "'");
        if (savepoint != null) {
            script.add("SET 'execution.state-recovery.path' = '" + savepoint + "'");
        }
        String ofTable =
                "'connector' = 'dynamodb-streams', 'scan.changelog-mode' = '"
                        + changelogMode
                        + "', 'scan.snapshot.max-read-capacity' = '"
                        + READ_UNITS
                        + "', "
                        + orders.options();
        for (String statement : recipe.statements("sql")) {
            if (statement.startsWith("SELECT")) {
                continue;
            }
            script.add(
                    sink.located(statement)
                            .replace("'connector' = 'dynamodb-streams'", ofTable)
                            .replace("'10 s'", "'500 ms'"));
        }
        String job =
                gateway.run(script)
                        .checked()
                        .job()
                        .orElseThrow(() -> new IllegalStateException("The recipe starts no job"));
        awaitRunning(job);
        return job;
    }

    private void awaitRunning(String job) {
        await(job, "The job runs", () -> cluster.rest().isRunning(job));
    }

    /** As the cluster does; the message has what made the job fail, too. */
    private void await(String job, String what, BooleanSupplier condition) {
        try {
            cluster.await(what, condition);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    e.getMessage() + "\n" + cluster.rest().exceptions(job), e);
        }
    }

    private void awaitRows(List<String> items) {
        Awaitility.await("The sink has the table's items")
                .atMost(PATIENCE)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () ->
                                assertThat(sink.rows(gateway))
                                        .containsExactlyInAnyOrderElementsOf(items));
    }

    /**
     * Stops a job with a savepoint. Every job here runs, and nothing makes it fail any more, so a
     * stop is asked for once: a second one would find no job if the first one is slow.
     */
    private String stop(String job, Path folder) {
        String request = cluster.rest().stopWithSavepoint(job, folder);
        String path =
                Awaitility.await("The job stops with a savepoint")
                        .atMost(PATIENCE)
                        .pollInSameThread()
                        .pollInterval(Duration.ofMillis(100))
                        .until(
                                () -> cluster.rest().savepointResult(job, request),
                                Optional::isPresent)
                        .orElseThrow();
        await(job, "The job has ended", () -> cluster.rest().state(job).equals("FINISHED"));
        return path;
    }
}
