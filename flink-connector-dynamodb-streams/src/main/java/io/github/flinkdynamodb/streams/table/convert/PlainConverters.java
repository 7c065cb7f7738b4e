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

import io.github.flinkdynamodb.streams.codec.item.AttributeToken;
import io.github.flinkdynamodb.streams.codec.item.ItemIndex;
import io.github.flinkdynamodb.streams.model.AttributeType;
import org.apache.flink.table.types.logical.BinaryType;
import org.apache.flink.table.types.logical.VarBinaryType;

/** Converters of booleans and binaries. */
final class PlainConverters {

    private PlainConverters() {}

    /** Converts booleans. */
    static final class BooleanConverter extends AttributeConverter {
        BooleanConverter(Field field, ConverterContext context) {
            super(field, context);
        }

        @Override
        void convert(ItemIndex index, AttributeToken value, int base, int slot) {
            if (value.type() != AttributeType.BOOL) {
                throw context.wrongType(field, value);
            }
            boolean isTrue = context.item.bytes()[value.from()] == 't';
            context.out.putByte(slot, isTrue ? 1 : 0);
        }

        @Override
        int slotSize() {
            return 1;
        }
    }

    /** Converts binaries. */
    static final class BytesConverter extends AttributeConverter {
        private final int least;
        private final int most;

        BytesConverter(Field field, ConverterContext context) {
            super(field, context);
            boolean exact = field.type instanceof BinaryType;
            this.most =
                    exact
                            ? ((BinaryType) field.type).getLength()
                            : ((VarBinaryType) field.type).getLength();
            this.least = exact ? most : 0;
        }

        @Override
        void convert(ItemIndex index, AttributeToken value, int base, int slot) {
            if (value.type() != AttributeType.B) {
                throw context.wrongType(field, value);
            }
            byte[] bytes = context.item.binary(value);
            if (bytes.length < least || bytes.length > most) {
                throw context.fail(field, value, "it has " + bytes.length + " bytes");
            }
            context.out.putBytes(base, slot, bytes, 0, bytes.length);
        }
    }
}
