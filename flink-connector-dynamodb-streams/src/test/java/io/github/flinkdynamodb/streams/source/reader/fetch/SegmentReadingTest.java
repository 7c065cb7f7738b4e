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
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments of a table: every item once, whatever happens between two pages or within one. */
@OnEachFlink
class SegmentReadingTest {

    private static final String TABLE = "Orders";
    private static final int PAGE = 5;

    private final ReaderHarness harness = new ReaderHarness();
    private final ScriptedStreamsClient client = harness.client.table(TABLE);

    private static SegmentSplit segment(int segment, int total) {
        String arn = "arn:aws:dynamodb:us-east-1:123456789012:table/" + TABLE;
        return SegmentSplit.of(new ScannedTable(TABLE, arn, List.of("id"), total, true), segment);
    }

    private ReaderHarness readAll(int total) {
        for (int i = 0; i < total; i++) {
            harness.read(segment(i, total));
        }
        return harness;
    }

    /** The keys of all items that were deleted, maybe to come back. */
    private final List<String> gone = new ArrayList<>();

    private List<String> items(int count) {
        client.itemsPerPage(TABLE, PAGE);
        for (int i = 0; i < count; i++) {
            client.putItem(TABLE, "k" + i, i);
        }
        return client.itemKeys(TABLE);
    }

    private boolean allEnded() {
        return harness.states.values().stream().allMatch(state -> state.toSplit().isEnded());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 40})
    void everyItemOfEverySegmentIsEmittedOnceAndEachSegmentEnds(int segments) throws IOException {
        List<String> keys = items(23);

        readAll(segments).run();

        assertThat(harness.emitted).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(allEnded()).isTrue();
        assertThat(harness.finished).isEmpty();
        assertThat(client.scans()).doesNotHaveDuplicates();
    }

    @Test
    void anEmptyTableEndsWithItsFirstPage() throws IOException {
        readAll(2).run();

        assertThat(harness.emitted).isEmpty();
        assertThat(allEnded()).isTrue();
        assertThat(client.scans()).hasSize(2);
    }

    @Test
    void thePagesOfASegmentFollowEachOtherAndAreReadAsTheTableSays() throws IOException {
        List<String> keys = items(PAGE + 1);

        readAll(1).run();

        SegmentScan first = SegmentScan.of(TABLE, 0, 1, true);
        assertThat(client.scans())
                .containsExactly(
                        first, first.after("{\"id\":{\"S\":\"" + keys.get(PAGE - 1) + "\"}}"));
    }

    @Test
    void aPageWithoutItemsThatLeadsOnIsFollowedByTheNext() throws IOException {
        List<String> keys = items(23);
        client.emptyScanPages(TABLE, 0, 2);

        readAll(1).run();

        assertThat(harness.emitted).containsExactlyElementsOf(keys);
        assertThat(client.scans()).hasSize(5 + 2);
    }

    @Test
    void aScanThatDoesNotMoveFailsTheJobNamingTheSegment() {
        items(23);
        client.emptyScanPages(TABLE, 0, 3);

        assertThatThrownBy(() -> readAll(1).run())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "The scan of segment 0 of table Orders doesn't move: 3 pages in a row had"
                                + " no items and end at the key where they begin, {\"id\":")
                .hasMessageContaining("Check that the endpoint is that of DynamoDB");
        assertThat(client.scans()).hasSize(4);
    }

    @Test
    void anItemHasATimeBeforeItsPageThatIsNotLaterThanItsNextChange() throws IOException {
        items(1);
        harness.clock.advanceMillis(789);
        client.tellTime(Duration.ofSeconds(3));

        readAll(1).run();

        long serviceSeconds = harness.clock.instant().getEpochSecond() - 3;
        assertThat(harness.timestamps).containsExactly((serviceSeconds - 60) * 1_000);
    }

    @Test
    void aRestoreAtEachItemEmitsEveryItemOnce() throws IOException {
        List<String> keys = items(13);
        for (int out = 0; out <= keys.size(); out++) {
            harness.emitted.clear();
            harness.states.clear();
            harness.restart();

            readAll(1).emitAtMost(out).run();
            harness.restoreFromCheckpoint().run();

            assertThat(harness.emitted).as("%s were out", out).containsExactlyElementsOf(keys);
            assertThat(allEnded()).isTrue();
        }
    }

    @Test
    void aCheckpointHoldsTheKeysOfThePageInEmissionAndNoOthers() throws IOException {
        items(13);

        readAll(1).emitAtMost(PAGE + 2).run();

        SegmentSplit split = (SegmentSplit) harness.checkpoint()[0];
        assertThat(split.emitted()).hasSize(2);
        assertThat(split.startKey()).isPresent();
    }

    @Test
    void anItemDeletedFromThePageTakesNoOtherWithIt() throws IOException {
        // Given a page of which two items are out, the first of them gone
        List<String> keys = items(PAGE);
        readAll(1).emitAtMost(2).run();
        client.deleteItem(TABLE, keys.get(0));

        // When
        harness.restoreFromCheckpoint().run();

        // Then
        assertThat(harness.emitted).containsExactlyElementsOf(keys);
    }

    @Test
    void anItemThatIsBackAfterASecondRestoreIsNotEmittedAgain() throws IOException {
        // Given
        List<String> keys = items(PAGE);
        readAll(1).emitAtMost(2).run();
        client.deleteItem(TABLE, keys.get(0));
        harness.restoreFromCheckpoint().emitAtMost(3).run();

        // When
        client.putItem(TABLE, keys.get(0), 1);
        harness.restoreFromCheckpoint().run();

        // Then
        assertThat(harness.emitted).containsExactlyElementsOf(keys);
    }

    /** The page is full again with one that the next page began with, and that is out. */
    @Test
    void anItemThatIsBackInFrontPushesNoneIntoTheNextPageThatIsOut() throws IOException {
        // Given
        List<String> keys = items(6);
        client.itemsPerPage(TABLE, 2);
        readAll(1).emitAtMost(1).run();
        client.deleteItem(TABLE, keys.get(0));
        harness.restoreFromCheckpoint().emitAtMost(3).run();

        // When
        client.putItem(TABLE, keys.get(0), 1);
        harness.restoreFromCheckpoint().run();

        // Then
        assertThat(harness.emitted).containsExactlyElementsOf(keys);
    }

    @Test
    void itemsThatAreOutAreLeftOutOfTheNextPageIfTheirsHasBecomeShorter() throws IOException {
        // Given
        List<String> keys = items(13);
        readAll(1).emitAtMost(4).run();

        // When
        client.itemsPerPage(TABLE, 1);
        harness.restoreFromCheckpoint().run();

        // Then
        assertThat(harness.emitted).containsExactlyElementsOf(keys);
    }

    /** Items come and go between restores, and pages have other sizes each time. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverChangesBetweenRestoresNoItemComesTwiceAndNoneThatStaysIsMissing(long seed)
            throws IOException {
        Random random = new Random(seed);
        for (int run = 0; run < 25; run++) {
            gone.clear();
            harness.emitted.clear();
            harness.states.clear();
            harness.restart();
            client.recreateTable(TABLE);
            Set<String> staying = new HashSet<>(items(1 + random.nextInt(20)));

            readAll(1 + random.nextInt(3));
            for (int restores = random.nextInt(6); restores > 0; restores--) {
                harness.emitAtMost(harness.emitted.size() + random.nextInt(5)).run();
                staying.removeAll(change(random, run + "-" + restores));
                harness.restoreFromCheckpoint();
            }
            harness.run();

            assertThat(harness.emitted).doesNotHaveDuplicates().containsAll(staying);
            assertThat(allEnded()).isTrue();
        }
    }

    /** Returns the keys of the items that were deleted. */
    private List<String> change(Random random, String name) {
        List<String> keys = client.itemKeys(TABLE);
        List<String> deleted = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0 && !keys.isEmpty(); i--) {
            String key = keys.get(random.nextInt(keys.size()));
            client.deleteItem(TABLE, key);
            deleted.add(key);
            gone.add(key);
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            boolean again = random.nextBoolean() && !gone.isEmpty();
            String back = again ? gone.get(random.nextInt(gone.size())) : null;
            client.putItem(TABLE, again ? back : "new-" + name + "-" + i, i);
        }
        client.itemsPerPage(TABLE, 1 + random.nextInt(7));
        return deleted;
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"TRANSIENT", "THROTTLED"})
    void aCallThatFailsIsMadeAgainAtEachPage(Kind kind) throws IOException {
        List<String> keys = items(13);
        String target = ScriptedStreamsClient.segment(TABLE, 0);
        String counter = kind == Kind.TRANSIENT ? "retriedCalls" : "throttledCalls";
        for (int page = 0; page < 3; page++) {
            harness.emitted.clear();
            harness.states.clear();
            harness.restart();

            readAll(1).emitAtMost(page * PAGE).run();
            client.fail(Operation.SCAN, target, kind, 2);
            harness.restoreFromCheckpoint().runFor(Duration.ofSeconds(2));

            assertThat(client.faultsLeft()).isZero();
            assertThat(harness.metricGroup.counted(counter)).as("page %s", page).isEqualTo(2);
            assertThat(harness.emitted).as("page %s", page).containsExactlyElementsOf(keys);
        }
    }

    @Test
    void aSegmentThatFailsAllTheTimeFailsTheJobAfterTheAllowedTimeNotBefore() throws IOException {
        // Given
        harness.with(DynamoDbStreamsSourceOptions.RETRY_MAX_DURATION, Duration.ofMinutes(1));
        items(13);
        client.fail(Operation.SCAN, ScriptedStreamsClient.segment(TABLE, 1), Kind.TRANSIENT, 1_000);
        readAll(2).runFor(Duration.ofSeconds(50));

        // When
        assertThatThrownBy(() -> harness.runFor(Duration.ofSeconds(30)))

                // Then
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Scan on segment 1 of table Orders has been failing for")
                .hasMessageContaining("'scan.retry.max-duration' allows PT1M")
                .hasNoCause();
    }

    @Test
    void aHigherGrantShortensTheWaitOfCallsThatArePlanned() throws IOException {
        // Given a call that waits for more than a minute
        List<String> keys = items(3);
        harness.readCapacity(0.1);
        readAll(1).runFor(Duration.ofSeconds(10));
        List<String> before = List.copyOf(harness.emitted);

        // When
        harness.grant(100);
        harness.runFor(Duration.ofSeconds(1));

        // Then
        assertThat(before).isEmpty();
        assertThat(harness.emitted).containsExactlyElementsOf(keys);
    }

    @Test
    void aRetryThatWaitsForReadCapacityDoesNotCountAsFailing() throws IOException {
        // Given a budget of which a retry waits for more than a minute, behind another segment's
        harness.with(DynamoDbStreamsSourceOptions.RETRY_MAX_DURATION, Duration.ofMinutes(1));
        List<String> keys = items(3);
        client.fail(Operation.SCAN, ScriptedStreamsClient.segment(TABLE, 0), Kind.THROTTLED, 3);

        // When
        harness.readCapacity(0.1);
        readAll(2).runFor(Duration.ofMinutes(8));

        // Then
        assertThat(harness.metricGroup.counted("throttledCalls")).isEqualTo(3);
        assertThat(harness.emitted).containsExactlyInAnyOrderElementsOf(keys);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ACCESS_DENIED", "INVALID_REQUEST", "RESOURCE_NOT_FOUND"})
    void aFailureThatARetryDoesNotHelpFailsTheJobAtOnce(Kind kind) {
        client.fail(Operation.SCAN, ScriptedStreamsClient.segment(TABLE, 0), kind, 1);

        assertThatThrownBy(() -> readAll(1).run())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Scan on segment 0 of table Orders failed: ")
                .hasMessageContaining("scripted");
    }

    @Test
    void aPauseLosesNothingAndRepeatsNothingWhereverItComes() throws IOException {
        List<String> keys = items(23);
        String target = ScriptedStreamsClient.segment(TABLE, 0);
        client.hold(target);
        DynamoDbStreamsSplit split = segment(0, 1);
        harness.read(split).run();

        // When paused with a call under way, whose page is dropped
        harness.pause(split);
        client.answerHeld(target, 1);
        harness.run();
        List<String> whilePaused = List.copyOf(harness.emitted);
        harness.resume(split);
        harness.run();
        client.answerHeld(target, 1);
        harness.run();
        List<String> afterwards = List.copyOf(harness.emitted);
        client.release(target);
        harness.run();

        // Then
        assertThat(whilePaused).isEmpty();
        assertThat(afterwards).hasSize(PAGE);
        assertThat(harness.emitted).containsExactlyElementsOf(keys);
    }

    @Test
    void aPageThatWaitsToBeDecodedIsReadAgainAfterAPause() throws IOException {
        // Given two segments whose pages have come, one of them not decoded yet
        List<String> keys = items(23);
        readAll(2);
        harness.fetchOnce();
        harness.fetchOnce();
        List<String> decoded = List.copyOf(harness.emitted);

        // When
        for (int i = 0; i < 2; i++) {
            harness.pause(segment(i, 2));
        }
        harness.run();
        List<String> whilePaused = List.copyOf(harness.emitted);
        for (int i = 0; i < 2; i++) {
            harness.resume(segment(i, 2));
        }
        harness.run();

        // Then
        assertThat(decoded).isNotEmpty().hasSizeLessThanOrEqualTo(PAGE);
        assertThat(whilePaused).isEqualTo(decoded);
        assertThat(harness.emitted).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(client.scans()).hasSizeGreaterThan(new HashSet<>(client.scans()).size());
    }

    @Test
    void anItemThatTheSchemaRejectsFailsTheJobNamingTableSegmentAndKey() {
        client.putItem(TABLE, "bad-1", 1);

        assertThatThrownBy(() -> readAll(1).run())
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "Cannot deserialize item {\"id\":{\"S\":\"bad-1\"}} of segment 0 of table"
                            + " Orders: java.io.IOException: the schema doesn't like bad-1."
                            + " 'scan.on-decode-error' = 'skip' leaves such items out and counts"
                            + " them");
    }

    @Test
    void skipLeavesOutWhatTheSchemaRejectsAndCountsIt() throws IOException {
        // Given
        harness.with(DynamoDbStreamsSourceOptions.ON_DECODE_ERROR, DecodeErrorPolicy.SKIP);
        List<String> keys = new ArrayList<>(items(23));
        client.putItem(TABLE, "bad-1", 1);

        // When
        readAll(2).run();

        // Then
        assertThat(harness.emitted).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(harness.metricGroup.getNumRecordsInErrorsCounter().getCount()).isOne();
    }

    @Test
    void anItemMayGiveNoElementOrSeveralAndIsOneUnitAllTheSame() throws IOException {
        client.putItem(TABLE, "none-1", 1);
        client.putItem(TABLE, "twice-1", 1);
        client.itemsPerPage(TABLE, 3);

        readAll(1).run();

        assertThat(harness.emitted).containsExactly("twice-1", "twice-1-again");
    }

    @Test
    void anEndedSegmentIsOnlyKept() throws IOException {
        items(3);

        harness.read(segment(0, 1).end()).run();

        assertThat(client.calls(Operation.SCAN)).isZero();
        assertThat(allEnded()).isTrue();
    }

    @Test
    void whenTheSchemaHasEnoughTheOtherSegmentsEndWithoutACall() throws IOException {
        // Given one call at a time, and items in most segments
        harness.with(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.SNAPSHOT);
        harness.with(DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS, 1);
        harness.schema.enough(3);
        items(640);

        // When
        readAll(64).run();
        int calls = client.calls(Operation.SCAN);
        harness.restart();
        harness.read(segment(0, 1)).run();

        // Then
        assertThat(harness.emitted).hasSize(3);
        assertThat(allEnded()).isTrue();
        assertThat(calls).isBetween(1, 3);
        assertThat(client.calls(Operation.SCAN)).isEqualTo(calls);
    }

    @Test
    void pagesThatHaveComeWhenTheSchemaHasEnoughAreDroppedAndTheirMemoryIsFree()
            throws IOException {
        harness.with(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.SNAPSHOT);
        harness.schema.enough(3);
        items(640);

        readAll(8).run();

        assertThat(harness.emitted).hasSize(3);
        assertThat(allEnded()).isTrue();
        assertThat(harness.metricGroup.gauge("bufferedBytes")).isZero();
    }

    @Test
    void aConfirmedSegmentIsReportedAsFinishedAlsoIfItIsAddedLater() throws IOException {
        harness.reader().finishSplit("segment-1");
        harness.read(segment(0, 2).end()).run();
        Set<String> before = Set.copyOf(harness.finished);

        harness.read(segment(1, 2).end()).run();

        assertThat(before).isEmpty();
        assertThat(harness.finished).containsExactly("segment-1");
    }

    @Test
    void segmentsAndShardsAreReadSideBySide() throws IOException {
        // Given
        List<String> keys = new ArrayList<>(items(23));
        harness.shard("s1").client.append("s1", "change-1");

        // When
        harness.read("s1");
        readAll(2).runFor(Duration.ofMillis(200));
        client.append("s1", "change-2");
        harness.runFor(Duration.ofSeconds(1));

        // Then
        keys.addAll(List.of("change-1", "change-2"));
        assertThat(harness.emitted).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(harness.progress("s1").name()).isEqualTo("READING");
    }

    @Test
    void callsItemsAndCapacityAreCounted() throws IOException {
        items(2 * PAGE + 1);

        readAll(1).run();

        // 3 units for 5 items, 3 more, and one for the last
        assertThat(harness.metricGroup.counted("scanCalls")).isEqualTo(3);
        assertThat(harness.metricGroup.counted("scannedItems")).isEqualTo(11);
        assertThat(harness.metricGroup.counted("consumedReadUnits")).isEqualTo(7);
        assertThat(harness.metricGroup.counted("getRecordsCalls")).isZero();
    }

    @Test
    void halvesOfUnitsAreNotLost() throws IOException {
        items(2 * PAGE + 1);
        SegmentSplit eventual =
                SegmentSplit.of(new ScannedTable(TABLE, "arn", List.of("id"), 1, false), 0);

        harness.read(eventual).run();

        // 1.5, 1.5 and 0.5
        assertThat(harness.metricGroup.counted("consumedReadUnits")).isEqualTo(3);
    }
}
