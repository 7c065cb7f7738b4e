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
package io.github.flinkdynamodb.tools.inspector.render;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How times, ages, sizes and amounts are written for people. */
final class Texts {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    private Texts() {}

    /** A time to the second, in UTC. */
    static String time(Instant time) {
        return TIME.format(time);
    }

    /** A span in its two largest units, such as "1 d 4 h"; without a sign. */
    static String span(Duration span) {
        Duration length = span.abs();
        if (length.toDays() > 0) {
            return length.toDays() + " d " + length.toHoursPart() + " h";
        }
        if (length.toHours() > 0) {
            return length.toHours() + " h " + length.toMinutesPart() + " min";
        }
        if (length.toMinutes() > 0) {
            return length.toMinutes() + " min " + length.toSecondsPart() + " s";
        }
        return length.toSeconds() + " s";
    }

    /** How long before another time one is, or after it. */
    static String age(Instant time, Instant now) {
        return span(Duration.between(time, now)) + (time.isAfter(now) ? " ahead" : "");
    }

    /** How long before another time one is, or after it, such as "4 s before now". */
    static String relation(Instant time, Instant other, String name) {
        return span(Duration.between(time, other))
                + (time.isAfter(other) ? " after " : " before ")
                + name;
    }

    /** A size in bytes of a decimal unit. */
    static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double size = bytes;
        int unit = -1;
        while (size >= 1000 && unit < UNITS.length - 1) {
            size /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
    }

    /** A price, to the cent, and finer if it is less. */
    static String dollars(double amount) {
        return String.format(Locale.ROOT, amount > 0 && amount < 0.01 ? "$%.4f" : "$%,.2f", amount);
    }

    /** A number and what it counts, such as "1 shard" and "2 shards". */
    static String count(long number, String singular) {
        return String.format(Locale.ROOT, "%,d %s%s", number, singular, number == 1 ? "" : "s");
    }
}
