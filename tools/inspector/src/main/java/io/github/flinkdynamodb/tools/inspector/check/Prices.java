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
package io.github.flinkdynamodb.tools.inspector.check;

import java.util.OptionalDouble;

/**
 * What AWS charges, in dollars, and how much is written to a table. The defaults are those of <a
 * href="https://aws.amazon.com/dynamodb/pricing/on-demand/">us-east-1 in November 2026</a>.
 * Immutable.
 */
public final class Prices {

    /** Of exports. */
    public static final double PER_GB = 0.10;

    /** Of read request units on demand. */
    public static final double PER_MILLION_UNITS = 0.125;

    private final double perGb;
    private final double perMillionUnits;
    private final Double writtenMbPerHour;

    /**
     * Creates prices.
     *
     * @param perGb of a gigabyte that an export processes
     * @param perMillionUnits of a million read units
     * @param writtenMbPerHour megabytes that are written to the table in an hour; null if not known
     */
    public Prices(double perGb, double perMillionUnits, Double writtenMbPerHour) {
        this.perGb = perGb;
        this.perMillionUnits = perMillionUnits;
        this.writtenMbPerHour = writtenMbPerHour;
    }

    /** Returns the price of a gigabyte that an export processes. */
    public double perGb() {
        return perGb;
    }

    /** Returns the price of a million read units. */
    public double perMillionUnits() {
        return perMillionUnits;
    }

    /**
     * Returns how much is written to the table.
     *
     * @return megabytes an hour; empty if not known
     */
    public OptionalDouble writtenMbPerHour() {
        return writtenMbPerHour == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(writtenMbPerHour);
    }
}
