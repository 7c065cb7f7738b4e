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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

import io.github.flinkdynamodb.tools.benchmarks.catchup.Arrivals;
import io.github.flinkdynamodb.tools.benchmarks.catchup.MeasuredWindow;
import io.github.flinkdynamodb.tools.benchmarks.catchup.PreparedPagesServer;
import io.github.flinkdynamodb.tools.benchmarks.report.ChildJvm;
import java.time.Duration;
import java.util.List;

/** Reads a table with one {@link Variant}, in a JVM of its own. */
final class SnapshotRun {

    private static final int SERVER_THREADS = 1;
    private static final int WARM_UP_SEGMENTS = 16;
    private static final int WARM_UP_PAGES = 160;
    private static final int MOST_GROWTH = 8;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** With this many items a page has a little more than 1 MB. */
    private static final int ITEMS = 2000;

    private static final int ITEM_BYTES = 520;

    private final Variant variant;
    private final boolean mixed;

    SnapshotRun(Variant variant, boolean mixed) {
        this.variant = variant;
        this.mixed = mixed;
    }

    /** Returns the arguments with which {@link #main} measures. */
    static List<String> arguments(
            Variant variant, boolean mixed, int segments, int pages, List<Integer> times) {
        return List.of(
                variant.name(),
                Boolean.toString(mixed),
                Integer.toString(segments),
                Integer.toString(pages),
                Integer.toString(times.get(0)),
                Integer.toString(times.get(1)));
    }

    /**
     * Measures, and reports the figures of {@link SnapshotFigures}.
     *
     * @param arguments the variant; whether items are mixed; segments; pages of all of them, about;
     *     milliseconds of a call; seconds of CPU time to warm up
     * @throws Exception if an item is missing, or came twice
     */
    public static void main(String[] arguments) throws Exception {
        SnapshotRun run =
                new SnapshotRun(Variant.valueOf(arguments[0]), Boolean.parseBoolean(arguments[1]));
        int segments = Integer.parseInt(arguments[2]);
        int pages = Integer.parseInt(arguments[3]);
        Duration callTime = Duration.ofMillis(Integer.parseInt(arguments[4]));
        run.warmUp(Integer.parseInt(arguments[5]), Math.min(WARM_UP_PAGES, pages));
        run.measure(segments, pages, callTime).values().forEach(ChildJvm::tell);
        // A cluster, or a client of the SDK, may leave threads that would keep the process.
        System.exit(0);
    }

    /** Reads tables nearby, each about as long as what is left needs. */
    private void warmUp(int cpuSeconds, int firstPages) throws Exception {
        double left = cpuSeconds;
        double pages = firstPages;
        while (left > 0) {
            double used = measure(WARM_UP_SEGMENTS, (int) pages, Duration.ZERO).cpuSeconds();
            left -= used;
            pages = Math.max(firstPages, Math.min(pages * left / used, pages * MOST_GROWTH));
        }
        System.gc();
    }

    /**
     * Reads a table.
     *
     * @param segments into which it is divided
     * @param pages of all of them, about
     * @param callTime from a request's arrival to its answer
     */
    SnapshotFigures measure(int segments, int pages, Duration callTime) throws Exception {
        PreparedTable table =
                new PreparedTable(
                        segments,
                        Math.max(1, variant.pages(pages) / segments),
                        ITEMS,
                        ITEM_BYTES,
                        mixed);
        try (PreparedPagesServer server =
                new PreparedPagesServer(new TableProtocol(table), callTime, SERVER_THREADS, null)) {
            MeasuredWindow window = new MeasuredWindow();
            server.statistics().onFirst(window::begin);
            Arrivals.reset();
            variant.drain().drain(server.endpoint(), table, LIMIT, window::end);
            if (!Arrivals.isEach(table.itemsPerSegment(), segments)) {
                throw new IllegalStateException(
                        variant.text() + " didn't read each item of " + table + " once");
            }
            return new SnapshotFigures(
                    table.totalItems(),
                    window.seconds(),
                    window.cpuSeconds(),
                    server.statistics().bytes(),
                    server.statistics().medianInFlight());
        }
    }
}
