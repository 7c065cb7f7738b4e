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
package io.github.flinkdynamodb.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.tools.dynamodblocal.DynamoDbLocal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job moves from the oldest Flink to the newest, with its savepoint and the same jar. */
class UpgradeITCase {

    private static final int KEYS = 100;

    @TempDir private Path folder;

    @Test
    void aSavepointOfTheOldestFlinkIsContinuedOnTheNewestAtAnotherParallelism() {
        Path work = Path.of(System.getProperty("cluster.work.dir"));
        try (DynamoDbLocal server = DynamoDbLocal.start();
                VersionedTable table = VersionedTable.create(server, "upgrade", KEYS)) {
            table.write(100);
            ChaosJobs jobs =
                    new ChaosJobs(
                                    server.endpoint(),
                                    VersionedTable.REGION,
                                    table.streamArn(),
                                    folder.resolve("verdicts"))
                            .with("delay-micros", "300");
            String savepoint =
                    stopInTheMiddle(
                            jobs,
                            FlinkDistribution.oldest(),
                            ClusterSettings.in(work.resolve("upgrade-oldest")));

            try (FlinkCluster newest =
                    FlinkCluster.start(
                            FlinkDistribution.newest(),
                            ClusterSettings.in(work.resolve("upgrade-newest")),
                            1)) {
                String job = jobs.run(newest, 2, savepoint);
                table.writeLast();
                newest.await("All verdicts are in", () -> jobs.verdicts().size() >= KEYS);

                assertThat(jobs.verdicts()).containsExactlyInAnyOrderElementsOf(table.flawless());
                assertThat(checked(newest, job))
                        .as("what was left for the newest Flink")
                        .isBetween(1.0, table.written() - 1.0);
            }
        }
    }

    private String stopInTheMiddle(
            ChaosJobs jobs, FlinkDistribution distribution, ClusterSettings settings) {
        try (FlinkCluster cluster = FlinkCluster.start(distribution, settings, 1)) {
            String job = jobs.run(cluster, 1, null);
            cluster.await("Some changes were read", () -> checked(cluster, job) > 1_000);
            return jobs.stop(cluster, job, folder.resolve("savepoints"));
        }
    }

    private static double checked(FlinkCluster cluster, String job) {
        return cluster.rest().metric(job, "version check", "checked", "sum").orElse(0.0);
    }
}
