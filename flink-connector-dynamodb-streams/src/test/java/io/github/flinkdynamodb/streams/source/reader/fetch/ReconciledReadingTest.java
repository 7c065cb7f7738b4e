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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shards beside a scan whose items an operator behind the source reconciles with the changes. */
@OnEachFlink
class ReconciledReadingTest {

    /** The tolerance, and what is clearly later. */
    private static final int PASSED = 60 + 5;

    private final ReaderHarness harness =
            new ReaderHarness()
                    .with(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.INITIAL)
                    .with(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, DataLossPolicy.CONTINUE)
                    .reconciled()
                    .shard("s1");
    private final Instant start = harness.clock.instant();

    @Test
    void changesAreEmittedAsTheyCome() throws IOException {
        harness.client.append("s1", "a", start.plusSeconds(3_600));

        harness.read("s1").run();

        assertThat(harness.emitted).containsExactly("a");
    }

    @Test
    void aGapFailsTheJobWhateverIsToBeDoneAboutLosses() throws IOException {
        trimBehindTheReader();

        assertThatThrownBy(() -> harness.runFor(Duration.ofSeconds(2)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Data loss: shard s1 of stream")
                .hasMessageContaining("The items of the table are being reconciled");
    }

    @Test
    void afterTheOverlapAGapIsHandledAsTheSettingSays() throws IOException {
        trimBehindTheReader();
        harness.endOverlap();

        harness.runFor(Duration.ofSeconds(2));

        assertThat(harness.emitted).containsExactly("a", "c");
        assertThat(harness.metricGroup.counted("dataLossEvents")).isOne();
    }

    private void trimBehindTheReader() throws IOException {
        harness.client.append("s1", "a");
        harness.read("s1").run();
        harness.client.append("s1", "b");
        SequenceNumber c = harness.client.append("s1", "c");
        harness.client.trim("s1", c);
    }

    @Test
    void aRecordThatSeemsToComeTwiceFailsTheJob() throws IOException {
        harness.client.append("s1", "a");
        harness.client.appendJson("s1", "1000", RECORD_1000);

        assertThatThrownBy(() -> harness.read("s1").run())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Data loss: record 1000 of shard s1 of stream")
                .hasMessageContaining("its sequence number isn't greater than 1000")
                .hasMessageContaining("The items of the table are being reconciled");
        assertThat(harness.metricGroup.counted("duplicateRecords")).isOne();
    }

    @Test
    void aRecordClearlyLaterThanTheScanShowsThatTheShardHasPassedOnceItIsOut() throws IOException {
        // Given a record that isn't clearly later
        harness.client.append("s1", "a", start.plusSeconds(PASSED));
        harness.read("s1").run();
        harness.endScan(start);
        harness.client.append("s1", "b", start.plusSeconds(PASSED));
        harness.runFor(Duration.ofSeconds(2));
        boolean before = harness.hasPassed("s1");

        // When
        harness.client.append("s1", "c", start.plusSeconds(PASSED + 1));
        harness.emitAtMost(2);
        harness.runFor(Duration.ofSeconds(2));
        boolean fetched = harness.client.calls(Operation.GET_RECORDS) > 0;
        boolean notOut = harness.hasPassed("s1");

        // Then
        assertThat(before).isFalse();
        assertThat(fetched).isTrue();
        assertThat(notOut).isFalse();
    }

    @Test
    void aShardWhoseRecordsAreClearlyLaterHasPassed() throws IOException {
        harness.read("s1").run();
        harness.endScan(start);
        harness.client.append("s1", "a", start.plusSeconds(PASSED + 1));

        harness.runFor(Duration.ofSeconds(2));

        assertThat(harness.hasPassed("s1")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aQuietShardHasPassedWhenItIsStillEmptyClearlyLater(boolean serviceTellsTime)
            throws IOException {
        // Given a shard that is polled every five minutes
        harness.with(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, Duration.ofMinutes(5));
        if (serviceTellsTime) {
            harness.client.tellTime(Duration.ZERO);
        }
        harness.read("s1").runFor(Duration.ofMinutes(30));
        Instant end = harness.clock.instant();

        // When
        harness.endScan(end);
        harness.runFor(Duration.ofSeconds(PASSED - 1));
        boolean early = harness.hasPassed("s1");
        int calls = harness.client.calls(Operation.GET_RECORDS);
        harness.runFor(Duration.ofSeconds(serviceTellsTime ? 5 : 65));

        // Then
        assertThat(early).isFalse();
        assertThat(harness.hasPassed("s1")).isTrue();
        assertThat(calls).isLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {-3_600, 3_600})
    void aClockThatIsWrongByAnHourNeitherHastensNorDelaysThePassage(int behind) throws IOException {
        // Given a service whose clock is an hour behind the reader's, or ahead of it
        harness.client.tellTime(Duration.ofSeconds(behind));
        harness.read("s1").runFor(Duration.ofMinutes(1));

        // When
        harness.endScan(harness.clock.instant().minusSeconds(behind));
        harness.runFor(Duration.ofSeconds(PASSED - 1));
        boolean early = harness.hasPassed("s1");
        harness.runFor(Duration.ofSeconds(20));

        // Then
        assertThat(early).isFalse();
        assertThat(harness.hasPassed("s1")).isTrue();
    }

    @Test
    void aShardThatIsAddedLaterHasToPassToo() throws IOException {
        harness.read("s1").run();
        harness.endScan(start);
        harness.client.append("s1", "a", start.plusSeconds(PASSED + 1));
        harness.runFor(Duration.ofSeconds(2));

        harness.shard("s2").read("s2").run();
        boolean before = harness.hasPassed("s1", "s2");
        harness.client.append("s2", "a", start.plusSeconds(PASSED + 1));
        harness.runFor(Duration.ofSeconds(2));

        assertThat(before).isFalse();
        assertThat(harness.hasPassed("s1", "s2")).isTrue();
    }

    @Test
    void aLaterEndOfTheScanIsToBePassedAgain() throws IOException {
        // Given
        harness.read("s1").run();
        harness.endScan(start);
        harness.client.append("s1", "a", start.plusSeconds(PASSED + 1));
        harness.runFor(Duration.ofSeconds(2));

        // When
        harness.endScan(start.plusSeconds(100));
        harness.runFor(Duration.ofSeconds(2));
        boolean before = harness.hasPassed("s1");
        harness.client.append("s1", "b", start.plusSeconds(PASSED + 101));
        harness.runFor(Duration.ofSeconds(2));

        // Then
        assertThat(before).isFalse();
        assertThat(harness.hasPassed("s1")).isTrue();
    }

    @Test
    void theSameEndOfTheScanIsPassedOnce() throws IOException {
        harness.read("s1").run();
        harness.endScan(start);
        harness.client.append("s1", "a", start.plusSeconds(PASSED + 1));
        harness.runFor(Duration.ofSeconds(2));

        harness.endScan(start);

        assertThat(harness.hasPassed("s1")).isTrue();
    }

    private static final String RECORD_1000 =
            "{\"eventID\":\"e\",\"eventName\":\"INSERT\",\"dynamodb\":{\"Keys\":{\"id\":"
                    + "{\"S\":\"a\"}},\"SequenceNumber\":\"1000\"}}";
}
