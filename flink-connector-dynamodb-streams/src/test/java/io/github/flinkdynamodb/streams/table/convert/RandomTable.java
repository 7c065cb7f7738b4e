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

import io.github.flinkdynamodb.streams.codec.record.WireItems;
import io.github.flinkdynamodb.streams.codec.record.WireWriter;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BinaryType;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;

/** A table of random columns, a random projection of it, and items that mostly fit. */
final class RandomTable {

    private static final int MOST_COLUMNS = 9;
    private static final String[] NAMES = {
        "id",
        "na-me",
        "select",
        "a.b",
        "\u00e9t\u00e9",
        "with \"quotes\"",
        "x",
        "long_column_name_1",
        "long_column_name_2",
        "\ud83d\ude00",
        " y ",
        "Id"
    };

    private final Random random;
    private final WireItems junk;
    private final boolean variants;
    private final RowType type;
    private final Map<List<String>, String> attributeNames = new HashMap<>();
    private final Map<List<String>, EpochUnit> units = new HashMap<>();

    /**
     * Creates a table.
     *
     * @param random decides everything
     * @param variants whether there may be columns of type VARIANT
     */
    RandomTable(Random random, boolean variants) {
        this.random = random;
        this.junk = new WireItems(random);
        this.variants = variants;
        this.type = rowType(1 + random.nextInt(MOST_COLUMNS), 3, List.of());
    }

    private RowType rowType(int count, int depth, List<String> path) {
        List<String> names = new ArrayList<>(List.of(NAMES));
        Collections.shuffle(names, random);
        List<RowType.RowField> fields = new ArrayList<>();
        for (String name : names.subList(0, count)) {
            List<String> inner = new ArrayList<>(path);
            inner.add(name);
            fields.add(new RowType.RowField(name, type(depth, inner)));
            if (random.nextInt(6) == 0) {
                attributeNames.put(inner, "attribute of " + name);
            }
            if (random.nextInt(3) == 0) {
                units.put(inner, EpochUnit.values()[random.nextInt(4)]);
            }
        }
        return new RowType(random.nextInt(5) > 0, fields);
    }

    private LogicalType type(int depth, List<String> path) {
        int kind = random.nextInt(depth == 0 ? 6 : 10);
        LogicalType type =
                kind < 6
                        ? scalar().getLogicalType()
                        : kind == 6
                                ? new ArrayType(type(depth - 1, path))
                                : kind == 7
                                        ? new MapType(
                                                DataTypes.STRING().notNull().getLogicalType(),
                                                type(depth - 1, path))
                                        : kind == 8
                                                ? new MultisetType(type(0, path))
                                                : rowType(random.nextInt(4), depth - 1, path);
        return type.copy(random.nextInt(5) > 0);
    }

    private DataType scalar() {
        int precision = 1 + random.nextInt(38);
        switch (random.nextInt(variants ? 18 : 17)) {
            case 0:
                return DataTypes.CHAR(1 + random.nextInt(12));
            case 1:
                return DataTypes.VARCHAR(1 + random.nextInt(12));
            case 2:
                return DataTypes.BOOLEAN();
            case 3:
                return DataTypes.BINARY(1 + random.nextInt(9));
            case 4:
                return DataTypes.VARBINARY(1 + random.nextInt(20));
            case 5:
                return DataTypes.BYTES();
            case 6:
                return DataTypes.TINYINT();
            case 7:
                return DataTypes.SMALLINT();
            case 8:
                return DataTypes.INT();
            case 9:
                return DataTypes.BIGINT();
            case 10:
                return DataTypes.DECIMAL(precision, random.nextInt(precision + 1));
            case 11:
                return DataTypes.FLOAT();
            case 12:
                return DataTypes.DOUBLE();
            case 13:
                return random.nextBoolean() ? DataTypes.DATE() : DataTypes.TIME(random.nextInt(10));
            case 14:
                return DataTypes.TIMESTAMP(random.nextInt(10));
            case 15:
                return DataTypes.TIMESTAMP_LTZ(random.nextInt(10));
            case 16:
                return DataTypes.STRING();
            default:
                return VariantColumns.type();
        }
    }

    /** How the table's fields find their attributes. */
    FieldSettings settings() {
        EpochUnit tableUnit = random.nextBoolean() ? null : EpochUnit.values()[random.nextInt(4)];
        return new FieldSettings(tableUnit, attributeNames, units);
    }

    /** All columns, or some, or fields within them. */
    List<ImageColumn> projection() {
        List<ImageColumn> columns = new ArrayList<>();
        boolean all = random.nextInt(3) == 0;
        for (int i = 0; i < type.getFieldCount(); i++) {
            if (all || random.nextBoolean()) {
                columns.add(
                        column(
                                List.of(type.getFieldNames().get(i)),
                                type.getTypeAt(i),
                                !all && random.nextBoolean()));
                if (!all && random.nextInt(3) == 0) {
                    i--;
                }
            }
        }
        if (!all) {
            Collections.shuffle(columns, random);
        }
        return columns;
    }

    private ImageColumn column(List<String> path, LogicalType columnType, boolean nested) {
        if (!nested || !(columnType instanceof RowType)) {
            return new ImageColumn(path, columnType);
        }
        RowType row = (RowType) columnType;
        if (row.getFieldCount() == 0) {
            return new ImageColumn(path, columnType);
        }
        int index = random.nextInt(row.getFieldCount());
        List<String> inner = new ArrayList<>(path);
        inner.add(row.getFieldNames().get(index));
        LogicalType innerType = row.getTypeAt(index);
        boolean nullable = row.isNullable() || innerType.isNullable();
        return column(inner, innerType.copy(nullable), random.nextBoolean());
    }

    /** An item of the table, written in one of the ways that JSON allows. */
    byte[] image() {
        WireWriter writer = new WireWriter(random, random.nextInt(4) == 0);
        writer.item(members(type, List.of(), random.nextInt(3)));
        return writer.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, AttributeValue> members(RowType row, List<String> path, int misfits) {
        List<Map.Entry<String, AttributeValue>> members = new ArrayList<>();
        for (RowType.RowField field : row.getFields()) {
            List<String> inner = new ArrayList<>(path);
            inner.add(field.getName());
            boolean leftOut = random.nextInt(field.getType().isNullable() ? 8 : 100) == 0;
            if (!leftOut) {
                String name = attributeNames.getOrDefault(inner, field.getName());
                members.add(Map.entry(name, value(field.getType(), inner, misfits)));
            }
        }
        if (random.nextBoolean()) {
            junk.item().forEach((name, value) -> members.add(Map.entry("junk " + name, value)));
        }
        Collections.shuffle(members, random);
        Map<String, AttributeValue> all = new LinkedHashMap<>();
        members.forEach(member -> all.put(member.getKey(), member.getValue()));
        return all;
    }

    private AttributeValue value(LogicalType wanted, List<String> path, int misfits) {
        if (random.nextInt(wanted.isNullable() ? 10 : 200) == 0) {
            return AttributeValue.ofNull();
        }
        if (misfits > 0 && random.nextInt(12) == 0) {
            Map<String, AttributeValue> item = junk.item();
            return item.isEmpty() ? AttributeValue.ofBool(true) : item.values().iterator().next();
        }
        switch (wanted.getTypeRoot()) {
            case CHAR:
                return AttributeValue.ofS(text(((CharType) wanted).getLength()));
            case VARCHAR:
                return anyText();
            case BOOLEAN:
                return AttributeValue.ofBool(random.nextBoolean());
            case BINARY:
                return AttributeValue.ofB(binary(((BinaryType) wanted).getLength()));
            case VARBINARY:
                return AttributeValue.ofB(binary(random.nextInt(6)));
            case TINYINT:
                return number(3, 0);
            case SMALLINT:
                return number(5, 0);
            case INTEGER:
                return number(10, 0);
            case BIGINT:
                return number(19, 0);
            case DECIMAL:
                DecimalType decimal = (DecimalType) wanted;
                return number(decimal.getPrecision(), decimal.getScale());
            case FLOAT:
            case DOUBLE:
                return random.nextBoolean()
                        ? AttributeValue.ofN(junk.number())
                        : number(1 + random.nextInt(20), random.nextInt(12));
            default:
                return timeOrNested(wanted, path, misfits);
        }
    }

    private AttributeValue timeOrNested(LogicalType wanted, List<String> path, int misfits) {
        switch (wanted.getTypeRoot()) {
            case DATE:
                return AttributeValue.ofS(date());
            case TIME_WITHOUT_TIME_ZONE:
                return AttributeValue.ofS(time());
            case TIMESTAMP_WITHOUT_TIME_ZONE:
                return random.nextInt(3) == 0 ? epoch() : AttributeValue.ofS(date() + "T" + time());
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE:
                return random.nextInt(3) == 0
                        ? epoch()
                        : AttributeValue.ofS(date() + "T" + time() + offset());
            case ROW:
                return AttributeValue.ofM(members((RowType) wanted, path, misfits));
            case ARRAY:
                return collection(((ArrayType) wanted).getElementType(), path, misfits, true);
            case MULTISET:
                return collection(((MultisetType) wanted).getElementType(), path, misfits, false);
            case MAP:
                Map<String, AttributeValue> entries = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    entries.put(
                            junk.text(), value(((MapType) wanted).getValueType(), path, misfits));
                }
                return AttributeValue.ofM(entries);
            default:
                return anyText();
        }
    }

    private AttributeValue collection(
            LogicalType element, List<String> path, int misfits, boolean list) {
        List<AttributeValue> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.add(value(element, path, misfits));
        }
        if (list && random.nextInt(3) > 0) {
            return AttributeValue.ofL(values);
        }
        Set<String> texts = new LinkedHashSet<>();
        List<byte[]> binaries = new ArrayList<>();
        boolean numbers = false;
        for (AttributeValue value : values) {
            switch (value.type()) {
                case S:
                    texts.add(value.s());
                    break;
                case N:
                    numbers = true;
                    texts.add(value.n());
                    break;
                case B:
                    binaries.add(value.b());
                    break;
                default:
            }
        }
        if (!binaries.isEmpty()) {
            return AttributeValue.ofBs(binaries);
        }
        List<String> elements = List.copyOf(texts);
        boolean allNumbers = numbers && elements.stream().allMatch(RandomTable::isNumber);
        return allNumbers ? AttributeValue.ofNs(elements) : AttributeValue.ofSs(elements);
    }

    private static boolean isNumber(String text) {
        return text.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
    }

    private AttributeValue anyText() {
        Map<String, AttributeValue> item = junk.item();
        return item.isEmpty() || random.nextBoolean()
                ? AttributeValue.ofS(text(8))
                : item.values().iterator().next();
    }

    private String text(int length) {
        String text = junk.text();
        int characters = text.codePointCount(0, text.length());
        return text.substring(
                0, text.offsetByCodePoints(0, Math.min(characters, length + fuzzy())));
    }

    /** Rarely more than 0. */
    private int fuzzy() {
        return random.nextInt(20) == 0 ? 1 + random.nextInt(3) : 0;
    }

    private byte[] binary(int length) {
        byte[] bytes = new byte[length + fuzzy()];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A number of about so many digits, written in one of the ways there are. */
    private AttributeValue number(int digits, int scale) {
        int count = Math.max(1, 1 + random.nextInt(digits) + fuzzy() - random.nextInt(2));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append((char) ('0' + random.nextInt(10)));
        }
        BigInteger unscaled = new BigInteger((random.nextBoolean() ? "-" : "") + text);
        BigDecimal number = new BigDecimal(unscaled, random.nextInt(scale + 1) + fuzzy());
        switch (random.nextInt(8)) {
            case 0:
                return AttributeValue.ofN(number.stripTrailingZeros().toString());
            case 1:
                return AttributeValue.ofN(number.setScale(number.scale() + 2).toPlainString());
            case 2:
                return AttributeValue.ofN(unscaled + "E" + -number.scale());
            default:
                return AttributeValue.ofN(number.toPlainString());
        }
    }

    private AttributeValue epoch() {
        long seconds = random.nextInt();
        int digits = random.nextInt(10);
        BigDecimal number = BigDecimal.valueOf(seconds * 1000 + random.nextInt(1000), digits);
        return AttributeValue.ofN(
                random.nextInt(4) == 0 ? number.toString() : Long.toString(seconds));
    }

    private String date() {
        int year = random.nextInt(8) == 0 ? random.nextInt(10_000) : 1970 + random.nextInt(100);
        int day = 1 + random.nextInt(random.nextInt(4) == 0 ? 31 : 28);
        return String.format("%04d-%02d-%02d", year, 1 + random.nextInt(12), day);
    }

    private String time() {
        String time =
                String.format(
                        "%02d:%02d:%02d",
                        random.nextInt(24), random.nextInt(60), random.nextInt(60));
        if (random.nextInt(6) == 0) {
            return time.substring(0, 5);
        }
        int digits = random.nextInt(10);
        String fraction = String.format("%09d", random.nextInt(1_000_000_000));
        boolean zeros = random.nextBoolean();
        return digits == 0
                ? time
                : time + "." + (zeros ? "500000000" : fraction).substring(0, digits);
    }

    private String offset() {
        Supplier<String> other =
                () ->
                        String.format(
                                "%s%02d:30", random.nextBoolean() ? "+" : "-", random.nextInt(18));
        return random.nextBoolean() ? "Z" : other.get();
    }
}
