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

import io.github.flinkdynamodb.tools.benchmarks.peer.PeerClasses;
import io.github.flinkdynamodb.tools.benchmarks.report.Benchmark;
import io.github.flinkdynamodb.tools.benchmarks.report.CommandLine;
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast a backlog is drained, and what a record costs: by a whole Flink job with the connector,
 * by the same job over the SDK's objects, and by loops without Flink.
 */
public final class CatchUpBenchmark implements Benchmark {

    private static final List<String> ALL = List.of("targets", "survey", "growth");

    @Override
    public String name() {
        return "catchup";
    }

    @Override
    public String purpose() {
        return "Drains a backlog of changes with both images into rows of ten columns, two a change"
                + " (the full changelog), from a server\n"
                + "with prepared pages, and prints records a second and the CPU time of a record"
                + " without the server's: by a whole job\n"
                + "with the connector's SQL table, by the same job on objects of the AWS SDK, and,"
                + " without Flink, by a loop over the\n"
                + "connector's client and decoder, by one that decodes nothing, and by one thread"
                + " that asks the shards in turn. Each in\n"
                + "a JVM of its own, in rounds; ratios are those of a round.";
    }

    @Override
    public CommandLine options() {
        return new CommandLine()
                .option(
                        "--cases",
                        "all",
                        "sample,growth",
                        "targets, survey, growth, all of these, or a sample")
                .option(
                        "--rounds",
                        "5",
                        "1",
                        "of targets, growth and sample; of a survey, and of what no target is"
                                + " about, one")
                .option("--items", "uniform,mixed", "uniform", "a survey has the first")
                .option("--shards", "1,8,64,256", "2", "of a survey")
                .option("--call-ms", "10,0,50", "1", "of a survey: what a call takes")
                .option(
                        "--page",
                        "full,tenth,big",
                        "full",
                        "of a survey: 1,000 or 100 records of 1.1 kB, or 2 of 400 kB")
                .option("--parallelism", "1,2", "1", "of a survey: how many subtasks read")
                .option(
                        "--hop",
                        "chained,chained-reuse,shuffle",
                        "chained",
                        "of a survey: from source to sink; chained is with copies")
                .option("--tls", "no", "no", "of a survey; the targets have cases of their own")
                .option("--growth-shards", "1,8,64,256,1000", "2", "of growth")
                .option("--growth-pages", "6000", "16", "of growth: how long the backlog is")
                .option(
                        "--growth-call-ms",
                        "0,10",
                        "0",
                        "of growth: with the first, which keeps the processors busy whatever the"
                                + " number of shards, for the target; with others once")
                .option(
                        "--backlog-pages",
                        "4000",
                        "16",
                        "how long any other backlog is at most, about")
                .option("--warm-up-cpu-seconds", "20", "0", "what each JVM uses before")
                .option("--heap-mb", "1500", "1500", "of each JVM");
    }

    @Override
    public void run(CommandLine options, Report report) throws Exception {
        List<String> groups = options.texts("--cases", "targets|survey|growth|all|sample");
        List<String> wanted = groups.contains("all") ? ALL : groups;
        int rounds = options.number("--rounds", 1, 100);
        List<CatchUpCases.Planned> planned = new ArrayList<>();
        if (wanted.contains("sample")) {
            planned.addAll(CatchUpCases.sample(rounds));
        }
        if (wanted.contains("targets")) {
            planned.addAll(CatchUpCases.targets(options, rounds));
        }
        if (wanted.contains("survey")) {
            planned.addAll(CatchUpCases.survey(options));
        }
        CatchUpReport printed = new CatchUpReport(report, "catchup-shards", "");
        try (CatchUpJvms jvms =
                new CatchUpJvms(
                        options.number("--heap-mb", 128, 1_000_000),
                        options.number("--backlog-pages", 1, 10_000_000),
                        options.number("--warm-up-cpu-seconds", 0, 3600),
                        PeerClasses.of("", ""),
                        false)) {
            try {
                for (CatchUpCases.Planned next : planned) {
                    CatchUpResults results =
                            jvms.measure(next.job(), next.variants(), next::roundsOf);
                    printed.add(results);
                    next.aims().forEach(aim -> aim.report(results, report));
                }
            } finally {
                printed.finish();
            }
            if (wanted.contains("growth")) {
                new GrowthOverShards(options, rounds).run(jvms, report);
            }
        }
    }
}
