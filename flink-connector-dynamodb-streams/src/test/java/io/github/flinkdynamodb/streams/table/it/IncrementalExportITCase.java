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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.it.FailOnce;
import io.github.flinkdynamodb.streams.source.it.StandingFiles;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.tools.simulator.export.ExportView;
import io.github.flinkdynamodb.tools.simulator.export.ExportWriter;
import io.github.flinkdynamodb.tools.simulator.export.ItemChange;
import io.github.flinkdynamodb.tools.simulator.export.WrittenExport;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.types.Row;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SQL on a chain of three incremental exports, from the creation of the table on, without a service
 * or a region: the changes end as the table, and no row is taken back that doesn't stand.
 */
@OnEachFlink
class IncrementalExportITCase {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final int KEYS = 3000;

    /** Files of the first window have less, those of the middle one more. */
    private static final int BYTES_UNTIL_IT_STANDS = 250_000;

    private static TestCluster cluster;
    private static String folders;
    private static final List<String> ROWS = new ArrayList<>();
    private static long lines;

    @TempDir private static Path bucket;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(4);
        Random random = new Random(1);
        Map<String, Item> table = new HashMap<>();
        List<String> written = new ArrayList<>();
        for (int window = 0; window < 3; window++) {
            Map<String, ItemChange> changes = new LinkedHashMap<>();
            Instant from = START.plus(Duration.ofHours(window));
            for (int i = 0; i < KEYS; i++) {
                String key = "k" + i;
                Item before = table.get(key);
                boolean deleted = before != null && random.nextInt(3) == 0;
                if (random.nextInt(4) > 0) {
                    Item after = deleted ? null : item(key, window, random);
                    Item keys = Item.builder().s("pk", key).build();
                    Instant at = from.plusMillis(random.nextInt(3_600_000));
                    if (before != null || after != null) {
                        changes.put(key, ItemChange.of(keys, before, after, at));
                        table.put(key, after);
                    }
                }
            }
            lines += changes.size();
            written.add(write(window, from, changes.values()));
        }
        folders = String.join(";", written.get(2), written.get(0), written.get(1));
        table.values().stream()
                .filter(item -> item != null)
                .forEach(item -> ROWS.add(RowText.row(text(item, "pk"), text(item, "v"))));
    }

    private static String write(int window, Instant from, Iterable<ItemChange> changes) {
        return "standing://"
                + ExportWriter.into(bucket)
                        .tableArn("arn:aws:dynamodb:eu-west-1:123456789012:table/orders")
                        .seed(window)
                        .files(3)
                        .incremental(
                                from,
                                from.plus(Duration.ofHours(1)),
                                ExportView.NEW_AND_OLD_IMAGES,
                                changes)
                        .folder();
    }

    private static Item item(String key, int window, Random random) {
        StringBuilder pad = new StringBuilder();
        random.ints(window == 1 ? 700 : 1, 'A', 'Z').forEach(pad::appendCodePoint);
        return Item.builder()
                .s("pk", key)
                .s("v", "v" + random.nextInt(1000))
                .s("pad", pad.toString())
                .build();
    }

    private static String text(Item item, String name) {
        return item.attribute(name).replaceAll(".*:\"(.*)\"}", "$1");
    }

    @AfterEach
    void letGo() {
        StandingFiles.letGo();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static void declare(SqlSession session, String columns, String... more) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("connector", "dynamodb-streams");
        options.put("table-name", "orders");
        options.put("scan.startup.mode", "incremental-export");
        options.put("scan.incremental-export.folders", folders);
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        session.create("changes", columns, options);
    }

    private static JobClient insert(SqlSession session, String name, String mode) {
        String columns = "pk STRING, v STRING, PRIMARY KEY (pk) NOT ENFORCED";
        declare(session, columns, "scan.changelog-mode", mode);
        session.declareChecked(name, columns, "all");
        return session.insert("INSERT INTO " + name + " SELECT * FROM changes");
    }

    private static void awaitStanding() {
        Awaitility.await("files of the middle window that stand")
                .atMost(PATIENCE)
                .until(() -> StandingFiles.standing() > 0);
    }

    /** One subtask reads the first window, three the rest, after a savepoint and a failure. */
    @ParameterizedTest
    @ValueSource(strings = {"full", "upsert"})
    void aChainEndsAsTheTableThroughARescalingAndAFailure(String mode) throws Exception {
        String name = "chain_" + mode;
        StandingFiles.standAfter(BYTES_UNTIL_IT_STANDS);
        String savepoint;
        try (SqlSession session = SqlSession.start(1)) {
            JobClient job = insert(session, name, mode);
            awaitStanding();
            SqlSession.awaitAtLeast(name, 1000);
            savepoint = SqlSession.stop(job, bucket.resolve("savepoints"));
        }
        try (SqlSession session = SqlSession.start(3, savepoint)) {
            JobClient job = insert(session, name, mode);
            awaitStanding();
            FailOnce.arm(name);
            StandingFiles.letGo();
            job.getJobExecutionResult().get(1, TimeUnit.MINUTES);
        }

        assertThat(FailOnce.failures(name)).as("failures").isEqualTo(1);
        assertThat(CheckedTable.rows(name)).containsExactlyInAnyOrderElementsOf(ROWS);
    }

    @Test
    void aBatchQueryReadsEachChangeOnceWithItsMetadata() throws Exception {
        try (SqlSession session = SqlSession.batch(2)) {
            declare(
                    session,
                    "pk STRING, event STRING METADATA FROM 'event-name' VIRTUAL,"
                            + " shard STRING METADATA FROM 'shard-id' VIRTUAL,"
                            + " made TIMESTAMP_LTZ(3) METADATA FROM"
                            + " 'approximate-creation-time' VIRTUAL",
                    "scan.changelog-mode",
                    "append-only");

            List<Row> rows =
                    session.rows(
                            "SELECT COUNT(*), COUNT(shard), COUNT(made), COUNT(DISTINCT event)"
                                    + " FROM changes");
            assertThat(rows).hasSize(1);
            assertThat(rows.get(0).getField(0)).isEqualTo(lines);
            assertThat(rows.get(0).getField(1)).isEqualTo(0L);
            assertThat(rows.get(0).getField(2)).isEqualTo(lines);
            assertThat(rows.get(0).getField(3)).isEqualTo(3L);
        }
    }

    /** The last cause is what SQL clients show. */
    @Test
    void aChangeWithoutItsOldImageFailsTheJobNamingItsLine() throws Exception {
        Item key = Item.builder().s("pk", "gone").build();
        WrittenExport export =
                ExportWriter.into(bucket.resolve("without"))
                        .tableArn("arn:aws:dynamodb:eu-west-1:123456789012:table/orders")
                        .files(1)
                        // The end of another file, confirmed to the failed task, may be what Flink
                        // reports last.
                        .emptyFiles(0)
                        .incremental(
                                START,
                                START.plus(Duration.ofHours(1)),
                                ExportView.NEW_IMAGE,
                                List.of(ItemChange.of(key, key, null, START)));
        claimOldImages(export);

        try (SqlSession session = SqlSession.start(1)) {
            session.sql().getConfig().set("restart-strategy.type", "none");
            declare(
                    session,
                    "pk STRING, v STRING, PRIMARY KEY (pk) NOT ENFORCED",
                    "scan.incremental-export.folders",
                    export.folder().toString(),
                    "scan.changelog-mode",
                    "full");

            assertThatThrownBy(() -> session.rows("SELECT * FROM changes"))
                    .rootCause()
                    .hasMessageContaining("Cannot deserialize the item of line 1 of file ../data/")
                    .hasMessageContaining("of the export of table orders: the record has no old")
                    .hasMessageContaining("'scan.on-decode-error' = 'skip'");
        }
    }

    private static void claimOldImages(WrittenExport export) throws Exception {
        Path summary = export.folder().resolve("manifest-summary.json");
        String text = Files.readString(summary);
        assertThat(text).contains("\"NEW_IMAGE\"");
        byte[] changed =
                text.replace("\"NEW_IMAGE\"", "\"NEW_AND_OLD_IMAGES\"")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] md5 = MessageDigest.getInstance("MD5").digest(changed);
        Files.write(summary, changed);
        Files.writeString(
                export.folder().resolve("manifest-summary.md5"),
                Base64.getEncoder().encodeToString(md5));
    }

    @Test
    void unalignedCheckpointsAreRefusedForAChain() throws Exception {
        try (SqlSession session = SqlSession.start(2)) {
            declare(session, "pk STRING, v STRING, PRIMARY KEY (pk) NOT ENFORCED");
            session.environment().getCheckpointConfig().enableUnalignedCheckpoints();

            assertThatThrownBy(() -> session.rows("SELECT * FROM changes"))
                    .hasStackTraceContaining(
                            "several incremental exports with 'scan.changelog-mode' = 'upsert' need"
                                    + " aligned checkpoints");
        }
    }
}
