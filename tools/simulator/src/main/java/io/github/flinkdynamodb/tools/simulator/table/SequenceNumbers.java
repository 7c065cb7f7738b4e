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
package io.github.flinkdynamodb.tools.simulator.table;

import java.math.BigInteger;

/**
 * The sequence numbers of a stream. Inside, they are counted; on the wire each has nine digits
 * more, so that there are numbers between any two records. The first ones have 21 digits and soon
 * 22: whoever compares them as text gets them wrong.
 */
final class SequenceNumbers {

    private static final long FIRST = 999_999_999_980L;
    private static final String DIGITS = "000000000";
    private static final BigInteger STEP = BigInteger.TEN.pow(DIGITS.length());
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE).multiply(STEP);

    private long next = FIRST;

    long next() {
        return next++;
    }

    static String text(long sequence) {
        return sequence + DIGITS;
    }

    /**
     * The least count whose number on the wire is at least, or more than, a number.
     *
     * @throws NumberFormatException if the text isn't a sequence number
     */
    static long atLeast(String text, boolean more) {
        BigInteger number = new BigInteger(text);
        if (number.signum() < 0 || number.compareTo(MOST) > 0) {
            throw new NumberFormatException("out of range");
        }
        BigInteger[] parts = number.divideAndRemainder(STEP);
        boolean up = more || parts[1].signum() > 0;
        return parts[0].longValueExact() + (up ? 1 : 0);
    }

    /** Whether a record of this number can't have been written yet. */
    boolean isBeyond(String text) {
        return new BigInteger(text).compareTo(BigInteger.valueOf(next).multiply(STEP)) >= 0;
    }
}
