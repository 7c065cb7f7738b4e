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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.record.GetRecordsReader;
import io.github.flinkdynamodb.streams.codec.snapshot.ItemKeys;
import io.github.flinkdynamodb.streams.codec.snapshot.ScanReader;
import io.github.flinkdynamodb.streams.codec.snapshot.ScannedRecords;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.table.convert.FieldSettings;
import io.github.flinkdynamodb.streams.table.convert.ImageColumn;
import io.github.flinkdynamodb.streams.table.reconcile.KeyedRow;
import io.github.flinkdynamodb.streams.table.reconcile.KeyedRowTypeInfo;
import io.github.flinkdynamodb.streams.table.reconcile.RowHash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.table.types.utils.TypeConversions;
import org.apache.flink.util.UserCodeClassLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows go with what reconciles them: the item's key, their values, their origin and time. */
@OnEachFlink
class KeyedRowSchemaTest {

    private static final RowType TABLE =
            RowType.of(
                    new LogicalType[] {
                        new VarCharType(false, 100), new BigIntType(false), new BigIntType()
                    },
                    new String[] {"id", "n", "x"});

    private static String image(int n, int x) {
        return "{'id':{'S':'a'},'n':{'N':'" + n + "'},'x':{'N':'" + x + "'}}";
    }

    private static String change(int n, int before, int after) {
        return "{'eventName':'MODIFY','dynamodb':{'Keys':{'n':{'N':'"
                + n
                + "'},'id':{'S':'a'}},'OldImage':"
                + image(n, before)
                + ",'NewImage':"
                + image(n, after)
                + ",'SequenceNumber':'1','ApproximateCreationDateTime':1796032800}}";
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    /** A schema of some of the columns, which are the key (id, n) and x. */
    private static KeyedRowSchema schema(String... names) {
        TableColumns columns =
                new TableColumns(
                        TypeConversions.fromLogicalToDataType(TABLE),
                        List.of("id", "n"),
                        List.of(MetadataColumns.EVENT_NAME),
                        false);
        List<ImageColumn> used = new ArrayList<>();
        for (String name : names) {
            used.add(new ImageColumn(List.of(name), TABLE.getTypeAt(TABLE.getFieldIndex(name))));
        }
        RowLayout layout = new RowLayout(used, columns.metadata(), InternalTypeInfo.of(TABLE));
        TableScan scan =
                new TableScan(
                        "t",
                        columns,
                        ScanChangelogMode.FULL,
                        FieldSettings.none(),
                        new SourceSettings(
                                Map.of("scan.startup.mode", "initial"), false, false, null, null));
        List<String> order = List.of(names);
        int[] positions = {order.indexOf("id"), order.indexOf("n")};
        KeyedRowSchema schema =
                new KeyedRowSchema(
                        new ChangeRowSchema(
                                new ChangelogRules(scan),
                                layout,
                                FieldSettings.none(),
                                scan.requirements(),
                                new RowSelection(List.of(), columns, PushedDown.ALL_ROWS)),
                        new RowHash(used.size(), layout.metadataTypes()),
                        new RecordKey(
                                columns,
                                order.contains("id") && order.contains("n") ? positions : null,
                                FieldSettings.none()));
        schema.open(new Context());
        return schema;
    }

    private static List<KeyedRow> changes(KeyedRowSchema schema, String... records)
            throws Exception {
        byte[] body = json("{'Records':[" + String.join(",", records) + "]}");
        GetRecordsReader reader =
                new GetRecordsReader(
                        body,
                        "arn",
                        "shard",
                        schema.attributes().newImages(),
                        schema.attributes().oldImages());
        List<KeyedRow> rows = new ArrayList<>();
        for (ChangeRecord r = reader.next(); r != null; r = reader.next()) {
            schema.deserialize(r, new ListCollector<>(rows));
        }
        return rows;
    }

    private static KeyedRow scanned(KeyedRowSchema schema, String item) throws Exception {
        ScanReader reader =
                new ScanReader(json("{'Items':[" + item + "]}"), schema.attributes().newImages());
        ScannedRecords records =
                new ScannedRecords("arn:::r::table/t", new ItemKeys(List.of("id", "n")));
        List<KeyedRow> rows = new ArrayList<>();
        schema.deserialize(
                records.of(reader.next(), Instant.ofEpochSecond(1796032700)),
                new ListCollector<>(rows));
        return rows.get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id n x", "x n id", "x", "id x", "n", ""})
    void whateverTheQueryUsesAllRowsOfAnItemHaveItsKeyAndEqualRowsOneHash(String names)
            throws Exception {
        KeyedRowSchema schema = schema(names.isEmpty() ? new String[0] : names.split(" "));

        List<KeyedRow> rows = changes(schema, change(1, 10, 20), change(1, 20, 30));
        KeyedRow row = scanned(schema, image(1, 20));
        KeyedRow other = scanned(schema, image(2, 20));

        assertThat(kinds(rows)).containsExactly("-U", "+U", "-U", "+U");
        assertThat(rows).allMatch(r -> r.key().equals(row.key()) && !r.isScanned());
        assertThat(other.key()).isNotEqualTo(row.key());
        assertThat(row.hash()).isEqualTo(rows.get(1).hash()).isEqualTo(rows.get(2).hash());
        assertThat(row.hash().equals(rows.get(0).hash())).isEqualTo(!names.contains("x"));
        assertThat(row.hash().equals(other.hash())).isEqualTo(!names.contains("n"));
    }

    private static List<String> kinds(List<KeyedRow> rows) {
        return rows.stream()
                .map(KeyedRow::row)
                .map(RowData::getRowKind)
                .map(kind -> kind.shortString())
                .collect(Collectors.toList());
    }

    @Test
    void theKeyIsTheSameWhetherItIsReadFromTheRowsOrFromTheRecordsKeys() throws Exception {
        assertThat(changes(schema("x"), change(1, 10, 20)).get(0).key())
                .isEqualTo(changes(schema("n", "id"), change(1, 10, 20)).get(0).key());
    }

    @Test
    void aRowHasItsOriginAndTime() throws Exception {
        KeyedRowSchema schema = schema("id", "n", "x");

        KeyedRow change = changes(schema, change(1, 10, 20)).get(0);
        KeyedRow row = scanned(schema, image(1, 20));
        String undated = change(1, 10, 20).replace(",'ApproximateCreationDateTime':1796032800", "");
        KeyedRow withoutTime = changes(schema, undated).get(0);

        assertThat(change.createdMillis()).isEqualTo(1796032800000L);
        assertThat(withoutTime.createdMillis()).isEqualTo(KeyedRow.NO_TIME);
        assertThat(row.isScanned()).isTrue();
        assertThat(row.createdMillis()).isEqualTo(1796032700000L);
        assertThat(row.row().getString(3)).hasToString("SNAPSHOT");
    }

    @Test
    void aRecordWithoutKeysIsRejectedWhereTheyAreNeeded() {
        String keyless = change(1, 10, 20).replace("'Keys':", "'NoKeys':");

        assertThatThrownBy(() -> changes(schema("x"), keyless))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("the record has no keys");
    }

    @Test
    void theTypeIsThatOfKeyedRows() {
        assertThat(schema("x").getProducedType())
                .isEqualTo(new KeyedRowTypeInfo(InternalTypeInfo.of(TABLE)));
    }

    /** What the planner passes for a metadata column. */
    private static final class MetadataColumns {
        static final MetadataColumn EVENT_NAME =
                new MetadataColumn(
                        ReadableMetadata.EVENT_NAME, "event", ReadableMetadata.EVENT_NAME.type());
    }

    private static final class Context implements InitializationContext {
        @Override
        public MetricGroup getMetricGroup() {
            return new UnregisteredMetricsGroup();
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            throw new UnsupportedOperationException();
        }
    }
}
