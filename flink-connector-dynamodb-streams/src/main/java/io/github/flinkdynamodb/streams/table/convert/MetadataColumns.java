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

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.text.SortedValues;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.flink.table.data.TimestampData;

/** Writes the columns behind those of the image into the row. */
final class MetadataColumns implements MetadataWriter {

    private final BinaryRowBuffer out;
    private final FieldErrors errors;
    private final int first;
    private final int arity;
    private int next;

    MetadataColumns(ConverterContext context, int first, int arity) {
        this.out = context.out;
        this.errors = context.errors;
        this.first = first;
        this.arity = arity;
    }

    /** Goes to the first column. */
    MetadataColumns restart() {
        next = first;
        return this;
    }

    void requireAll() {
        if (next != arity) {
            throw new IllegalStateException(
                    (next - first) + " of " + (arity - first) + " metadata columns are written");
        }
    }

    private int nextSlot() {
        if (next == arity) {
            throw new IllegalStateException("the row has no more columns than " + arity);
        }
        return BinaryRowBuffer.rowSlot(next++, arity);
    }

    @Override
    public void nullValue() {
        nextSlot();
        out.setRowNull(0, next - 1);
    }

    @Override
    public void string(String value) {
        if (value == null) {
            nullValue();
        } else {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            out.putBytes(0, nextSlot(), utf8, 0, utf8.length);
        }
    }

    @Override
    public void string(ByteSlice utf8) {
        if (utf8 == null) {
            nullValue();
        } else {
            int from = utf8.offset();
            out.putBytes(0, nextSlot(), utf8.bytes(), from, from + utf8.length());
        }
    }

    @Override
    public void bigint(Long value) {
        if (value == null) {
            nullValue();
        } else {
            out.putLong(nextSlot(), value);
        }
    }

    @Override
    public void bool(Boolean value) {
        if (value == null) {
            nullValue();
        } else {
            out.putByte(nextSlot(), value ? 1 : 0);
        }
    }

    @Override
    public void timestamp(Instant value, int precision) {
        if (value == null) {
            nullValue();
        } else if (TimestampData.isCompact(precision)) {
            out.putLong(nextSlot(), value.toEpochMilli());
        } else {
            TimestampData time = TimestampData.fromInstant(value);
            int slot = nextSlot();
            out.putTimestamp(0, slot, time.getMillisecond(), time.getNanoOfMillisecond());
        }
    }

    @Override
    public void row(String... fields) {
        if (fields == null) {
            nullValue();
            return;
        }
        int slot = nextSlot();
        int begin = out.beginRow(fields.length);
        for (int i = 0; i < fields.length; i++) {
            if (fields[i] == null) {
                out.setRowNull(begin, i);
            } else {
                byte[] utf8 = fields[i].getBytes(StandardCharsets.UTF_8);
                int fieldSlot = begin + BinaryRowBuffer.rowSlot(i, fields.length);
                out.putBytes(begin, fieldSlot, utf8, 0, utf8.length);
            }
        }
        out.endNested(0, slot, begin);
    }

    @Override
    public void variant(String column, ByteSlice item) {
        if (item == null) {
            nullValue();
            return;
        }
        byte[] variant;
        try {
            variant = Variants.toBytes(SortedValues.ofItem(item));
        } catch (ArithmeticException | DecodeException e) {
            if (!errors.toNull()) {
                throw new FieldException(
                        "expected a value for column '"
                                + column
                                + "' of type VARIANT: "
                                + e.getMessage());
            }
            nullValue();
            return;
        }
        out.putLongBytes(0, nextSlot(), variant);
    }
}
