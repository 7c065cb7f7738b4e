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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import java.time.Duration;
import java.util.List;

/**
 * What is measured: the stream, the way to it, and the job that reads it. What a loop without Flink
 * doesn't have, the parallelism and the hop, means nothing to it.
 *
 * @param shards how many shards the stream has
 * @param callMillis what a call takes at the service
 * @param page what the pages are like
 * @param mixed false if all items have all attributes in the same order; true for any order, with a
 *     fifth of them left out
 * @param parallelism how many subtasks read
 * @param hop how rows get from the source to the sink
 * @param tls whether the way is encrypted
 */
record CatchUpCase(
        int shards,
        int callMillis,
        PageKind page,
        boolean mixed,
        int parallelism,
        Hop hop,
        boolean tls) {

    private static final int MILLIS_OF_A_PAGE = 4;
    private static final int ENOUGH_MILLIS = 10_000;

    /** Parallelism 1, chained, plain HTTP. */
    static CatchUpCase of(int shards, int callMillis, PageKind page, boolean mixed) {
        return new CatchUpCase(shards, callMillis, page, mixed, 1, Hop.CHAINED, false);
    }

    CatchUpCase withJob(int subtasks, Hop way) {
        return new CatchUpCase(shards, callMillis, page, mixed, subtasks, way, tls);
    }

    CatchUpCase withTls() {
        return new CatchUpCase(shards, callMillis, page, mixed, parallelism, hop, true);
    }

    /** The same over no distance, on as many shards as are needed: to warm up with. */
    CatchUpCase nearby(int otherShards) {
        return new CatchUpCase(otherShards, 0, page, mixed, parallelism, hop, tls);
    }

    Duration callTime() {
        return Duration.ofMillis(callMillis);
    }

    /** A stream with about as many pages, each shard with the same number of them. */
    PreparedStream stream(int pages) {
        long pagesOfAShard = Math.max(1, pages / shards);
        return new PreparedStream(
                shards,
                pagesOfAShard * page.records(),
                page.records(),
                page.recordBytes(),
                mixed,
                false);
    }

    /** Not more pages than some ten seconds take at one call a shard at a time. */
    int enoughPages(int wanted) {
        long enough = (long) shards * ENOUGH_MILLIS / (callMillis + MILLIS_OF_A_PAGE);
        return (int) Math.min(wanted, enough);
    }

    /** The same as arguments of a program; see {@link #parse}. */
    List<String> arguments() {
        return List.of(
                Integer.toString(shards),
                Integer.toString(callMillis),
                page.name(),
                Boolean.toString(mixed),
                Integer.toString(parallelism),
                hop.name(),
                Boolean.toString(tls));
    }

    /** Reads what {@link #arguments} gives. */
    static CatchUpCase parse(List<String> arguments) {
        return new CatchUpCase(
                Integer.parseInt(arguments.get(0)),
                Integer.parseInt(arguments.get(1)),
                PageKind.valueOf(arguments.get(2)),
                Boolean.parseBoolean(arguments.get(3)),
                Integer.parseInt(arguments.get(4)),
                Hop.valueOf(arguments.get(5)),
                Boolean.parseBoolean(arguments.get(6)));
    }

    /** Everything but the job, for people. */
    String text() {
        return shards
                + (shards == 1 ? " shard, " : " shards, ")
                + callMillis
                + " ms, "
                + page.optionValue()
                + " pages, "
                + (mixed ? "mixed" : "uniform")
                + (tls ? ", TLS" : "");
    }

    /** The job, for people. */
    String jobText() {
        return parallelism + (parallelism == 1 ? " subtask, " : " subtasks, ") + hop.optionValue();
    }
}
