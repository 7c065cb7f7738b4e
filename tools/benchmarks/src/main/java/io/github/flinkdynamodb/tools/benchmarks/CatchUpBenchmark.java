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
package io.github.flinkdynamodb.tools.benchmarks;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * Measures how fast the source catches up with a stream that holds records already: on one shard
 * against the limit that the round trip sets, on many shards with the calls that it keeps in
 * flight.
 */
public final class CatchUpBenchmark {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int WARM_UP_SHARDS = 16;
    private static final int WARM_UP_PAGES = 1_000_000;

    private CatchUpBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        if (List.of(arguments).contains("--help")) {
            out.print(BenchmarkOptions.USAGE);
            return;
        }
        BenchmarkOptions options;
        try {
            options = BenchmarkOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + " (--help lists the options)");
            System.exit(2);
            return;
        }
        System.exit(run(options, out) ? 0 : 1);
    }

    /** Runs and prints; tells whether each run saw each record exactly once. */
    static boolean run(BenchmarkOptions options, PrintStream out) throws Exception {
        out.printf(
                "Up to %,d records a page, about %,d bytes of JSON a record, %d ms a call, images"
                        + " %s, parallelism %d, %d processors; server, source and cluster in one"
                        + " process.%n",
                options.recordsPerPage(),
                options.recordBytes(),
                options.delay().toMillis(),
                options.images() ? "decoded" : "left alone",
                options.parallelism(),
                Runtime.getRuntime().availableProcessors());
        if (!options.warmUp().isZero()) {
            out.printf("Warming up for %d s.%n", options.warmUp().toSeconds());
            new CatchUpRun(options.stream(WARM_UP_SHARDS, WARM_UP_PAGES), options)
                    .warmUp(options.warmUp());
        }
        boolean complete = true;
        for (int shards : options.shards()) {
            CatchUpRun.Result result =
                    new CatchUpRun(options.stream(shards, options.pages()), options).measure(LIMIT);
            print(result, out);
            complete &= result.complete();
        }
        return complete;
    }

    private static void print(CatchUpRun.Result result, PrintStream out) {
        PreparedStream stream = result.stream();
        double pagesPerSecond = stream.totalPages() / result.seconds();
        out.printf(
                "%nshards=%d pages=%,d records=%,d complete=%s%n",
                stream.shards(),
                stream.totalPages(),
                stream.totalRecords(),
                result.complete() ? "yes" : "NO");
        out.printf(
                "  %,.0f records/s, %,.1f pages/s, %,.1f MB/s over %.2f s (%,.0f records/s over the"
                        + " second half)%n",
                stream.totalRecords() / result.seconds(),
                pagesPerSecond,
                result.bytes() / 1e6 / result.seconds(),
                result.seconds(),
                (stream.totalRecords() - stream.totalRecords() / 2) / result.secondHalf());
        out.printf(
                "  a page takes a bare client %.2f ms, which limits one shard to %.1f pages/s: the"
                        + " source reached %.2f times that%n",
                1e3 * result.roundTrip(),
                1 / result.roundTrip(),
                pagesPerSecond * result.roundTrip());
        out.printf(
                "  GetRecords in flight: at most %d, median %d; CPU %.2f microseconds a record,"
                        + " server and cluster included%n",
                result.maxInFlight(),
                result.medianInFlight(),
                1e6 * result.cpuSeconds() / stream.totalRecords());
    }
}
