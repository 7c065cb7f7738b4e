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

import io.github.flinkdynamodb.streams.client.RecoveryDescription;
import io.github.flinkdynamodb.streams.source.repair.RepairStep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What closing a gap from incremental exports would take. They are billed by the bytes of the log
 * of point-in-time recovery that they process, 10 MB each at least. Immutable.
 */
public final class RepairEstimate {

    private static final double LEAST_MB = 10;
    private static final double MB_A_GB = 1000;
    private static final double SECONDS_AN_HOUR = 3600;

    private final RepairForecast forecast;
    private final List<RepairStep> windows;
    private final RecoveryDescription recovery;
    private final Prices prices;

    private RepairEstimate(RepairForecast forecast, RecoveryDescription recovery, Prices prices) {
        this.forecast = forecast;
        this.windows = forecast.windows();
        this.recovery = recovery;
        this.prices = prices;
    }

    /**
     * Estimates a repair.
     *
     * @param forecast what a job does
     * @param recovery the table's point-in-time recovery; null if it isn't known
     * @param prices what it costs
     * @return what it takes
     */
    static RepairEstimate of(RepairForecast forecast, RecoveryDescription recovery, Prices prices) {
        return new RepairEstimate(forecast, recovery, prices);
    }

    /** Returns what a job does that repairs gaps. */
    public RepairForecast forecast() {
        return forecast;
    }

    /** Returns the windows that are asked for, in their order; empty if nothing is repaired. */
    public List<RepairStep> windows() {
        return windows;
    }

    /**
     * Returns the table's point-in-time recovery.
     *
     * @return the description; empty if it isn't known
     */
    public Optional<RecoveryDescription> recovery() {
        return Optional.ofNullable(recovery);
    }

    /**
     * Returns whether point-in-time recovery has all windows whose exports are still to be asked
     * for.
     *
     * @return empty if it isn't known, and without windows
     */
    public Optional<Boolean> isCovered() {
        return recovery()
                .filter(found -> !windows.isEmpty())
                .map(found -> windows.stream().allMatch(window -> isCovered(window, found)));
    }

    private static boolean isCovered(RepairStep window, RecoveryDescription recovery) {
        return window.exportArn().isPresent()
                || recovery.earliest().filter(first -> !first.isAfter(window.from())).isPresent();
    }

    /** Returns whether the exports of all windows have been asked for. */
    public boolean isAskedFor() {
        return !windows.isEmpty()
                && windows.stream().allMatch(window -> window.exportArn().isPresent());
    }

    /** Returns how many hours the windows have. */
    public double hours() {
        return windows.stream().mapToLong(RepairEstimate::seconds).sum() / SECONDS_AN_HOUR;
    }

    private static long seconds(RepairStep window) {
        return Duration.between(window.from(), window.to()).toSeconds();
    }

    /** Returns the price of a gigabyte. */
    public double pricePerGb() {
        return prices.perGb();
    }

    /** Returns what it costs at least, however little was written. */
    public double leastDollars() {
        return windows.size() * LEAST_MB / MB_A_GB * prices.perGb();
    }

    /**
     * Returns how many gigabytes are processed.
     *
     * @return empty if it isn't known how much is written
     */
    public OptionalDouble gigabytes() {
        return prices.writtenMbPerHour().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(prices.writtenMbPerHour().getAsDouble() * hours() / MB_A_GB);
    }

    /**
     * Returns what it costs.
     *
     * @return dollars; empty if it isn't known how much is written
     */
    public OptionalDouble dollars() {
        if (prices.writtenMbPerHour().isEmpty()) {
            return OptionalDouble.empty();
        }
        double rate = prices.writtenMbPerHour().getAsDouble() / SECONDS_AN_HOUR;
        double megabytes = 0;
        for (RepairStep window : windows) {
            megabytes += Math.max(LEAST_MB, rate * seconds(window));
        }
        return OptionalDouble.of(megabytes / MB_A_GB * prices.perGb());
    }
}
