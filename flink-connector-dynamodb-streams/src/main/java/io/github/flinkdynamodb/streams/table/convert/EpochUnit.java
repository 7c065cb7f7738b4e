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

import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Values of {@code scan.epoch-unit}: what a number that stands for a time counts, since
 * 1970-01-01T00:00:00Z.
 */
@PublicEvolving
public enum EpochUnit {
    /** The form of DynamoDB's own time to live. */
    SECONDS(ChronoUnit.SECONDS),
    /** Thousandths of a second. */
    MILLISECONDS(ChronoUnit.MILLIS),
    /** Millionths of a second. */
    MICROSECONDS(ChronoUnit.MICROS),
    /** Billionths of a second. */
    NANOSECONDS(ChronoUnit.NANOS);

    private final ChronoUnit unit;

    EpochUnit(ChronoUnit unit) {
        this.unit = unit;
    }

    /** Returns the same unit of the JDK. */
    public ChronoUnit unit() {
        return unit;
    }

    /** Returns the word that stands for this value in a setting. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
