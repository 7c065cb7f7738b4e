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
package io.github.flinkdynamodb.streams.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.VariantType;
import io.github.flinkdynamodb.streams.source.it.SdkReader;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.StreamViewType;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.Record;

/** Metadata columns say what the service says, as the AWS SDK reads it. */
@OnEachFlink
class MetadataITCase {

    private static final Item FIRST = Item.builder().s("id", "a\"\u00e9").n("amount", 1).build();
    private static final Item SECOND = Item.builder().s("id", "a\"\u00e9").n("amount", 2).build();
    private static final Item OTHER = Item.builder().s("id", "b").n("amount", 3).build();

    private static TestCluster cluster;

    private Simulator simulator;
    private SqlTables tables;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = TestCluster.start(2);
    }

    @BeforeEach
    void start() {
        simulator = Simulator.builder().start();
        tables = new SqlTables(simulator, 1);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    private SimulatedTable table(StreamViewType viewType) {
        SimulatedTable table =
                simulator.createTable(
                        TableSettings.table("orders").partitionKey("id", "S").viewType(viewType));
        table.put(FIRST);
        table.put(SECOND);
        table.put(OTHER);
        table.delete(FIRST);
        table.expire(OTHER);
        table.disableStream();
        return table;
    }

    private List<Row> rows(String query) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> result = tables.sql().executeSql(query).collect()) {
            result.forEachRemaining(rows::add);
        }
        return rows;
    }

    /** A column for each kind of metadata, by the key itself, some VIRTUAL and some not. */
    private static String allColumns() {
        return Arrays.stream(ReadableMetadata.values())
                .map(
                        m ->
                                String.format(
                                        "`%s` %s METADATA%s",
                                        m.key(),
                                        m.type().getLogicalType().asSerializableString(),
                                        m.ordinal() % 2 == 0 ? " VIRTUAL" : ""))
                .collect(Collectors.joining(", "));
    }

    @Test
    void everyColumnSaysWhatTheServiceSays() throws Exception {
        SimulatedTable table = table(StreamViewType.NEW_AND_OLD_IMAGES);
        tables.declareStream("log", table, "amount BIGINT, " + allColumns());

        List<Row> rows = rows("SELECT * FROM log");

        List<Record> records = SdkReader.readAll(simulator.endpoint(), table.streamArn());
        assertThat(rows).hasSize(5).hasSameSizeAs(records);
        for (int i = 0; i < rows.size(); i++) {
            checkEnvelope(rows.get(i), records.get(i), table);
        }
        assertThat(rows)
                .extracting(row -> row.getField("ttl-expired"))
                .containsExactly(false, false, false, false, true);
        assertThat(rows)
                .extracting(row -> row.getField("user-identity"))
                .containsExactly(
                        null, null, null, null, Row.of("Service", "dynamodb.amazonaws.com"));
        assertThat(images(rows, "new-image")).containsExactly(FIRST, SECOND, OTHER, null, null);
        assertThat(images(rows, "old-image")).containsExactly(null, FIRST, null, SECOND, OTHER);
        assertThat(images(rows, "keys"))
                .containsExactly(
                        table.keysOf(FIRST),
                        table.keysOf(FIRST),
                        table.keysOf(OTHER),
                        table.keysOf(FIRST),
                        table.keysOf(OTHER));
    }

    private static void checkEnvelope(Row row, Record record, SimulatedTable table) {
        Map<String, Object> expected = new HashMap<>();
        expected.put("event-id", record.eventID());
        expected.put("event-name", record.eventNameAsString());
        expected.put("event-version", record.eventVersion());
        expected.put("event-source", record.eventSource());
        expected.put("aws-region", record.awsRegion());
        expected.put("stream-arn", table.streamArn());
        expected.put("table-name", "orders");
        expected.put("shard-id", table.shards().get(0).id());
        expected.put("sequence-number", record.dynamodb().sequenceNumber());
        expected.put("approximate-creation-time", record.dynamodb().approximateCreationDateTime());
        expected.put("size-bytes", record.dynamodb().sizeBytes());
        expected.put("stream-view-type", record.dynamodb().streamViewTypeAsString());
        expected.put("is-snapshot", false);
        expected.put("decode-error", null);
        expected.put("raw-record", null);
        expected.put("record-location", null);
        expected.forEach((key, value) -> assertThat(row.getField(key)).as(key).isEqualTo(value));
    }

    private static List<Item> images(List<Row> rows, String column) {
        return rows.stream()
                .map(row -> (String) row.getField(column))
                .map(json -> json == null ? null : Item.parse(json))
                .collect(Collectors.toList());
    }

    @Test
    void aRejectedRecordHasItsCauseBytesAndPlace() throws Exception {
        SimulatedTable table =
                simulator.createTable(TableSettings.table("orders").partitionKey("id", "S"));
        table.put(FIRST);
        table.put(Item.builder().s("id", "c").s("amount", "x").build());
        table.disableStream();
        tables.declareStream(
                "log",
                table,
                "id STRING, amount BIGINT, seq STRING METADATA FROM 'sequence-number' VIRTUAL,"
                        + " cause STRING METADATA FROM 'decode-error' VIRTUAL,"
                        + " raw_record BYTES METADATA FROM 'raw-record' VIRTUAL,"
                        + " place STRING METADATA FROM 'record-location' VIRTUAL",
                "scan.on-decode-error",
                "dead-letter");

        List<Row> rows = rows("SELECT id, amount, cause, raw_record, place, seq FROM log");

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0)).matches(row -> row.getField("id") != null);
        assertThat(rows.get(0)).matches(row -> row.getField("cause") == null);
        Row rejected = rows.get(1);
        assertThat(rejected).matches(row -> row.getField(0) == null && row.getField(1) == null);
        assertThat((String) rejected.getField("cause")).contains("'amount'");
        assertThat(new String((byte[]) rejected.getField("raw_record"), StandardCharsets.UTF_8))
                .startsWith("{\"")
                .contains("\"NewImage\":{\"id\":{\"S\":\"c\"},\"amount\":{\"S\":\"x\"}}")
                .endsWith("}");
        assertThat((String) rejected.getField("place"))
                .startsWith("record " + rejected.getField("seq") + " of shard ");
    }

    @Test
    void imagesThatTheViewTypeLeavesOutAreNull() throws Exception {
        SimulatedTable table = table(StreamViewType.KEYS_ONLY);
        tables.declareStream(
                "log",
                table,
                "id STRING, `keys` STRING METADATA VIRTUAL, `new-image` STRING METADATA VIRTUAL,"
                        + " `old-image` STRING METADATA VIRTUAL");

        List<Row> rows = rows("SELECT `new-image`, `old-image`, `keys`, id FROM log");

        assertThat(rows)
                .hasSize(5)
                .allMatch(row -> row.getField(0) == null && row.getField(1) == null);
        assertThat(rows.get(2).getField(2)).isEqualTo("{\"id\":{\"S\":\"b\"}}");
        assertThat(rows.get(2).getField(3)).isEqualTo("b");
    }

    @Test
    void aRetractionHasTheMetadataOfTheChangeThatRetracts() throws Exception {
        SimulatedTable table = table(StreamViewType.NEW_AND_OLD_IMAGES);
        tables.declareStream(
                "changes",
                table,
                "id STRING, amount BIGINT, event STRING METADATA FROM 'event-name' VIRTUAL,"
                        + " expired BOOLEAN METADATA FROM 'ttl-expired' VIRTUAL,"
                        + " PRIMARY KEY (id) NOT ENFORCED",
                "scan.changelog-mode",
                "full");

        assertThat(tables.rows("SELECT amount, event, expired FROM changes"))
                .containsExactly(
                        "+I[1, INSERT, false]",
                        "-U[1, MODIFY, false]",
                        "+U[2, MODIFY, false]",
                        "+I[3, INSERT, false]",
                        "-D[2, REMOVE, false]",
                        "-D[3, REMOVE, true]");
    }

    @Test
    void upsertsCarryMetadataToo() throws Exception {
        SimulatedTable table = table(StreamViewType.NEW_IMAGE);
        tables.declareStream(
                "upserts",
                table,
                "amount BIGINT, id STRING, shard STRING METADATA FROM 'shard-id' VIRTUAL,"
                        + " PRIMARY KEY (id) NOT ENFORCED");

        assertThat(
                        tables.rows(
                                "SELECT amount, shard = '"
                                        + table.shards().get(0).id()
                                        + "' FROM upserts"))
                .startsWith("+I[1, true]")
                .contains("+I[3, true]")
                .hasSize(6);
    }

    @Test
    void theTypeOfADeclaredColumnMayBeAnotherThatFits() throws Exception {
        SimulatedTable table = table(StreamViewType.NEW_AND_OLD_IMAGES);
        tables.declareStream(
                "log",
                table,
                "size INT METADATA FROM 'size-bytes', made TIMESTAMP(0) METADATA FROM"
                        + " 'approximate-creation-time', event VARCHAR(3) METADATA FROM"
                        + " 'event-name', who ROW<t VARCHAR(10), p STRING> METADATA FROM"
                        + " 'user-identity'");

        assertThat(rows("SELECT size > 0, event, who.t FROM log"))
                .extracting(Row::toString)
                .contains("+I[true, INS, null]", "+I[true, REM, Service]");
    }

    @Test
    void anImageIsAVariantWhereItIsDeclaredSo() throws Exception {
        VariantType.assumeExists();
        SimulatedTable table = table(StreamViewType.NEW_AND_OLD_IMAGES);
        tables.declareStream(
                "log",
                table,
                "new_item VARIANT METADATA FROM 'new-image' VIRTUAL,"
                        + " `old-image` STRING METADATA VIRTUAL");

        assertThat(rows("SELECT JSON_STRING(new_item['amount']) FROM log"))
                .extracting(row -> row.getField(0))
                .containsExactly("1", "2", "3", null, null);
    }
}
