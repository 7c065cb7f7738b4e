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

import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.BASE64;
import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.BOOL;
import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.BOOL_TEXT;
import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.BYTES;
import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.DECIMAL;
import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.EPOCH;
import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.FLOATING_POINT;
import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.INTEGER;
import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.ISO_DATE;
import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.ISO_INSTANT;
import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.ISO_TIME;
import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.ISO_TIMESTAMP;
import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.JSON;
import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.LIST;
import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.MAP;
import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.NUMBER_TEXT;
import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.ROW;
import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.SET_ARRAY;
import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.SET_MULTISET;
import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.TEXT;
import static io.github.flinkdynamodb.streams.table.convert.TypeMapping.VARIANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.VariantType;
import io.github.flinkdynamodb.streams.model.AttributeType;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the table of types: what becomes what, and what is refused. */
@OnEachFlink
class TypeMappingTest {

    /** A value, and what becomes of it in a column of a type. */
    static final class Cell {
        final TypeMapping mapping;
        final DataType type;
        final String value;
        final String expected;
        final EpochUnit unit;

        Cell(TypeMapping mapping, DataType type, String value, String expected, EpochUnit unit) {
            this.mapping = mapping;
            this.type = type;
            this.value = value;
            this.expected = expected;
            this.unit = unit;
        }

        AttributeType attributeType() {
            return AttributeType.valueOf(value.substring(2, value.indexOf('"', 2)));
        }

        @Override
        public String toString() {
            return value + " as " + type + (unit == null ? "" : " in " + unit) + ": " + expected;
        }
    }

    private static final List<Cell> FITS = new ArrayList<>();
    private static final List<Cell> REFUSED = new ArrayList<>();

    private static void fits(TypeMapping mapping, DataType type, String value, String expected) {
        FITS.add(new Cell(mapping, type, value, expected, null));
    }

    /** Refused, with this in the message. */
    private static void refused(TypeMapping mapping, DataType type, String value, String why) {
        REFUSED.add(new Cell(mapping, type, value, why, null));
    }

    private static String s(String text) {
        return "{\"S\":\"" + text + "\"}";
    }

    private static String n(String number) {
        return "{\"N\":\"" + number + "\"}";
    }

    private static String b(String base64) {
        return "{\"B\":\"" + base64 + "\"}";
    }

    static {
        fits(
                TEXT,
                DataTypes.STRING(),
                s("caf\u00e9 \\ud83d\\ude00\\n"),
                "caf\u00e9 \ud83d\ude00\n");
        fits(TEXT, DataTypes.VARCHAR(4), s("\u00e9\u00e9\u00e9\u00e9"), "\u00e9\u00e9\u00e9\u00e9");
        fits(TEXT, DataTypes.CHAR(4), s("ab"), "ab  ");
        fits(TEXT, DataTypes.CHAR(9), s("\u00e9"), "\u00e9        ");
        refused(TEXT, DataTypes.VARCHAR(4), s("abcde"), "it has 5 characters");
        refused(TEXT, DataTypes.CHAR(4), s("abcde"), "it has 5 characters");
        fits(ISO_DATE, DataTypes.DATE(), s("2024-02-29"), "19782");
        fits(ISO_DATE, DataTypes.DATE(), s("0000-01-01"), "-719528");
        refused(ISO_DATE, DataTypes.DATE(), s("2023-02-29"), "isn't ISO 8601");
        refused(ISO_DATE, DataTypes.DATE(), s("+10000-01-01"), "out of the years");
        fits(ISO_TIME, DataTypes.TIME(3), s("23:59:59.999"), "86399999");
        fits(ISO_TIME, DataTypes.TIME(0), s("10:00:00.000"), "36000000");
        refused(ISO_TIME, DataTypes.TIME(2), s("10:00:00.001"), "more than 2 fractional digits");
        refused(ISO_TIME, DataTypes.TIME(9), s("10:00:00.0001"), "more than 3 fractional digits");
        refused(ISO_TIME, DataTypes.TIME(3), s("10:00:00Z"), "without an offset");
        fits(
                ISO_TIMESTAMP,
                DataTypes.TIMESTAMP(3),
                s("2024-02-29T23:59:59.999"),
                "2024-02-29T23:59:59.999");
        fits(
                ISO_TIMESTAMP,
                DataTypes.TIMESTAMP(9),
                s("2024-02-29T23:59:59.000000001"),
                "2024-02-29T23:59:59.000000001");
        fits(ISO_TIMESTAMP, DataTypes.TIMESTAMP(0), s("2024-02-29T23:59"), "2024-02-29T23:59");
        refused(
                ISO_TIMESTAMP,
                DataTypes.TIMESTAMP(3),
                s("2024-02-29T23:59:59.9999"),
                "more than 3 fractional digits");
        refused(
                ISO_TIMESTAMP,
                DataTypes.TIMESTAMP(3),
                s("2024-02-29T23:59:59Z"),
                "TIMESTAMP_LTZ takes one");
        refused(ISO_TIMESTAMP, DataTypes.TIMESTAMP(3), s("2024-02-29 23:59:59"), "isn't ISO 8601");
        refused(
                ISO_TIMESTAMP,
                DataTypes.TIMESTAMP(3),
                s("+12024-02-29T23:59:59"),
                "out of the years");
        fits(
                ISO_INSTANT,
                DataTypes.TIMESTAMP_LTZ(3),
                s("2024-02-29T23:59:59.999Z"),
                "2024-02-29T23:59:59.999");
        fits(
                ISO_INSTANT,
                DataTypes.TIMESTAMP_LTZ(6),
                s("2024-02-29T23:59:59.5+01:00"),
                "2024-02-29T22:59:59.500");
        for (String offset : List.of("+0530", "+05:30", "+053000", "+05:30:00")) {
            fits(
                    ISO_INSTANT,
                    DataTypes.TIMESTAMP_LTZ(3),
                    s("2024-02-29T23:59:59.999" + offset),
                    "2024-02-29T18:29:59.999");
        }
        fits(
                ISO_INSTANT,
                DataTypes.TIMESTAMP_LTZ(3),
                s("2024-02-29T23:59:59-0330"),
                "2024-03-01T03:29:59");
        refused(
                ISO_INSTANT,
                DataTypes.TIMESTAMP_LTZ(3),
                s("2024-02-29T23:59:59+053"),
                "with Z or an offset");
        refused(
                ISO_INSTANT,
                DataTypes.TIMESTAMP_LTZ(3),
                s("2024-02-29T23:59:59+9900"),
                "with Z or an offset");
        refused(
                ISO_TIMESTAMP,
                DataTypes.TIMESTAMP(3),
                s("2024-02-29T23:59:59+0000"),
                "TIMESTAMP_LTZ takes one");
        refused(
                ISO_INSTANT,
                DataTypes.TIMESTAMP_LTZ(3),
                s("2024-02-29T23:59:59"),
                "with Z or an offset");
        refused(
                ISO_INSTANT,
                DataTypes.TIMESTAMP_LTZ(0),
                s("2024-02-29T23:59:59.5Z"),
                "more than 0 fractional digits");
        refused(
                ISO_INSTANT,
                DataTypes.TIMESTAMP_LTZ(3),
                s("9999-12-31T23:59:59-01:00"),
                "out of the years");

        fits(INTEGER, DataTypes.TINYINT(), n("-128"), "-128");
        fits(INTEGER, DataTypes.SMALLINT(), n("32767"), "32767");
        fits(INTEGER, DataTypes.INT(), n("1E2"), "100");
        fits(INTEGER, DataTypes.INT(), n("-2147483648"), "-2147483648");
        fits(INTEGER, DataTypes.BIGINT(), n("-9223372036854775808"), "-9223372036854775808");
        fits(INTEGER, DataTypes.BIGINT(), n("1.000000000000000000000000"), "1");
        refused(INTEGER, DataTypes.TINYINT(), n("128"), "-128 to 127");
        refused(INTEGER, DataTypes.SMALLINT(), n("-32769"), "-32768 to 32767");
        refused(INTEGER, DataTypes.INT(), n("2147483648"), "-2147483648 to 2147483647");
        refused(
                INTEGER,
                DataTypes.BIGINT(),
                n("9223372036854775808"),
                "isn't an integer of the type's range");
        refused(INTEGER, DataTypes.INT(), n("1.5"), "isn't an integer of the type's range");
        refused(INTEGER, DataTypes.INT(), n("1E125"), "isn't an integer of the type's range");
        fits(DECIMAL, DataTypes.DECIMAL(5, 2), n("-123.450"), "-123.45");
        fits(DECIMAL, DataTypes.DECIMAL(38, 0), n("9".repeat(38)), "9".repeat(38));
        fits(DECIMAL, DataTypes.DECIMAL(38, 38), n("1E-38"), "0." + "0".repeat(37) + "1");
        refused(DECIMAL, DataTypes.DECIMAL(5, 2), n("1.234"), "more digits");
        refused(DECIMAL, DataTypes.DECIMAL(5, 2), n("1000"), "more digits");
        refused(DECIMAL, DataTypes.DECIMAL(38, 0), n("1E38"), "more digits");
        fits(FLOATING_POINT, DataTypes.DOUBLE(), n("0.1"), "0.1");
        fits(FLOATING_POINT, DataTypes.DOUBLE(), n("-0.30000000000000004"), "-0.30000000000000004");
        fits(FLOATING_POINT, DataTypes.FLOAT(), n("16777217"), "1.6777216E7");
        refused(FLOATING_POINT, DataTypes.FLOAT(), n("1E39"), "beyond the type's largest");
        refused(FLOATING_POINT, DataTypes.DOUBLE(), n("1E309"), "beyond the type's largest");
        epoch(DataTypes.TIMESTAMP_LTZ(3), "1709251199", EpochUnit.SECONDS, "2024-02-29T23:59:59");
        epoch(
                DataTypes.TIMESTAMP_LTZ(3),
                "1709251199.999",
                EpochUnit.SECONDS,
                "2024-02-29T23:59:59.999");
        epoch(DataTypes.TIMESTAMP(3), "-1", EpochUnit.MILLISECONDS, "1969-12-31T23:59:59.999");
        epoch(
                DataTypes.TIMESTAMP_LTZ(6),
                "1709251199999999",
                EpochUnit.MICROSECONDS,
                "2024-02-29T23:59:59.999999");
        epoch(DataTypes.TIMESTAMP(9), "-1", EpochUnit.NANOSECONDS, "1969-12-31T23:59:59.999999999");
        epoch(
                DataTypes.TIMESTAMP(9),
                "253402300799999999999",
                EpochUnit.NANOSECONDS,
                "9999-12-31T23:59:59.999999999");
        refusedEpoch(DataTypes.TIMESTAMP_LTZ(3), "1709251199", null, "'fields.c.epoch-unit'");
        refusedEpoch(DataTypes.TIMESTAMP_LTZ(3), "1709251199", null, "'scan.epoch-unit'");
        refusedEpoch(
                DataTypes.TIMESTAMP_LTZ(3), "1709251199000", EpochUnit.SECONDS, "out of the years");
        refusedEpoch(
                DataTypes.TIMESTAMP_LTZ(0),
                "1.5",
                EpochUnit.SECONDS,
                "more than 0 fractional digits");
        refusedEpoch(
                DataTypes.TIMESTAMP(3),
                "1",
                EpochUnit.MICROSECONDS,
                "more than 3 fractional digits");
        refusedEpoch(
                DataTypes.TIMESTAMP(9),
                "0.1",
                EpochUnit.NANOSECONDS,
                "more than 9 fractional digits");
        fits(NUMBER_TEXT, DataTypes.STRING(), n("1.000E+12"), "1.000E+12");
        fits(NUMBER_TEXT, DataTypes.CHAR(3), n("42"), "42 ");
        refused(NUMBER_TEXT, DataTypes.VARCHAR(2), n("100"), "it has 3 characters");

        fits(BYTES, DataTypes.BYTES(), b("AAECAwQFBgcI"), "[0, 1, 2, 3, 4, 5, 6, 7, 8]");
        fits(BYTES, DataTypes.VARBINARY(2), b("AQ=="), "[1]");
        fits(BYTES, DataTypes.BINARY(2), b("AQI="), "[1, 2]");
        refused(BYTES, DataTypes.VARBINARY(1), b("AQI="), "it has 2 bytes");
        refused(BYTES, DataTypes.BINARY(3), b("AQI="), "it has 2 bytes");
        fits(BASE64, DataTypes.STRING(), b("AQI="), "AQI=");
        refused(BASE64, DataTypes.VARCHAR(3), b("AQI="), "it has 4 characters");
        fits(BOOL, DataTypes.BOOLEAN(), "{\"BOOL\":true}", "true");
        fits(BOOL, DataTypes.BOOLEAN(), "{\"BOOL\":false}", "false");
        fits(BOOL_TEXT, DataTypes.STRING(), "{\"BOOL\":true}", "true");
        fits(BOOL_TEXT, DataTypes.CHAR(6), "{\"BOOL\":false}", "false ");
        refused(BOOL_TEXT, DataTypes.CHAR(4), "{\"BOOL\":false}", "it has 5 characters");

        DataType row =
                DataTypes.ROW(
                        DataTypes.FIELD("a", DataTypes.INT()),
                        DataTypes.FIELD("b", DataTypes.STRING()));
        fits(
                ROW,
                row,
                "{\"M\":{\"x\":{\"L\":[{}]},\"b\":{\"S\":\"t\"},\"a\":{\"N\":\"1\"}}}",
                "(1, t)");
        fits(ROW, row, "{\"M\":{\"a\":{\"NULL\":true}}}", "(null, null)");
        refused(ROW, row, "{\"M\":{\"a\":{\"S\":\"1\"}}}", "column 'c.a' of type INT");
        refused(
                ROW,
                DataTypes.ROW(DataTypes.FIELD("a", DataTypes.INT().notNull())),
                "{\"M\":{}}",
                "no such attribute");
        DataType map = DataTypes.MAP(DataTypes.STRING(), DataTypes.INT());
        fits(MAP, map, "{\"M\":{\"b\":{\"N\":\"2\"},\"a\":{\"N\":\"1\"}}}", "{a: 1, b: 2}");
        fits(
                MAP,
                map,
                "{\"M\":{\"a\":{\"N\":\"1\"},\"b\":{\"NULL\":true},\"a\":{\"N\":\"3\"}}}",
                "{a: 3, b: null}");
        refused(MAP, map, "{\"M\":{\"b\":{\"S\":\"2\"}}}", "column 'c[]' of type INT");
        refused(
                MAP,
                DataTypes.MAP(DataTypes.VARCHAR(1), DataTypes.INT()),
                "{\"M\":{\"bb\":{\"N\":\"2\"}}}",
                "it has 2 characters");
        DataType array = DataTypes.ARRAY(DataTypes.INT());
        fits(LIST, array, "{\"L\":[{\"N\":\"2\"},{\"NULL\":true},{\"N\":\"1\"}]}", "[2, null, 1]");
        refused(LIST, array, "{\"L\":[{\"N\":\"2\"},{\"S\":\"1\"}]}", "column 'c[]' of type INT");
        refused(
                LIST,
                DataTypes.ARRAY(DataTypes.INT().notNull()),
                "{\"L\":[{\"NULL\":true}]}",
                "found NULL");
        fits(SET_ARRAY, DataTypes.ARRAY(DataTypes.STRING()), "{\"SS\":[\"b\",\"a\"]}", "[a, b]");
        fits(SET_ARRAY, array, "{\"NS\":[\"10\",\"9\"]}", "[9, 10]");
        fits(
                SET_ARRAY,
                DataTypes.ARRAY(DataTypes.BYTES()),
                "{\"BS\":[\"Ag==\",\"AQ==\"]}",
                "[[1], [2]]");
        refused(SET_ARRAY, array, "{\"NS\":[\"1.5\"]}", "column 'c[]' of type INT");
        refused(SET_ARRAY, array, "{\"SS\":[\"1\"]}", "it takes N");
        refused(SET_ARRAY, array, "{\"BS\":[\"AQ==\"]}", "it takes N");
        fits(
                SET_MULTISET,
                DataTypes.MULTISET(DataTypes.STRING()),
                "{\"SS\":[\"b\",\"a\"]}",
                "{a: 1, b: 1}");
        fits(
                SET_MULTISET,
                DataTypes.MULTISET(DataTypes.FLOAT()),
                "{\"NS\":[\"16777217\",\"16777216\"]}",
                "{1.6777216E7: 2}");
        fits(
                SET_MULTISET,
                DataTypes.MULTISET(DataTypes.BYTES()),
                "{\"BS\":[\"AQ==\"]}",
                "{[1]: 1}");
        refused(
                SET_MULTISET,
                DataTypes.MULTISET(DataTypes.INT()),
                "{\"NS\":[\"1.5\"]}",
                "column 'c[]' of type INT");
        refused(
                SET_MULTISET,
                DataTypes.MULTISET(DataTypes.INT()),
                "{\"SS\":[\"1\"]}",
                "it takes N");
        refused(
                SET_MULTISET,
                DataTypes.MULTISET(DataTypes.INT()),
                "{\"BS\":[\"AQ==\"]}",
                "it takes N");
        fits(
                JSON,
                DataTypes.STRING(),
                "{\"M\":{\"b\":{\"NULL\":true},\"a\":{\"N\":\"1.0\"}}}",
                "{\"a\":1.0,\"b\":null}");
        fits(
                JSON,
                DataTypes.STRING(),
                "{\"L\":[{\"S\":\"\\u0022\"},{\"BOOL\":true},{\"B\":\"AQ==\"}]}",
                "[\"\\\"\",true,\"AQ==\"]");
        fits(JSON, DataTypes.STRING(), "{\"SS\":[\"b\",\"a\"]}", "[\"a\",\"b\"]");
        fits(JSON, DataTypes.STRING(), "{\"NS\":[\"10\",\"9\"]}", "[9,10]");
        fits(JSON, DataTypes.STRING(), "{\"BS\":[\"AQ==\"]}", "[\"AQ==\"]");
        for (String value : List.of("M\":{}", "L\":[]", "SS\":[]", "NS\":[]", "BS\":[]")) {
            refused(JSON, DataTypes.VARCHAR(1), "{\"" + value + "}", "it has 2 characters");
        }
    }

    private static void epoch(DataType type, String number, EpochUnit unit, String expected) {
        FITS.add(new Cell(EPOCH, type, n(number), expected, unit));
    }

    private static void refusedEpoch(DataType type, String number, EpochUnit unit, String why) {
        REFUSED.add(new Cell(EPOCH, type, n(number), why, unit));
    }

    static List<Cell> fitting() {
        return FITS;
    }

    static List<Cell> refused() {
        return REFUSED;
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void valueThatFitsIsRead(Cell cell) {
        RowData row = read(cell);

        assertThat(text(row, cell.type.getLogicalType())).isEqualTo(cell.expected);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void valueThatDoesNotFitIsRefused(Cell cell) {
        assertThatThrownBy(() -> read(cell))
                .isInstanceOf(FieldException.class)
                .hasMessageContaining("column 'c")
                .hasMessageContaining(cell.expected);
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void valueOfNullAndNoValueAreNull(Cell cell) {
        RowData typed = read(new Cell(cell.mapping, cell.type, "{\"NULL\":true}", null, cell.unit));
        RowData absent = read(cell, "{\"other\":" + cell.value + "}", FieldErrors.reject());

        assertThat(typed.isNullAt(0)).isTrue();
        assertThat(absent.isNullAt(0)).isTrue();
    }

    /** Each type of attribute, for each type of column that the table doesn't pair it with. */
    @Test
    void typeThatIsNotInTheTableIsRefused() {
        int pairs = 0;
        for (Cell column : FITS) {
            for (Cell other : FITS) {
                LogicalType type = column.type.getLogicalType();
                if (!isPaired(other.attributeType(), type)) {
                    Cell misfit = new Cell(null, column.type, other.value, "", EpochUnit.SECONDS);
                    assertThatThrownBy(() -> read(misfit))
                            .as(misfit.toString())
                            .isInstanceOf(FieldException.class)
                            .hasMessageContaining(column.type.getLogicalType().asSummaryString())
                            .hasMessageContaining("found " + other.attributeType())
                            .hasMessageContaining("it takes ");
                    pairs++;
                }
            }
        }
        assertThat(pairs).isGreaterThan(500);
    }

    private static boolean isPaired(AttributeType attribute, LogicalType type) {
        return Arrays.stream(TypeMapping.values())
                .anyMatch(
                        mapping ->
                                mapping.makes(type)
                                        && mapping.attributeTypes().contains(attribute));
    }

    /** So that no row of the table goes untested. */
    @Test
    void everyRowOfTheTableIsTriedBothWays() {
        Set<String> all = new TreeSet<>();
        for (TypeMapping mapping : TypeMapping.values()) {
            mapping.attributeTypes().forEach(type -> all.add(mapping + " of " + type));
        }
        all.removeIf(cell -> cell.startsWith(VARIANT.name()));

        assertThat(cells(FITS)).isEqualTo(all);
        all.removeIf(cell -> cell.startsWith(BOOL + " "));
        all.remove(SET_ARRAY + " of S");
        assertThat(cells(REFUSED)).isEqualTo(all);
    }

    private static Set<String> cells(List<Cell> cells) {
        return cells.stream()
                .map(cell -> cell.mapping + " of " + cell.attributeType())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void variantHoldsEveryType() {
        VariantType.assumeExists();

        assertThat(VariantColumns.json(s("a"))).isEqualTo("\"a\"");
        assertThat(VariantColumns.json(n("12"))).isEqualTo("12");
        assertThat(VariantColumns.json(n("1.50"))).isEqualTo("1.5");
        assertThat(VariantColumns.json(n("9".repeat(38)))).isEqualTo("9".repeat(38));
        assertThat(VariantColumns.json(b("AQI="))).isEqualTo("\"AQI=\"");
        assertThat(VariantColumns.json("{\"BOOL\":true}")).isEqualTo("true");
        assertThat(VariantColumns.json("{\"NS\":[\"10\",\"9\"]}")).isEqualTo("[9,10]");
        assertThat(VariantColumns.json("{\"SS\":[\"b\",\"a\"]}")).isEqualTo("[\"a\",\"b\"]");
        assertThat(VariantColumns.json("{\"BS\":[\"AQ==\"]}")).isEqualTo("[\"AQ==\"]");
        assertThat(VariantColumns.json("{\"L\":[{\"NULL\":true},{\"N\":\"1\"}]}"))
                .isEqualTo("[null,1]");
        assertThat(VariantColumns.json("{\"M\":{\"b\":{\"N\":\"1\"},\"a\":{\"L\":[]}}}"))
                .isEqualTo("{\"a\":[],\"b\":1}");
        assertThatThrownBy(() -> VariantColumns.json(n("1E38")))
                .isInstanceOf(FieldException.class)
                .hasMessageContaining("up to 38 digits");
        assertThatThrownBy(() -> VariantColumns.json("{\"L\":[{\"N\":\"1E-39\"}]}"))
                .isInstanceOf(FieldException.class)
                .hasMessageContaining("up to 38 digits");
    }

    @Test
    void typeThatNoAttributeBecomesIsRefusedWithItsPath() {
        Stream.of(
                        DataTypes.INTERVAL(DataTypes.DAY()),
                        DataTypes.MAP(DataTypes.INT(), DataTypes.INT()),
                        DataTypes.MULTISET(DataTypes.TIMESTAMP_WITH_TIME_ZONE(3)),
                        DataTypes.NULL())
                .map(type -> DataTypes.ROW(DataTypes.FIELD("inner", DataTypes.ARRAY(type))))
                .forEach(
                        type ->
                                assertThatThrownBy(
                                                () ->
                                                        ImageConverter.check(
                                                                columns(type),
                                                                FieldSettings.none()))
                                        .isInstanceOf(IllegalArgumentException.class)
                                        .hasMessageContaining("Column 'c.inner[]")
                                        .hasMessageContaining(
                                                "DECIMAL(p, s), FLOAT, DOUBLE, BYTES"));
    }

    private static List<ImageColumn> columns(DataType type) {
        return List.of(new ImageColumn(List.of("c"), type.getLogicalType()));
    }

    private static RowData read(Cell cell) {
        return read(cell, "{\"c\":" + cell.value + "}", FieldErrors.reject());
    }

    private static RowData read(Cell cell, String image, FieldErrors errors) {
        FieldSettings settings =
                new FieldSettings(cell.unit, java.util.Map.of(), java.util.Map.of());
        ImageConverter decoder = new ImageConverter(columns(cell.type), settings, 0, errors);
        byte[] utf8 = image.getBytes(StandardCharsets.UTF_8);
        decoder.begin(RowKind.INSERT);
        decoder.write(new ByteSlice(utf8, 0, utf8.length));
        return decoder.finish();
    }

    private static String text(RowData row, LogicalType type) {
        return text(RowData.createFieldGetter(type, 0).getFieldOrNull(row), type);
    }

    private static String text(Object value, LogicalType type) {
        if (value instanceof byte[]) {
            return Arrays.toString((byte[]) value);
        }
        if (value instanceof RowData) {
            List<LogicalType> types = ((RowType) type).getChildren();
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                Object field =
                        RowData.createFieldGetter(types.get(i), i).getFieldOrNull((RowData) value);
                fields.add(text(field, types.get(i)));
            }
            return "(" + String.join(", ", fields) + ")";
        }
        if (value instanceof ArrayData) {
            return elements((ArrayData) value, ((ArrayType) type).getElementType()).toString();
        }
        if (value instanceof MapData) {
            List<LogicalType> types = type.getChildren();
            LogicalType valueType =
                    types.size() == 2 ? types.get(1) : DataTypes.INT().getLogicalType();
            List<String> keys = elements(((MapData) value).keyArray(), types.get(0));
            List<String> values = elements(((MapData) value).valueArray(), valueType);
            List<String> entries = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                entries.add(keys.get(i) + ": " + values.get(i));
            }
            return "{" + String.join(", ", entries) + "}";
        }
        return String.valueOf(value);
    }

    private static List<String> elements(ArrayData array, LogicalType type) {
        ArrayData.ElementGetter getter = ArrayData.createElementGetter(type);
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            elements.add(text(getter.getElementOrNull(array, i), type));
        }
        return elements;
    }
}
