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
package io.github.flinkdynamodb.streams.table.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;

/** What the rules for any table don't say: keys, metadata, names that are there twice, messages. */
@OnEachFlink
class ImageConverterTest {

    private static final DataType TABLE =
            DataTypes.ROW(
                    DataTypes.FIELD("id", DataTypes.STRING().notNull()),
                    DataTypes.FIELD("count", DataTypes.INT().notNull()),
                    DataTypes.FIELD("name", DataTypes.STRING()));

    private final SimpleCounter nulled = new SimpleCounter();

    private static ByteSlice image(String json) {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        return new ByteSlice(utf8, 0, utf8.length);
    }

    private static ImageConverter decoder(int metadata, FieldErrors errors) {
        List<ImageColumn> columns = new ArrayList<>();
        for (RowType.RowField field : ((RowType) TABLE.getLogicalType()).getFields()) {
            boolean key = field.getName().equals("id");
            columns.add(new ImageColumn(List.of(field.getName()), field.getType(), key));
        }
        return new ImageConverter(columns, FieldSettings.none(), metadata, errors);
    }

    private static RowData row(ImageConverter decoder, String json) {
        decoder.begin(RowKind.INSERT);
        decoder.write(image(json));
        return decoder.finish();
    }

    @Test
    void keysAloneFillTheKeyColumns() {
        ImageConverter decoder = decoder(0, FieldErrors.reject());

        decoder.begin(RowKind.DELETE);
        decoder.writeKeys(image("{\"name\":{\"S\":\"n\"},\"id\":{\"S\":\"a\"}}"));
        RowData row = decoder.finish();

        assertThat(row.getRowKind()).isEqualTo(RowKind.DELETE);
        assertThat(row.getString(0)).hasToString("a");
        assertThat(row.isNullAt(1)).isTrue();
        assertThat(row.isNullAt(2)).isTrue();
    }

    @Test
    void rowsThatShareMemoryDontTouchEachOther() {
        ImageConverter decoder = decoder(0, FieldErrors.reject());
        List<RowData> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String name = "n".repeat(i * 7 % 600);
            rows.add(
                    row(
                            decoder,
                            String.format(
                                    "{\"id\":{\"S\":\"%d\"},\"count\":{\"N\":\"%d\"},\"name\":{\"S\":\"%s\"}}",
                                    i, i, name)));
            rows.get(i / 2).setRowKind(RowKind.DELETE);
        }

        RowDataSerializer serializer = new RowDataSerializer((RowType) TABLE.getLogicalType());
        for (int i = 0; i < 500; i++) {
            GenericRowData expected =
                    GenericRowData.ofKind(
                            i < 250 ? RowKind.DELETE : RowKind.INSERT,
                            StringData.fromString(Integer.toString(i)),
                            i,
                            StringData.fromString("n".repeat(i * 7 % 600)));
            assertThat(rows.get(i)).isEqualTo(serializer.toBinaryRow(expected).copy());
            assertThat(serializer.copy(rows.get(i))).isEqualTo(rows.get(i));
            assertThat(rows.get(i).getRowKind()).isEqualTo(expected.getRowKind());
        }
    }

    private static ImageConverter nested(String... columns) {
        List<ImageColumn> decoded = new ArrayList<>();
        DataType place =
                DataTypes.ROW(
                        DataTypes.FIELD("city", DataTypes.STRING()),
                        DataTypes.FIELD("phones", DataTypes.ARRAY(DataTypes.STRING())));
        for (String column : columns) {
            DataType type =
                    column.equals("tags")
                            ? DataTypes.ARRAY(DataTypes.ARRAY(DataTypes.INT()))
                            : column.endsWith("city") ? DataTypes.STRING() : place;
            decoded.add(
                    new ImageColumn(List.of(column.split("\\.")), type.getLogicalType(), false));
        }
        return new ImageConverter(decoded, FieldSettings.none(), 0, FieldErrors.reject());
    }

    private static String place(String city, String... phones) {
        return Arrays.stream(phones)
                .map(phone -> "{\"S\":\"" + phone + "\"}")
                .collect(
                        Collectors.joining(
                                ",",
                                "{\"M\":{\"city\":{\"S\":\"" + city + "\"},\"phones\":{\"L\":[",
                                "]}}}"));
    }

    @Test
    void nestedValuesAreThoseOfTheirOwnImage() {
        ImageConverter decoder = nested("home", "tags");

        RowData full =
                row(
                        decoder,
                        "{\"home\":"
                                + place("Cork", "1", "2")
                                + ",\"tags\":{\"L\":[{\"L\":[{\"N\":\"1\"},{\"N\":\"2\"}]},"
                                + "{\"L\":[]},{\"L\":[{\"N\":\"3\"}]}]}}");
        RowData empty = row(decoder, "{\"home\":{\"M\":{}},\"tags\":{\"L\":[]}}");
        RowData bare = row(decoder, "{\"home\":{}}");

        assertThat(full.getRow(0, 2).getString(0)).hasToString("Cork");
        assertThat(full.getRow(0, 2).getArray(1).size()).isEqualTo(2);
        assertThat(full.getArray(1).size()).isEqualTo(3);
        assertThat(full.getArray(1).getArray(0).toIntArray()).containsExactly(1, 2);
        assertThat(full.getArray(1).getArray(1).size()).isZero();
        assertThat(full.getArray(1).getArray(2).toIntArray()).containsExactly(3);
        assertThat(empty.getRow(0, 2).isNullAt(0)).isTrue();
        assertThat(empty.getRow(0, 2).isNullAt(1)).isTrue();
        assertThat(empty.getArray(1).size()).isZero();
        assertThat(bare.getRow(0, 2).isNullAt(0)).isTrue();
        assertThat(bare.isNullAt(1)).isTrue();
    }

    @Test
    void nestedValueThatIsThereTwiceCountsAsTheLast() {
        RowData row =
                row(
                        nested("home"),
                        "{\"home\":"
                                + place("Cork", "1", "2")
                                + ",\"home\":"
                                + place("Kerry")
                                + "}");

        assertThat(row.getRow(0, 2).getString(0)).hasToString("Kerry");
        assertThat(row.getRow(0, 2).getArray(1).size()).isZero();
    }

    @Test
    void attributeMayBeWantedAsAWholeAndInPartsAndTwice() {
        ImageConverter decoder = nested("home", "home.city", "home");
        for (String city : List.of("Cork", "Kerry")) {
            RowData row = row(decoder, "{\"home\":" + place(city, "1") + "}");

            assertThat(row.getRow(0, 2).getString(0)).hasToString(city);
            assertThat(row.getRow(0, 2).getArray(1).getString(0)).hasToString("1");
            assertThat(row.getString(1)).hasToString(city);
            assertThat(row.getRow(2, 2)).isEqualTo(row.getRow(0, 2));
        }
    }

    @Test
    void keyThatIsMissingIsRefused() {
        ImageConverter decoder = decoder(0, FieldErrors.toNull(nulled));
        decoder.begin(RowKind.DELETE);

        assertThatThrownBy(() -> decoder.writeKeys(image("{}")))
                .isInstanceOf(FieldException.class)
                .hasMessage(
                        "expected a value for column 'id' of type STRING NOT NULL but the item has"
                                + " no such attribute");
    }

    @Test
    void fieldThatMustNotBeNullIsRefusedAlsoWhereOthersBecomeNull() {
        ImageConverter decoder = decoder(0, FieldErrors.toNull(nulled));

        assertThatThrownBy(() -> row(decoder, "{\"id\":{\"S\":\"a\"},\"count\":{\"N\":\"1.5\"}}"))
                .isInstanceOf(FieldException.class)
                .hasMessage(
                        "expected a value for column 'count' of type INT NOT NULL but found N"
                            + " '1.5': it isn't an integer of the type's range, at byte 24 of 36");
        assertThat(nulled.getCount()).isZero();
    }

    @Test
    void rowIsWrittenAnewAfterOneThatWasRefused() {
        ImageConverter decoder = decoder(0, FieldErrors.reject());
        assertThatThrownBy(() -> row(decoder, "{\"id\":{\"S\":\"a long text of an id\"}}"))
                .isInstanceOf(FieldException.class);

        RowData row = row(decoder, "{\"id\":{\"S\":\"b\"},\"count\":{\"N\":\"2\"}}");

        RowDataSerializer serializer = new RowDataSerializer((RowType) TABLE.getLogicalType());
        assertThat(row)
                .isEqualTo(
                        serializer.toBinaryRow(
                                GenericRowData.of(StringData.fromString("b"), 2, null)));
    }

    @Test
    void ofANameThatIsThereTwiceTheLastCountsAsAWhole() {
        DataType inner =
                DataTypes.ROW(
                        DataTypes.FIELD("a", DataTypes.INT()),
                        DataTypes.FIELD("b", DataTypes.INT()));
        ImageConverter decoder =
                new ImageConverter(
                        List.of(
                                new ImageColumn(List.of("r"), inner.getLogicalType()),
                                new ImageColumn(
                                        List.of("r", "a"), DataTypes.INT().getLogicalType()),
                                new ImageColumn(
                                        List.of("r", "b"), DataTypes.INT().getLogicalType())),
                        FieldSettings.none(),
                        0,
                        FieldErrors.reject());

        RowData row =
                row(
                        decoder,
                        "{\"r\":{\"M\":{\"a\":{\"S\":\"no number\"},\"b\":{\"N\":\"2\"}}},"
                                + "\"r\":{\"M\":{\"a\":{\"S\":\"x\"},\"a\":{\"N\":\"1\"}}}}");

        assertThat(row.getRow(0, 2).getInt(0)).isEqualTo(1);
        assertThat(row.getRow(0, 2).isNullAt(1)).isTrue();
        assertThat(row.getInt(1)).isEqualTo(1);
        assertThat(row.isNullAt(2)).isTrue();
    }

    @Test
    void fieldOfAnAttributeThatIsNoMapIsRefused() {
        ImageConverter decoder =
                new ImageConverter(
                        List.of(
                                new ImageColumn(
                                        List.of("r", "a"), DataTypes.INT().getLogicalType())),
                        FieldSettings.none(),
                        0,
                        FieldErrors.reject());

        assertThat(row(decoder, "{\"r\":{\"NULL\":true}}").isNullAt(0)).isTrue();
        assertThatThrownBy(() -> row(decoder, "{\"r\":{\"S\":\"a\"}}"))
                .isInstanceOf(FieldException.class)
                .hasMessage(
                        "expected a value for column 'r.a' of type INT but found S 'a': 'r' takes"
                                + " M, at byte 5 of 15");
    }

    @Test
    void innermostRowThatMayBeNullTakesTheError() {
        DataType inner = DataTypes.ROW(DataTypes.FIELD("a", DataTypes.INT().notNull()));
        DataType outer =
                DataTypes.ROW(
                        DataTypes.FIELD("inner", inner), DataTypes.FIELD("b", DataTypes.INT()));
        ImageConverter decoder =
                new ImageConverter(
                        List.of(new ImageColumn(List.of("o"), outer.getLogicalType())),
                        FieldSettings.none(),
                        0,
                        FieldErrors.toNull(nulled));

        RowData row =
                row(
                        decoder,
                        "{\"o\":{\"M\":{\"inner\":{\"M\":{\"a\":{\"S\":\"x\"}}},\"b\":{\"N\":\"7\"}}}}");

        assertThat(row.getRow(0, 2).isNullAt(0)).isTrue();
        assertThat(row.getRow(0, 2).getInt(1)).isEqualTo(7);
        assertThat(nulled.getCount()).isEqualTo(1);
    }

    @Test
    void metadataIsWrittenAsFlinkWritesIt() {
        Instant time = Instant.parse("2024-02-29T23:59:59.123456789Z");
        ImageConverter decoder = decoder(11, FieldErrors.reject());

        decoder.begin(RowKind.UPDATE_AFTER);
        decoder.write(image("{\"count\":{\"N\":\"1\"},\"id\":{\"S\":\"a long text of an id\"}}"));
        MetadataWriter writer = decoder.metadata();
        writer.string("INSERT");
        writer.string((String) null);
        writer.string(image("{\"id\":{\"S\":\"\u00e9\"}}"));
        writer.bigint(12L);
        writer.bigint(null);
        writer.bool(true);
        writer.timestamp(time, 3);
        writer.timestamp(time, 9);
        writer.row("Service", null);
        writer.row((String[]) null);
        writer.nullValue();
        RowData row = decoder.finish();

        GenericRowData expected =
                GenericRowData.ofKind(
                        RowKind.UPDATE_AFTER,
                        StringData.fromString("a long text of an id"),
                        1,
                        null,
                        StringData.fromString("INSERT"),
                        null,
                        StringData.fromString("{\"id\":{\"S\":\"\u00e9\"}}"),
                        12L,
                        null,
                        true,
                        TimestampData.fromInstant(Instant.ofEpochMilli(time.toEpochMilli())),
                        TimestampData.fromInstant(time),
                        GenericRowData.of(StringData.fromString("Service"), null),
                        null,
                        null);
        assertThat(row).isEqualTo(new RowDataSerializer(typesWithMetadata()).toBinaryRow(expected));
    }

    private static LogicalType[] typesWithMetadata() {
        DataType identity =
                DataTypes.ROW(
                        DataTypes.FIELD("type", DataTypes.STRING()),
                        DataTypes.FIELD("id", DataTypes.STRING()));
        List<LogicalType> types = new ArrayList<>(TABLE.getLogicalType().getChildren());
        for (DataType type :
                List.of(
                        DataTypes.STRING(),
                        DataTypes.STRING(),
                        DataTypes.STRING(),
                        DataTypes.BIGINT(),
                        DataTypes.BIGINT(),
                        DataTypes.BOOLEAN(),
                        DataTypes.TIMESTAMP_LTZ(3),
                        DataTypes.TIMESTAMP_LTZ(9),
                        identity,
                        identity,
                        DataTypes.BYTES())) {
            types.add(type.getLogicalType());
        }
        return types.toArray(LogicalType[]::new);
    }

    @Test
    void metadataThatIsLeftOutIsAMistake() {
        ImageConverter decoder = decoder(2, FieldErrors.reject());
        decoder.begin(RowKind.INSERT);
        decoder.write(image("{\"id\":{\"S\":\"a\"},\"count\":{\"N\":\"1\"}}"));
        decoder.metadata().nullValue();

        assertThatThrownBy(decoder::finish)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("1 of 2 metadata columns are written");
    }

    @Test
    void hundredColumnsFindTheirAttributes() {
        List<ImageColumn> columns = new ArrayList<>();
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 200; i++) {
            json.append(i == 0 ? "" : ",").append("\"attribute_with_a_long_name_").append(i);
            json.append("\":{\"N\":\"").append(i).append("\"}");
            if (i % 2 == 0) {
                columns.add(
                        new ImageColumn(
                                List.of("attribute_with_a_long_name_" + i),
                                DataTypes.INT().getLogicalType()));
            }
        }

        RowData row =
                row(
                        new ImageConverter(
                                columns,
                                new FieldSettings(null, Map.of(), Map.of()),
                                0,
                                FieldErrors.reject()),
                        json + "}");

        for (int i = 0; i < 100; i++) {
            assertThat(row.getInt(i)).isEqualTo(2 * i);
        }
    }
}
