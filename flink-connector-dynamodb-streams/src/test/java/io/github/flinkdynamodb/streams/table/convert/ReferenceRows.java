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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BinaryType;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimeType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Creates rows from the SDK's objects by the book of types, slowly: the JDK's own parsers, and
 * Flink's generic forms. Shares nothing with the decoder.
 */
final class ReferenceRows {

    /** An attribute that can't become its field. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    static final Comparator<byte[]> BY_BYTES = Arrays::compareUnsigned;
    static final Comparator<String> BY_UTF8 =
            Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), BY_BYTES);

    private static final BigInteger NANOS = BigInteger.TEN.pow(9);

    private final List<ImageColumn> columns;
    private final FieldSettings settings;
    private final boolean toNull;

    /** How many fields became NULL because they couldn't be decoded. */
    int nulled;

    ReferenceRows(List<ImageColumn> columns, FieldSettings settings, boolean toNull) {
        this.columns = columns;
        this.settings = settings;
        this.toNull = toNull;
    }

    /** The row of an item. */
    GenericRowData row(Map<String, AttributeValue> item) {
        GenericRowData row = new GenericRowData(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            ImageColumn column = columns.get(i);
            row.setField(
                    i,
                    field(
                            column.type(),
                            () -> value(column.type(), column.path(), attribute(item, column))));
        }
        return row;
    }

    private AttributeValue attribute(Map<String, AttributeValue> item, ImageColumn column) {
        Map<String, AttributeValue> map = item;
        for (int i = 1; ; i++) {
            AttributeValue value = map.get(settings.attributeName(column.path().subList(0, i)));
            if (i == column.path().size() || value == null || isNull(value)) {
                return value;
            }
            require(value.hasM(), "a map");
            map = value.m();
        }
    }

    private interface Attempt {
        Object run();
    }

    private Object field(LogicalType type, Attempt attempt) {
        try {
            Object value = attempt.run();
            require(value != null || type.isNullable(), "a value");
            return value;
        } catch (Refused e) {
            if (!toNull || !type.isNullable()) {
                throw e;
            }
            nulled++;
            return null;
        }
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new Refused("not " + what);
        }
    }

    private static boolean isNull(AttributeValue value) {
        return value.type() == AttributeValue.Type.NUL;
    }

    /** The value of an array's or map's element. */
    private Object element(LogicalType type, List<String> path, AttributeValue value) {
        Object element = value(type, path, value);
        require(element != null || type.isNullable(), "a value");
        return element;
    }

    private Object value(LogicalType type, List<String> path, AttributeValue value) {
        if (value == null || isNull(value)) {
            return null;
        }
        switch (type.getTypeRoot()) {
            case CHAR:
                return text(plainText(value), ((CharType) type).getLength(), true);
            case VARCHAR:
                return text(plainText(value), ((VarCharType) type).getLength(), false);
            case BOOLEAN:
                require(value.bool() != null, "a boolean");
                return value.bool();
            case BINARY:
                int exact = ((BinaryType) type).getLength();
                require(bytes(value).length == exact, "so long");
                return bytes(value);
            case VARBINARY:
                require(bytes(value).length <= ((VarBinaryType) type).getLength(), "so short");
                return bytes(value);
            case TINYINT:
                return integer(value, 8).byteValue();
            case SMALLINT:
                return integer(value, 16).shortValue();
            case INTEGER:
                return integer(value, 32).intValue();
            case BIGINT:
                return integer(value, 64).longValue();
            case DECIMAL:
                return decimal(value, (DecimalType) type);
            case FLOAT:
                float single = Float.parseFloat(number(value).toString());
                require(!Float.isInfinite(single), "a float");
                return value.n().startsWith("-") && single == 0 ? -0f : single;
            case DOUBLE:
                double real = Double.parseDouble(number(value).toString());
                require(!Double.isInfinite(real), "a double");
                return value.n().startsWith("-") && real == 0 ? -0.0 : real;
            default:
                return timeOrNested(type, path, value);
        }
    }

    private Object timeOrNested(LogicalType type, List<String> path, AttributeValue value) {
        switch (type.getTypeRoot()) {
            case DATE:
                LocalDate date = parsed(value, LocalDate::parse);
                require(date.getYear() >= 0 && date.getYear() <= 9999, "in range");
                return (int) date.toEpochDay();
            case TIME_WITHOUT_TIME_ZONE:
                LocalTime time = parsed(value, LocalTime::parse);
                int digits = Math.min(3, ((TimeType) type).getPrecision());
                require(isWhole(time.getNano(), digits), "so precise");
                return (int) (time.toNanoOfDay() / 1_000_000);
            case TIMESTAMP_WITHOUT_TIME_ZONE:
                return timestamp(
                        ((TimestampType) type).getPrecision(),
                        value.s() == null
                                ? epoch(path, value)
                                : parsed(value, LocalDateTime::parse).toInstant(ZoneOffset.UTC));
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE:
                return timestamp(
                        ((LocalZonedTimestampType) type).getPrecision(),
                        value.s() == null
                                ? epoch(path, value)
                                : parsed(value, OffsetDateTime::parse).toInstant());
            case ROW:
                return nestedRow((RowType) type, path, value);
            case ARRAY:
                return array(((ArrayType) type).getElementType(), path, value);
            case MAP:
                return map((MapType) type, path, value);
            case MULTISET:
                return multiset(((MultisetType) type).getElementType(), path, value);
            default:
                return ReferenceVariants.of(value);
        }
    }

    private static String plainText(AttributeValue value) {
        switch (value.type()) {
            case S:
                return value.s();
            case N:
                return value.n();
            case BOOL:
                return value.bool().toString();
            case B:
                return Base64.getEncoder().encodeToString(value.b().asByteArray());
            default:
                return json(value);
        }
    }

    private static StringData text(String text, int length, boolean padded) {
        int characters = text.codePointCount(0, text.length());
        require(characters <= length, "so long");
        return StringData.fromString(padded ? text + " ".repeat(length - characters) : text);
    }

    private static String json(AttributeValue value) {
        switch (value.type()) {
            case N:
                return value.n();
            case BOOL:
                return value.bool().toString();
            case NUL:
                return "null";
            case M:
                return value.m().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> quoted(entry.getKey()) + ":" + json(entry.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            case L:
            case SS:
            case NS:
            case BS:
                return elements(value, Comparator.naturalOrder()).stream()
                        .map(ReferenceRows::json)
                        .collect(Collectors.joining(",", "[", "]"));
            default:
                return quoted(plainText(value));
        }
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            int letter = "\b\t\n\f\r\"\\".indexOf(c);
            if (letter >= 0) {
                out.append('\\').append("btnfr\"\\".charAt(letter));
            } else {
                out.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return out.append('"').toString();
    }

    private static byte[] bytes(AttributeValue value) {
        require(value.b() != null, "a binary");
        return value.b().asByteArray();
    }

    private static BigDecimal number(AttributeValue value) {
        require(value.n() != null, "a number");
        return new BigDecimal(value.n());
    }

    private static BigInteger whole(BigDecimal number, int scale) {
        long digits = (long) number.precision() - number.scale() + scale;
        require(number.signum() == 0 || digits > 0 && digits < 1000, "whole, or of 1000 digits");
        try {
            return number.scaleByPowerOfTen(scale).toBigIntegerExact();
        } catch (ArithmeticException e) {
            throw new Refused("not whole");
        }
    }

    private static BigInteger integer(AttributeValue value, int bits) {
        BigInteger integer = whole(number(value), 0);
        require(integer.bitLength() < bits, "of " + bits + " bits");
        return integer;
    }

    private static DecimalData decimal(AttributeValue value, DecimalType type) {
        BigInteger unscaled = whole(number(value), type.getScale());
        BigInteger limit = BigInteger.TEN.pow(type.getPrecision());
        require(unscaled.abs().compareTo(limit) < 0, "so large");
        return DecimalData.fromBigDecimal(
                new BigDecimal(unscaled, type.getScale()), type.getPrecision(), type.getScale());
    }

    private interface Parser<T> {
        T parse(String text);
    }

    private static <T> T parsed(AttributeValue value, Parser<T> parser) {
        require(value.s() != null, "a text");
        try {
            return parser.parse(value.s());
        } catch (DateTimeException e) {
            throw new Refused("not ISO 8601");
        }
    }

    private static boolean isWhole(long nanos, int digits) {
        return nanos % BigInteger.TEN.pow(9 - digits).longValue() == 0;
    }

    private static TimestampData timestamp(int precision, Instant instant) {
        int year = instant.atOffset(ZoneOffset.UTC).getYear();
        require(year >= 0 && year <= 9999, "in range");
        require(isWhole(instant.getNano(), precision), "so precise");
        return TimestampData.fromInstant(instant);
    }

    private Instant epoch(List<String> path, AttributeValue value) {
        BigDecimal number = number(value);
        Optional<EpochUnit> unit = settings.epochUnit(path);
        require(unit.isPresent(), "without a unit");
        ChronoUnit chrono = unit.get().unit();
        int digits = 9 - (int) Math.log10(chrono.getDuration().toNanos());
        BigInteger nanos = whole(number, 9 - digits);
        BigInteger[] parts = {nanos.subtract(nanos.mod(NANOS)).divide(NANOS), nanos.mod(NANOS)};
        require(parts[0].bitLength() < 40, "in range");
        return Instant.ofEpochSecond(parts[0].longValue(), parts[1].longValue());
    }

    private GenericRowData nestedRow(RowType type, List<String> path, AttributeValue value) {
        require(value.hasM(), "a map");
        GenericRowData row = new GenericRowData(type.getFieldCount());
        for (int i = 0; i < type.getFieldCount(); i++) {
            List<String> inner = new ArrayList<>(path);
            inner.add(type.getFieldNames().get(i));
            LogicalType innerType = type.getTypeAt(i);
            AttributeValue attribute = value.m().get(settings.attributeName(inner));
            row.setField(i, field(innerType, () -> value(innerType, inner, attribute)));
        }
        return row;
    }

    private GenericArrayData array(LogicalType type, List<String> path, AttributeValue value) {
        return new GenericArrayData(
                elements(value, BY_UTF8).stream()
                        .map(element -> element(type, path, element))
                        .toArray());
    }

    /** The elements of a list, or of a set in its order. */
    static List<AttributeValue> elements(AttributeValue value, Comparator<String> byText) {
        switch (value.type()) {
            case L:
                return value.l();
            case SS:
                return value.ss().stream()
                        .sorted(byText)
                        .map(AttributeValue::fromS)
                        .collect(Collectors.toList());
            case NS:
                return value.ns().stream()
                        .sorted(
                                Comparator.<String, BigDecimal>comparing(BigDecimal::new)
                                        .thenComparing(Comparator.naturalOrder()))
                        .map(AttributeValue::fromN)
                        .collect(Collectors.toList());
            case BS:
                return value.bs().stream()
                        .sorted(Comparator.comparing(bytes -> bytes.asByteArray(), BY_BYTES))
                        .map(AttributeValue::fromB)
                        .collect(Collectors.toList());
            default:
                throw new Refused("not a list or set");
        }
    }

    private GenericMapData map(MapType type, List<String> path, AttributeValue value) {
        require(value.hasM(), "a map");
        Map<Object, Object> map = new LinkedHashMap<>();
        value.m().keySet().stream()
                .sorted(BY_UTF8)
                .forEach(
                        key ->
                                map.put(
                                        element(type.getKeyType(), path, AttributeValue.fromS(key)),
                                        element(type.getValueType(), path, value.m().get(key))));
        return new GenericMapData(map);
    }

    private GenericMapData multiset(LogicalType type, List<String> path, AttributeValue value) {
        require(value.type() != AttributeValue.Type.L, "a set");
        Map<Object, Object> keys = new LinkedHashMap<>();
        Map<Object, Integer> counts = new LinkedHashMap<>();
        for (AttributeValue element : elements(value, BY_UTF8)) {
            Object key = element(type, path, element);
            Object comparable = key instanceof byte[] ? ByteBuffer.wrap((byte[]) key) : key;
            Object first = keys.computeIfAbsent(comparable, any -> key);
            counts.merge(first, 1, Integer::sum);
        }
        return new GenericMapData(counts);
    }
}
