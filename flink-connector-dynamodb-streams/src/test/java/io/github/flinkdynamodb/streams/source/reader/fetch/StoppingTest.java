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

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanBoundedMode;
import io.github.flinkdynamodb.streams.source.config.StopMargin;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit.Progress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading up to a moment. */
@OnEachFlink
class StoppingTest {

    private static final StopMargin MARGIN = StopMargin.standard();

    private final ReaderHarness harness = new ReaderHarness().shard("s1");
    private final Instant stopAt = harness.clock.instant();
    private final ShardSplit split = split("s1").withStopAt(stopAt);

    @Test
    void recordsAfterTheMomentAreLeftOutAndAMuchYoungerOneStopsTheShard() throws IOException {
        // Given
        harness.client.append("s1", "before", stopAt.minusSeconds(1));
        harness.client.append("s1", "at", stopAt);
        harness.client.append("s1", "after", stopAt.plusSeconds(1));
        harness.client.append("s1", "much later", stopAt.plusSeconds(6));

        // When
        harness.read(split).run();
        int calls = harness.client.calls(Operation.GET_RECORDS);
        harness.runFor(Duration.ofSeconds(10));

        // Then
        assertThat(harness.emitted).containsExactly("before", "at");
        assertThat(harness.progress("s1")).isEqualTo(Progress.STOPPED);
        assertThat(harness.client.calls(Operation.GET_RECORDS)).isEqualTo(calls);
    }

    @Test
    void aRecordWithinTheMarginDoesNotStopSinceAnOlderOneMayFollow() throws IOException {
        // Given
        harness.client.recordsPerPage(1);
        harness.client.append("s1", "after", stopAt.plusSeconds(5));
        harness.client.append("s1", "older", stopAt);

        // When
        harness.read(split).runFor(Duration.ofSeconds(1));

        // Then
        assertThat(harness.emitted).containsExactly("older");
        assertThat(harness.progress("s1")).isEqualTo(Progress.READING);
    }

    @Test
    void allOfThePageIsLookedAtThatStopsTheShard() throws IOException {
        harness.client.append("s1", "much later", stopAt.plusSeconds(60));
        harness.client.append("s1", "older", stopAt);

        harness.read(split).run();

        assertThat(harness.emitted).containsExactly("older");
        assertThat(harness.progress("s1")).isEqualTo(Progress.STOPPED);
    }

    @Test
    void atLatestRecordsMayHaveLaterStampsSinceTheServicesClockMayBeAhead() throws IOException {
        // Given
        atLatest();
        harness.client.append("s1", "before", stopAt.plusSeconds(1));
        harness.client.append("s1", "before, too", stopAt.plus(StopRule.CLOCK_TOLERANCE));
        harness.client.append("s1", "later", stopAt.plus(StopRule.CLOCK_TOLERANCE).plusSeconds(1));

        // When
        harness.read(split).run();
        Progress within = harness.progress("s1");
        Instant muchLater = stopAt.plus(StopRule.CLOCK_TOLERANCE).plus(MARGIN.time());
        harness.client.append("s1", "much later", muchLater.plusSeconds(1));
        harness.runFor(Duration.ofMillis(400));

        // Then
        assertThat(harness.emitted).containsExactly("before", "before, too");
        assertThat(within).isEqualTo(Progress.READING);
        assertThat(harness.progress("s1")).isEqualTo(Progress.STOPPED);
    }

    @Test
    void atATimeAQuietShardIsReadOnSinceTheMachinesClockMayBeAhead() throws IOException {
        // Given
        Duration quiet = MARGIN.time().plus(StopRule.CLOCK_TOLERANCE);
        harness.read(split).runFor(quiet.minusSeconds(1));
        harness.client.append("s1", "late", stopAt);

        // When
        harness.runFor(Duration.ofSeconds(1));
        Progress within = harness.progress("s1");
        harness.runFor(Duration.ofSeconds(5));

        // Then
        assertThat(harness.emitted).containsExactly("late");
        assertThat(within).isEqualTo(Progress.READING);
        assertThat(harness.progress("s1")).isEqualTo(Progress.STOPPED);
    }

    @Test
    void atATimeTheServicesOwnClockSaysWhenAQuietShardHasBeenRead() throws IOException {
        // Given
        Duration behind = Duration.ofSeconds(30);
        harness.client.tellTime(behind);
        harness.read(split).runFor(MARGIN.time().plus(behind).minusSeconds(1));
        harness.client.append("s1", "late", stopAt);

        // When
        harness.runFor(Duration.ofSeconds(1));
        Progress within = harness.progress("s1");
        harness.runFor(Duration.ofSeconds(5));

        // Then
        assertThat(harness.emitted).containsExactly("late");
        assertThat(within).isEqualTo(Progress.READING);
        assertThat(harness.progress("s1")).isEqualTo(Progress.STOPPED);
    }

    @ParameterizedTest
    @ValueSource(ints = {-3600, 3600})
    void aServicesClockThatIsFarOffNeitherEndsAShardEarlyNorKeepsItForLong(int secondsBehind)
            throws IOException {
        harness.client.tellTime(Duration.ofSeconds(secondsBehind));

        harness.read(split).runFor(MARGIN.time());
        Progress early = harness.progress("s1");
        harness.runFor(StopRule.CLOCK_TOLERANCE.plusSeconds(10));

        assertThat(early).isEqualTo(Progress.READING);
        assertThat(harness.progress("s1")).isEqualTo(Progress.STOPPED);
    }

    private void atLatest() {
        harness.with(DynamoDbStreamsSourceOptions.BOUNDED_MODE, ScanBoundedMode.LATEST);
    }

    @Test
    void aQuietShardIsStoppedAfterTheMarginAndEnoughEmptyPages() throws IOException {
        // Given
        atLatest();
        harness.read(split).runFor(MARGIN.time());
        Progress atTheMargin = harness.progress("s1");

        // When
        harness.runFor(Duration.ofMillis(200 * (MARGIN.emptyPages() - 3)));
        Progress stillEmpty = harness.progress("s1");
        harness.runFor(Duration.ofMillis(200 * 10));

        // Then
        assertThat(atTheMargin).isEqualTo(Progress.READING);
        assertThat(stillEmpty).isEqualTo(Progress.READING);
        assertThat(harness.progress("s1")).isEqualTo(Progress.STOPPED);
    }

    @Test
    void theEmptyPagesThatStopAShardAreMinimumIntervalsApart() throws IOException {
        // Given a shard that is read long after the moment
        atLatest();
        harness.clock.advance(Duration.ofMinutes(1));
        harness.read(split).run();

        // When
        harness.runFor(Duration.ofMillis(200 * (MARGIN.emptyPages() - 1) - 1));
        Progress before = harness.progress("s1");
        harness.runFor(Duration.ofMillis(1));

        // Then
        assertThat(before).isEqualTo(Progress.READING);
        assertThat(harness.progress("s1")).isEqualTo(Progress.STOPPED);
        assertThat(harness.client.calls(Operation.GET_RECORDS)).isEqualTo(MARGIN.emptyPages());
    }

    @Test
    void recordsBehindEmptyPagesAreReadBeforeTheStop() throws IOException {
        // Given
        atLatest();
        harness.clock.advance(Duration.ofMinutes(1));
        harness.client.emptyPages("s1", MARGIN.emptyPages() - 1);
        harness.client.append("s1", "a", stopAt);

        // When
        harness.read(split).runFor(Duration.ofSeconds(10));

        // Then
        assertThat(harness.emitted).containsExactly("a");
        assertThat(harness.progress("s1")).isEqualTo(Progress.STOPPED);
    }

    @Test
    void aShardThatEndsFirstHasEnded() throws IOException {
        harness.client.append("s1", "a", stopAt.minusSeconds(1));
        harness.client.closeShard("s1");

        harness.read(split).run();

        assertThat(harness.emitted).containsExactly("a");
        assertThat(harness.progress("s1")).isEqualTo(Progress.ENDED);
    }

    @Test
    void aShardWithoutStopIsNeverStopped() throws IOException {
        harness.client.append("s1", "a", stopAt.plusSeconds(3600));

        harness.read("s1").runFor(Duration.ofMinutes(2));

        assertThat(harness.emitted).containsExactly("a");
        assertThat(harness.progress("s1")).isEqualTo(Progress.READING);
    }
}
