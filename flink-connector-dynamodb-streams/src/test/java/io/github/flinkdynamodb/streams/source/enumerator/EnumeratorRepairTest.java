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
package io.github.flinkdynamodb.streams.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.client.ExportRequest;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.source.event.HeldShard;
import io.github.flinkdynamodb.streams.source.event.RecentKeysReported;
import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import io.github.flinkdynamodb.streams.source.repair.RepairStep;
import io.github.flinkdynamodb.streams.source.split.ExportFile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the enumerator does at a restore with {@code scan.on-data-loss} = {@code repair}. */
class EnumeratorRepairTest extends RepairScene {

    @Test
    void aJobThatWasNotDownForLongReadsOnAndAsksForNothing() {
        harness.clock.advance(Duration.ofHours(23));
        restore(state);

        assertThat(actions()).containsExactly("HeldShardsReleased -> 0", "HeldShardsReleased -> 1");
        harness.end(0, "a");
        harness.service.shard(EnumeratorHarness.ARN, "a1", "a");
        harness.pass(Duration.ofMinutes(1));
        assertThat(actions()).contains("assign a1 -> 0");
        assertThat(exports.made()).isZero();
    }

    @Test
    void nothingIsDecidedBeforeEachReaderHasSaidWhatItHolds() {
        harness.clock.advance(Duration.ofHours(23));
        harness.restore(2, state, 0, 1);
        harness.restoredWith(0, "a");
        say(0, held(lineage("a")));

        assertThat(actions()).isEmpty();
        assertThat(harness.checkpoint(2, true)).isEqualTo(state);

        harness.restoredWith(1, "b");
        say(1, held(lineage("b")));
        assertThat(actions()).hasSize(2);
    }

    @Test
    void aLossIsRepairedAndTheStreamIsReadFromTheEndOfTheLastWindowOn() {
        harness.clock.advance(Duration.ofDays(3));
        restore(state);

        assertThat(actions())
                .containsExactly(
                        "RecentKeysWanted(0, 1 shards) -> 0", "RecentKeysWanted(0, 1 shards) -> 1");
        reportKeys();
        assertThat(actions().subList(2, 4))
                .containsExactly("HeldShardsDropped -> 0", "HeldShardsDropped -> 1");
        complete();
        assertThat(exports.made()).as("exports before the shards are dropped").isZero();
        drop();
        harness.executor.run();
        assertThat(exports.made()).as("exports before a checkpoint holds the plan").isZero();
        EnumeratorState planned = complete();
        harness.pass(LONG_ENOUGH);

        List<RepairStep> steps = planned.repair().orElseThrow().steps();
        assertThat(steps.get(0).deletions().get(0).content()).contains(keys().deletions());
        assertThat(exports.made()).isEqualTo(steps.size() - 1).isEqualTo(5);
        assertThat(requests())
                .allSatisfy(request -> assertThat(request.bucket()).isEqualTo("exports"));
        assertThat(file(0).file().content()).isPresent();
        assertThat(actions()).doesNotContain("assign segment-1 -> 0", "assign segment-1 -> 1");
        readFiles();

        Instant end = planned.repair().orElseThrow().end();
        assertThat(harness.context.lastSplit("a").position().notBefore())
                .contains(end.minusSeconds(60));
        int last = file(0).table().totalSegments() - 1;
        assertThat(file(last).table().export().orElseThrow().window().orElseThrow().to())
                .isEqualTo(end);
        EnumeratorState after = complete();
        assertThat(after.repair()).contains(planned.repair().orElseThrow().read());
        assertThat(after.scan()).isEmpty();
        assertThat(after.shards()).hasSize(2);
    }

    @Test
    void theNextStepIsReadOnceACheckpointHasTheOneBefore() {
        harness.clock.advance(Duration.ofDays(3));
        restore(state);
        reportKeys();
        drop();
        complete();
        harness.pass(LONG_ENOUGH);
        int owner = harness.context.ownerOf.get("segment-0");
        harness.endSegments(owner, 0);

        assertThat(harness.context.ownerOf.getOrDefault("segment-1", owner)).isEqualTo(owner);
        complete();
        assertThat(harness.context.ownerOf).containsKey("segment-1");
    }

    /** Whatever the checkpoint holds, no export is made twice, and all end at the same place. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void aRestoreAtAnyStageGoesOnWithTheSameExports(int stage) {
        harness.clock.advance(Duration.ofDays(3));
        restore(state);
        EnumeratorState last = harness.checkpoint(2, false);
        if (stage > 0) {
            reportKeys();
            last = harness.checkpoint(3, true);
        }
        if (stage > 1) {
            drop();
            last = complete();
        }
        if (stage > 2) {
            harness.pass(Duration.ofMinutes(5));
            last = harness.checkpoint(5, true);
        }
        if (stage > 3) {
            harness.pass(LONG_ENOUGH);
            harness.endSegments(harness.context.ownerOf.get("segment-0"), 0);
            last = complete();
            last = harness.checkpoint(99, false);
        }
        harness.enumerator.close();
        harness.jobId = "another";
        harness = new EnumeratorHarness(harness);
        harness.restore(2, last, 0, 1);
        boolean holds = stage < 2;
        harness.restoredWith(0, stage == 4 ? ids("segment-1") : holds ? ids("a") : ids());
        harness.restoredWith(1, holds ? ids("b") : ids());
        say(0, holds ? held(lineage("a")) : held());
        say(1, holds ? held(lineage("b")) : held());
        if (stage == 0) {
            reportKeys();
        }
        if (holds) {
            drop();
        }
        complete();
        harness.pass(LONG_ENOUGH);
        if (stage == 4) {
            harness.context.ownerOf.put("segment-1", 0);
        }
        readFiles();

        assertThat(harness.context.lastSplit("a")).as("the stream is read").isNotNull();
        assertThat(exports.made()).isEqualTo(5);
        assertThat(requests()).extracting(ExportRequest::token).doesNotHaveDuplicates();
    }

    @Test
    void aReaderThatFailsWhileKeysAreCollectedReportsThemAgain() {
        harness.clock.advance(Duration.ofDays(3));
        restore(state);
        say(0, keys());
        say(0, RecentKeysReported.end(question, 0));
        harness.fail(1);
        harness.addReader(1);
        harness.restoredWith(1, "b");
        say(1, RecentKeysReported.end(question, 0));
        assertThat(actions()).doesNotContain("HeldShardsDropped -> 0");
        say(1, held(lineage("b")));
        say(0, RecentKeysReported.end(1, 0));
        say(1, RecentKeysReported.end(1, 0));
        assertThat(actions()).doesNotContain("HeldShardsDropped -> 0");
        question = 2;
        reportKeys();

        assertThat(actions()).contains("HeldShardsDropped -> 0", "HeldShardsDropped -> 1");
        drop();
        List<ExportFile> deletions = complete().repair().orElseThrow().steps().get(0).deletions();
        assertThat(deletions).hasSize(1);
        assertThat(deletions.get(0).content()).contains(keys().deletions());
    }

    /** The others read on, and have records that are younger than its state. */
    @Test
    void aReaderThatIsRestoredAloneWithTooOldAStateFailsTheWholeJob() {
        harness.clock.advance(Duration.ofHours(1));
        restore(state);
        harness.clock.advance(Duration.ofHours(24));
        harness.fail(1);
        harness.addReader(1);
        harness.restoredWith(1, "b");

        assertThatThrownBy(() -> say(1, held(lineage("b"))))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("Data loss: subtask 1 was restored with 1 shards")
                .hasMessageContaining("b read up to " + stopped)
                .hasMessageContaining("Restoring the whole job");
    }

    @Test
    void aReaderThatIsRestoredAloneWithAYoungStateReadsOn() {
        harness.clock.advance(Duration.ofHours(1));
        restore(state);
        harness.fail(1);
        harness.addReader(1);
        harness.restoredWith(1, "b");
        say(1, held(lineage("b")));

        assertThat(actions()).hasSize(3).endsWith("HeldShardsReleased -> 1");
    }

    @Test
    void aStateWithoutKeysCannotBeRepaired() {
        harness.clock.advance(Duration.ofDays(3));
        harness.restore(2, state, 0, 1);
        say(0, held(new HeldShard("a", stopped, null, false, null)));

        assertThatThrownBy(() -> say(1, held(lineage("b"))))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("Data loss that can't be repaired")
                .hasMessageContaining("in 1 shards, the first of them a read up to " + stopped)
                .hasMessageContaining("'scan.startup.mode' = 'initial'");
    }

    @Test
    void rowsThatAreAppendedNeedNoKeys() {
        harness.append();
        harness.clock.advance(Duration.ofDays(3));
        harness.restore(2, state, 0, 1);
        say(0, held(new HeldShard("a", stopped, null, false, null)));
        say(1, held(new HeldShard("b", stopped, null, false, null)));

        assertThat(actions()).containsExactly("HeldShardsDropped -> 0", "HeldShardsDropped -> 1");
        drop();
        EnumeratorState planned = complete();
        harness.pass(LONG_ENOUGH);
        assertThat(planned.repair().orElseThrow().steps()).allMatch(RepairStep::isOfChanges);
        assertThat(exports.made()).isEqualTo(4);
    }

    @Test
    void anExportThatFailsIsAskedForAgain() {
        harness.clock.advance(Duration.ofDays(3));
        restore(state);
        reportKeys();
        drop();
        exports.failNext("S3AccessDenied: no");
        complete();
        harness.pass(LONG_ENOUGH.multipliedBy(2));

        assertThat(exports.made()).isEqualTo(6);
        assertThat(harness.context.ownerOf).containsKey("segment-0");
    }

    @Test
    void withoutPointInTimeRecoveryTheJobFailsAndSaysSo() {
        exports.recoverableSince(null);
        harness.clock.advance(Duration.ofDays(3));
        restore(state);
        reportKeys();
        drop();

        assertThatThrownBy(this::complete)
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("PointInTimeRecoveryUnavailableException");
    }

    /** The repair took so long that the stream has been trimmed past its end by now. */
    @Test
    void anotherWindowIsReadIfTheEndOfTheLastOneIsTooLongAgo() {
        harness.clock.advance(Duration.ofDays(3));
        restore(state);
        reportKeys();
        drop();
        Instant end = complete().repair().orElseThrow().end();
        harness.pass(LONG_ENOUGH);
        harness.pass(Duration.ofHours(30));
        readFiles();
        harness.pass(LONG_ENOUGH);
        readFiles();

        Instant later = requests().get(requests().size() - 1).to().orElseThrow();
        assertThat(exports.made()).isEqualTo(7);
        assertThat(requests().get(5).from()).contains(end);
        assertThat(harness.context.lastSplit("a").position().notBefore())
                .contains(later.minusSeconds(60));
    }

    @Test
    void aSecondOutageBeforeTheStreamIsKnownIsRepairedFromTheEndOfTheFirstRepair() {
        harness.clock.advance(Duration.ofDays(3));
        restore(state);
        reportKeys();
        drop();
        Instant end = complete().repair().orElseThrow().end();
        harness.pass(LONG_ENOUGH);
        EnumeratorState following = followingState(end);
        harness.enumerator.close();
        harness.clock.advance(Duration.ofDays(2));
        harness = new EnumeratorHarness(harness);
        harness.restore(2, following, 0, 1);
        say(0, held());
        say(1, held());
        EnumeratorState planned = complete();

        assertThat(planned.repair().orElseThrow().steps().get(0).from()).isEqualTo(end);
    }

    /**
     * Nothing of it has been read since, but it isn't unread: the stream was to be read from then.
     */
    @Test
    void aShardBehindAGapThatWasNeverReadIsLostToo() {
        Instant end = Instant.parse("2026-01-04T10:00:00Z");
        harness.clock.set(end.plus(Duration.ofDays(2)));
        EnumeratorState followed =
                new EnumeratorState(EnumeratorHarness.ARN, Instant.EPOCH, true, state.shards())
                        .withRepair(new RepairPlan("id", end, List.of()));
        harness.restore(2, followed, 0, 1);
        say(0, held(new HeldShard("a", null, end.minusSeconds(60), true, Instant.EPOCH)));
        say(1, held(new HeldShard("b", null, end.minusSeconds(60), true, Instant.EPOCH)));
        drop();

        List<RepairStep> steps = complete().repair().orElseThrow().steps();
        assertThat(steps.get(0).from()).isEqualTo(end);
    }

    /** Its barrier had overtaken the news that a file is finished. */
    @Test
    void aReaderThatIsRestoredWithAFileThatWasReadIsToldToDropIt() {
        harness.clock.advance(Duration.ofDays(3));
        restore(state);
        reportKeys();
        drop();
        complete();
        harness.pass(LONG_ENOUGH);
        readFiles();
        harness.fail(0);
        harness.addReader(0);
        harness.restoredWithEnded(0, List.of("a"), List.of("segment-3"));
        say(0, held());
        harness.endSegments(0, 3);

        assertThat(actions()).endsWith("HandoverComplete(segment-3) -> 0");
    }

    @Test
    void aStreamThatReplacesOneThatWasReadToItsEndFailsTheWholeJob() {
        harness.restore(2, state, 0, 1);
        harness.restoredWith(0, "a");
        harness.restoredWith(1, "b");
        say(0, held(lineage("a")));
        say(1, held(lineage("b")));
        harness.service.status(EnumeratorHarness.ARN, StreamStatus.DISABLED);
        harness.service.stream(EnumeratorHarness.SUCCESSOR, "orders");

        assertThatThrownBy(
                        () -> {
                            harness.end(0, "a");
                            harness.end(1, "b");
                            harness.pass(Duration.ofMinutes(5));
                        })
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("was replaced by " + EnumeratorHarness.SUCCESSOR)
                .hasMessageContaining("Restoring the whole job, which then repairs that");
    }

    /** The old stream could still be read on, but what was changed between the two could not. */
    @Test
    void aStreamThatWasReplacedWhileTheJobStoodStillIsRepairedHoweverShortThatWas() {
        harness.clock.advance(Duration.ofMinutes(10));
        harness.service.status(EnumeratorHarness.ARN, StreamStatus.DISABLED);
        String later = EnumeratorHarness.TABLE_ARN + "/stream/" + label(harness.clock.instant());
        harness.service.stream(later, "orders");
        harness.service.shard(later, "z", null);
        restore(state);
        reportKeys();
        drop();
        EnumeratorState planned = complete();
        harness.pass(Duration.ofMinutes(30));
        for (int rounds = 0; rounds < 20 && harness.context.lastSplit("z") == null; rounds++) {
            readAssignedFiles();
        }

        Instant end = planned.repair().orElseThrow().end();
        assertThat(end).isAfterOrEqualTo(stopped.plus(Duration.ofMinutes(11)));
        assertThat(harness.context.lastSplit("z").streamArn()).isEqualTo(later);
        assertThat(harness.context.lastSplit("z").position().notBefore())
                .contains(end.minusSeconds(60));
    }
}
