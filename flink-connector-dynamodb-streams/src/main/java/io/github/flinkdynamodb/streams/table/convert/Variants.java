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
import io.github.flinkdynamodb.streams.codec.json.JsonStrings;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.flink.types.variant.BinaryVariant;
import org.apache.flink.types.variant.Variant;
import org.apache.flink.types.variant.VariantBuilder;

/**
 * Creates variants. The only class that names Flink's type, which exists since 2.1: it is loaded
 * for VARIANT columns alone, which older versions can't have.
 */
final class Variants {

    private static final int MAX_DIGITS = 38;

    private static final VariantBuilder BUILDER = Variant.newBuilder();

    private Variants() {}

    /**
     * Creates a variant in the form that it has in a row.
     *
     * @param value the value; objects and arrays keep its order
     * @throws ArithmeticException if a number has more digits than a variant can hold
     * @throws DecodeException if a text or name has half of a surrogate pair, which the UTF-8 of a
     *     variant can't express: Flink would write a question mark
     */
    static byte[] toBytes(AttributeValue value) {
        BinaryVariant variant = (BinaryVariant) of(value);
        byte[] metadata = variant.getMetadata();
        byte[] content = variant.getValue();
        return ByteBuffer.allocate(Integer.BYTES + metadata.length + content.length)
                .putInt(metadata.length)
                .put(metadata)
                .put(content)
                .array();
    }

    private static Variant of(AttributeValue value) {
        switch (value.type()) {
            case S:
                return text(value.s());
            case N:
                return number(value.n());
            case B:
                return BUILDER.of(value.b());
            case BOOL:
                return BUILDER.of(value.bool());
            case NULL:
                return BUILDER.ofNull();
            case M:
                return object(value.m());
            default:
                return array(value);
        }
    }

    private static Variant object(Map<String, AttributeValue> members) {
        VariantBuilder.VariantObjectBuilder object = BUILDER.object();
        members.forEach((name, member) -> object.add(whole(name), of(member)));
        return object.build();
    }

    private static Variant array(AttributeValue value) {
        VariantBuilder.VariantArrayBuilder array = BUILDER.array();
        switch (value.type()) {
            case SS:
                value.ss().forEach(text -> array.add(text(text)));
                break;
            case NS:
                value.ns().forEach(text -> array.add(number(text)));
                break;
            case BS:
                value.bs().forEach(bytes -> array.add(BUILDER.of(bytes)));
                break;
            default:
                value.l().forEach(element -> array.add(of(element)));
        }
        return array.build();
    }

    private static Variant text(String text) {
        return BUILDER.of(whole(text));
    }

    private static String whole(String text) {
        if (JsonStrings.hasHalfOfPair(text)) {
            throw new DecodeException(JsonStrings.HALF_OF_PAIR);
        }
        return text;
    }

    /** An integer if the number is one of 64 bits, however it is written; or else a decimal. */
    private static Variant number(String text) {
        BigDecimal number = new BigDecimal(text);
        number = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        long wholeDigits = (long) number.precision() - number.scale();
        if (Math.max(wholeDigits, number.precision()) > MAX_DIGITS || number.scale() > MAX_DIGITS) {
            throw new ArithmeticException(
                    "a VARIANT holds numbers of up to " + MAX_DIGITS + " digits");
        }
        if (number.scale() > 0) {
            return BUILDER.of(number);
        }
        BigDecimal whole = number.setScale(0);
        return whole.toBigInteger().bitLength() < Long.SIZE
                ? BUILDER.of(whole.longValueExact())
                : BUILDER.of(whole);
    }
}
