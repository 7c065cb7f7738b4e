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
import io.github.flinkdynamodb.tools.inspector.check.ExportWindows.Window;
import java.time.Instant;
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

    private final List<Window> windows;
    private final RecoveryDescription recovery;
    private final Prices prices;

    private RepairEstimate(List<Window> windows, RecoveryDescription recovery, Prices prices) {
        this.windows = windows;
        this.recovery = recovery;
        this.prices = prices;
    }

    /**
     * Estimates a repair.
     *
     * @param from the oldest position
     * @param now the time
     * @param recovery the table's point-in-time recovery; null if it isn't known
     * @param prices what it costs
     * @return the windows from the oldest position to now, or to the latest time that can be
     *     exported
     */
    static RepairEstimate of(
            Instant from, Instant now, RecoveryDescription recovery, Prices prices) {
        Instant end =
                Optional.ofNullable(recovery)
                        .flatMap(RecoveryDescription::latest)
                        .filter(latest -> latest.isBefore(now) && latest.isAfter(from))
                        .orElse(now);
        return new RepairEstimate(ExportWindows.covering(from, end), recovery, prices);
    }

    /** Returns the windows that would be asked for, at least one. */
    public List<Window> windows() {
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
     * Returns whether point-in-time recovery has all windows.
     *
     * @return empty if it isn't known
     */
    public Optional<Boolean> isCovered() {
        return recovery()
                .map(
                        found ->
                                found.earliest()
                                        .filter(first -> !first.isAfter(windows.get(0).from()))
                                        .isPresent());
    }

    /** Returns how many hours the windows have. */
    public double hours() {
        return windows.stream().mapToLong(window -> window.length().toSeconds()).sum()
                / SECONDS_AN_HOUR;
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
        for (Window window : windows) {
            megabytes += Math.max(LEAST_MB, rate * window.length().toSeconds());
        }
        return OptionalDouble.of(megabytes / MB_A_GB * prices.perGb());
    }
}
