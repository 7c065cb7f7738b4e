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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import static io.github.flinkdynamodb.streams.source.reader.fetch.ReaderHarness.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.client.ShardIteratorStart;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanBoundedMode;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit.Progress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes are held back until the frontier has passed them. */
@OnEachFlink
class FrontierHoldTest {

    private static final int BIG = 200_000;
    private static final int SHARDS = 50;

    private final ReaderHarness harness =
            new ReaderHarness()
                    .with(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.INITIAL)
                    .shard("s1");
    private final Instant start = harness.clock.instant();

    @Test
    void nothingIsEmittedAndNothingIsCalledUntilTheFrontierIsKnown() throws IOException {
        // Given
        harness.client.append("s1", "a", start.minusSeconds(3_600));
        harness.read("s1").run();
        int calls = harness.client.calls(Operation.GET_RECORDS);

        // When
        harness.runFor(Duration.ofMinutes(1));

        // Then
        assertThat(harness.emitted).isEmpty();
        assertThat(calls).isOne();
        assertThat(harness.client.calls(Operation.GET_RECORDS)).isOne();
        assertThat(harness.client.calls(Operation.GET_SHARD_ITERATOR)).isOne();
        assertThat(harness.metricGroup.gauge("heldShards")).isOne();
        assertThat(harness.metricGroup.gauge("bufferedBytes")).isZero();
    }

    @Test
    void whatIsOlderThanTheFrontierIsEmittedAndThePositionStaysBeforeTheRest() throws IOException {
        // Given
        harness.client.append("s1", "a", start);
        SequenceNumber b = harness.client.append("s1", "b", start.plusSeconds(1));
        SequenceNumber c = harness.client.append("s1", "c", start.plusSeconds(2));
        harness.client.append("s1", "d", start.plusSeconds(2));
        harness.moveFrontier(start.plusSeconds(2));

        // When
        harness.read("s1").runFor(Duration.ofSeconds(10));
        List<String> held = List.copyOf(harness.emitted);
        ShardPosition position = harness.position("s1");
        harness.moveFrontier(start.plusSeconds(3));
        harness.run();

        // Then
        assertThat(held).containsExactly("a", "b");
        assertThat(position).isEqualTo(ShardPosition.trimHorizon().advanceTo(b));
        assertThat(harness.emitted).containsExactly("a", "b", "c", "d");
        assertThat(harness.client.iteratorStarts())
                .containsExactly(ShardIteratorStart.trimHorizon(), ShardIteratorStart.at(c));
        assertThat(harness.metricGroup.gauge("heldShards")).isZero();
    }

    @Test
    void noRecordBehindAHeldOneIsEmittedThoughItsTimeIsEarlier() throws IOException {
        // Given
        harness.client.append("s1", "a", start);
        harness.client.append("s1", "b", start.plusSeconds(3));
        harness.client.append("s1", "c", start.plusSeconds(1));
        harness.moveFrontier(start.plusSeconds(2));

        // When
        harness.read("s1").runFor(Duration.ofSeconds(10));
        List<String> held = List.copyOf(harness.emitted);
        harness.moveFrontier(start.plusSeconds(4));
        harness.run();

        // Then
        assertThat(held).containsExactly("a");
        assertThat(harness.emitted).containsExactly("a", "b", "c");
    }

    @Test
    void aShardIsNotReleasedBeforeTheFrontierHasPassedItsRecord() throws IOException {
        // Given
        harness.client.append("s1", "a", start.plusSeconds(60));
        harness.moveFrontier(start);
        harness.read("s1").run();
        int calls = harness.client.calls(Operation.GET_RECORDS);

        // When
        for (int second = 1; second <= 60; second++) {
            harness.moveFrontier(start.plusSeconds(second));
            harness.run();
        }
        int callsMeanwhile = harness.client.calls(Operation.GET_RECORDS) - calls;
        harness.moveFrontier(start.plusSeconds(61));
        harness.run();

        // Then
        assertThat(callsMeanwhile).isZero();
        assertThat(harness.emitted).containsExactly("a");
    }

    @Test
    void theFrontierDoesNotGoBack() throws IOException {
        harness.client.append("s1", "a", start);
        harness.moveFrontier(start.plusSeconds(1));
        harness.moveFrontier(start);

        harness.read("s1").run();

        assertThat(harness.emitted).containsExactly("a");
    }

    @Test
    void theEndOfTheOverlapLetsEverythingPass() throws IOException {
        // Given
        harness.client.append("s1", "a", start.plusSeconds(3_600));
        harness.client.append("s1", "b", null);
        harness.read("s1").run();

        // When
        harness.endOverlap();
        harness.run();
        harness.client.append("s1", "c", start.plusSeconds(7_200));
        harness.runFor(Duration.ofSeconds(2));

        // Then
        assertThat(harness.emitted).containsExactly("a", "b", "c");
        assertThat(harness.client.calls(Operation.GET_SHARD_ITERATOR)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRecordWithoutATimeGoesByWhenItsPageWasSentFirst(boolean serviceTellsTime)
            throws IOException {
        // Given a service whose clock is ten seconds behind, if it says what time it is
        int behind = serviceTellsTime ? 10 : 0;
        if (serviceTellsTime) {
            harness.client.tellTime(Duration.ofSeconds(10));
        }
        harness.client.append("s1", "a", null);
        harness.client.append("s1", "b", null);
        harness.client.append("s1", "c", start.minusSeconds(60));
        harness.moveFrontier(start.minusSeconds(behind));
        harness.read("s1").run();
        harness.clock.advance(Duration.ofMinutes(10));

        // When the frontier has passed that time, and not yet when the page is sent again
        List<String> before = List.copyOf(harness.emitted);
        harness.moveFrontier(start.plusSeconds(1 - behind));
        harness.run();

        // Then
        assertThat(before).isEmpty();
        assertThat(harness.emitted).containsExactly("a", "b", "c");
    }

    @Test
    void aPageThatWasAskedForBehindAHeldRecordIsDropped() throws IOException {
        // Given big pages of one record, the next of which is under way
        harness.client.recordsPerPage(1);
        harness.client.append("s1", "a", start, BIG);
        harness.client.append("s1", "b", start.plusSeconds(5), BIG);
        harness.client.append("s1", "c", start, BIG);
        harness.client.append("s1", "d", start, BIG);
        harness.moveFrontier(start.plusSeconds(1));

        // When
        harness.read("s1").runFor(Duration.ofSeconds(5));
        List<String> held = List.copyOf(harness.emitted);
        long buffered = harness.metricGroup.gauge("bufferedBytes");
        int fetched = harness.client.calls(Operation.GET_RECORDS);
        harness.moveFrontier(start.plusSeconds(6));
        harness.run();

        // Then
        assertThat(fetched).isGreaterThan(2);
        assertThat(held).containsExactly("a");
        assertThat(buffered).isZero();
        assertThat(harness.emitted).containsExactly("a", "b", "c", "d");
    }

    @Test
    void anAnswerThatComesBehindAHeldRecordIsDroppedAlsoIfTheShardIsReleasedByThen()
            throws IOException {
        // Given the page behind the held record on its way
        harness.client.recordsPerPage(1);
        harness.client.append("s1", "a", start.plusSeconds(5), BIG);
        harness.client.append("s1", "b", start, BIG);
        harness.moveFrontier(start.plusSeconds(1));
        harness.client.hold("s1");
        harness.read("s1").run();
        harness.client.answerHeld("s1", 1);
        harness.run();
        harness.client.answerHeld("s1", 1);
        harness.run();
        int held = harness.client.inFlight();

        // When
        harness.moveFrontier(start.plusSeconds(6));
        harness.run();
        harness.client.release("s1");
        harness.runFor(Duration.ofSeconds(2));

        // Then
        assertThat(held).isOne();
        assertThat(harness.emitted).containsExactly("a", "b");
    }

    @Test
    void aGapThatIsFoundBehindAHeldRecordIsLookedAtOnlyAfterIt() throws IOException {
        // Given the page behind the held record refused, before that record is decoded
        harness.client.recordsPerPage(1);
        harness.client.append("s1", "a", start.plusSeconds(5), BIG);
        harness.client.append("s1", "b", start, BIG);
        harness.client.hold("s1");
        harness.moveFrontier(start.plusSeconds(1));
        harness.read("s1").run();
        harness.client.answerHeld("s1", 1);
        harness.run();
        harness.client.fail(Operation.GET_RECORDS, "s1", Kind.TRIMMED_DATA, 1);
        harness.client.release("s1");
        harness.run();

        // When
        harness.moveFrontier(start.plusSeconds(6));
        harness.runFor(Duration.ofSeconds(2));

        // Then
        assertThat(harness.client.faultsLeft()).isZero();
        assertThat(harness.emitted).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPausedShardIsReadOnWhenItIsBothResumedAndReleased(boolean resumedFirst)
            throws IOException {
        // Given
        harness.client.append("s1", "a", start.plusSeconds(5));
        harness.moveFrontier(start);
        harness.read("s1").run();
        harness.pause("s1");
        harness.run();

        // When
        if (resumedFirst) {
            harness.resume("s1");
        } else {
            harness.moveFrontier(start.plusSeconds(6));
        }
        harness.runFor(Duration.ofSeconds(2));
        List<String> before = List.copyOf(harness.emitted);
        harness.resume("s1");
        harness.moveFrontier(start.plusSeconds(6));
        harness.runFor(Duration.ofSeconds(2));

        // Then
        assertThat(before).isEmpty();
        assertThat(harness.emitted).containsExactly("a");
    }

    @Test
    void aShardThatEndsBehindAHeldRecordEndsOnlyAfterIt() throws IOException {
        // Given
        harness.client.append("s1", "a", start);
        harness.client.append("s1", "b", start.plusSeconds(5));
        harness.client.closeShard("s1");
        harness.moveFrontier(start.plusSeconds(1));

        // When
        harness.read("s1").runFor(Duration.ofSeconds(5));
        Progress held = harness.progress("s1");
        harness.moveFrontier(start.plusSeconds(6));
        harness.run();

        // Then
        assertThat(held).isEqualTo(Progress.READING);
        assertThat(harness.emitted).containsExactly("a", "b");
        assertThat(harness.progress("s1")).isEqualTo(Progress.ENDED);
    }

    @Test
    void aShardThatIsToStopWaitsForTheFrontierToo() throws IOException {
        // Given a record before the stop, and one that shows that the stop is passed
        harness.with(DynamoDbStreamsSourceOptions.BOUNDED_MODE, ScanBoundedMode.LATEST);
        harness.client.append("s1", "a", start.plusSeconds(50));
        harness.client.append("s1", "b", start.plusSeconds(70));
        harness.moveFrontier(start.plusSeconds(1));

        // When
        harness.read(split("s1").withStopAt(start)).runFor(Duration.ofSeconds(100));
        Progress held = harness.progress("s1");
        List<String> before = List.copyOf(harness.emitted);
        harness.moveFrontier(start.plusSeconds(71));
        harness.run();

        // Then
        assertThat(held).isEqualTo(Progress.READING);
        assertThat(before).isEmpty();
        assertThat(harness.emitted).containsExactly("a");
        assertThat(harness.progress("s1")).isEqualTo(Progress.STOPPED);
    }

    @Test
    void aShardThatIsQuietAtItsStopEndsWhileOthersAreHeld() throws IOException {
        harness.with(DynamoDbStreamsSourceOptions.BOUNDED_MODE, ScanBoundedMode.LATEST);

        harness.read(split("s1").withStopAt(start)).runFor(Duration.ofMinutes(2));

        assertThat(harness.progress("s1")).isEqualTo(Progress.STOPPED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"TRIMMED_DATA", "RESOURCE_NOT_FOUND"})
    void aHeldRecordThatIsGoneIsALossThoughNothingWasEverRead(Kind kind) throws IOException {
        // Given
        SequenceNumber a = harness.client.append("s1", "a", start.plusSeconds(5));
        SequenceNumber b = harness.client.append("s1", "b", start.plusSeconds(5));
        harness.moveFrontier(start);
        harness.read("s1").run();

        // When
        if (kind == Kind.TRIMMED_DATA) {
            harness.client.trim("s1", b);
        } else {
            harness.client.dropShard("s1");
        }
        harness.moveFrontier(start.plusSeconds(6));

        // Then
        assertThatThrownBy(() -> harness.runFor(Duration.ofSeconds(30)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Data loss: shard s1 of stream")
                .hasMessageContaining("position AT(" + a + ") (a record of " + start.plusSeconds(5))
                .hasMessageContaining("checkpoints must complete");
    }

    @Test
    void aHeldShardGoesOnAtTheOldestRecordThatIsLeftIfLossesAreAllowed() throws IOException {
        // Given
        harness.with(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, DataLossPolicy.CONTINUE);
        harness.client.append("s1", "a", start.plusSeconds(5));
        SequenceNumber b = harness.client.append("s1", "b", start.plusSeconds(5));
        harness.moveFrontier(start);
        harness.read("s1").run();

        // When
        harness.client.trim("s1", b);
        harness.moveFrontier(start.plusSeconds(6));
        harness.runFor(Duration.ofSeconds(30));

        // Then
        assertThat(harness.emitted).containsExactly("b");
        assertThat(harness.metricGroup.counted("dataLossEvents")).isOne();
    }

    @Test
    void aRecordThatIsHeldForDaysIsReadIfItIsStillThere() throws IOException {
        // Given what comes before the held record trimmed
        harness.client.append("s1", "a", start);
        SequenceNumber b = harness.client.append("s1", "b", start.plusSeconds(5));
        harness.moveFrontier(start.plusSeconds(1));
        harness.read("s1").run();
        harness.clock.advance(Duration.ofHours(30));
        harness.client.trim("s1", b);

        // When
        harness.moveFrontier(start.plusSeconds(6));
        harness.runFor(Duration.ofSeconds(2));

        // Then
        assertThat(harness.emitted).containsExactly("a", "b");
    }

    @Test
    void shardsThatAreReleasedTogetherKeepToTheRequestsInFlight() throws IOException {
        // Given
        harness.with(DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS, 4);
        for (int shard = 0; shard < SHARDS; shard++) {
            harness.shard("many" + shard);
            harness.client.append("many" + shard, "a", start.plusSeconds(5));
            harness.read("many" + shard);
        }
        harness.run();
        long held = harness.metricGroup.gauge("heldShards");
        harness.client.hold(null);

        // When
        harness.moveFrontier(start.plusSeconds(6));
        harness.run();
        int inFlight = harness.client.inFlight();
        harness.client.release(null);
        harness.run();

        // Then
        assertThat(held).isEqualTo(SHARDS);
        assertThat(inFlight).isEqualTo(4);
        assertThat(harness.client.maxInFlight()).isEqualTo(4);
        assertThat(harness.emitted).hasSize(SHARDS);
    }

    @Test
    void aHeldShardThatIsForgottenIsNotCounted() throws IOException {
        harness.client.append("s1", "a", start);
        harness.read("s1").run();

        harness.reader().finishSplit("s1");
        harness.run();

        assertThat(harness.finished).containsExactly("s1");
        assertThat(harness.metricGroup.gauge("heldShards")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void theFirstRecordThatIsNewEnoughEndsTheSkippingOfOthersAlsoAfterARestore(int emitted)
            throws IOException {
        // Given
        ShardPosition notBefore = ShardPosition.trimHorizon(start.minusSeconds(60));
        SequenceNumber old = harness.client.append("s1", "too old", start.minusSeconds(61));
        SequenceNumber b = harness.client.append("s1", "b", start.minusSeconds(60));
        SequenceNumber c = harness.client.append("s1", "c", start.minusSeconds(61));
        harness.moveFrontier(start);

        // When
        harness.emitAtMost(emitted).read(split("s1", notBefore)).run();
        ShardSplit restored = (ShardSplit) harness.checkpoint()[0];
        harness.restart();
        harness.read(restored);
        harness.moveFrontier(start);
        harness.run();

        // Then
        assertThat(restored.position())
                .isEqualTo(
                        List.of(
                                        notBefore,
                                        ShardPosition.trimHorizon().advanceTo(b),
                                        ShardPosition.trimHorizon().advanceTo(c))
                                .get(emitted));
        assertThat(old).isLessThan(b);
        assertThat(harness.emitted).containsExactly("b", "c");
    }

    @Test
    void aShardOfWhichOnlyOldRecordsWereSeenGoesOnSkippingAfterARestore() throws IOException {
        // Given
        harness.client.append("s1", "a", start.minusSeconds(61));
        harness.moveFrontier(start);
        harness.read(split("s1", ShardPosition.trimHorizon(start.minusSeconds(60)))).run();

        // When
        harness.restoreFromCheckpoint();
        harness.moveFrontier(start);
        harness.client.append("s1", "b", start.minusSeconds(61));
        harness.client.append("s1", "c", start.minusSeconds(59));
        harness.run();

        // Then
        assertThat(harness.emitted).containsExactly("c");
    }

    /** Against a list of what was appended: nothing early, late, twice or out of order. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aShardIsReadOnceAndInOrderHoweverItIsHeldPausedAndRestored(long seed) throws IOException {
        RandomRun run = new RandomRun(new Random(seed));
        for (int step = 0; step < 300; step++) {
            run.step();
        }
        harness.resume("s1");
        harness.endOverlap();
        harness.runFor(Duration.ofSeconds(5));

        assertThat(harness.emitted).containsExactlyElementsOf(run.keys);
        assertThat(run.heldAtSomeTime).isTrue();
    }

    /** Random steps, and after each the rule of the frontier. */
    private final class RandomRun {
        private final Random random;
        private final List<String> keys = new ArrayList<>();
        private final List<Instant> times = new ArrayList<>();
        private Instant frontier = start;
        private boolean heldAtSomeTime;

        RandomRun(Random random) throws IOException {
            this.random = random;
            harness.client.recordsPerPage(1 + random.nextInt(4));
            harness.moveFrontier(frontier);
            harness.read("s1");
        }

        void step() throws IOException {
            switch (random.nextInt(8)) {
                case 0:
                    harness.pause("s1");
                    break;
                case 1:
                    harness.resume("s1");
                    break;
                case 2:
                    restore();
                    break;
                case 3:
                    frontier = frontier.plusSeconds(random.nextInt(5));
                    harness.moveFrontier(frontier);
                    break;
                case 4:
                    harness.client.expireIterators("s1");
                    break;
                default:
                    append();
            }
            harness.clock.advanceMillis(random.nextInt(1_000));
            for (int fetches = random.nextInt(4); fetches > 0; fetches--) {
                harness.fetchOnce();
            }
            check();
        }

        private void append() {
            Instant created = frontier.plusSeconds(random.nextInt(6) - 2);
            String key = "k" + keys.size();
            harness.client.append("s1", key, created, random.nextBoolean() ? BIG : 0);
            keys.add(key);
            times.add(created);
        }

        private void restore() throws IOException {
            DynamoDbStreamsSplit[] splits = harness.checkpoint();
            harness.restart();
            harness.moveFrontier(frontier);
            harness.read(splits);
        }

        private void check() {
            int out = harness.emitted.size();
            assertThat(harness.emitted).isEqualTo(keys.subList(0, out));
            assertThat(times.subList(0, out)).allMatch(time -> time.isBefore(frontier));
            heldAtSomeTime |= harness.metricGroup.gauge("heldShards") > 0;
        }
    }
}
