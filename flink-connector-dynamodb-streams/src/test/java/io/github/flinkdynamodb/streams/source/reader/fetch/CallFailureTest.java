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
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit.Progress;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a shard when its calls fail: the table of errors. */
@OnEachFlink
class CallFailureTest {

    private static final int FOR_EVER = 1_000_000;

    private final ReaderHarness harness = new ReaderHarness().shard("s1");

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"GET_RECORDS", "GET_SHARD_ITERATOR"})
    void aTransientFailureIsRetried(Operation operation) throws IOException {
        // Given
        harness.client.append("s1", "a");
        harness.client.fail(operation, "s1", Kind.TRANSIENT, 3);

        // When: 100, 200 and 400 ms at most
        harness.read("s1").runFor(Duration.ofMillis(900));

        // Then
        assertThat(harness.emitted).containsExactly("a");
        assertThat(harness.metricGroup.counted("retriedCalls")).isEqualTo(3);
    }

    @Test
    void aShardThatFailsAllTheTimeFailsTheJobAfterTheAllowedTimeNotBefore() throws IOException {
        // Given
        harness.with(DynamoDbStreamsSourceOptions.RETRY_MAX_DURATION, Duration.ofMinutes(10));
        harness.shard("s2").client.fail(Operation.GET_RECORDS, "s1", Kind.TRANSIENT, FOR_EVER);
        harness.read("s1").read("s2").runFor(Duration.ofSeconds(590));

        // When
        assertThatThrownBy(() -> harness.runFor(Duration.ofSeconds(30)))

                // Then
                .isInstanceOf(IOException.class)
                .hasMessageContaining("GetRecords on shard s1 of stream " + ReaderHarness.ARN)
                .hasMessageContaining("PT10M")
                .hasMessageContaining("'scan.retry.max-duration'")
                .hasMessageContaining("Last failure: ")
                .hasMessageContaining("scripted")
                .hasNoCause()
                .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("scripted"));
    }

    @Test
    void throttlingForTooLongFailsTheJobToo() throws IOException {
        harness.with(DynamoDbStreamsSourceOptions.RETRY_MAX_DURATION, Duration.ofMinutes(1));
        harness.client.fail(null, "s1", Kind.THROTTLED, FOR_EVER);
        harness.read("s1").runFor(Duration.ofSeconds(55));

        assertThatThrownBy(() -> harness.runFor(Duration.ofSeconds(15)))
                .hasMessageContaining("GetShardIterator(TRIM_HORIZON) on shard s1");
    }

    @Test
    void oneSuccessBeginsTheAllowedTimeAnew() throws IOException {
        // Given
        harness.with(DynamoDbStreamsSourceOptions.RETRY_MAX_DURATION, Duration.ofMinutes(1));
        harness.read("s1").run();

        // When 50 seconds of failures come twice, with a success between
        for (int i = 0; i < 2; i++) {
            harness.client.fail(Operation.GET_RECORDS, "s1", Kind.TRANSIENT, FOR_EVER);
            harness.runFor(Duration.ofSeconds(50));
            harness.client.clearFaults();
            harness.client.append("s1", "k" + i);
            harness.runFor(Duration.ofSeconds(11));
        }

        // Then
        assertThat(harness.emitted).containsExactly("k0", "k1");
    }

    @Test
    void aPauseDoesNotCountAsFailing() throws IOException {
        // Given
        harness.with(DynamoDbStreamsSourceOptions.RETRY_MAX_DURATION, Duration.ofMinutes(1));
        harness.client.fail(Operation.GET_RECORDS, "s1", Kind.TRANSIENT, 2);
        harness.read("s1").run();

        // When
        harness.pause("s1");
        harness.runFor(Duration.ofMinutes(5));
        harness.resume("s1");
        harness.client.append("s1", "a");
        harness.runFor(Duration.ofSeconds(2));

        // Then
        assertThat(harness.emitted).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ACCESS_DENIED", "INVALID_REQUEST"})
    void whatARetryDoesNotHelpFailsAtOnce(Kind kind) {
        harness.client.fail(Operation.GET_RECORDS, "s1", kind, 1);

        assertThatThrownBy(() -> harness.read("s1").run())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("GetRecords on shard s1")
                .hasMessageContaining("scripted");
    }

    @Test
    void trimmedRecordsAfterAPositionAreDataLossThatFails() {
        // Given
        SequenceNumber a = harness.client.append("s1", "a");
        harness.client.append("s1", "b");
        SequenceNumber c = harness.client.append("s1", "c");
        harness.client.trim("s1", c);

        // When
        assertThatThrownBy(
                        () ->
                                harness.read(split("s1", ShardPosition.trimHorizon().advanceTo(a)))
                                        .run())

                // Then
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Data loss: shard s1 of stream " + ReaderHarness.ARN)
                .hasMessageContaining("AFTER(" + a + ")")
                .hasMessageContaining("'scan.on-data-loss' = 'continue'")
                .hasNoCause();
    }

    @Test
    void theAgeOfTheLastRecordIsToldWhereItIsKnown() throws IOException {
        // Given
        harness.client.append("s1", "a");
        harness.read("s1").run();
        harness.runFor(Duration.ofSeconds(90));

        // When
        harness.client.append("s1", "b");
        harness.client.trimAll("s1");

        // Then
        assertThatThrownBy(() -> harness.runFor(Duration.ofSeconds(2)))
                .hasMessageContaining("2026-01-01T12:00:00Z, 9");
    }

    @Test
    void theAgeOfARestoredPositionIsToldWhereTheStateHasIt() {
        SequenceNumber a = harness.client.append("s1", "a");
        harness.client.append("s1", "b");
        harness.client.trimAll("s1");
        ShardSplit restored =
                split("s1", ShardPosition.trimHorizon().advanceTo(a))
                        .withLastRecordTime(harness.clock.instant().minus(Duration.ofHours(25)));

        assertThatThrownBy(() -> harness.read(restored).run())
                .hasMessageContaining("a record of 2025-12-31T11:00:00Z, 90000 s ago");
    }

    @Test
    void aTrimmedPositionLosesNothingIfTheShardHasBeenReadUpToALaterTime() throws IOException {
        // Given
        harness.with(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, DataLossPolicy.REPAIR);
        harness.with(DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET, "exports");
        SequenceNumber a = harness.client.append("s1", "a");
        harness.client.trimAll("s1");
        harness.client.append("s1", "b");
        ShardSplit restored =
                split("s1", ShardPosition.trimHorizon().advanceTo(a))
                        .withLastRecordTime(harness.clock.instant().minus(Duration.ofHours(25)))
                        .withReadUpTo(harness.clock.instant().minus(Duration.ofHours(22)));

        // When
        harness.read(restored).runFor(Duration.ofSeconds(1));

        // Then
        assertThat(harness.emitted).containsExactly("b");
        assertThat(harness.metricGroup.counted("dataLossEvents")).isZero();
    }

    @Test
    void trimmedRecordsMayBeAcceptedAndReadingGoesOnAtTheOldestOne() throws IOException {
        // Given
        harness.with(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, DataLossPolicy.CONTINUE);
        SequenceNumber a = harness.client.append("s1", "a");
        harness.client.append("s1", "b");
        SequenceNumber c = harness.client.append("s1", "c");
        harness.client.trim("s1", c);

        // When
        harness.read(split("s1", ShardPosition.trimHorizon().advanceTo(a)))
                .runFor(Duration.ofSeconds(1));

        // Then
        assertThat(harness.emitted).containsExactly("c");
        assertThat(harness.metricGroup.counted("dataLossEvents")).isEqualTo(1);
        assertThat(harness.client.iteratorStarts())
                .containsExactly(ShardIteratorStart.trimHorizon());
    }

    @Test
    void oneGapCountsOnceHoweverOftenTheOldestRecordGoesBeforeItIsRead() throws IOException {
        // Given
        harness.with(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, DataLossPolicy.CONTINUE);
        harness.client.append("s1", "a");
        harness.read("s1").run();

        // When
        harness.client.append("s1", "b");
        harness.client.trim("s1", harness.client.append("s1", "c"));
        harness.client.fail(Operation.GET_RECORDS, "s1", Kind.TRIMMED_DATA, 3);
        harness.runFor(Duration.ofSeconds(3));

        // Then
        assertThat(harness.metricGroup.counted("dataLossEvents")).isEqualTo(1);
        assertThat(harness.emitted).containsExactly("a", "c");
    }

    @Test
    void trimmingAfterADayOfEmptyPagesIsALossToo() throws IOException {
        harness.read("s1").run();
        harness.clock.advance(GapHandler.RETENTION);
        harness.client.fail(Operation.GET_RECORDS, "s1", Kind.TRIMMED_DATA, 1);

        assertThatThrownBy(() -> harness.runFor(Duration.ofSeconds(2)))
                .hasMessageContaining("Data loss: shard s1")
                .hasMessageContaining("position TRIM_HORIZON");
    }

    @Test
    void trimmingAfterEmptyPagesOfLessThanADayIsNoLoss() throws IOException {
        // Given
        harness.read("s1").run();
        harness.clock.advance(GapHandler.RETENTION.minusMinutes(1));
        harness.client.append("s1", "a");
        harness.client.fail(Operation.GET_RECORDS, "s1", Kind.TRIMMED_DATA, 1);

        // When
        harness.runFor(Duration.ofSeconds(2));

        // Then
        assertThat(harness.emitted).containsExactly("a");
        assertThat(harness.metricGroup.counted("dataLossEvents")).isZero();
        assertThat(harness.client.iteratorStarts())
                .containsExactly(
                        ShardIteratorStart.trimHorizon(), ShardIteratorStart.trimHorizon());
    }

    @Test
    void trimmingBeforeTheFirstReadIsNoLossAndIsNotRetriedInALoop() throws IOException {
        // Given
        harness.client.append("s1", "a");
        harness.client.fail(Operation.GET_RECORDS, "s1", Kind.TRIMMED_DATA, 4);

        // When
        harness.read("s1").run();
        int atOnce = harness.client.calls(Operation.GET_RECORDS);
        harness.runFor(Duration.ofSeconds(3));

        // Then
        assertThat(atOnce).isEqualTo(1);
        assertThat(harness.emitted).containsExactly("a");
        assertThat(harness.metricGroup.counted("dataLossEvents")).isZero();
    }

    @Test
    void aMissingShardWithAPositionIsDataLossThatFails() {
        SequenceNumber a = harness.client.append("s1", "a");
        harness.client.dropShard("s1");

        assertThatThrownBy(
                        () ->
                                harness.read(split("s1", ShardPosition.trimHorizon().advanceTo(a)))
                                        .run())
                .hasMessageContaining("Data loss: shard s1")
                .hasMessageContaining("is gone");
    }

    @Test
    void aMissingShardWithAPositionCountsAsEndedWhereThatIsAccepted() throws IOException {
        // Given
        harness.with(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, DataLossPolicy.CONTINUE);
        harness.client.append("s1", "a");
        harness.read("s1").run();

        // When
        harness.client.dropShard("s1");
        harness.runFor(Duration.ofSeconds(2));

        // Then
        assertThat(harness.progress("s1")).isEqualTo(Progress.ENDED);
        assertThat(harness.metricGroup.counted("dataLossEvents")).isEqualTo(1);
    }

    @Test
    void aMissingShardThatWasNeverReadCountsAsEndedAfterAWhile() throws IOException {
        // Given
        harness.client.dropShard("s1");

        // When
        harness.read("s1").runFor(GapHandler.PATIENCE.minusSeconds(1));
        Progress before = harness.progress("s1");
        harness.runFor(GapHandler.PATIENCE.plus(CallRetries.MAX_BACKOFF));

        // Then
        assertThat(before).isEqualTo(Progress.READING);
        assertThat(harness.progress("s1")).isEqualTo(Progress.ENDED);
        assertThat(harness.metricGroup.counted("dataLossEvents")).isZero();
    }

    @Test
    void aShardThatIsThereALittleLaterThanItsSplitIsRead() throws IOException {
        // Given
        harness.client.append("s1", "a");
        harness.client.fail(Operation.GET_SHARD_ITERATOR, "s1", Kind.RESOURCE_NOT_FOUND, 3);

        // When
        harness.read("s1").runFor(Duration.ofSeconds(3));

        // Then
        assertThat(harness.emitted).containsExactly("a");
    }

    @Test
    void aRejectedRecordFailsTheJobWithWhereItIsAndWhy() {
        harness.client.append("s1", "a");
        SequenceNumber bad = harness.client.append("s1", "bad-b");

        assertThatThrownBy(() -> harness.read("s1").run())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "record " + bad + " of shard s1 of stream " + ReaderHarness.ARN)
                .hasMessageContaining("the schema doesn't like bad-b")
                .hasMessageContaining("'scan.on-decode-error' = 'skip'")
                .hasRootCauseMessage("the schema doesn't like bad-b");
    }

    @Test
    void aRejectedRecordMayBeSkippedWithWhatItHadGivenAlready() throws IOException {
        // Given
        harness.with(DynamoDbStreamsSourceOptions.ON_DECODE_ERROR, DecodeErrorPolicy.SKIP);
        harness.client.append("s1", "a");
        harness.client.append("s1", "bad-b");
        harness.client.append("s1", "c");
        SequenceNumber last = harness.client.append("s1", "bad-d");

        // When
        harness.read("s1").run();

        // Then
        assertThat(harness.emitted).containsExactly("a", "c");
        assertThat(harness.position("s1").after()).contains(last);
        assertThat(harness.metricGroup.getNumRecordsInErrorsCounter().getCount()).isEqualTo(2);
    }

    @Test
    void aPageThatIsNoJsonFailsWithTheShard() {
        harness.client.appendJson("s1", "1", "{\"dynamodb\":{\"SequenceNumber\":\"1\"");

        assertThatThrownBy(() -> harness.read("s1").run())
                .hasMessageContaining("Cannot read a page of shard s1")
                .hasMessageContaining(ReaderHarness.ARN);
    }

    @Test
    void aRecordWithoutSequenceNumberFails() {
        harness.client.appendJson("s1", "1", "{\"eventID\":\"e7\",\"dynamodb\":{}}");

        assertThatThrownBy(() -> harness.read("s1").run())
                .hasMessageContaining("has no sequence number: e7");
    }
}
