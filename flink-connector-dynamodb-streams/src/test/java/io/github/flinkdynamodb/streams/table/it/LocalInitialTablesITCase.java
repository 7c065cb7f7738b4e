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

import io.github.flinkdynamodb.streams.source.it.FailOnce;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.tools.dynamodblocal.DynamoDbLocal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/**
 * The SQL table is what a Scan of DynamoDB Local says, with items that its stream has never had,
 * though they are written at full speed while they are read, and a failure, a savepoint and another
 * parallelism come within the scan.
 */
class LocalInitialTablesITCase {

    /** Items that aren't written again, beside those that {@link RandomWrites} writes. */
    private static final int QUIET_ITEMS = 200;

    /** So slow that the scan takes some seconds, and what happens meets it. */
    private static final String FEW_UNITS = "2";

    /** Of the job that goes on, to which nothing happens any more. */
    private static final String MANY_UNITS = "50";

    private static DynamoDbLocal server;
    private static TestCluster cluster;

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = DynamoDbLocal.start();
        cluster = TestCluster.start(3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "full, NEW_AND_OLD_IMAGES, all",
        "upsert, NEW_AND_OLD_IMAGES, all",
        "upsert, NEW_IMAGE, upsert"
    })
    void theTableIsWhatAScanSaysWhateverHappensWhileItIsRead(
            String mode, StreamViewType viewType, String takes) throws Exception {
        String name = "local_initial_" + mode + "_" + takes;
        String insert = "INSERT INTO " + name + " SELECT * FROM items";
        fill(name, viewType);
        try (ItemTable table = ItemTable.of(server, name, "pk", "sk")) {
            AtomicBoolean writing = new AtomicBoolean(true);
            CompletableFuture<Void> writer =
                    CompletableFuture.runAsync(() -> write(table, writing));
            String savepoint;
            try (SqlSession session = session(table, mode, takes, 1, null)) {
                JobClient job = session.insert(insert);
                SqlSession.awaitAtLeast(name, 10);
                FailOnce.arm(name);
                SqlSession.awaitStarts(name, 2);
                SqlSession.awaitAtLeast(name, 50);
                savepoint = SqlSession.stop(job, folder);
                assertThat(CheckedTable.rows(name)).as("rows").hasSizeLessThan(QUIET_ITEMS);
            }
            try (SqlSession session = session(table, mode, takes, 3, savepoint)) {
                session.insert(insert);
                SqlSession.awaitAtLeast(name, QUIET_ITEMS / 2);
                writing.set(false);
                writer.join();

                SqlSession.awaitRows(name, RandomItems.rows(table.scan()));
            }

            assertThat(FailOnce.failures(name)).as("failures").isEqualTo(1);
            assertThat(CheckedTable.starts(name)).as("starts").isEqualTo(3);
        }
    }

    /** Writes items that {@link RandomWrites} won't know, before the table has a stream. */
    private static void fill(String name, StreamViewType viewType) {
        RandomItems items = new RandomItems(new Random(3));
        try (ItemTable table = ItemTable.createWithoutStream(server, name, "pk", "S", "sk", "N")) {
            for (int i = 0; i < QUIET_ITEMS; i++) {
                table.put(
                        items.item(
                                Map.of(
                                        "pk", AttributeValue.fromS("quiet" + i),
                                        "sk", AttributeValue.fromN("0"))));
            }
            table.enableStream(viewType);
        }
    }

    private static void write(ItemTable table, AtomicBoolean writing) {
        RandomWrites writes = new RandomWrites(table, true, 4);
        while (writing.get()) {
            writes.write(1);
        }
    }

    private static SqlSession session(
            ItemTable table, String mode, String takes, int parallelism, String savepoint) {
        SqlSession session = SqlSession.start(parallelism, savepoint);
        String columns = RandomItems.sqlColumns() + ", " + RandomItems.KEY;
        session.declare(
                "items",
                table,
                columns,
                "scan.changelog-mode",
                mode,
                "scan.startup.mode",
                "initial",
                "scan.snapshot.segments",
                "5",
                "scan.snapshot.max-read-capacity",
                savepoint == null ? FEW_UNITS : MANY_UNITS);
        session.declareChecked(table.name(), columns, takes);
        return session;
    }
}
