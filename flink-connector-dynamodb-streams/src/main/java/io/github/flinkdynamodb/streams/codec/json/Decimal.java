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
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.apache.flink.annotation.Internal;

/**
 * A decimal number, parsed from its text without making objects as long as its significant digits
 * fit into 64 bits: {@code digits * 10^exponent}. Conversions are exact or refuse. Filled again and
 * again.
 */
@Internal
public final class Decimal {

    private static final int LONG_DIGITS = 18;

    /** A number of DynamoDB has 38 significant digits. What is far longer isn't worth the time. */
    private static final int MAX_TEXT = 1000;

    private static final int MAX_EXPONENT_DIGITS = 9;
    private static final long[] POWERS = new long[LONG_DIGITS + 1];
    private static final double[] DOUBLE_POWERS = new double[23];

    /** Up to here each integer is a double. */
    private static final long EXACT_DOUBLE = 1L << 53;

    private static final long EXACT_FLOAT = 1L << 24;
    private static final int EXACT_FLOAT_POWER = 10;

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
        DOUBLE_POWERS[0] = 1;
        for (int i = 1; i < DOUBLE_POWERS.length; i++) {
            DOUBLE_POWERS[i] = DOUBLE_POWERS[i - 1] * 10;
        }
    }

    private byte[] text;
    private int from;
    private int to;

    private boolean negative;
    private long digits;
    private int digitCount;
    private long exponent;
    private long scaled;

    /** Creates a number that is to be parsed. */
    public Decimal() {}

    /**
     * Parses a number as {@link BigDecimal} reads it: also with a plus sign, leading zeros, or
     * nothing before or after the point. The exponent is limited to nine digits.
     *
     * @param bytes holds its text
     * @param begin the position of the first byte
     * @param end the position after the last one
     * @return false if the text isn't a decimal number
     */
    public boolean parse(byte[] bytes, int begin, int end) {
        if (text != bytes) {
            text = bytes;
        }
        from = begin;
        to = end;
        digits = 0;
        digitCount = 0;
        exponent = 0;
        negative = begin < end && bytes[begin] == '-';
        int first = negative || begin < end && bytes[begin] == '+' ? begin + 1 : begin;
        int p = parseDigits(first);
        int length = p - first;
        if (p < end && bytes[p] == '.') {
            int point = p + 1;
            p = parseDigits(point);
            exponent = point - p;
            length += p - point;
        }
        return length > 0 && (p == end || parseExponent(p));
    }

    /**
     * Returns whether a text is a decimal number, by the grammar of {@link #parse}.
     *
     * @param bytes holds the text
     * @param begin the position of the first byte
     * @param end the position after the last one
     */
    public static boolean isDecimal(byte[] bytes, int begin, int end) {
        int p = begin;
        while (p < end && JsonNumbers.isDigit(bytes[p])) {
            p++;
        }
        return p == end && begin < end || new Decimal().parse(bytes, begin, end);
    }

    private boolean parseExponent(int at) {
        if (text[at] != 'e' && text[at] != 'E') {
            return false;
        }
        boolean sign = at + 1 < to && (text[at + 1] == '-' || text[at + 1] == '+');
        int first = sign ? at + 2 : at + 1;
        int value = 0;
        for (int p = first; p < to; p++) {
            int digit = text[p] - '0';
            if (digit < 0 || digit > 9 || p - first >= MAX_EXPONENT_DIGITS) {
                return false;
            }
            value = value * 10 + digit;
        }
        exponent += sign && text[at + 1] == '-' ? -value : value;
        return first < to;
    }

    private int parseDigits(int begin) {
        int p = begin;
        long value = digits;
        int count = digitCount;
        while (p < to && text[p] >= '0' && text[p] <= '9') {
            value = value * 10 + (text[p] - '0');
            count += count > 0 || text[p] != '0' ? 1 : 0;
            p++;
        }
        digits = value;
        digitCount = count;
        return p;
    }

    private boolean isLong() {
        return digitCount <= LONG_DIGITS;
    }

    private String ascii(int begin, int end) {
        return new String(text, begin, end - begin, StandardCharsets.ISO_8859_1);
    }

    private BigDecimal toBigDecimal() {
        return new BigDecimal(ascii(from, to));
    }

    /**
     * Multiplies the number by a power of ten.
     *
     * @param scale the power
     * @return whether the result is whole and has 64 bits; {@link #scaled} is it then
     */
    public boolean scaleTo(int scale) {
        if (isLong()) {
            return scaleDigits(exponent + scale);
        }
        BigInteger whole = bigInteger(scale, Long.SIZE);
        if (whole == null) {
            return false;
        }
        scaled = whole.longValue();
        return true;
    }

    private boolean scaleDigits(long shift) {
        long magnitude;
        if (digits == 0) {
            magnitude = 0;
        } else if (shift > LONG_DIGITS || shift < -LONG_DIGITS) {
            return false;
        } else if (shift >= 0) {
            long power = POWERS[(int) shift];
            if (digits > Long.MAX_VALUE / power) {
                return false;
            }
            magnitude = digits * power;
        } else {
            long power = POWERS[(int) -shift];
            if (digits % power != 0) {
                return false;
            }
            magnitude = digits / power;
        }
        scaled = negative ? -magnitude : magnitude;
        return true;
    }

    /**
     * The result of {@link #scaleTo}.
     *
     * @return the number, times the power of ten
     */
    public long scaled() {
        return scaled;
    }

    /**
     * Multiplies the number by a power of ten.
     *
     * @param scale the power
     * @param bits how many the result may have, the sign included
     * @return the result; null if it isn't whole, or has more bits
     */
    public BigInteger bigInteger(int scale, int bits) {
        if (to - from > MAX_TEXT) {
            return null;
        }
        BigDecimal number = toBigDecimal();
        long wholeDigits = (long) number.precision() - number.scale() + scale;
        if (number.signum() == 0) {
            return BigInteger.ZERO;
        }
        if (wholeDigits > bits || wholeDigits <= 0) {
            return null;
        }
        try {
            BigInteger whole = number.scaleByPowerOfTen(scale).toBigIntegerExact();
            return whole.bitLength() < bits ? whole : null;
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /**
     * The nearest double.
     *
     * @return the value; infinite if the number is too large
     */
    public double toDouble() {
        if (isLong() && digits <= EXACT_DOUBLE && Math.abs(exponent) < DOUBLE_POWERS.length) {
            double magnitude =
                    exponent < 0
                            ? digits / DOUBLE_POWERS[(int) -exponent]
                            : digits * DOUBLE_POWERS[(int) exponent];
            return negative ? -magnitude : magnitude;
        }
        return Double.parseDouble(ascii(from, to));
    }

    /**
     * The nearest float.
     *
     * @return the value; infinite if the number is too large
     */
    public float toFloat() {
        if (isLong() && digits <= EXACT_FLOAT && Math.abs(exponent) <= EXACT_FLOAT_POWER) {
            float magnitude =
                    exponent < 0
                            ? digits / (float) DOUBLE_POWERS[(int) -exponent]
                            : digits * (float) DOUBLE_POWERS[(int) exponent];
            return negative ? -magnitude : magnitude;
        }
        return Float.parseFloat(ascii(from, to));
    }
}
