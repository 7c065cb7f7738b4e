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
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit.Progress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records, positions and the ends of shards. */
@OnEachFlink
class ShardReadingTest {

    private final ReaderHarness harness = new ReaderHarness().shard("s1");

    @Test
    void allRecordsOfAShardAreEmittedInOrderWithTheirCreationTimes() throws IOException {
        // Given
        Instant created = harness.clock.instant();
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            harness.client.append("s1", "k" + i, created.plusSeconds(i / 1_000));
            written.add("k" + i);
        }

        // When
        harness.read("s1").run();

        // Then
        assertThat(harness.emitted).isEqualTo(written);
        assertThat(harness.timestamps.get(0)).isEqualTo(created.toEpochMilli());
        assertThat(harness.timestamps.get(2_499)).isEqualTo(created.plusSeconds(2).toEpochMilli());
    }

    @Test
    void aRecordWithoutCreationTimeIsEmittedWithoutTimestamp() throws IOException {
        harness.client.append("s1", "k", null);

        harness.read("s1").run();

        assertThat(harness.emitted).containsExactly("k");
        assertThat(harness.timestamps).containsExactly((Long) null);
    }

    @Test
    void thePositionIsThatOfTheLastRecordAlsoWhereItGaveNothing() throws IOException {
        harness.client.append("s1", "twice-a");
        SequenceNumber last = harness.client.append("s1", "none-b");

        harness.read("s1").run();

        assertThat(harness.emitted).containsExactly("twice-a", "twice-a-again");
        assertThat(harness.position("s1")).isEqualTo(ShardPosition.trimHorizon().advanceTo(last));
    }

    @Test
    void readingGoesOnAfterThePosition() throws IOException {
        // Given
        SequenceNumber first = harness.client.append("s1", "a");
        harness.client.append("s1", "b");

        // When
        harness.read(split("s1", ShardPosition.trimHorizon().advanceTo(first))).run();

        // Then
        assertThat(harness.emitted).containsExactly("b");
        assertThat(harness.client.iteratorStarts())
                .containsExactly(ShardIteratorStart.after(first));
    }

    @Test
    void aRecordThatComesAgainIsLeftOut() throws IOException {
        // Given a service that gives the same record twice
        SequenceNumber first = harness.client.append("s1", "a");
        harness.client.append("s1", "b");
        harness.client.appendJson("s1", "1000", recordJson("1000", "a"));

        // When
        harness.read("s1").run();

        // Then
        assertThat(first.digits()).isEqualTo("1000");
        assertThat(harness.emitted).containsExactly("a", "b");
    }

    @Test
    void recordsBeforeNotBeforeAreLeftOutButThePositionMovesPastThem() throws IOException {
        // Given
        Instant t = harness.clock.instant();
        harness.client.append("s1", "old", t.minusSeconds(10));
        harness.client.append("s1", "new", t);
        SequenceNumber last = harness.client.append("s1", "old too", t.minusSeconds(1));

        // When
        harness.read(split("s1", ShardPosition.trimHorizon(t))).run();

        // Then
        assertThat(harness.emitted).containsExactly("new");
        assertThat(harness.position("s1")).isEqualTo(ShardPosition.trimHorizon(t).advanceTo(last));
    }

    @Test
    void theEndOfAShardIsMarkedAfterItsLastRecordAndItIsPolledNoMore() throws IOException {
        // Given
        harness.client.append("s1", "a");
        harness.client.closeShard("s1");

        // When
        harness.read("s1").runFor(Duration.ofSeconds(10));

        // Then
        assertThat(harness.emitted).containsExactly("a");
        assertThat(harness.progress("s1")).isEqualTo(Progress.ENDED);
        assertThat(harness.client.calls(Operation.GET_RECORDS)).isEqualTo(1);
        assertThat(harness.finished).isEmpty();
    }

    @Test
    void anEndedSplitIsFinishedOnlyOnceItIsConfirmed() throws IOException {
        // Given
        harness.client.closeShard("s1");
        harness.read("s1").run();

        // When
        harness.reader().finishSplit("s1");
        harness.run();

        // Then
        assertThat(harness.finished).containsExactly("s1");
    }

    @Test
    void aConfirmationThatIsAheadOfItsSplitWaitsForIt() throws IOException {
        // Given
        harness.reader().finishSplit("s1");
        harness.run();

        // When
        harness.read(split("s1").at(ShardPosition.trimHorizon(), Progress.ENDED)).run();

        // Then
        assertThat(harness.finished).containsExactly("s1");
    }

    @Test
    void aSplitThatWasRestoredAsEndedMakesNoCallAndNoMark() throws IOException {
        harness.client.append("s1", "a");

        harness.read(split("s1").at(ShardPosition.trimHorizon(), Progress.ENDED))
                .runFor(Duration.ofSeconds(5));

        assertThat(harness.emitted).isEmpty();
        assertThat(harness.client.calls(Operation.GET_SHARD_ITERATOR)).isZero();
    }

    @Test
    void anExpiredIteratorIsRenewedAtThePositionForEver() throws IOException {
        // Given
        List<String> written = new ArrayList<>();
        harness.read("s1").run();

        // When
        for (int i = 0; i < 50; i++) {
            harness.client.append("s1", "k" + i);
            written.add("k" + i);
            harness.client.expireIterators("s1");
            harness.runFor(Duration.ofSeconds(3));
        }

        // Then
        assertThat(harness.emitted).isEqualTo(written);
        assertThat(harness.metricGroup.counted("expiredIterators")).isEqualTo(50);
    }

    @Test
    void iteratorsThatAreAlwaysExpiredNeitherFailNorSpin() throws IOException {
        harness.client.iteratorLifetime(Duration.ofMillis(-1));

        harness.read("s1").runFor(Duration.ofHours(1));

        assertThat(harness.client.calls(Operation.GET_SHARD_ITERATOR)).isBetween(300, 900);
    }

    @Test
    void anIteratorThatExpiresBehindABufferedPageWaitsForThatPage() throws IOException {
        // Given two big pages: the second is asked for while the first waits to be decoded
        harness.client.recordsPerPage(1);
        SequenceNumber a = harness.client.append("s1", "a", harness.clock.instant(), 200_000);
        harness.client.append("s1", "b", harness.clock.instant(), 200_000);
        harness.client.hold("s1");
        harness.read("s1").run();
        harness.client.answerHeld("s1", 1);
        harness.run();

        // When the first page comes, and what follows it expires
        harness.client.answerHeld("s1", 1);
        harness.client.expireIterators("s1");
        harness.client.release("s1");
        harness.run();

        // Then
        assertThat(harness.emitted).containsExactly("a", "b");
        assertThat(harness.client.iteratorStarts())
                .containsExactly(ShardIteratorStart.trimHorizon(), ShardIteratorStart.after(a));
    }

    private static String recordJson(String sequenceNumber, String key) {
        return "{\"eventID\":\"1\",\"eventName\":\"INSERT\",\"dynamodb\":{\"Keys\":{\"id\":{\"S\":\""
                + key
                + "\"}},\"SequenceNumber\":\""
                + sequenceNumber
                + "\"}}";
    }
}
