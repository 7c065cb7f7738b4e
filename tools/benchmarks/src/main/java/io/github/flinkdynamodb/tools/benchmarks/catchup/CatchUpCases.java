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

import io.github.flinkdynamodb.tools.benchmarks.report.CommandLine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Which cases are measured, with whom, and what is aimed at. */
final class CatchUpCases {

    /** Few enough shards for the SDK's objects of a page of each to fit into the heap. */
    private static final int SOME_SHARDS = 8;

    private static final int MANY_SHARDS = 64;
    private static final int CALL_MILLIS = 10;

    private static final List<Variant> ALL =
            List.of(
                    Variant.CONNECTOR,
                    Variant.SDK_JOB,
                    Variant.BARE_LOOP,
                    Variant.BYTES_LOOP,
                    Variant.ROUND_ROBIN);
    private static final List<Variant> WITH_BARE_LOOP =
            List.of(Variant.CONNECTOR, Variant.BARE_LOOP);

    private CatchUpCases() {}

    /**
     * Something to measure.
     *
     * @param job the case
     * @param variants who reads
     * @param aims what is aimed at
     * @param rounds how often, but for variants that only stand beside
     */
    record Planned(CatchUpCase job, List<Variant> variants, List<CatchUpAim> aims, int rounds) {

        /** How often a variant is measured. */
        int roundsOf(Variant variant) {
            boolean counts =
                    variant == Variant.CONNECTOR
                            || aims.stream().anyMatch(aim -> aim.other() == variant);
            return counts ? rounds : 1;
        }
    }

    /** What the targets are about, on each kind of items. */
    static List<Planned> targets(CommandLine options, int rounds) {
        List<Planned> planned = new ArrayList<>();
        for (boolean mixed : mixed(options)) {
            CatchUpCase some = CatchUpCase.of(SOME_SHARDS, CALL_MILLIS, PageKind.FULL, mixed);
            CatchUpCase one = CatchUpCase.of(1, CALL_MILLIS, PageKind.FULL, mixed);
            CatchUpCase many = CatchUpCase.of(MANY_SHARDS, CALL_MILLIS, PageKind.FULL, mixed);
            CatchUpCase small = CatchUpCase.of(MANY_SHARDS, CALL_MILLIS, PageKind.TENTH, mixed);
            planned.add(
                    new Planned(
                            some,
                            List.of(Variant.CONNECTOR, Variant.SDK_JOB, Variant.BARE_LOOP),
                            CatchUpAim.JOB,
                            rounds));
            planned.add(
                    new Planned(
                            some.withTls(),
                            List.of(Variant.CONNECTOR, Variant.SDK_JOB),
                            CatchUpAim.JOB_WITH_TLS,
                            rounds));
            planned.add(
                    new Planned(
                            one,
                            List.of(Variant.CONNECTOR, Variant.BARE_LOOP, Variant.BYTES_LOOP),
                            CatchUpAim.ONE_SHARD,
                            rounds));
            planned.add(
                    new Planned(
                            many,
                            List.of(
                                    Variant.CONNECTOR,
                                    Variant.BARE_LOOP,
                                    Variant.BYTES_LOOP,
                                    Variant.ROUND_ROBIN),
                            CatchUpAim.MANY_SHARDS,
                            rounds));
            planned.add(
                    new Planned(
                            small,
                            List.of(Variant.CONNECTOR, Variant.BARE_LOOP, Variant.ROUND_ROBIN),
                            CatchUpAim.SMALL_PAGES,
                            rounds));
        }
        return planned;
    }

    /** All variants once, to see that they work. */
    static List<Planned> sample(int rounds) {
        CatchUpCase job = CatchUpCase.of(2, 1, PageKind.FULL, false);
        return List.of(
                new Planned(job, ALL, CatchUpAim.JOB, rounds),
                new Planned(
                        CatchUpCase.of(2, 1, PageKind.FULL, true).withTls(),
                        List.of(Variant.CONNECTOR, Variant.SDK_JOB),
                        CatchUpAim.JOB_WITH_TLS,
                        rounds));
    }

    /**
     * Each number of shards with each time of a call, each kind of pages, and, on the most shards
     * up to 64, each number of subtasks with each hop; what isn't varied has the first of its
     * values.
     */
    static List<Planned> survey(CommandLine options) {
        List<Integer> calls = options.numbers("--call-ms", 0, 60_000);
        List<PageKind> pages = pages(options);
        List<Planned> planned = new ArrayList<>();
        for (int shards : options.numbers("--shards", 1, 100_000)) {
            for (int call : calls) {
                List<Variant> who = call == calls.get(0) ? all(shards) : WITH_BARE_LOOP;
                planned.add(surveyed(options, job(options, shards, call, pages.get(0)), who));
            }
            for (PageKind page : pages.subList(1, pages.size())) {
                CatchUpCase job = job(options, shards, calls.get(0), page);
                planned.add(surveyed(options, job, WITH_BARE_LOOP));
            }
        }
        planned.addAll(jobs(options, calls.get(0), pages.get(0)));
        return planned;
    }

    /** All who can: the SDK's objects of a page of each of many shards don't fit into the heap. */
    private static List<Variant> all(int shards) {
        return ALL.stream()
                .filter(variant -> variant != Variant.SDK_JOB || shards <= SOME_SHARDS)
                .collect(Collectors.toList());
    }

    private static List<Planned> jobs(CommandLine options, int call, PageKind page) {
        int shards =
                options.numbers("--shards", 1, 100_000).stream()
                        .filter(number -> number <= MANY_SHARDS)
                        .max(Integer::compare)
                        .orElse(MANY_SHARDS);
        CatchUpCase first = job(options, shards, call, page);
        List<Planned> planned = new ArrayList<>();
        for (int parallelism : options.numbers("--parallelism", 1, 128)) {
            for (String hop : options.texts("--hop", Hop.pattern())) {
                CatchUpCase job = first.withJob(parallelism, Hop.of(hop));
                if (!job.equals(first)) {
                    planned.add(surveyed(options, job, List.of(Variant.CONNECTOR)));
                }
            }
        }
        return planned;
    }

    private static Planned surveyed(CommandLine options, CatchUpCase job, List<Variant> variants) {
        boolean tls = options.texts("--tls", "no|yes").get(0).equals("yes");
        return new Planned(tls ? job.withTls() : job, variants, List.of(), 1);
    }

    /** With the first of the job's options and of the items. */
    private static CatchUpCase job(CommandLine options, int shards, int call, PageKind page) {
        return CatchUpCase.of(shards, call, page, mixed(options).get(0))
                .withJob(
                        options.numbers("--parallelism", 1, 128).get(0),
                        Hop.of(options.texts("--hop", Hop.pattern()).get(0)));
    }

    private static List<PageKind> pages(CommandLine options) {
        return options.texts("--page", PageKind.pattern()).stream()
                .map(PageKind::of)
                .collect(Collectors.toList());
    }

    private static List<Boolean> mixed(CommandLine options) {
        return options.texts("--items", "uniform|mixed").stream()
                .map("mixed"::equals)
                .collect(Collectors.toList());
    }

    /**
     * The cases over which the CPU time of a record is to stay the same.
     *
     * @param callMillis what a call takes in all of them
     */
    static List<CatchUpCase> growth(CommandLine options, int callMillis) {
        return options.numbers("--growth-shards", 1, 100_000).stream()
                .map(shards -> job(options, shards, callMillis, PageKind.FULL))
                .collect(Collectors.toList());
    }
}
