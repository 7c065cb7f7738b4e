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
package io.github.flinkdynamodb.tools.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report for people, line for line. */
class ReportTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final String TAKEN = "2026-11-30T10:30:00Z";
    private static final String ARN =
            "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-11-01T00:00:00.000";

    @TempDir private Path folder;

    private static ShardSplit read(String shard, String after, String lastRecord) {
        return ShardSplit.of(
                        ARN,
                        shard,
                        null,
                        ShardPosition.trimHorizon().advanceTo(SequenceNumber.of(after)))
                .withLastRecordTime(Instant.parse(lastRecord));
    }

    private String savepoint() throws Exception {
        Instant start = Instant.parse("2026-11-30T09:00:00Z");
        EnumeratorState state =
                new EnumeratorState(
                        ARN,
                        start,
                        true,
                        List.of(
                                new ShardState("done", null, ShardStatus.FINISHED, null),
                                new ShardState("reading", "done", ShardStatus.ASSIGNED, null),
                                new ShardState("ended", null, ShardStatus.ASSIGNED, null),
                                new ShardState("stopped", null, ShardStatus.ASSIGNED, null),
                                new ShardState("fresh", null, ShardStatus.ASSIGNED, start),
                                new ShardState("child", "reading", ShardStatus.WAITING, null),
                                new ShardState("ready", "ended", ShardStatus.READY, null)));
        ShardPosition end = ShardPosition.trimHorizon().advanceTo(SequenceNumber.of("30"));
        return TestSavepoint.in(folder)
                .source(
                        "orders",
                        state,
                        List.of(
                                read("reading", "17", "2026-11-30T10:00:00Z"),
                                read("ended", "30", "2026-11-30T09:50:00Z")
                                        .at(end, ShardSplit.Progress.ENDED)
                                        .withLastRecordTime(Instant.parse("2026-11-30T09:50:00Z"))),
                        List.of(
                                ShardSplit.of(ARN, "fresh", null, ShardPosition.trimHorizon(start)),
                                read("stopped", "40", "2026-11-30T09:40:00Z")
                                        .withStopAt(Instant.parse("2026-11-30T09:45:00Z"))
                                        .at(end, ShardSplit.Progress.STOPPED)))
                .write();
    }

    @Test
    void shardsOfEachStateWithAllThatIsKnownOfThem() throws Exception {
        Run run = Run.at(NOW, "--taken-at", TAKEN, savepoint());

        assertThat(run.out.lines().skip(1).map(line -> line.replaceAll("[0-9.]+ kB", "N kB")))
                .containsExactly(
                        "  checkpoint 42, taken 2026-11-30 10:30:00Z, 1 h 30 min before now; N kB"
                                + " of state in 1 operator",
                        "",
                        "Source: orders",
                        "  operator       "
                                + operatorId(run)
                                + ", uid orders, 2 subtasks, N kB"
                                + " of state",
                        "  stream         " + ARN,
                        "  first started  2026-11-30 09:00:00Z",
                        "  shards         7: 2 reading, 1 ended, 1 stopped, 1 waiting, 1 ready, 1"
                                + " finished",
                        "  oldest         changes since 2026-11-30 09:00:00Z, 1 h 30 min before the"
                                + " savepoint, 3 h 0 min before now",
                        "  readable until 2026-12-01 09:00:00Z: 21 h 0 min left",
                        "",
                        "  shard    state    subtask  position                   last record      "
                                + "     at savepoint  now         readable until",
                        "  fresh    reading  1        from 2026-11-30 09:00:00Z  -                "
                                + "     -             -           2026-12-01 09:00:00Z",
                        "  ended    ended    0        after 30                   2026-11-30"
                                + " 09:50:00Z  40 min 0 s    2 h 10 min  2026-12-01 09:50:00Z",
                        "  ready    ready    -        trim horizon               -                "
                                + "     -             -           2026-12-01 09:50:00Z",
                        "  child    waiting  -        trim horizon               -                "
                                + "     -             -           2026-12-01 10:00:00Z",
                        "  reading  reading  0        after 17                   2026-11-30"
                                + " 10:00:00Z  30 min 0 s    2 h 0 min   2026-12-01 10:00:00Z",
                        "",
                        "By its age, all can be read for another 21 h 0 min.");
    }

    private String verdictOf(EnumeratorState state, ShardSplit... splits) throws Exception {
        String savepoint =
                TestSavepoint.in(folder).source("orders", state, List.of(splits)).write();
        return Run.at(NOW, savepoint).out.strip().lines().reduce((first, last) -> last).get();
    }

    @Test
    void noVerdictIsGivenByTheAgeOfShardsThatHaveNone() throws Exception {
        ShardState known = new ShardState("a", null, ShardStatus.ASSIGNED, null);
        ShardSplit untimed = ShardSplit.of(ARN, "a", null, ShardPosition.trimHorizon());
        EnumeratorState both =
                new EnumeratorState(
                        ARN,
                        NOW,
                        true,
                        List.of(known, new ShardState("b", null, ShardStatus.ASSIGNED, null)));

        assertThat(verdictOf(new EnumeratorState(ARN, NOW, true, List.of(known)), untimed))
                .isEqualTo(
                        "Nothing tells how old the changes are that are to be read. --check asks"
                                + " the service.");
        assertThat(verdictOf(both, untimed, read("b", "17", "2026-11-30T10:00:00Z")))
                .isEqualTo(
                        "By its age, all can be read for another 22 h 0 min, but for what has no"
                                + " time. --check asks the service.");
    }

    @Test
    void aStreamWhoseShardsWereNeverListedIsStillToBeRead() throws Exception {
        assertThat(verdictOf(new EnumeratorState(ARN, NOW, false, List.of())))
                .startsWith("Nothing tells how old the changes are");
    }

    private static String operatorId(Run run) {
        String line = run.out.lines().filter(text -> text.contains("operator  ")).findFirst().get();
        return line.strip().split("[ ,]+")[1];
    }

    @Test
    void withAllFinishedShardsAreShownToo() throws Exception {
        Run run = Run.at(NOW, "--all", savepoint());

        assertThat(run.out)
                .containsPattern("done +finished +- +- ")
                .containsPattern("stopped +stopped +1 +after 30 up to 2026-11-30 09:45:00Z ");
    }

    @Test
    void ofManyShardsTheOldestAreShown() throws Exception {
        List<ShardSplit> splits = new ArrayList<>();
        List<ShardState> shards = new ArrayList<>();
        for (int i = 100; i < 160; i++) {
            splits.add(
                    read("shard-" + i, "17", "2026-11-30T09:00:00Z")
                            .withLastRecordTime(NOW.minusSeconds(i)));
            shards.add(new ShardState("shard-" + i, null, ShardStatus.ASSIGNED, null));
        }
        String savepoint =
                TestSavepoint.in(folder)
                        .source("orders", new EnumeratorState(ARN, NOW, true, shards), splits)
                        .write();

        String out = Run.at(NOW, savepoint).out;

        assertThat(out)
                .contains("shard-159 ")
                .doesNotContain("shard-100 ")
                .contains("and 20 shards with newer positions: --all");
        assertThat(Run.at(NOW, "--all", savepoint).out).contains("shard-100 ");
    }
}
