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

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The options of the benchmark.
 *
 * @param shards how many shards each measured run has
 * @param pages how many pages a run has, over all its shards
 * @param recordsPerPage how many records a page has
 * @param recordBytes about how many bytes of JSON a record has
 * @param delay from a request's arrival at the server to its answer
 * @param parallelism how many subtasks read
 * @param images whether the records' images are decoded
 * @param warmUp how long a run that isn't measured goes before
 */
record BenchmarkOptions(
        List<Integer> shards,
        int pages,
        int recordsPerPage,
        int recordBytes,
        Duration delay,
        int parallelism,
        boolean images,
        Duration warmUp) {

    static final String USAGE =
            """
            Usage: tools/benchmarks/run [options]

            Reads a prepared stream of closed shards from the trim horizon through a local Flink cluster, from a server on this
            machine, and prints how fast.

              --shards N,N,...       a measured run for each of these numbers of shards (1,100)
              --pages N              pages a run, over all its shards (1200)
              --records-per-page N   1 to 1000 (1000)
              --record-bytes N       about how many bytes of JSON a record has (1100)
              --delay-ms N           from a request's arrival at the server to its answer (10)
              --parallelism N        how many subtasks read (1)
              --images decode|skip   whether each record's images are decoded (decode)
              --warm-up-seconds N    how long a run that isn't measured goes before (20)
              --help                 this text
            """;

    private static final Map<String, String> DEFAULTS =
            new LinkedHashMap<>(
                    Map.of(
                            "--shards", "1,100",
                            "--pages", "1200",
                            "--records-per-page", "1000",
                            "--record-bytes", "1100",
                            "--delay-ms", "10",
                            "--parallelism", "1",
                            "--images", "decode",
                            "--warm-up-seconds", "20"));

    /**
     * Reads the options of a command line.
     *
     * @throws IllegalArgumentException if one isn't known or has no valid value; the message says
     *     which
     */
    static BenchmarkOptions parse(String... arguments) {
        Map<String, String> values = new LinkedHashMap<>(DEFAULTS);
        for (int i = 0; i < arguments.length; i += 2) {
            if (!DEFAULTS.containsKey(arguments[i])) {
                throw new IllegalArgumentException("Unknown option " + arguments[i]);
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            values.put(arguments[i], arguments[i + 1]);
        }
        return new BenchmarkOptions(
                Stream.of(values.get("--shards").split(","))
                        .map(text -> number("--shards", text, 1, 100_000))
                        .collect(Collectors.toList()),
                number("--pages", values.get("--pages"), 1, 10_000_000),
                number("--records-per-page", values.get("--records-per-page"), 1, 1000),
                number("--record-bytes", values.get("--record-bytes"), 1, 1_000_000),
                Duration.ofMillis(number("--delay-ms", values.get("--delay-ms"), 0, 60_000)),
                number("--parallelism", values.get("--parallelism"), 1, 128),
                choice("--images", values.get("--images")),
                Duration.ofSeconds(
                        number("--warm-up-seconds", values.get("--warm-up-seconds"), 0, 3600)));
    }

    private static boolean choice(String option, String value) {
        if (!value.equals("decode") && !value.equals("skip")) {
            throw new IllegalArgumentException(option + " is decode or skip, not '" + value + "'");
        }
        return value.equals("decode");
    }

    private static int number(String option, String value, int least, int most) {
        int number = value.matches("\\d{1,9}") ? Integer.parseInt(value) : -1;
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    option + " takes " + least + " to " + most + ", not '" + value + "'");
        }
        return number;
    }

    /** The stream of a run with a number of shards; each shard has whole pages, at least one. */
    PreparedStream stream(int shardCount, int pageCount) {
        long pagesPerShard = Math.max(1, pageCount / shardCount);
        return new PreparedStream(
                shardCount, pagesPerShard * recordsPerPage, recordsPerPage, recordBytes);
    }
}
