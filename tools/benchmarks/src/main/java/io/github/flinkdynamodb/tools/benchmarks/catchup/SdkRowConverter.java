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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import io.github.flinkdynamodb.tools.benchmarks.peer.SdkConverter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * Makes the two rows of a changed order of the SDK's objects, as one would by hand: a tree of
 * lambdas. Belongs to one thread.
 */
final class SdkRowConverter implements SdkConverter<RowData> {

    private static final long serialVersionUID = 1L;

    /** Converts an attribute that is there and isn't NULL. */
    private interface Field {
        Object convert(AttributeValue value);
    }

    private transient Row row;

    @Override
    public void convert(Record record, Consumer<RowData> out) {
        if (row == null) {
            row = new Row(Orders.rowType());
        }
        out.accept(row(RowKind.UPDATE_BEFORE, record.dynamodb().oldImage()));
        out.accept(row(RowKind.UPDATE_AFTER, record.dynamodb().newImage()));
    }

    private RowData row(RowKind kind, Map<String, AttributeValue> item) {
        GenericRowData converted = row.convert(item);
        converted.setRowKind(kind);
        return converted;
    }

    /** Converts the attributes of an item, or of a map. */
    private static final class Row {

        private final String[] names;
        private final Field[] fields;

        Row(RowType type) {
            names = type.getFieldNames().toArray(String[]::new);
            fields = type.getChildren().stream().map(SdkRowConverter::field).toArray(Field[]::new);
        }

        GenericRowData convert(Map<String, AttributeValue> item) {
            GenericRowData converted = new GenericRowData(names.length);
            for (int i = 0; i < names.length; i++) {
                AttributeValue value = item.get(names[i]);
                boolean isNull = value == null || value.type() == AttributeValue.Type.NUL;
                converted.setField(i, isNull ? null : fields[i].convert(value));
            }
            return converted;
        }
    }

    private static Field field(LogicalType type) {
        switch (type.getTypeRoot()) {
            case VARCHAR:
                return value -> StringData.fromString(value.s());
            case BIGINT:
                return value -> Long.parseLong(value.n());
            case INTEGER:
                return value -> Integer.parseInt(value.n());
            case DOUBLE:
                return value -> Double.parseDouble(value.n());
            case BOOLEAN:
                return AttributeValue::bool;
            case DECIMAL:
                DecimalType decimal = (DecimalType) type;
                return value ->
                        DecimalData.fromBigDecimal(
                                new BigDecimal(value.n()),
                                decimal.getPrecision(),
                                decimal.getScale());
            case ARRAY:
                Field element = field(((ArrayType) type).getElementType());
                return value -> array(value.l(), element);
            case ROW:
                Row nested = new Row((RowType) type);
                return value -> nested.convert(value.m());
            default:
                throw new IllegalArgumentException(type.toString());
        }
    }

    private static GenericArrayData array(List<AttributeValue> values, Field element) {
        Object[] elements = new Object[values.size()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = element.convert(values.get(i));
        }
        return new GenericArrayData(elements);
    }
}
