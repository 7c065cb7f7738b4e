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
package io.github.flinkdynamodb.e2e.distributions;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.e2e.cluster.ChaosJobs;
import io.github.flinkdynamodb.e2e.cluster.ClusterSettings;
import io.github.flinkdynamodb.e2e.cluster.FlinkCluster;
import io.github.flinkdynamodb.e2e.cluster.FlinkDistribution;
import io.github.flinkdynamodb.e2e.cluster.Verdict;
import io.github.flinkdynamodb.tools.dynamodblocal.DynamoDbLocal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two jobs move from the oldest Flink to the newest, with their savepoints and the same jar: one
 * that reads a stream, and one that has read a part of a table beside its stream.
 */
class UpgradeITCase {

    private static final int KEYS = 100;

    /** Items of one read unit each: enough for more than a minute at the slow pace. */
    private static final int ITEMS = 400;

    private static final long SLOW = 5;
    private static final long FAST = 100_000;

    @TempDir private Path folder;

    @Test
    void savepointsOfTheOldestFlinkAreContinuedOnTheNewestAtAnotherParallelism() {
        try (DynamoDbLocal server = DynamoDbLocal.start();
                VersionedTable table = VersionedTable.create(server, "upgrade", KEYS);
                VersionedTable scanned = VersionedTable.createWithItems(server, "scanned", ITEMS)) {
            table.write(100);
            ChaosJobs changes = jobs(server, table).with("delay-micros", "300");
            ChaosJobs initial = jobs(server, scanned);
            List<String> savepoints =
                    stopInTheMiddle(changes, initial.fromTable(scanned.name(), SLOW), scanned);
            scanned.write(1);

            try (FlinkCluster newest = start(FlinkDistribution.newest(), "upgrade-newest", 4)) {
                String job = changes.run(newest, 2, savepoints.get(0));
                String scan =
                        initial.fromTable(scanned.name(), FAST).run(newest, 2, savepoints.get(1));
                table.writeLast();
                scanned.writeLast();
                assertChangesComplete(newest, changes, job, table);
                assertTableComplete(newest, initial, scan, scanned);
            }
        }
    }

    private static void assertChangesComplete(
            FlinkCluster newest, ChaosJobs jobs, String job, VersionedTable table) {
        newest.await("All verdicts are in", () -> jobs.verdicts().size() >= KEYS);

        assertThat(jobs.verdicts()).containsExactlyInAnyOrderElementsOf(table.flawless());
        assertThat(awaitMetric(newest, job, "version check", "checked"))
                .as("what was left for the newest Flink")
                .isLessThan(table.written());
    }

    /** An item that was read with its last version has a verdict with each change after it too. */
    private static void assertTableComplete(
            FlinkCluster newest, ChaosJobs jobs, String job, VersionedTable table) {
        List<Verdict> flawless = table.flawlessFromTable();
        newest.await(
                "Each item and its changes have come", () -> jobs.verdicts().containsAll(flawless));

        assertThat(jobs.verdicts())
                .filteredOn(verdict -> verdict.received() >= table.versions())
                .containsExactlyInAnyOrderElementsOf(flawless);
        assertThat(awaitMetric(newest, job, "changes", "scannedItems"))
                .as("items that were left for the newest Flink")
                .isLessThan(ITEMS);
    }

    private ChaosJobs jobs(DynamoDbLocal server, VersionedTable table) {
        return new ChaosJobs(
                server.endpoint(),
                VersionedTable.REGION,
                table.streamArn(),
                folder.resolve("verdicts-" + table.name()));
    }

    private static FlinkCluster start(FlinkDistribution distribution, String name, int slots) {
        Path work = Path.of(System.getProperty("cluster.work.dir"));
        return FlinkCluster.start(
                distribution,
                ClusterSettings.in(work.resolve(name)).withTaskManagers(slots, 1024),
                1);
    }

    /** Returns the savepoints of both jobs; the second one has read a part of its table. */
    private List<String> stopInTheMiddle(
            ChaosJobs changes, ChaosJobs initial, VersionedTable scanned) {
        try (FlinkCluster oldest = start(FlinkDistribution.oldest(), "upgrade-oldest", 2)) {
            String scan = initial.run(oldest, 1, null);
            String job = changes.run(oldest, 1, null);
            oldest.await(
                    "Some changes were read",
                    () -> metric(oldest, job, "version check", "checked") > 1_000);
            Path savepoints = folder.resolve("savepoints");
            String ofChanges = changes.stop(oldest, job, savepoints);
            scanned.write(1);
            oldest.await(
                    "Some items were read",
                    () -> metric(oldest, scan, "version check", "checked") > 1);
            return List.of(ofChanges, initial.stop(oldest, scan, savepoints));
        }
    }

    /** Returns a metric once it is there; the cluster collects them now and then. */
    private static double awaitMetric(
            FlinkCluster cluster, String job, String vertex, String name) {
        cluster.await(name + " is known", () -> metric(cluster, job, vertex, name) > 0);
        return metric(cluster, job, vertex, name);
    }

    private static double metric(FlinkCluster cluster, String job, String vertex, String name) {
        return cluster.rest().metric(job, vertex, name, "sum").orElse(0.0);
    }
}
