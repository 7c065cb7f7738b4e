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
import io.github.flinkdynamodb.streams.codec.json.Decimal;
import io.github.flinkdynamodb.streams.model.AttributeType;
import java.math.BigInteger;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.types.logical.DecimalType;

/** Converters of numbers. */
final class NumberConverters {

    private NumberConverters() {}

    /** Converts numbers, as the subclass says. */
    private abstract static class NumberConverter extends AttributeConverter {
        private final int slotSize;

        NumberConverter(Field field, ConverterContext context, int slotSize) {
            super(field, context);
            this.slotSize = slotSize;
        }

        @Override
        final void convert(ItemIndex index, AttributeToken value, int base, int slot) {
            if (value.type() != AttributeType.N) {
                throw context.wrongType(field, value);
            }
            String problem = write(context.number(value), base, slot);
            if (problem != null) {
                throw context.fail(field, value, problem);
            }
        }

        /** Returns what is wrong, or null. */
        abstract String write(Decimal number, int base, int slot);

        @Override
        final int slotSize() {
            return slotSize;
        }
    }

    /** Converts integers of one to eight bytes. */
    static final class IntegerConverter extends NumberConverter {
        private final long least;
        private final long most;

        IntegerConverter(Field field, ConverterContext context, int bytes) {
            super(field, context, bytes);
            this.least = Long.MIN_VALUE >> Long.SIZE - bytes * Byte.SIZE;
            this.most = -(least + 1);
        }

        @Override
        String write(Decimal number, int base, int slot) {
            if (!number.scaleTo(0)) {
                return "it isn't an integer of the type's range";
            }
            long value = number.scaled();
            if (value < least || value > most) {
                return "it is out of the type's range, " + least + " to " + most;
            }
            switch (slotSize()) {
                case Byte.BYTES:
                    context.out.putByte(slot, (int) value);
                    break;
                case Short.BYTES:
                    context.out.putShort(slot, (int) value);
                    break;
                case Integer.BYTES:
                    context.out.putInt(slot, (int) value);
                    break;
                default:
                    context.out.putLong(slot, value);
            }
            return null;
        }
    }

    /** Converts decimals. */
    static final class DecimalConverter extends NumberConverter {
        private final int scale;
        private final boolean compact;
        private final BigInteger limit;
        private final long compactLimit;

        DecimalConverter(Field field, ConverterContext context) {
            super(field, context, Long.BYTES);
            DecimalType type = (DecimalType) field.type;
            this.scale = type.getScale();
            this.compact = DecimalData.isCompact(type.getPrecision());
            this.limit = BigInteger.TEN.pow(type.getPrecision());
            this.compactLimit = compact ? limit.longValueExact() : 0;
        }

        @Override
        String write(Decimal number, int base, int slot) {
            boolean isLong = number.scaleTo(scale);
            if (compact) {
                long value = number.scaled();
                if (!isLong || value >= compactLimit || value <= -compactLimit) {
                    return problem();
                }
                context.out.putLong(slot, value);
                return null;
            }
            BigInteger value =
                    isLong
                            ? BigInteger.valueOf(number.scaled())
                            : number.bigInteger(scale, 2 * Long.SIZE);
            if (value == null || value.abs().compareTo(limit) >= 0) {
                return problem();
            }
            context.out.putDecimal(base, slot, value.toByteArray());
            return null;
        }

        private String problem() {
            return "it has more digits, before or after the point, than the type";
        }
    }

    /** Converts floating-point numbers of four or eight bytes. */
    static final class FloatingPointConverter extends NumberConverter {
        FloatingPointConverter(Field field, ConverterContext context, int bytes) {
            super(field, context, bytes);
        }

        @Override
        String write(Decimal number, int base, int slot) {
            boolean infinite;
            if (slotSize() == Float.BYTES) {
                float value = number.toFloat();
                infinite = Float.isInfinite(value);
                context.out.putInt(slot, Float.floatToIntBits(value));
            } else {
                double value = number.toDouble();
                infinite = Double.isInfinite(value);
                context.out.putLong(slot, Double.doubleToLongBits(value));
            }
            return infinite ? "it is beyond the type's largest number" : null;
        }
    }
}
