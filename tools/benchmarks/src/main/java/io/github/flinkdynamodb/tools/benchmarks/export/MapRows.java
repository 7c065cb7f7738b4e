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
package io.github.flinkdynamodb.tools.benchmarks.export;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** Creates rows of items that are maps of typed values, as one would by hand. */
final class MapRows {

    /** Converts the content of a typed value. */
    private interface Converter {
        Object convert(Object content);
    }

    private final String[] names;
    private final Converter[] converters;

    MapRows(RowType type) {
        this.names = type.getFieldNames().toArray(String[]::new);
        this.converters =
                type.getChildren().stream().map(MapRows::converter).toArray(Converter[]::new);
    }

    RowData row(Map<String, Map<String, Object>> item) {
        GenericRowData row = new GenericRowData(names.length);
        for (int i = 0; i < names.length; i++) {
            Map<String, Object> value = item.get(names[i]);
            row.setField(i, value == null ? null : convert(value, converters[i]));
        }
        return row;
    }

    /** A typed value is a map of one entry: the type, and the content. */
    private static Object convert(Map<String, Object> value, Converter converter) {
        Map.Entry<String, Object> typed = value.entrySet().iterator().next();
        return typed.getKey().equals("NULL") ? null : converter.convert(typed.getValue());
    }

    private static Converter converter(LogicalType type) {
        switch (type.getTypeRoot()) {
            case VARCHAR:
                return content -> StringData.fromString((String) content);
            case BIGINT:
                return content -> Long.parseLong((String) content);
            case INTEGER:
                return content -> Integer.parseInt((String) content);
            case DOUBLE:
                return content -> Double.parseDouble((String) content);
            case BOOLEAN:
                return content -> content;
            case DECIMAL:
                DecimalType decimal = (DecimalType) type;
                return content ->
                        DecimalData.fromBigDecimal(
                                new BigDecimal((String) content),
                                decimal.getPrecision(),
                                decimal.getScale());
            case ARRAY:
                Converter element = converter(((ArrayType) type).getElementType());
                return content -> new GenericArrayData(elements(content, element));
            case ROW:
                MapRows row = new MapRows((RowType) type);
                return content -> row.row(typedValues(content));
            default:
                throw new IllegalArgumentException(type.toString());
        }
    }

    private static Object[] elements(Object content, Converter element) {
        return ((List<?>) content)
                .stream().map(value -> convert(typedValue(value), element)).toArray();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> typedValue(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> typedValues(Object content) {
        return (Map<String, Map<String, Object>>) content;
    }
}
