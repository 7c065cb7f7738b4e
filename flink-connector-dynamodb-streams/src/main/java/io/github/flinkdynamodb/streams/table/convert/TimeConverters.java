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
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.TimeType;
import org.apache.flink.table.types.logical.TimestampType;

/** Converters of dates and times. */
final class TimeConverters {

    private static final int NANOS_A_MILLI = 1_000_000;
    private static final int MILLI_DIGITS = 3;
    private static final int NANO_DIGITS = 9;

    private TimeConverters() {}

    private static int pow10(int exponent) {
        return BigInteger.TEN.pow(exponent).intValueExact();
    }

    /** Says that a text isn't of a form, and gives an example. */
    private static String notIso(String example) {
        return "it isn't ISO 8601 like " + example;
    }

    private static String tooPrecise(int digits) {
        return "it has more than " + digits + " fractional digits of a second";
    }

    /** Converts dates. */
    static final class DateConverter extends AttributeConverter {
        DateConverter(Field field, ConverterContext context) {
            super(field, context);
        }

        @Override
        void convert(ItemIndex index, AttributeToken value, int base, int slot) {
            if (value.type() != AttributeType.S) {
                throw context.wrongType(field, value);
            }
            try {
                long day = LocalDate.parse(context.item.text(value)).toEpochDay();
                if (!IsoTime.isInRange(day * IsoTime.SECONDS_A_DAY)) {
                    throw context.fail(field, value, IsoTime.OUT_OF_RANGE);
                }
                context.out.putInt(slot, (int) day);
            } catch (DateTimeException e) {
                throw context.fail(field, value, notIso("2024-02-29"));
            }
        }

        @Override
        int slotSize() {
            return Integer.BYTES;
        }
    }

    /** Converts times of the day, which Flink keeps in milliseconds whatever the precision. */
    static final class TimeConverter extends AttributeConverter {
        private final int digits;
        private final int unit;

        TimeConverter(Field field, ConverterContext context) {
            super(field, context);
            this.digits = Math.min(((TimeType) field.type).getPrecision(), MILLI_DIGITS);
            this.unit = pow10(NANO_DIGITS - digits);
        }

        @Override
        void convert(ItemIndex index, AttributeToken value, int base, int slot) {
            if (value.type() != AttributeType.S) {
                throw context.wrongType(field, value);
            }
            try {
                long nanos = LocalTime.parse(context.item.text(value)).toNanoOfDay();
                if (nanos % unit != 0) {
                    throw context.fail(field, value, tooPrecise(digits));
                }
                context.out.putInt(slot, (int) (nanos / NANOS_A_MILLI));
            } catch (DateTimeException e) {
                throw context.fail(field, value, notIso("23:59:59.999, without an offset"));
            }
        }

        @Override
        int slotSize() {
            return Integer.BYTES;
        }
    }

    /** Converts points in time: of UTC, or of no zone. */
    static final class TimestampConverter extends AttributeConverter {
        private static final BigInteger NANOS_A_MILLI_BIG = BigInteger.valueOf(NANOS_A_MILLI);
        private static final int BITS = 128;

        private final boolean withOffset;
        private final int digits;
        private final int unit;
        private final ChronoUnit epochUnit;
        private final int epochDigits;
        private final IsoTime iso = new IsoTime();

        TimestampConverter(Field field, ConverterContext context) {
            super(field, context);
            this.withOffset = field.type instanceof LocalZonedTimestampType;
            this.digits =
                    withOffset
                            ? ((LocalZonedTimestampType) field.type).getPrecision()
                            : ((TimestampType) field.type).getPrecision();
            this.unit = pow10(NANO_DIGITS - digits);
            this.epochUnit = field.settings.epochUnit(field.path).map(EpochUnit::unit).orElse(null);
            this.epochDigits = epochUnit == null ? 0 : digitsOf(epochUnit);
        }

        private static int digitsOf(ChronoUnit unit) {
            return unit == ChronoUnit.SECONDS
                    ? 0
                    : unit == ChronoUnit.MILLIS
                            ? MILLI_DIGITS
                            : unit == ChronoUnit.MICROS ? 2 * MILLI_DIGITS : NANO_DIGITS;
        }

        @Override
        void convert(ItemIndex index, AttributeToken value, int base, int slot) {
            if (value.type() == AttributeType.S) {
                context.text(value);
                if (!iso.parse(context.text, context.textFrom, context.textTo, withOffset)) {
                    throw context.fail(field, value, notIso(example()));
                }
                long millis = iso.seconds * 1000 + iso.nanos / NANOS_A_MILLI;
                write(value, base, slot, millis, iso.nanos % NANOS_A_MILLI);
            } else if (value.type() == AttributeType.N) {
                readEpoch(value, base, slot);
            } else {
                throw context.wrongType(field, value);
            }
        }

        private String example() {
            return withOffset
                    ? "2024-02-29T23:59:59.999Z, with Z or an offset"
                    : "2024-02-29T23:59:59.999, without an offset (TIMESTAMP_LTZ takes one)";
        }

        private void readEpoch(AttributeToken value, int base, int slot) {
            if (epochUnit == null) {
                throw context.fail(
                        field,
                        value,
                        "a number stands for a time only if 'scan.epoch-unit', or 'fields."
                                + String.join(".", field.path)
                                + ".epoch-unit', says seconds, milliseconds, microseconds or"
                                + " nanoseconds");
            }
            Decimal number = context.number(value);
            if (number.scaleTo(MILLI_DIGITS - epochDigits)) {
                write(value, base, slot, number.scaled(), 0);
            } else if (number.scaleTo(NANO_DIGITS - epochDigits)) {
                long nanos = number.scaled();
                write(
                        value,
                        base,
                        slot,
                        Math.floorDiv(nanos, NANOS_A_MILLI),
                        Math.floorMod(nanos, NANOS_A_MILLI));
            } else {
                writeLarge(value, base, slot, number);
            }
        }

        private void writeLarge(AttributeToken value, int base, int slot, Decimal number) {
            BigInteger nanos = number.bigInteger(NANO_DIGITS - epochDigits, BITS);
            if (nanos == null) {
                throw context.fail(
                        field, value, tooPrecise(digits) + ", or " + IsoTime.OUT_OF_RANGE);
            }
            BigInteger nano = nanos.mod(NANOS_A_MILLI_BIG);
            BigInteger milli = nanos.subtract(nano).divide(NANOS_A_MILLI_BIG);
            if (milli.bitLength() >= Long.SIZE) {
                throw context.fail(field, value, IsoTime.OUT_OF_RANGE);
            }
            write(value, base, slot, milli.longValue(), nano.intValue());
        }

        private void write(
                AttributeToken value, int base, int slot, long millis, int nanosOfMilli) {
            if (!IsoTime.isInRange(Math.floorDiv(millis, 1000))) {
                throw context.fail(field, value, IsoTime.OUT_OF_RANGE);
            }
            if ((Math.floorMod(millis, 1000) * (long) NANOS_A_MILLI + nanosOfMilli) % unit != 0) {
                throw context.fail(field, value, tooPrecise(digits));
            }
            if (digits <= MILLI_DIGITS) {
                context.out.putLong(slot, millis);
            } else {
                context.out.putTimestamp(base, slot, millis, nanosOfMilli);
            }
        }
    }
}
