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
package io.github.flinkdynamodb.streams.table.decode;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;

/** Makes the tree of readers for a type. */
final class Readers {

    private final DecodeContext context;

    Readers(DecodeContext context) {
        this.context = context;
    }

    /**
     * Makes a reader.
     *
     * @param field what it is for
     * @throws IllegalArgumentException if no attribute becomes the type
     */
    ValueReader of(Field field) {
        switch (field.type.getTypeRoot()) {
            case CHAR:
            case VARCHAR:
                return new TextReader(field, context);
            case BOOLEAN:
                return new PlainReaders.BooleanReader(field, context);
            case BINARY:
            case VARBINARY:
                return new PlainReaders.BytesReader(field, context);
            case TINYINT:
                return new NumberReaders.IntegerReader(field, context, Byte.BYTES);
            case SMALLINT:
                return new NumberReaders.IntegerReader(field, context, Short.BYTES);
            case INTEGER:
                return new NumberReaders.IntegerReader(field, context, Integer.BYTES);
            case BIGINT:
                return new NumberReaders.IntegerReader(field, context, Long.BYTES);
            case DECIMAL:
                return new NumberReaders.DecimalReader(field, context);
            case FLOAT:
                return new NumberReaders.FloatingPointReader(field, context, Float.BYTES);
            case DOUBLE:
                return new NumberReaders.FloatingPointReader(field, context, Double.BYTES);
            default:
                return ofTimeOrNested(field);
        }
    }

    private ValueReader ofTimeOrNested(Field field) {
        switch (field.type.getTypeRoot()) {
            case DATE:
                return new TimeReaders.DateReader(field, context);
            case TIME_WITHOUT_TIME_ZONE:
                return new TimeReaders.TimeReader(field, context);
            case TIMESTAMP_WITHOUT_TIME_ZONE:
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE:
                return new TimeReaders.TimestampReader(field, context);
            case ROW:
                return new NestedReaders.RowReader(field, context, rowFields(field));
            case ARRAY:
                return new NestedReaders.ArrayReader(
                        field, of(field.elements(((ArrayType) field.type).getElementType())));
            case MAP:
                return map(field, (MapType) field.type);
            case MULTISET:
                return new NestedReaders.MultisetReader(
                        field, of(field.elements(((MultisetType) field.type).getElementType())));
            default:
                if (TypeMapping.VARIANT.makes(field.type)) {
                    return new VariantReader(field, context);
                }
                throw field.unsupported("");
        }
    }

    private RowFields rowFields(Field field) {
        List<ValueReader> readers = new ArrayList<>();
        List<List<String>> attributes = new ArrayList<>();
        for (RowType.RowField member : ((RowType) field.type).getFields()) {
            Field inner = field.member(member.getName(), member.getType());
            readers.add(of(inner));
            attributes.add(List.of(field.settings.attributeName(inner.path)));
        }
        return new RowFields(context, readers, attributes);
    }

    private ValueReader map(Field field, MapType type) {
        LogicalType keyType = type.getKeyType();
        if (keyType.getTypeRoot() != LogicalTypeRoot.VARCHAR) {
            throw field.unsupported(": the keys of a map are of type STRING or VARCHAR(n)");
        }
        return new NestedReaders.MapReader(
                field, of(field.elements(keyType)), of(field.elements(type.getValueType())));
    }
}
