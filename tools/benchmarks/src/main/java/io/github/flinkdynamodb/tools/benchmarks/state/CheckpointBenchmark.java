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
package io.github.flinkdynamodb.tools.benchmarks.state;

import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.tools.benchmarks.report.Benchmark;
import io.github.flinkdynamodb.tools.benchmarks.report.CommandLine;
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import io.github.flinkdynamodb.tools.benchmarks.report.Table;
import io.github.flinkdynamodb.tools.benchmarks.report.Target;
import io.github.flinkdynamodb.tools.charts.Plot;
import io.github.flinkdynamodb.tools.charts.Plot.Scale;
import java.time.Duration;
import java.util.List;

/** How large the source's checkpoints are, and how long it takes to take and to restore them. */
public final class CheckpointBenchmark implements Benchmark {

    private static final int TARGET = 7;
    private static final double BYTES_A_SHARD = 60;

    /** The number of shards that the targets are about, and those of its checkpoint. */
    private static final int MANY_SHARDS = 70_000;

    private static final double MEGABYTES = 5;
    private static final double MILLIS = 1000;

    private static final String[] COLUMNS = {
        "bytes     ",
        "bytes a shard",
        "bytes of ids",
        "against ids",
        "ms to take          ",
        "ms to restore       "
    };

    @Override
    public String name() {
        return "checkpoint";
    }

    @Override
    public String purpose() {
        return "Restores the source's enumerator with shards that follow each other as the"
                + " service's do, takes its checkpoint, and prints\n"
                + "how large that is and how long taking and restoring it takes; beside it the"
                + " bytes of the shards' ids alone. Then the\n"
                + "same for the splits that the readers hold.";
    }

    @Override
    public CommandLine options() {
        return new CommandLine()
                .option(
                        "--shards",
                        "1,10,100,1000,10000,70000",
                        "1,1000,70000",
                        "a run for each of these numbers of known shards")
                .option(
                        "--splits",
                        "1,100,1000,10000",
                        "1,1000",
                        "a run for each of these numbers of shards that are being read")
                .option(
                        "--known-hours",
                        "30",
                        "30",
                        "how long a shard is known; a new one follows after 4 hours")
                .option("--parallelism", "4", "4", "how many subtasks read")
                .option("--rounds", "20", "3", "how often, without warming up");
    }

    @Override
    public void run(CommandLine options, Report report) throws Exception {
        CheckpointRun run =
                new CheckpointRun(
                        options.number("--parallelism", 1, 128),
                        options.number("--rounds", 1, 1000));
        Duration known = Duration.ofHours(options.number("--known-hours", 4, 48));
        report.limit("each shard's id is written once, as it is: 37 bytes.");
        enumerator(report, run, options.numbers("--shards", 1, 1_000_000), known);
        readers(report, run, options.numbers("--splits", 1, 1_000_000));
    }

    private static void enumerator(
            Report report, CheckpointRun run, List<Integer> sizes, Duration known)
            throws Exception {
        Table table = table(report, "The enumerator's checkpoint");
        Plot size =
                report.plot(
                        new Plot("checkpoint", "Size of the enumerator's checkpoint")
                                .across("known shards", Scale.LOGARITHMIC)
                                .up("bytes", Scale.LOGARITHMIC));
        Plot time =
                report.plot(
                        new Plot("checkpoint-time", "Time of the enumerator's checkpoint")
                                .across("known shards", Scale.LOGARITHMIC)
                                .up("milliseconds", Scale.LOGARITHMIC));
        for (int shards : sizes) {
            for (ShardHistory.Progress progress : ShardHistory.Progress.values()) {
                EnumeratorState state = ShardHistory.of(shards, known, progress);
                CheckpointRun.Result result = run.enumerator(state);
                row(table, shards, label(progress), state, result);
                if (progress == ShardHistory.Progress.UP_TO_DATE) {
                    size.point("checkpoint", shards, result.bytes());
                    size.point("ids alone", shards, ShardHistory.bytesOfIds(state));
                    size.point("60 bytes a shard", shards, BYTES_A_SHARD * shards);
                    time.point("taken", shards, result.taken().median());
                    time.point("restored", shards, result.restored().median());
                }
                targets(report, shards, label(progress), result);
            }
        }
    }

    private static void readers(Report report, CheckpointRun run, List<Integer> sizes)
            throws Exception {
        Table table = table(report, "The readers' checkpoint, all subtasks together");
        for (int splits : sizes) {
            EnumeratorState state =
                    ShardHistory.of(splits, Duration.ofHours(4), ShardHistory.Progress.UP_TO_DATE);
            row(table, splits, "being read", state, run.readers(state));
        }
    }

    private static String label(ShardHistory.Progress progress) {
        return progress == ShardHistory.Progress.UP_TO_DATE ? "up to date" : "backlog";
    }

    private static Table table(Report report, String title) {
        String[] columns = new String[COLUMNS.length + 2];
        columns[0] = "shards";
        columns[1] = "reading   ";
        System.arraycopy(COLUMNS, 0, columns, 2, COLUMNS.length);
        return report.table(title, columns);
    }

    private static void row(
            Table table,
            int shards,
            String reading,
            EnumeratorState state,
            CheckpointRun.Result result) {
        long ids = ShardHistory.bytesOfIds(state);
        table.row(
                shards,
                reading,
                result.bytes(),
                (double) result.bytes() / shards,
                ids,
                (double) result.bytes() / ids,
                result.taken(),
                result.restored());
    }

    private static void targets(
            Report report, int shards, String reading, CheckpointRun.Result result) {
        if (shards != MANY_SHARDS) {
            return;
        }
        String of = String.format("%,d shards, %s: ", shards, reading);
        report.target(
                Target.atMost(
                        TARGET,
                        of + "state a known shard",
                        BYTES_A_SHARD,
                        " bytes",
                        new Quantiles((double) result.bytes() / shards)));
        report.target(
                Target.atMost(
                        TARGET,
                        of + "checkpoint",
                        MEGABYTES,
                        " MB",
                        new Quantiles(result.bytes() / 1e6)));
        report.target(Target.atMost(TARGET, of + "time to take it", MILLIS, " ms", result.taken()));
    }
}
