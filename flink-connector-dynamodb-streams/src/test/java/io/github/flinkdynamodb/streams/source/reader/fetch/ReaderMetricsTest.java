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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the reader's metrics say while shards are read. */
@OnEachFlink
class ReaderMetricsTest {

    private final ReaderHarness harness = new ReaderHarness().shard("s1");
    private final RecordingMetricGroup metrics = harness.metricGroup;

    @Test
    void anIdleShardIsNotBehindAsLongAsItIsPolled() throws IOException {
        harness.read("s1").runFor(Duration.ofSeconds(30));

        assertThat(metrics.gauge("millisBehindLatest")).isZero();
    }

    @Test
    void theLagGrowsWhilePollsDoNotSucceedAndGoesWhenTheyDo() throws IOException {
        // Given
        harness.read("s1").runFor(Duration.ofSeconds(30));

        // When
        harness.client.fail(null, "s1", Kind.TRANSIENT, 1_000_000);
        harness.runFor(Duration.ofSeconds(60));
        long failing = metrics.gauge("millisBehindLatest");
        harness.client.clearFaults();
        harness.runFor(Duration.ofSeconds(20));

        // Then
        assertThat(failing).isBetween(58_000L, 62_000L);
        assertThat(metrics.gauge("millisBehindLatest")).isZero();
    }

    @Test
    void aBacklogShowsAsTheAgeOfItsNewestRecordThatWasRead() throws IOException {
        // Given a page of old records, and a call that doesn't come back
        Instant old = harness.clock.instant().minus(Duration.ofHours(1));
        harness.client.recordsPerPage(1);
        harness.client.append("s1", "a", old);
        harness.client.append("s1", "b", old);
        harness.client.hold("s1");
        harness.read("s1").run();
        harness.client.answerHeld("s1", 1);
        harness.run();
        harness.client.answerHeld("s1", 1);

        // When
        harness.run();

        // Then
        assertThat(harness.emitted).containsExactly("a");
        assertThat(metrics.gauge("millisBehindLatest")).isEqualTo(3_600_000);
        assertThat(metrics.gauge("currentFetchEventTimeLag")).isEqualTo(3_600_000);
        assertThat(metrics.gauge("retentionHeadroom")).isEqualTo(Duration.ofHours(23).toMillis());
    }

    @Test
    void whatIsLeftOfABacklogIsEstimatedByItsAgeAndItsRate() throws IOException {
        // Given a record a second for the last hour
        int seconds = 3_600;
        Instant first = harness.clock.instant().minusSeconds(seconds);
        for (int second = 0; second < seconds; second++) {
            harness.client.append("s1", "k" + second, first.plusSeconds(second));
        }
        harness.client.recordsPerPage(100);
        harness.client.hold("s1");
        harness.read("s1").run();

        // When an iterator and ten pages have come
        for (int answer = 0; answer < 11; answer++) {
            harness.client.answerHeld("s1", 1);
            harness.run();
        }
        long left = metrics.gauge("pendingRecords");
        harness.client.release("s1");
        harness.runFor(Duration.ofSeconds(20));

        // Then
        assertThat(left).isBetween(2_590L, 2_610L);
        assertThat(harness.emitted).hasSize(seconds);
        assertThat(metrics.gauge("pendingRecords")).isZero();
    }

    @Test
    void theLagIsThatOfTheWorstShardUntilAChildIsReadInItsPlace() throws IOException {
        // Given
        harness.shard("stuck").client.hold("stuck");
        harness.read("s1").read("stuck").runFor(Duration.ofSeconds(100));
        long behind = metrics.gauge("millisBehindLatest");

        // When
        harness.client.closeShard("stuck");
        harness.client.release("stuck");
        harness.runFor(Duration.ofMillis(10));
        long ended = metrics.gauge("millisBehindLatest");
        long headroom = metrics.gauge("retentionHeadroom");
        harness.shard("child").read(childOf("stuck")).runFor(Duration.ofSeconds(20));

        // Then
        assertThat(behind).isEqualTo(100_000);
        assertThat(ended).isBetween(100_000L, 100_010L);
        assertThat(headroom).isEqualTo(Duration.ofHours(24).toMillis() - ended);
        assertThat(metrics.gauge("millisBehindLatest")).isZero();
    }

    private static ShardSplit childOf(String parent) {
        return ShardSplit.of(ReaderHarness.ARN, "child", parent, ShardPosition.trimHorizon());
    }

    @Test
    void anEndedShardOfARestoredStateIsAsFarBehindAsItsStateUntilItsChildrenAreHere()
            throws IOException {
        // Given
        Instant old = harness.clock.instant().minus(Duration.ofHours(20));

        // When
        harness.read(
                        ReaderHarness.split("s1")
                                .at(ShardPosition.trimHorizon(), ShardSplit.Progress.ENDED)
                                .withLastRecordTime(old))
                .runFor(Duration.ofSeconds(1));

        // Then
        assertThat(metrics.gauge("retentionHeadroom"))
                .isBetween(Duration.ofHours(4).toMillis() - 2_000, Duration.ofHours(4).toMillis());
    }

    @Test
    void aRestoredShardWhoseCallsFailIsAsFarBehindAsItsState() throws IOException {
        // Given
        Instant old = harness.clock.instant().minus(Duration.ofHours(20));
        harness.client.fail(null, "s1", Kind.TRANSIENT, 1_000_000);

        // When
        harness.read(ReaderHarness.split("s1").withLastRecordTime(old))
                .runFor(Duration.ofSeconds(60));

        // Then
        assertThat(metrics.gauge("millisBehindLatest"))
                .isEqualTo(Duration.ofHours(20).toMillis() + 60_000);
    }

    @Test
    void aNewShardIsAsFarBehindAsItsCreationByItsIdUntilItsFirstPage() {
        // Given
        long created = harness.clock.millis() - 1_800_000;
        String shard = String.format("shardId-%020d-00000000", created);

        // When
        harness.shard(shard).read(shard);

        // Then
        assertThat(metrics.gauge("millisBehindLatest")).isEqualTo(1_800_000);
    }

    @Test
    void anEmptyShardThatEndedLongAgoIsNotCaughtUpWith() throws IOException {
        // Given
        harness.read("s1").runFor(Duration.ofSeconds(30));
        harness.client.fail(null, "s1", Kind.TRANSIENT, 1_000_000);
        harness.runFor(Duration.ofSeconds(500));

        // When
        harness.client.closeShard("s1");
        harness.client.clearFaults();
        harness.runFor(Duration.ofSeconds(60));

        // Then
        assertThat(metrics.gauge("millisBehindLatest")).isBetween(550_000L, 600_000L);
    }

    @Test
    void beforeTheFirstRecordThereIsNoFetchLag() {
        harness.read("s1");

        assertThat(metrics.gauge("currentFetchEventTimeLag")).isEqualTo(-1);
    }

    @Test
    void callsPagesAndBytesAreCounted() throws IOException {
        // Given
        harness.client.append("s1", "a", harness.clock.instant(), 1_000);

        // When
        harness.read("s1").runFor(Duration.ofMillis(500));

        // Then
        long calls = metrics.counted("getRecordsCalls");
        assertThat(calls).isEqualTo(harness.client.calls(Operation.GET_RECORDS));
        assertThat(metrics.counted("emptyPages")).isEqualTo(calls - 1);
        assertThat(metrics.histogram("getRecordsLatency").getCount()).isEqualTo(calls);
        assertThat(metrics.getIOMetricGroup().getNumBytesInCounter().getCount())
                .isBetween(1_000L, 2_000L);
    }

    @Test
    void theLatencyOfACallIsMeasured() throws IOException {
        // Given
        harness.client.hold("s1");
        harness.read("s1").run();
        harness.client.answerHeld("s1", 1);
        harness.run();

        // When
        harness.clock.advanceMillis(170);
        harness.client.answerHeld("s1", 1);
        harness.run();

        // Then
        assertThat(metrics.histogram("getRecordsLatency").getStatistics().getMax()).isEqualTo(170);
    }
}
