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
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.record.GetRecordsReader;
import io.github.flinkdynamodb.streams.codec.snapshot.ItemKeys;
import io.github.flinkdynamodb.streams.codec.snapshot.ScanReader;
import io.github.flinkdynamodb.streams.codec.snapshot.ScannedRecords;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.source.deserializer.AttributeSelection;
import io.github.flinkdynamodb.streams.source.deserializer.PartialRecordException;
import io.github.flinkdynamodb.streams.table.convert.FieldSettings;
import io.github.flinkdynamodb.streams.table.convert.ImageColumn;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.apache.flink.table.types.utils.TypeConversions;
import org.apache.flink.util.UserCodeClassLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which rows a change becomes if an image is missing, or has values that can't be decoded. */
@OnEachFlink
class ChangeRowSchemaTest {

    private static final String ONE = "{'N':'1'}";
    private static final String TWO = "{'N':'2'}";
    private static final String BAD = "{'S':'one'}";

    private ScanChangelogMode mode = ScanChangelogMode.FULL;
    private String onError = "skip";
    private String startup = "latest";
    private String type = "BIGINT";
    private List<MetadataColumn> metadata = List.of();
    private boolean hasKey = true;
    private List<RowCondition> conditions = List.of();

    /** Why the last one of the records that were skipped was. */
    private String problem;

    /** A value that fits the type, and one that doesn't. */
    static Stream<Arguments> goodAndBad() {
        return Stream.of(
                Arguments.of("INT", ONE, BAD),
                Arguments.of("DOUBLE", ONE, "{'N':'NaN'}"),
                Arguments.of("DECIMAL(38, 0)", ONE, "{'N':'1E+125'}"),
                Arguments.of("INT NOT NULL", ONE, "{'NULL':true}"),
                Arguments.of("VARCHAR(3)", "{'S':'abc'}", "{'S':'abcd'}"),
                Arguments.of("BYTES", "{'B':'AQ=='}", "{'B':'raw text'}"),
                Arguments.of("ARRAY<INT>", "{}", "{'L':[{'N':'x'}]}"),
                Arguments.of("ROW<f INT NOT NULL>", "{'M':{'f':{'N':'1'}}}", "{'M':{}}"),
                Arguments.of("DATE", "{'S':'2026-11-29'}", "5"),
                Arguments.of("VARIANT", ONE, "{'N':'1E+125'}"));
    }

    @ParameterizedTest
    @MethodSource("goodAndBad")
    void inFullModeARowIsThereWhileItsImageCanBeDecoded(String type, String good, String bad)
            throws Exception {
        use(type);

        assertThat(read(insert(good), modify(good, bad), remove(bad)))
                .containsExactly("+I", "-D", "part skipped", "skipped");
        assertThat(read(insert(bad), modify(bad, good), remove(good)))
                .containsExactly("skipped", "+I", "part skipped", "-D");
        assertThat(read(modify(good, bad), modify(bad, bad), modify(bad, good)))
                .containsExactly("-D", "part skipped", "part skipped", "+I", "part skipped");
        assertThat(read(modify(good, good))).containsExactly("-U", "+U");
    }

    @ParameterizedTest
    @MethodSource("goodAndBad")
    void inUpsertModeARowIsThereWhileItsImageCanBeDecoded(String type, String good, String bad)
            throws Exception {
        use(type);
        mode = ScanChangelogMode.UPSERT;

        assertThat(read(insert(good), modify(good, bad), remove(bad)))
                .containsExactly("+I", "-D", "part skipped", "skipped");
        assertThat(read(insert(bad), modify(bad, good), remove(good)))
                .containsExactly("skipped", "+U", "-D");
        assertThat(read(modify(bad, bad))).containsExactly("skipped");
    }

    @Test
    void rowsThatComeAndGoHaveTheValuesOfTheirImage() throws Exception {
        assertThat(read(modify(ONE, BAD))).containsExactly("-D[a, 1]", "part skipped");
        assertThat(read(modify(BAD, TWO))).containsExactly("+I[a, 2]", "part skipped");
    }

    @Test
    void inUpsertModeTheKeyDeletesARowIfThereIsNoOldImage() throws Exception {
        mode = ScanChangelogMode.UPSERT;

        assertThat(
                        read(
                                record("MODIFY", null, image(BAD)),
                                record("REMOVE", null, null),
                                record("REMOVE", "{}", "{}")))
                .containsExactly("-D[a, null]", "part skipped", "-D[a, null]", "-D[a, null]");
    }

    @ParameterizedTest
    @CsvSource({"fail, '-D[a, null]'", "skip, skipped"})
    void inUpsertModeADeleteWithABadOldImageFailsNoJob(String policy, String row) throws Exception {
        mode = ScanChangelogMode.UPSERT;
        onError = policy;

        assertThat(read(remove(BAD))).containsExactly(row);
    }

    @Test
    void inUpsertModeDeletesAreWholeIfTheyCan() throws Exception {
        mode = ScanChangelogMode.UPSERT;

        assertThat(read(insert(ONE), modify(ONE, TWO), remove(TWO)))
                .containsExactly("+I[a, 1]", "+U[a, 2]", "-D[a, 2]");
    }

    @Test
    void inUpsertModeADeleteWithoutAnOldImageCannotBeOfAColumnThatIsNotNull() throws Exception {
        mode = ScanChangelogMode.UPSERT;
        type = "BIGINT NOT NULL";

        assertThat(read(record("REMOVE", null, null))).containsExactly("skipped");
        assertThat(problem).contains("the record has no old image, which 'scan.changelog-mode' =");
    }

    @Test
    void aConditionThatCannotBeDecidedIsLikeARowThatCannotBeDecoded() throws Exception {
        hasKey = false;
        ValueLiteralExpression one = new ValueLiteralExpression(1L, DataTypes.BIGINT().notNull());
        conditions =
                List.of(
                        RowCondition.column(
                                "x", true, ColumnLiteral.of(parse("BIGINT"), one).orElseThrow()));

        assertThat(read(modify(BAD, ONE))).containsExactly("+I[a, 1]", "part skipped");
        assertThat(read(modify(ONE, BAD))).containsExactly("-D[a, 1]", "part skipped");
        assertThat(read(modify(BAD, TWO))).containsExactly("part skipped");
        assertThat(read(modify(ONE, TWO))).containsExactly("-U[a, 1]");
    }

    @Test
    void anImageThatCannotBecomeAVariantIsNullInATableAndSkippedInALog() throws Exception {
        VariantType.assumeExists();
        DataType variant = TypeConversions.fromLogicalToDataType(parse("VARIANT"));
        metadata = List.of(new MetadataColumn(ReadableMetadata.NEW_IMAGE, "i", variant));
        String wide = "{'N':'2'},'more':{'N':'1E+125'}";

        assertThat(read(insert(ONE), modify(ONE, wide), remove(wide)))
                .containsExactly("+I[a, 1]", "-U[a, 1]", "+U[a, 2]", "part skipped", "-D[a, 2]");
        mode = ScanChangelogMode.UPSERT;
        assertThat(read(modify(ONE, wide))).containsExactly("+U[a, 2]", "part skipped");
        mode = ScanChangelogMode.APPEND_ONLY;
        hasKey = false;
        assertThat(read(modify(ONE, wide), remove(wide))).containsExactly("skipped", "+I[a, 2]");
    }

    @ParameterizedTest
    @CsvSource({"INSERT, '{}', 1", "REMOVE, 1, '{}'", "REMOVE, 1, '{ }'"})
    void anEmptyImageIsNoImageInALog(String name, String oldImage, String newImage)
            throws Exception {
        mode = ScanChangelogMode.APPEND_ONLY;
        hasKey = false;

        assertThat(
                        read(
                                record(
                                        name,
                                        oldImage.replace("1", image(ONE)),
                                        newImage.replace("1", image(ONE)))))
                .containsExactly("+I[a, 1]");
    }

    @ParameterizedTest
    @EnumSource(ScanChangelogMode.class)
    void anItemThatWasScannedIsARowOfItsOwnInEachMode(ScanChangelogMode anyMode) throws Exception {
        mode = anyMode;

        assertThat(scan(image(ONE), image(BAD), image(TWO)))
                .containsExactly("+I[a, 1]", "skipped", "+I[a, 2]");
    }

    /** The item may be there, by its change or by the scan: whichever came first. */
    @Test
    void inUpsertModeBesideTheStreamWhatSetsAnItemIsAnUpdate() throws Exception {
        mode = ScanChangelogMode.UPSERT;
        startup = "Initial";

        assertThat(scan(image(ONE))).containsExactly("+U[a, 1]");
        assertThat(read(insert(ONE), modify(ONE, TWO), remove(TWO)))
                .containsExactly("+U[a, 1]", "+U[a, 2]", "-D[a, 2]");
    }

    @ParameterizedTest
    @EnumSource(names = {"FULL", "APPEND_ONLY"})
    void inOtherModesItIsAnInsertBesideTheStreamToo(ScanChangelogMode anyMode) throws Exception {
        mode = anyMode;
        startup = "initial";

        assertThat(scan(image(ONE))).containsExactly("+I[a, 1]");
        assertThat(read(insert(ONE))).containsExactly("+I[a, 1]");
    }

    @Test
    void aConditionOnAnyColumnIsDecidedByTheItemThatWasScanned() throws Exception {
        mode = ScanChangelogMode.APPEND_ONLY;
        ValueLiteralExpression one = new ValueLiteralExpression(1L, DataTypes.BIGINT().notNull());
        conditions =
                List.of(
                        RowCondition.column(
                                "x", true, ColumnLiteral.of(parse("BIGINT"), one).orElseThrow()));

        assertThat(scan(image(ONE), image(TWO), image(BAD), image("{'NULL':true}")))
                .containsExactly("+I[a, 1]", "skipped");
    }

    private void use(String columnType) {
        type = columnType;
        if (columnType.equals("VARIANT")) {
            VariantType.assumeExists();
        }
    }

    private static LogicalType parse(String type) {
        return LogicalTypeParser.parse(type, ChangeRowSchemaTest.class.getClassLoader());
    }

    private static String image(String x) {
        return "{'id':{'S':'a'},'x':" + x + "}";
    }

    private static String record(String name, String oldImage, String newImage) {
        return "{'eventName':'"
                + name
                + "','dynamodb':{'Keys':{'id':{'S':'a'}}"
                + (oldImage == null ? "" : ",'OldImage':" + oldImage)
                + (newImage == null ? "" : ",'NewImage':" + newImage)
                + ",'SequenceNumber':'1'}}";
    }

    private static String insert(String x) {
        return record("INSERT", null, image(x));
    }

    private static String modify(String oldX, String newX) {
        return record("MODIFY", image(oldX), image(newX));
    }

    private static String remove(String x) {
        return record("REMOVE", image(x), null);
    }

    /**
     * Reads a page as a reader does: the rows, those of BIGINT with their values, and behind those
     * of a record that counts as one in error whether it was skipped or a part of it was.
     */
    private List<String> read(String... records) throws Exception {
        ChangeRowSchema schema = schema();
        byte[] body = json("{'Records':[" + String.join(",", records) + "]}");
        AttributeSelection attributes = schema.attributes();
        GetRecordsReader reader =
                new GetRecordsReader(
                        body, "arn", "shard", attributes.newImages(), attributes.oldImages());
        List<String> rows = new ArrayList<>();
        for (ChangeRecord r = reader.next(); r != null; r = reader.next()) {
            rows.addAll(rows(schema, r));
        }
        return rows;
    }

    /** The same of a page of Scan. */
    private List<String> scan(String... items) throws Exception {
        ChangeRowSchema schema = schema();
        byte[] body = json("{'Items':[" + String.join(",", items) + "]}");
        ScanReader reader = new ScanReader(body, schema.attributes().newImages());
        ScannedRecords records =
                new ScannedRecords("arn:::r::table/t", new ItemKeys(List.of("id")));
        List<String> rows = new ArrayList<>();
        for (Image item = reader.next(); item != null; item = reader.next()) {
            rows.addAll(rows(schema, records.of(item, Instant.EPOCH)));
        }
        return rows;
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private List<String> rows(ChangeRowSchema schema, ChangeRecord record) throws Exception {
        List<RowData> made = new ArrayList<>();
        String error = null;
        try {
            schema.deserialize(record, new ListCollector<>(made));
        } catch (PartialRecordException e) {
            error = "part skipped";
        } catch (DecodeException e) {
            made.clear();
            error = "skipped";
            problem = e.getMessage();
        }
        List<String> rows = made.stream().map(this::text).collect(Collectors.toList());
        if (error != null) {
            rows.add(error);
        }
        return rows;
    }

    private String text(RowData row) {
        String kind = row.getRowKind().shortString();
        String x = row.isNullAt(1) ? "null" : type.startsWith("BIGINT") ? row.getLong(1) + "" : "";
        return x.isEmpty() ? kind : kind + "[" + row.getString(0) + ", " + x + "]";
    }

    private ChangeRowSchema schema() {
        RowType row =
                RowType.of(
                        new LogicalType[] {new VarCharType(false, 100), parse(type)},
                        new String[] {"id", "x"});
        TableColumns columns =
                new TableColumns(
                        TypeConversions.fromLogicalToDataType(row),
                        hasKey ? List.of("id") : List.of(),
                        metadata,
                        false);
        TableScan scan = new TableScan("t", columns, mode, FieldSettings.none(), settings());
        ChangeRowSchema schema =
                new ChangeRowSchema(
                        new ChangelogRules(scan),
                        new RowLayout(
                                List.of(
                                        new ImageColumn(List.of("id"), row.getTypeAt(0), hasKey),
                                        new ImageColumn(List.of("x"), row.getTypeAt(1))),
                                metadata,
                                InternalTypeInfo.of(row)),
                        FieldSettings.none(),
                        scan.requirements(),
                        new RowSelection(conditions, columns, PushedDown.ALL_ROWS));
        schema.open(new Context());
        return schema;
    }

    private SourceSettings settings() {
        boolean toNull = onError.equals("null");
        return new SourceSettings(
                Map.of(
                        "scan.on-decode-error",
                        toNull ? "fail" : onError,
                        "scan.startup.mode",
                        startup),
                true,
                toNull,
                null,
                null);
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
