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
package io.github.flinkdynamodb.streams.table.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.it.FailOnce;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The SQL table is true while shards split and roll over under a job of several subtasks, calls are
 * throttled, a task fails and the job is stopped and started with another parallelism.
 */
@OnEachFlink
class ReshardingEndStateITCase {

    private static TestCluster cluster;
    private static Simulator simulator;

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws Exception {
        simulator = Simulator.builder().start();
        cluster = TestCluster.start(3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({"full, all", "upsert, upsert", "upsert, all"})
    void theTableIsTrueWhateverHappensToItsShards(String mode, String takes) throws Exception {
        String name = "resharded_" + mode + "_" + takes;
        SimulatedTable simulated =
                simulator.createTable(
                        TableSettings.table(name)
                                .partitionKey("pk", "S")
                                .sortKey("sk", "N")
                                .shards(3)
                                .rollAfterRecords(25)
                                .page(10, 100_000));
        try (ItemTable table = ItemTable.of(simulator, name, "pk", "sk")) {
            RandomWrites writes = new RandomWrites(table, false, 3);
            writes.write(200);
            String savepoint;
            try (SqlSession session = session(table, mode, takes, 2, null)) {
                JobClient job = session.insert("INSERT INTO " + name + " SELECT * FROM items");
                SqlSession.awaitAtLeast(name, 5);
                reshard(simulated, writes);
                FailOnce.arm(name);
                writes.write(100);
                SqlSession.awaitStarts(name, 2);
                reshard(simulated, writes);
                savepoint = SqlSession.stop(job, folder);
            }
            reshard(simulated, writes);
            try (SqlSession session = session(table, mode, takes, 3, savepoint)) {
                JobClient job = session.insert("INSERT INTO " + name + " SELECT * FROM items");
                reshard(simulated, writes);
                SqlSession.awaitRows(name, RandomItems.rows(table.items()));
                SqlSession.stop(job, folder);
            }

            assertThat(CheckedTable.rows(name))
                    .containsExactlyInAnyOrderElementsOf(RandomItems.rows(table.items()));
            assertThat(FailOnce.failures(name)).as("failures").isEqualTo(1);
            assertThat(simulated.written()).isEqualTo(table.changes().size());
            assertThat(simulated.unread()).as("records that were not read").isZero();
            assertThat(simulated.shards()).as("shards").hasSizeGreaterThan(15);
            assertThat(simulator.faults().counts()).as("throttled calls").isNotEmpty();
        }
    }

    /** Splits one shard and rolls the others, among writes and throttled calls. */
    private static void reshard(SimulatedTable simulated, RandomWrites writes) {
        List<String> open = simulated.openShardIds();
        simulated.splitShard(open.get(0));
        writes.write(50);
        simulator.fail(Fault.error(ServiceError.LIMIT_EXCEEDED), 3, Operation.GET_RECORDS);
        simulated.rollAllShards();
        writes.write(50);
    }

    private static SqlSession session(
            ItemTable table, String mode, String takes, int parallelism, String savepoint) {
        SqlSession session = SqlSession.start(parallelism, savepoint);
        String columns = RandomItems.sqlColumns() + ", " + RandomItems.KEY;
        session.declare("items", table, columns, "scan.changelog-mode", mode);
        session.declareChecked(table.name(), columns, takes);
        return session;
    }
}
