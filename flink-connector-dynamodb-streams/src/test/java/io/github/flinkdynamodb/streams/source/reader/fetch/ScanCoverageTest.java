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
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages of a scan the frontier must not pass, and what time they and their items have. */
@OnEachFlink
class ScanCoverageTest {

    private static final String TABLE = "T";
    private static final Duration TOLERANCE = Duration.ofSeconds(60);

    /** The service's clock is an hour behind the reader's. */
    private static final Duration BEHIND = Duration.ofHours(1);

    private final ReaderHarness harness =
            new ReaderHarness()
                    .with(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.INITIAL);
    private final ScriptedStreamsClient client = harness.client.table(TABLE);
    private final String target = ScriptedStreamsClient.segment(TABLE, 0);

    private Instant serviceNow() {
        return harness.clock.instant().minus(BEHIND);
    }

    private void serviceTellsTime() {
        client.tellTime(BEHIND);
    }

    private void startScan() {
        harness.moveFrontier(serviceNow().minus(TOLERANCE));
    }

    private static SegmentSplit segment(boolean consistent) {
        return SegmentSplit.of(
                new ScannedTable(TABLE, "arn:table/T", List.of("id"), 1, consistent), 0);
    }

    private ReaderHarness readSegment() {
        return harness.read(segment(true));
    }

    @Test
    void noPageIsRequestedBeforeTheFrontierIsKnown() throws IOException {
        // Given
        client.putItem(TABLE, "a", 1);
        readSegment().runFor(Duration.ofMinutes(1));
        int before = client.calls(Operation.SCAN);

        // When
        startScan();
        harness.run();

        // Then
        assertThat(before).isZero();
        assertThat(harness.emitted).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPausedSegmentBeginsOnceItIsResumedAndTheFrontierKnown(boolean resumedFirst)
            throws IOException {
        // Given
        client.putItem(TABLE, "a", 1);
        readSegment().run();
        harness.pause(segment(true));

        // When
        if (resumedFirst) {
            harness.resume(segment(true));
            harness.run();
            startScan();
        } else {
            startScan();
            harness.run();
            harness.resume(segment(true));
        }
        harness.run();

        // Then
        assertThat(harness.emitted).containsExactly("a");
        assertThat(client.calls(Operation.SCAN)).isOne();
    }

    @Test
    void scansThatHoldNothingBackBeginAtOnceAndCountNoPages() throws IOException {
        client.putItem(TABLE, "a", 1);
        harness.reconciled();
        client.hold(target);

        readSegment().run();

        assertThat(client.inFlight()).isOne();
        assertThat(harness.coverage().oldest()).isNull();
    }

    @Test
    void aPageCountsFromItsRequestByTheServicesClockThoughThatOfTheReaderIsAhead()
            throws IOException {
        client.putItem(TABLE, "a", 1);
        startScan();
        Instant started = serviceNow();
        harness.clock.advance(Duration.ofSeconds(7));
        client.hold(target);

        readSegment().run();

        assertThat(harness.coverage().oldest()).isBetween(started, serviceNow());
    }

    @Test
    void theServicesTimeIsTakenFromTheNewestAnswer() throws IOException {
        // Given answers with a date, and a frontier that stands still
        serviceTellsTime();
        client.itemsPerPage(TABLE, 1);
        client.putItem(TABLE, "a", 1);
        client.putItem(TABLE, "b", 1);
        startScan();
        harness.shard("s1").read("s1").run();
        harness.clock.advance(Duration.ofMinutes(30));
        harness.shard("s2").read("s2").run();
        harness.clock.advance(Duration.ofMillis(1_500));

        // When
        client.hold(target);
        readSegment().run();

        // Then
        assertThat(harness.coverage().oldest()).isEqualTo(serviceNow());
    }

    @Test
    void aPageIsCoveredByTheFirstCheckpointBehindItsLastRowOnceThatCompletes() throws IOException {
        // Given
        client.putItem(TABLE, "a", 1);
        client.putItem(TABLE, "b", 1);
        startScan();
        harness.emitAtMost(1);
        readSegment().run();
        PageCoverage coverage = harness.coverage();

        // When
        coverage.snapshotTaken(1);
        coverage.checkpointComplete(1);

        // Then a page that is out in part isn't covered
        assertThat(harness.emitted).hasSize(1);
        assertThat(coverage.oldest()).isNotNull();
    }

    @Test
    void aPageAllOfWhichIsOutIsCoveredOnceTheCheckpointBehindItCompletes() throws IOException {
        // Given
        client.putItem(TABLE, "a", 1);
        startScan();
        readSegment().run();
        PageCoverage coverage = harness.coverage();

        // When
        coverage.snapshotTaken(1);
        Instant before = coverage.oldest();
        coverage.checkpointComplete(1);

        // Then
        assertThat(harness.emitted).containsExactly("a");
        assertThat(before).isNotNull();
        assertThat(coverage.oldest()).isNull();
    }

    @Test
    void aPageWithoutRowsDoesNotCount() throws IOException {
        // Given two empty pages, and one with nothing but what was emitted before
        client.putItem(TABLE, "a", 1);
        client.putItem(TABLE, "b", 1);
        client.itemsPerPage(TABLE, 1);
        client.emptyScanPages(TABLE, 0, 2);
        startScan();
        harness.emitAtMost(1);
        readSegment().run();

        // When
        harness.restoreFromCheckpoint();
        client.itemsPerPage(TABLE, 1);
        client.hold(target);
        startScan();
        harness.run();
        client.answerHeld(target, 1);
        harness.clock.advance(Duration.ofSeconds(10));
        harness.run();

        // Then the next page is under way
        assertThat(client.inFlight()).isOne();
        assertThat(harness.coverage().oldest()).isEqualTo(serviceNow());
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"TRANSIENT", "THROTTLED"})
    void aCallThatFailsDoesNotCount(Kind kind) throws IOException {
        client.putItem(TABLE, "a", 1);
        startScan();
        client.fail(Operation.SCAN, target, kind, 1);

        readSegment().run();
        Instant failed = harness.coverage().oldest();
        harness.runFor(Duration.ofSeconds(5));

        assertThat(client.faultsLeft()).isZero();
        assertThat(failed).isNull();
        assertThat(harness.emitted).containsExactly("a");
    }

    @Test
    void aPageThatAPauseDropsDoesNotCount() throws IOException {
        // Given one page on its way
        client.putItem(TABLE, "a", 1);
        startScan();
        client.hold(target);
        readSegment().run();

        // When
        harness.pause(segment(true));
        client.release(target);
        harness.run();

        // Then
        assertThat(harness.emitted).isEmpty();
        assertThat(harness.coverage().oldest()).isNull();
    }

    @Test
    void theAnswerToACallOfASegmentThatIsGoneDoesNotCount() throws IOException {
        client.putItem(TABLE, "a", 1);
        startScan();
        client.hold(target);
        readSegment().run();

        harness.reader().finishSplit(segment(true).splitId());
        client.release(target);
        harness.run();

        assertThat(harness.coverage().oldest()).isNull();
    }

    @Test
    void theEndOfTheOverlapEndsTheCounting() throws IOException {
        client.putItem(TABLE, "a", 1);
        harness.endOverlap();
        client.hold(target);

        readSegment().run();

        assertThat(client.inFlight()).isOne();
        assertThat(harness.coverage().oldest()).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anItemsTimeIsEarlierByTheToleranceThanTheRequestByTheServicesClock(boolean consistent)
            throws IOException {
        // Given a reader that has heard nothing of the service's clock before
        harness.with(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.SNAPSHOT)
                .with(DynamoDbStreamsSourceOptions.SNAPSHOT_CONSISTENT_READ, consistent);
        serviceTellsTime();
        client.putItem(TABLE, "a", 1);
        client.hold(target);
        harness.read(segment(consistent)).run();
        Instant requested = serviceNow();

        // When the answer takes long
        harness.clock.advance(Duration.ofSeconds(20));
        client.release(target);
        harness.run();

        // Then
        long tolerance = consistent ? 60 : 120;
        assertThat(harness.timestamps)
                .containsExactly(requested.minusSeconds(tolerance).toEpochMilli());
    }
}
