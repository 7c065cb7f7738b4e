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
import io.github.flinkdynamodb.streams.codec.text.PlainJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.VarCharType;

/** Converts values of all types as text. */
final class TextConverter extends AttributeConverter {

    private final int length;
    private final boolean padded;

    TextConverter(Field field, ConverterContext context) {
        super(field, context);
        this.padded = field.type instanceof CharType;
        this.length =
                padded
                        ? ((CharType) field.type).getLength()
                        : ((VarCharType) field.type).getLength();
    }

    @Override
    void convert(ItemIndex index, AttributeToken value, int base, int slot) {
        switch (value.type()) {
            case N:
                context.item.requireNumber(value);
                readText(value, base, slot);
                break;
            case S:
                readText(value, base, slot);
                break;
            case BOOL:
                byte[] bytes = context.item.bytes();
                write(value, base, slot, bytes, value.from(), value.to());
                break;
            case B:
                byte[] base64 = Base64.getEncoder().encode(context.item.binary(value));
                write(value, base, slot, base64, 0, base64.length);
                break;
            default:
                byte[] json = PlainJson.sorted(context.item.value(value));
                write(value, base, slot, json, 0, json.length);
        }
    }

    private void readText(AttributeToken value, int base, int slot) {
        context.text(value);
        write(value, base, slot, context.text, context.textFrom, context.textTo);
    }

    private void write(AttributeToken value, int base, int slot, byte[] text, int from, int to) {
        int characters = to - from;
        if (characters > length || padded) {
            characters = characters(text, from, to);
        }
        if (characters > length) {
            throw context.fail(field, value, "it has " + characters + " characters");
        }
        if (padded && characters < length) {
            byte[] pad = " ".repeat(length - characters).getBytes(StandardCharsets.US_ASCII);
            byte[] whole =
                    Arrays.copyOf(Arrays.copyOfRange(text, from, to), to - from + pad.length);
            System.arraycopy(pad, 0, whole, to - from, pad.length);
            context.out.putBytes(base, slot, whole, 0, whole.length);
        } else {
            context.out.putBytes(base, slot, text, from, to);
        }
    }

    private static int characters(byte[] utf8, int from, int to) {
        int count = 0;
        for (int p = from; p < to; p++) {
            count += (utf8[p] & 0xc0) == 0x80 ? 0 : 1;
        }
        return count;
    }
}
