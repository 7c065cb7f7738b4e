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
package io.github.flinkdynamodb.streams.codec.json;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.flink.annotation.Internal;

/** The text of numbers, which is kept as it is: checks on it, and the few conversions needed. */
@Internal
public final class JsonNumbers {

    private static final int NANO_DIGITS = 9;
    private static final int SMALL_DIGITS = 8;

    private static final int MAX_EXPONENT_DIGITS = 9;
    private static final int MAX_TIME_CHARACTERS = 40;
    private static final int MAX_TIME_EXPONENT = 40;

    /** Flink's timestamps are milliseconds. */
    public static final Instant EARLIEST = Instant.ofEpochMilli(Long.MIN_VALUE);

    /** The last of them. */
    public static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

    private static final BigDecimal MIN_SECOND = BigDecimal.valueOf(EARLIEST.getEpochSecond() + 1);
    private static final BigDecimal MAX_SECOND = BigDecimal.valueOf(LATEST.getEpochSecond());

    private JsonNumbers() {}

    /** Returns whether bytes are a number by the grammar of JSON. */
    static boolean isNumber(byte[] bytes, int from, int to) {
        int p = from < to && bytes[from] == '-' ? from + 1 : from;
        int whole = digitsEnd(bytes, p, to);
        boolean leadingZero = whole - p > 1 && bytes[p] == '0';
        if (whole == p || leadingZero) {
            return false;
        }
        p = whole;
        if (p < to && bytes[p] == '.') {
            int fraction = digitsEnd(bytes, p + 1, to);
            if (fraction == p + 1) {
                return false;
            }
            p = fraction;
        }
        return isExponentOrEnd(bytes, p, to);
    }

    private static boolean isExponentOrEnd(byte[] bytes, int from, int to) {
        if (from == to) {
            return true;
        }
        if (bytes[from] != 'e' && bytes[from] != 'E') {
            return false;
        }
        int p = from + 1;
        if (p < to && isSign(bytes[p])) {
            p++;
        }
        int digits = digitsEnd(bytes, p, to) - p;
        return digits > 0 && digits <= MAX_EXPONENT_DIGITS && p + digits == to;
    }

    private static boolean isSign(byte b) {
        return b == '-' || b == '+';
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Returns whether a byte can be part of a number. */
    static boolean isNumberByte(byte b) {
        return isDigit(b) || b == '.' || b == '-' || b == '+' || b == 'e' || b == 'E';
    }

    /** Where the bytes end that can be part of a number. */
    static int bytesEnd(byte[] bytes, int from, int end) {
        int p = from;
        while (p < end && isNumberByte(bytes[p])) {
            p++;
        }
        return p;
    }

    /** Where an integer of few digits ends; -1 if there is something else. */
    static int smallEnd(byte[] bytes, int from, int end) {
        int p = digitsEnd(bytes, from, Math.min(end, from + SMALL_DIGITS));
        boolean leadingZero = p - from > 1 && bytes[from] == '0';
        return p == from || p == end || leadingZero || isNumberByte(bytes[p]) ? -1 : p;
    }

    /** The value of few digits. */
    static int small(byte[] bytes, int from, int to) {
        int value = 0;
        for (int p = from; p < to; p++) {
            value = value * 10 + bytes[p] - '0';
        }
        return value;
    }

    private static int digitsEnd(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to && isDigit(bytes[p])) {
            p++;
        }
        return p;
    }

    /**
     * Reads an integer.
     *
     * @param bytes holds its text, a JSON number
     * @param from the position of the first byte
     * @param to the position after the last one
     * @return the number, or null if it has a fraction, an exponent, or more than 64 bits
     */
    public static Long toLong(byte[] bytes, int from, int to) {
        try {
            return Long.valueOf(ascii(bytes, from, to));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /**
     * Reads seconds since 1970. What lies beyond nanoseconds is cut off.
     *
     * @param bytes holds their text, a JSON number
     * @param from the position of the first byte
     * @param to the position after the last one
     * @return the instant, or null if it is out of the range of milliseconds of 64 bits
     */
    public static Instant toInstant(byte[] bytes, int from, int to) {
        if (to - from > MAX_TIME_CHARACTERS) {
            return null;
        }
        BigDecimal seconds = new BigDecimal(ascii(bytes, from, to));
        boolean oddExponent = Math.abs((long) seconds.scale()) > MAX_TIME_EXPONENT;
        if (oddExponent || seconds.compareTo(MIN_SECOND) < 0 || seconds.compareTo(MAX_SECOND) > 0) {
            return null;
        }
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        BigDecimal nanos = seconds.subtract(whole).movePointRight(NANO_DIGITS);
        return Instant.ofEpochSecond(whole.longValueExact(), nanos.longValue());
    }

    private static String ascii(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /**
     * Writes seconds since 1970 with up to nine digits after the point.
     *
     * @return the text of a JSON number
     */
    static String ofInstant(Instant time) {
        if (time.getNano() == 0) {
            return Long.toString(time.getEpochSecond());
        }
        return BigDecimal.valueOf(time.getEpochSecond())
                .add(BigDecimal.valueOf(time.getNano(), NANO_DIGITS))
                .stripTrailingZeros()
                .toPlainString();
    }

    /**
     * Turns the text of a decimal number into one that JSON allows, with the same digits.
     *
     * @return the same digits in another spelling
     * @throws IllegalArgumentException if it isn't a decimal number
     */
    static String toJson(String decimal) {
        byte[] text = decimal.getBytes(StandardCharsets.UTF_8);
        if (!Decimal.isDecimal(text, 0, text.length)) {
            throw new IllegalArgumentException("'" + decimal + "' is not a decimal number");
        }
        int from = isSign(text[0]) ? 1 : 0;
        int whole = digitsEnd(text, from, text.length);
        while (from < whole - 1 && text[from] == '0') {
            from++;
        }
        boolean point = whole < text.length && text[whole] == '.';
        int fraction = point ? digitsEnd(text, whole + 1, text.length) : whole;
        return (text[0] == '-' ? "-" : "")
                + (from == whole ? "0" : decimal.substring(from, whole))
                + (fraction - whole > 1 ? decimal.substring(whole, fraction) : "")
                + decimal.substring(fraction);
    }
}
