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

import io.github.flinkdynamodb.streams.codec.json.OffsetTimes;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * A date and time as in ISO 8601, parsed. The usual form is read from its bytes, any other by the
 * JDK. Filled again and again.
 */
final class IsoTime {

    static final int SECONDS_A_DAY = 24 * 60 * 60;

    /** What is said about a time that no type has. */
    static final String OUT_OF_RANGE = "it is out of the years 0000 to 9999";

    private static final long EARLIEST =
            LocalDateTime.of(0, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
    private static final long LATEST =
            LocalDateTime.of(9999, 12, 31, 23, 59, 59).toEpochSecond(ZoneOffset.UTC);

    private static final int DATE_AND_TIME = "2024-02-29T23:59:59".length();
    private static final int NANO_DIGITS = 9;

    /** Seconds since 1970. */
    long seconds;

    /** The fraction of a second. */
    int nanos;

    private byte[] text;
    private int from;

    /** Returns whether a time is one of the years that Flink's types have. */
    static boolean isInRange(long epochSecond) {
        return epochSecond >= EARLIEST && epochSecond <= LATEST;
    }

    /**
     * Parses a text.
     *
     * @param withOffset whether Z or an offset must follow, or must not
     * @return whether it is a time
     */
    boolean parse(byte[] bytes, int begin, int end, boolean withOffset) {
        text = bytes;
        from = begin;
        if (end - begin >= DATE_AND_TIME && isUsual()) {
            int p = fraction(begin + DATE_AND_TIME, end);
            boolean atEnd = withOffset ? p == end - 1 && bytes[p] == 'Z' : p == end;
            if (atEnd && dateAndTime()) {
                return true;
            }
        }
        return parseByJdk(
                new String(bytes, begin, end - begin, StandardCharsets.UTF_8), withOffset);
    }

    private boolean isUsual() {
        return text[from + 4] == '-'
                && text[from + 7] == '-'
                && text[from + 10] == 'T'
                && text[from + 13] == ':'
                && text[from + 16] == ':';
    }

    /** Returns the end of the fraction, or -1. */
    private int fraction(int begin, int end) {
        nanos = 0;
        if (begin == end || text[begin] != '.') {
            return begin;
        }
        int p = begin + 1;
        int digits = 0;
        while (p < end && text[p] >= '0' && text[p] <= '9' && digits < NANO_DIGITS) {
            nanos = nanos * 10 + text[p++] - '0';
            digits++;
        }
        for (int i = digits; i < NANO_DIGITS; i++) {
            nanos *= 10;
        }
        return digits == 0 ? -1 : p;
    }

    private boolean dateAndTime() {
        int year = number(0, 4);
        int month = number(5, 2);
        int day = number(8, 2);
        int hour = number(11, 2);
        int minute = number(14, 2);
        int second = number(17, 2);
        boolean valid = year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
        if (!valid || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
            return false;
        }
        seconds =
                LocalDate.of(year, month, day).toEpochDay() * SECONDS_A_DAY
                        + (hour * 60 + minute) * 60
                        + second;
        return second >= 0 && second <= 59;
    }

    /** Returns a number below 0 if there is something else than digits. */
    private int number(int offset, int digits) {
        int value = 0;
        for (int p = from + offset; p < from + offset + digits; p++) {
            int digit = text[p] - '0';
            if (digit < 0 || digit > 9) {
                return Integer.MIN_VALUE;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private boolean parseByJdk(String whole, boolean withOffset) {
        try {
            if (withOffset) {
                OffsetDateTime time = OffsetTimes.parse(whole);
                seconds = time.toEpochSecond();
                nanos = time.getNano();
            } else {
                LocalDateTime time = LocalDateTime.parse(whole);
                seconds = time.toEpochSecond(ZoneOffset.UTC);
                nanos = time.getNano();
            }
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
