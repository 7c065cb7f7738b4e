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
package io.github.flinkdynamodb.tools.benchmarks.rows;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Creates rows of items that are the SDK's objects, as one would by hand: a tree of lambdas. Sets
 * are sorted, as the connector sorts them, so that equal sets are equal rows.
 */
public final class SdkItemRows {

    /** Converts an attribute that is there and isn't NULL. */
    private interface Converter {
        Object convert(AttributeValue value);
    }

    private final String[] names;
    private final Converter[] converters;

    /**
     * Creates it for a type of rows.
     *
     * @param names of the attributes, and the columns
     * @param types of the columns
     */
    public SdkItemRows(List<String> names, LogicalType... types) {
        this.names = names.toArray(String[]::new);
        this.converters = Stream.of(types).map(SdkItemRows::converter).toArray(Converter[]::new);
    }

    /**
     * Creates a row.
     *
     * @param kind of the row
     * @param item the attributes by their names
     */
    public RowData row(RowKind kind, Map<String, AttributeValue> item) {
        GenericRowData row = row(item, names, converters);
        row.setRowKind(kind);
        return row;
    }

    private static Converter converter(LogicalType type) {
        switch (type.getTypeRoot()) {
            case VARCHAR:
                return value -> StringData.fromString(value.s());
            case BIGINT:
                return value -> Long.parseLong(value.n());
            case INTEGER:
                return value -> Integer.parseInt(value.n());
            case FLOAT:
                return value -> Float.parseFloat(value.n());
            case DOUBLE:
                return value -> Double.parseDouble(value.n());
            case BOOLEAN:
                return AttributeValue::bool;
            case VARBINARY:
                return value -> value.b().asByteArrayUnsafe();
            case DECIMAL:
                DecimalType decimal = (DecimalType) type;
                return value ->
                        DecimalData.fromBigDecimal(
                                new BigDecimal(value.n()),
                                decimal.getPrecision(),
                                decimal.getScale());
            case ARRAY:
                Converter element = converter(((ArrayType) type).getElementType());
                return value -> new GenericArrayData(elements(value, element));
            case ROW:
                RowType row = (RowType) type;
                String[] fieldNames = row.getFieldNames().toArray(String[]::new);
                Converter[] fields =
                        row.getChildren().stream()
                                .map(SdkItemRows::converter)
                                .toArray(Converter[]::new);
                return value -> row(value.m(), fieldNames, fields);
            default:
                throw new IllegalArgumentException(type.toString());
        }
    }

    private static Object[] elements(AttributeValue value, Converter element) {
        switch (value.type()) {
            case L:
                return value.l().stream().map(element::convert).toArray();
            case SS:
                return value.ss().stream().sorted().map(StringData::fromString).toArray();
            case NS:
                return value.ns().stream()
                        .sorted(Comparator.comparing(BigDecimal::new))
                        .map(number -> element.convert(AttributeValue.fromN(number)))
                        .toArray();
            case BS:
                return value.bs().stream()
                        .map(SdkBytes::asByteArrayUnsafe)
                        .sorted(Arrays::compareUnsigned)
                        .toArray();
            default:
                throw new IllegalArgumentException(value.toString());
        }
    }

    private static GenericRowData row(
            Map<String, AttributeValue> item, String[] names, Converter... converters) {
        GenericRowData row = new GenericRowData(names.length);
        for (int i = 0; i < names.length; i++) {
            AttributeValue value = item.get(names[i]);
            boolean isNull = value == null || value.type() == AttributeValue.Type.NUL;
            row.setField(i, isNull ? null : converters[i].convert(value));
        }
        return row;
    }
}
