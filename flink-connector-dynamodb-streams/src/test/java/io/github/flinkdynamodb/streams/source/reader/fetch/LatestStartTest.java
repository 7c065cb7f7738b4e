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
import io.github.flinkdynamodb.streams.client.ShardIteratorStart;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Starting at the newest record, and not losing one when that is interrupted. */
@OnEachFlink
class LatestStartTest {

    private final ReaderHarness harness = new ReaderHarness().shard("s1");
    private final Instant jobStart = harness.clock.instant();
    private final ShardSplit split =
            split("s1", ShardPosition.trimHorizon(jobStart)).withLatestOnFirstRead(true);

    @Test
    void theFirstReadBeginsAfterTheNewestRecord() throws IOException {
        // Given
        harness.client.append("s1", "before");

        // When
        harness.read(split).run();
        harness.client.append("s1", "after");
        harness.runFor(Duration.ofSeconds(2));

        // Then
        assertThat(harness.emitted).containsExactly("after");
        assertThat(harness.client.iteratorStarts()).containsExactly(ShardIteratorStart.latest());
    }

    @Test
    void theStateHoldsTheMomentBeforeAnyRecordIsSeen() throws IOException {
        // Given
        harness.clock.advance(Duration.ofMinutes(5));
        harness.client.hold("s1");

        // When the iterator has been asked for and hasn't come
        harness.read(split).run();

        // Then
        assertThat(harness.states.get("s1").toSplit())
                .isEqualTo(split("s1", ShardPosition.trimHorizon(jobStart.plusSeconds(300 - 60))));
    }

    @Test
    void aQuietShardThatIsRestoredLosesNothing() throws IOException {
        // Given a reader that has seen nothing, and goes away
        harness.client.append("s1", "old", jobStart.minusSeconds(600));
        harness.read(split).run();
        ShardSplit restored = (ShardSplit) harness.states.get("s1").toSplit();
        harness.restart();

        // When something is written while nobody reads
        harness.clock.advance(Duration.ofMinutes(3));
        harness.client.append("s1", "written meanwhile");
        harness.read(restored).run();

        // Then
        assertThat(restored.latestOnFirstRead()).isFalse();
        assertThat(harness.emitted).containsExactly("written meanwhile");
    }

    @Test
    void aLatestIteratorThatExpiresUnusedLosesNothing() throws IOException {
        // Given
        harness.client.append("s1", "old", jobStart.minusSeconds(600));
        harness.read(split).run();

        // When
        harness.client.append("s1", "new");
        harness.client.expireIterators("s1");
        harness.runFor(Duration.ofSeconds(2));

        // Then
        assertThat(harness.emitted).containsExactly("new");
        assertThat(harness.client.iteratorStarts())
                .containsExactly(ShardIteratorStart.latest(), ShardIteratorStart.trimHorizon());
    }

    @Test
    void theFirstRecordMakesThePositionExact() throws IOException {
        // Given
        harness.read(split).run();

        // When
        SequenceNumber first = harness.client.append("s1", "a");
        harness.runFor(Duration.ofSeconds(2));

        // Then nothing is filtered any more
        assertThat(harness.position("s1")).isEqualTo(ShardPosition.trimHorizon().advanceTo(first));
    }

    @Test
    void recordsOfALatestIteratorCountEvenIfTheClockHereIsFarAhead() throws IOException {
        // Given a clock that is ten minutes ahead of the service's
        harness.read(split).run();

        // When
        harness.client.append("s1", "a", harness.clock.instant().minusSeconds(600));
        harness.client.append("s1", "b", harness.clock.instant().minusSeconds(599));
        harness.runFor(Duration.ofSeconds(2));

        // Then
        assertThat(harness.emitted).containsExactly("a", "b");
    }

    @Test
    void aShortFailureOfTheFirstCallKeepsTheStartAtLatest() throws IOException {
        harness.client.append("s1", "old", jobStart);
        harness.client.fail(Operation.GET_SHARD_ITERATOR, "s1", Kind.THROTTLED, 2);

        harness.read(split).runFor(Duration.ofSeconds(5));

        assertThat(harness.client.iteratorStarts()).containsExactly(ShardIteratorStart.latest());
        assertThat(harness.emitted).isEmpty();
    }

    @Test
    void aLongFailureOfTheFirstCallDoesNotMoveTheStart() throws IOException {
        // Given
        harness.client.append("s1", "old", jobStart.minusSeconds(600));
        harness.client.fail(Operation.GET_SHARD_ITERATOR, "s1", Kind.TRANSIENT, 1_000_000);
        harness.read(split).runFor(Duration.ofMinutes(2));

        // When
        harness.client.append("s1", "written meanwhile");
        harness.clock.advance(Duration.ofMinutes(2));
        harness.client.clearFaults();
        harness.runFor(Duration.ofSeconds(20));

        // Then
        assertThat(harness.client.iteratorStarts())
                .containsExactly(ShardIteratorStart.trimHorizon());
        assertThat(harness.emitted).containsExactly("written meanwhile");
    }
}
