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

import io.github.flinkdynamodb.streams.codec.item.ItemPlan;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;

/** Creates the tree of converters for a type, and plans what each of them wants of an item. */
final class AttributeConverters {

    private final ConverterContext context;

    AttributeConverters(ConverterContext context) {
        this.context = context;
    }

    /**
     * Creates a converter.
     *
     * @param field what it is for
     * @param plan of the field's values; takes what the converter wants of them
     * @throws IllegalArgumentException if no attribute becomes the type
     */
    AttributeConverter of(Field field, ItemPlan plan) {
        switch (field.type.getTypeRoot()) {
            case CHAR:
            case VARCHAR:
                return new TextConverter(field, context);
            case BOOLEAN:
                return new PlainConverters.BooleanConverter(field, context);
            case BINARY:
            case VARBINARY:
                return new PlainConverters.BytesConverter(field, context);
            case TINYINT:
                return new NumberConverters.IntegerConverter(field, context, Byte.BYTES);
            case SMALLINT:
                return new NumberConverters.IntegerConverter(field, context, Short.BYTES);
            case INTEGER:
                return new NumberConverters.IntegerConverter(field, context, Integer.BYTES);
            case BIGINT:
                return new NumberConverters.IntegerConverter(field, context, Long.BYTES);
            case DECIMAL:
                return new NumberConverters.DecimalConverter(field, context);
            case FLOAT:
                return new NumberConverters.FloatingPointConverter(field, context, Float.BYTES);
            case DOUBLE:
                return new NumberConverters.FloatingPointConverter(field, context, Double.BYTES);
            default:
                return ofTimeOrNested(field, plan);
        }
    }

    private AttributeConverter ofTimeOrNested(Field field, ItemPlan plan) {
        switch (field.type.getTypeRoot()) {
            case DATE:
                return new TimeConverters.DateConverter(field, context);
            case TIME_WITHOUT_TIME_ZONE:
                return new TimeConverters.TimeConverter(field, context);
            case TIMESTAMP_WITHOUT_TIME_ZONE:
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE:
                return new TimeConverters.TimestampConverter(field, context);
            case ROW:
                return new NestedConverters.RowConverter(field, plan, rowFields(field, plan));
            case ARRAY:
                LogicalType element = ((ArrayType) field.type).getElementType();
                return new NestedConverters.ArrayConverter(
                        field, plan, elements(field, element, plan));
            case MAP:
                return map(field, (MapType) field.type, plan);
            case MULTISET:
                LogicalType counted = ((MultisetType) field.type).getElementType();
                return new NestedConverters.MultisetConverter(
                        field, plan, elements(field, counted, plan));
            default:
                if (TypeMapping.VARIANT.makes(field.type)) {
                    return new VariantConverter(field, context);
                }
                throw field.unsupported("");
        }
    }

    private AttributeConverter elements(Field field, LogicalType type, ItemPlan plan) {
        return of(field.elements(type), plan.wantElements());
    }

    private RowFields rowFields(Field field, ItemPlan plan) {
        List<AttributeConverter> converters = new ArrayList<>();
        List<List<ItemPlan>> ways = new ArrayList<>();
        for (RowType.RowField member : ((RowType) field.type).getFields()) {
            Field inner = field.member(member.getName(), member.getType());
            ItemPlan wanted = plan.want(field.settings.attributeName(inner.path));
            converters.add(of(inner, wanted));
            ways.add(List.of(wanted));
        }
        return new RowFields(context, converters, ways);
    }

    private AttributeConverter map(Field field, MapType type, ItemPlan plan) {
        LogicalType keyType = type.getKeyType();
        if (keyType.getTypeRoot() != LogicalTypeRoot.VARCHAR) {
            throw field.unsupported(": the keys of a map are of type STRING or VARCHAR(n)");
        }
        AttributeConverter keys = of(field.elements(keyType), plan.wantElements());
        AttributeConverter values = elements(field, type.getValueType(), plan);
        return new NestedConverters.MapConverter(field, plan, keys, values);
    }
}
