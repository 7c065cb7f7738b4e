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
package io.github.flinkdynamodb.e2e.chaos;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a run goes.
 *
 * @param duration how long changes are written and things go wrong
 * @param seed what goes wrong, and in which order, depends on it
 * @param recordsPerSecond how fast changes are written
 * @param keys to how many items, all of which are in the table before the job starts
 * @param work a folder for all files of the run
 */
public record ChaosOptions(
        Duration duration, long seed, int recordsPerSecond, int keys, Path work) {

    private static final double DEFAULT_MINUTES = 0.6;
    private static final int DEFAULT_RECORDS_PER_SECOND = 2_500;
    private static final int DEFAULT_KEYS = 20_000;
    private static final int DEFAULT_KEYS_OF_A_LONG_RUN = 200_000;
    private static final double LONG_MINUTES = 2;
    private static final long MILLIS_PER_MINUTE = 60_000;

    /**
     * Reads the system properties {@code chaos.minutes}, {@code chaos.seed} (random if not told),
     * {@code chaos.rate}, {@code chaos.keys} and {@code chaos.work.dir}.
     *
     * @return the options
     * @throws NumberFormatException if a property isn't a number
     */
    public static ChaosOptions fromProperties() {
        double minutes = Double.parseDouble(property("chaos.minutes", DEFAULT_MINUTES));
        return new ChaosOptions(
                Duration.ofMillis(Math.round(minutes * MILLIS_PER_MINUTE)),
                Long.parseLong(property("chaos.seed", System.nanoTime() % 1_000_000)),
                Integer.parseInt(property("chaos.rate", DEFAULT_RECORDS_PER_SECOND)),
                Integer.parseInt(
                        property(
                                "chaos.keys",
                                minutes > LONG_MINUTES
                                        ? DEFAULT_KEYS_OF_A_LONG_RUN
                                        : DEFAULT_KEYS)),
                Path.of(property("chaos.work.dir", "target/chaos")).toAbsolutePath());
    }

    private static String property(String name, Object ifMissing) {
        String value = System.getProperty(name);
        return value == null || value.isBlank() ? String.valueOf(ifMissing) : value;
    }
}
