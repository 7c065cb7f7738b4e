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
import io.github.flinkdynamodb.tools.dynamodblocal.DynamoDbLocal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/**
 * The SQL table is true: after random writes to DynamoDB Local, a task that failed and a restart
 * from a savepoint, it says what a Scan of the DynamoDB table says, in every mode and with every
 * view type that can serve it.
 */
@OnEachFlink
class EndStateITCase {

    private static final String LOG_COLUMNS = "event STRING, " + RandomItems.sqlColumns();

    private static DynamoDbLocal server;
    private static TestCluster cluster;

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = DynamoDbLocal.start();
        cluster = TestCluster.start(4);
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
        "upsert, NEW_AND_OLD_IMAGES, upsert",
        "upsert, NEW_IMAGE, upsert",
        "upsert, NEW_IMAGE, all"
    })
    void theTableIsWhatAScanSays(String mode, StreamViewType viewType, String takes)
            throws Exception {
        String name =
                "state_" + mode + "_" + viewType.toString().toLowerCase(Locale.ROOT) + "_" + takes;
        try (ItemTable table = ItemTable.create(server, name, viewType, "pk", "S", "sk", "N")) {
            RandomWrites writes = new RandomWrites(table, true, 1);
            writes.write(100);
            String savepoint;
            try (SqlSession session = session(table, mode, takes, 2, null)) {
                JobClient job = session.insert(insert(name));
                fail(name, writes);
                savepoint = SqlSession.stop(job, folder);
            }
            writes.write(100);
            try (SqlSession session = session(table, mode, takes, 2, savepoint)) {
                JobClient job = session.insert(insert(name));
                writes.write(100);
                SqlSession.awaitRows(name, RandomItems.rows(table.scan()));
                SqlSession.stop(job, folder);
            }

            assertThat(CheckedTable.rows(name))
                    .containsExactlyInAnyOrderElementsOf(RandomItems.rows(table.scan()))
                    .containsExactlyInAnyOrderElementsOf(RandomItems.rows(table.items()));
        }
    }

    private static SqlSession session(
            ItemTable table, String mode, String takes, int parallelism, String savepoint) {
        SqlSession session = SqlSession.start(parallelism, savepoint);
        String columns = RandomItems.sqlColumns() + ", " + RandomItems.KEY;
        session.declare("items", table, columns, "scan.changelog-mode", mode);
        session.declareChecked(table.name(), columns, takes);
        return session;
    }

    private static String insert(String name) {
        return "INSERT INTO " + name + " SELECT * FROM items";
    }

    /** Lets a task fail in the middle, and waits until all has begun again. */
    private static void fail(String name, RandomWrites writes) {
        SqlSession.awaitAtLeast(name, 5);
        FailOnce.arm(name);
        writes.write(50);
        SqlSession.awaitStarts(name, 2);
        writes.write(50);
        assertThat(FailOnce.failures(name)).as("failures of %s", name).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = StreamViewType.class,
            names = "UNKNOWN_TO_SDK_VERSION",
            mode = EnumSource.Mode.EXCLUDE)
    void theLogHasEveryWriteOnceAndInOrder(StreamViewType viewType) throws Exception {
        String name = "log_" + viewType.toString().toLowerCase(Locale.ROOT);
        try (ItemTable table = ItemTable.create(server, name, viewType, "pk", "S", "sk", "N")) {
            RandomWrites writes = new RandomWrites(table, true, 2);
            writes.write(100);
            String savepoint;
            try (SqlSession session = logSession(table, null)) {
                JobClient job = session.insert(logInsert(name), latestInsert(name));
                fail(name, writes);
                savepoint = SqlSession.stop(job, folder);
            }
            writes.write(50);
            try (SqlSession session = logSession(table, savepoint)) {
                JobClient job = session.insert(logInsert(name), latestInsert(name));
                writes.write(50);
                SqlSession.awaitRows(name, log(table, viewType));
                SqlSession.awaitRows(name + "_latest", latest(table, viewType));
                SqlSession.stop(job, folder);
            }

            assertThat(CheckedTable.rows(name)).containsExactlyElementsOf(log(table, viewType));
            assertThat(CheckedTable.rows(name + "_latest"))
                    .containsExactlyInAnyOrderElementsOf(latest(table, viewType));
        }
    }

    private static SqlSession logSession(ItemTable table, String savepoint) {
        SqlSession session = SqlSession.start(1, savepoint);
        session.declare(
                "changes",
                table,
                "event STRING METADATA FROM 'event-name' VIRTUAL,"
                        + " seq STRING METADATA FROM 'sequence-number' VIRTUAL, "
                        + RandomItems.sqlColumns());
        session.declareChecked(table.name(), LOG_COLUMNS, "append");
        session.declareChecked(table.name() + "_latest", RandomItems.sqlColumns(), "all");
        return session;
    }

    private static String logInsert(String name) {
        return "INSERT INTO " + name + " SELECT event, " + RandomItems.names() + " FROM changes";
    }

    /** What a user does who wants the items from a log. */
    private static String latestInsert(String name) {
        return "INSERT INTO "
                + name
                + "_latest SELECT "
                + RandomItems.names()
                + " FROM (SELECT *, ROW_NUMBER() OVER"
                + " (PARTITION BY pk, sk ORDER BY LPAD(seq, 40, '0') DESC) AS n FROM changes)"
                + " WHERE n = 1 AND event <> 'REMOVE'";
    }

    private static List<String> log(ItemTable table, StreamViewType viewType) {
        return table.changes().stream()
                .map(c -> RandomItems.row(c.newest(viewType), c.eventName()))
                .collect(Collectors.toList());
    }

    /** What a log of the view type says last of each item that is there. */
    private static List<String> latest(ItemTable table, StreamViewType viewType) {
        boolean saysAll =
                viewType == StreamViewType.NEW_IMAGE
                        || viewType == StreamViewType.NEW_AND_OLD_IMAGES;
        return saysAll
                ? RandomItems.rows(table.scan())
                : table.items().stream()
                        .map(item -> lastChange(table, item).newest(viewType))
                        .map(item -> RandomItems.row(item))
                        .collect(Collectors.toList());
    }

    private static ItemChange lastChange(ItemTable table, Map<String, AttributeValue> item) {
        return table.changes().stream()
                .filter(change -> item.entrySet().containsAll(change.key().entrySet()))
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
