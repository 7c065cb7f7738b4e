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
package io.github.flinkdynamodb.tools.benchmarks.decode;

import io.github.flinkdynamodb.tools.benchmarks.report.Benchmark;
import io.github.flinkdynamodb.tools.benchmarks.report.CommandLine;
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import io.github.flinkdynamodb.tools.benchmarks.report.Table;
import io.github.flinkdynamodb.tools.benchmarks.report.Target;
import io.github.flinkdynamodb.tools.charts.Bars;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Compares the connector's way from bytes to what a job gets with the one over the SDK's objects.
 * Each case is measured in pairs, one after the other, each in a JVM of its own; the ratio of a
 * pair counts.
 */
public final class DecodeBenchmark implements Benchmark {

    private static final int TARGET = 1;
    private static final double MEGABYTES_A_NANO_AND_BYTE = 1e3;

    @Override
    public String name() {
        return "decode";
    }

    @Override
    public String purpose() {
        return "Turns pages of GetRecords into change records with all images decoded, rows of SQL"
                + " (two a record) or JSON text, as the\n"
                + "connector does and over the AWS SDK's objects, in pairs of runs; beside them"
                + " Jackson's parser, which walks over\n"
                + "the page's tokens and creates nothing. Prints CPU time and bytes allocated"
                + " a record, one thread.\n"
                + "Items: uniform and mixed have 10 attributes and 1.1 kB a record, mixed ones have"
                + " them in any order with a fifth\n"
                + "left out; large ones make records of 400 kB; deep ones nest 25 deep.";
    }

    @Override
    public CommandLine options() {
        return new CommandLine()
                .option(
                        "--cases",
                        "all",
                        "all",
                        "all that the next options say, or of those the targets alone")
                .option(
                        "--forms",
                        "rows,record,json,dynamodb-json",
                        "rows,record,json,dynamodb-json",
                        "what a record becomes")
                .option(
                        "--items",
                        String.join(",", DecodePage.names()),
                        "mixed,large",
                        "what the pages hold")
                .option(
                        "--columns",
                        "10,3",
                        "10",
                        "how many columns are wanted, of uniform and mixed items")
                .option(
                        "--hops",
                        "none,copy,shuffle",
                        "none,shuffle",
                        "none; copy: into an operator, object reuse off; shuffle: one serializer"
                                + " pass; the same")
                .option("--pairs", "5", "1", "pairs of runs of a case with a target; of others one")
                .option("--warm-up-seconds", "10", "0.2", "how long each run goes before that")
                .option("--seconds", "4", "0.2", "how long each run is measured");
    }

    @Override
    public void run(CommandLine options, Report report) throws Exception {
        List<DecodeCase> cases = cases(options);
        int pairs = options.number("--pairs", 1, 100);
        DecodeFork fork =
                new DecodeFork(options.seconds("--warm-up-seconds"), options.seconds("--seconds"));
        Output output = new Output(report);
        Map<String, Quantiles> floors = new HashMap<>();
        for (DecodeCase what : cases) {
            DecodePage page = DecodePage.of(what.items());
            List<DecodeFork.Costs> sdk = new ArrayList<>();
            List<DecodeFork.Costs> jackson = new ArrayList<>();
            List<DecodeFork.Costs> connector = new ArrayList<>();
            for (int i = 0; i < (what.targetRatio() == null ? 1 : pairs); i++) {
                sdk.add(fork.measure("sdk", what));
                connector.add(fork.measure("connector", what));
                if (!floors.containsKey(what.items())) {
                    jackson.add(fork.measure("jackson", what));
                }
            }
            floors.computeIfAbsent(what.items(), items -> nanos(jackson, page));
            output.add(what, page, sdk, floors.get(what.items()), connector);
        }
        report.limit(
                "Jackson's parser alone is the floor of what is built upon it; the connector reads"
                        + " the bytes itself, and skips what isn't wanted.");
    }

    private static List<DecodeCase> cases(CommandLine options) {
        boolean targets = options.texts("--cases", "all|targets").contains("targets");
        List<DecodeCase> cases =
                DecodeCase.all(
                        options.texts("--forms", "rows|record|json|dynamodb-json"),
                        options.texts("--items", String.join("|", DecodePage.names())),
                        options.numbers("--columns", 1, 10),
                        options.texts("--hops", "none|copy|shuffle"));
        return cases.stream()
                .filter(what -> !targets || what.targetRatio() != null)
                .collect(Collectors.toList());
    }

    private static Quantiles nanos(List<DecodeFork.Costs> costs, DecodePage page) {
        return new Quantiles(
                costs.stream().mapToDouble(cost -> cost.cpuNanos() / page.records()).toArray());
    }

    private static Quantiles bytes(List<DecodeFork.Costs> costs, DecodePage page) {
        return new Quantiles(
                costs.stream().mapToDouble(cost -> cost.bytes() / page.records()).toArray());
    }

    /** Where the figures go. */
    private static final class Output {

        private final Report report;
        private final Table table;
        private final Bars rows;
        private final Bars records;

        Output(Report report) {
            this.report = report;
            this.table =
                    report.table(
                            "A record",
                            "form         ",
                            "items  ",
                            "columns",
                            "hop    ",
                            "SDK ns CPU",
                            "Jackson ns",
                            "connector ns",
                            "SDK bytes",
                            "connector bytes",
                            "SDK/connector, CPU",
                            "MB/s a core");
            String axis = "MB of the page a second and core";
            this.rows = report.plot(new Bars("decode-rows", "From bytes to rows of SQL", axis));
            this.records =
                    report.plot(
                            new Bars(
                                    "decode-records",
                                    "From bytes to change records and JSON text",
                                    axis));
        }

        void add(
                DecodeCase what,
                DecodePage page,
                List<DecodeFork.Costs> sdk,
                Quantiles floor,
                List<DecodeFork.Costs> connector) {
            double[] ratios = new double[sdk.size()];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = sdk.get(i).cpuNanos() / connector.get(i).cpuNanos();
            }
            Quantiles ratio = new Quantiles(ratios);
            Quantiles bytes = bytes(connector, page);
            double size = (double) page.json().length / page.records();
            Quantiles speed = speed(size, nanos(connector, page));
            table.row(
                    what.form(),
                    what.items(),
                    what.columns() == 0 ? "" : what.columns(),
                    what.hop(),
                    nanos(sdk, page).midpoint(),
                    floor.midpoint(),
                    nanos(connector, page).midpoint(),
                    bytes(sdk, page).midpoint(),
                    bytes.midpoint(),
                    ratio,
                    speed.midpoint());
            Bars bars = what.columns() == 0 ? records : rows;
            bars.bar(what.label(), "AWS SDK's objects", speed(size, nanos(sdk, page)).span());
            bars.bar(what.label(), "Jackson's tokens alone", speed(size, floor).span());
            bars.bar(what.label(), "connector", speed.span());
            targets(what, ratio, bytes);
        }

        private static Quantiles speed(double size, Quantiles nanos) {
            return new Quantiles(
                    nanos.values()
                            .map(value -> size / value * MEGABYTES_A_NANO_AND_BYTE)
                            .toArray());
        }

        private void targets(DecodeCase what, Quantiles ratio, Quantiles bytes) {
            if (what.targetRatio() != null) {
                report.target(
                        Target.atLeast(
                                TARGET,
                                "times less CPU than the SDK, " + what.label(),
                                what.targetRatio(),
                                "x",
                                ratio));
            }
            if (what.targetBytes() != null) {
                report.target(
                        Target.atMost(
                                TARGET,
                                "bytes allocated a record, " + what.label(),
                                what.targetBytes(),
                                " B",
                                bytes));
            }
        }
    }
}
