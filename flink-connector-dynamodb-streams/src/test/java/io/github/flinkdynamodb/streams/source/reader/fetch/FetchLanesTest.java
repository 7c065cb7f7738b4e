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
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shards and segments of one reader share its budgets, and neither starves the other. */
@OnEachFlink
class FetchLanesTest {

    private static final String TABLE = "Orders";
    private static final int SEGMENTS = 12;
    private static final int SHARDS = 8;

    private final ReaderHarness harness = new ReaderHarness();
    private final ScriptedStreamsClient client = harness.client.table(TABLE);

    private static String segment(int segment) {
        return ScriptedStreamsClient.segment(TABLE, segment);
    }

    private static SegmentSplit split(int segment) {
        return SegmentSplit.of(
                new ScannedTable(TABLE, "arn", List.of("id"), SEGMENTS, true), segment);
    }

    private void requests(int atMost) {
        harness.with(DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS, atMost);
    }

    private void items(int count) {
        client.itemsPerPage(TABLE, 1);
        for (int i = 0; i < count; i++) {
            client.putItem(TABLE, "k" + i, i);
        }
    }

    private void readSegments() {
        for (int i = 0; i < SEGMENTS; i++) {
            harness.read(split(i));
        }
    }

    private void readShards() {
        for (int i = 0; i < SHARDS; i++) {
            harness.shard("s" + i).read("s" + i);
        }
    }

    private void hold(boolean segments) {
        for (int i = 0; i < (segments ? SEGMENTS : SHARDS); i++) {
            client.hold(segments ? segment(i) : "s" + i);
        }
    }

    @Test
    void segmentsAloneHaveTheWholeBudgetOfRequests() throws IOException {
        requests(6);
        hold(true);

        readSegments();
        harness.run();

        assertThat(client.inFlight()).isEqualTo(6);
    }

    @Test
    void besideShardsSegmentsHaveHalfOfTheRequestsAndShardsArePolled() throws IOException {
        // Given
        requests(6);
        hold(true);
        readShards();
        client.append("s7", "a");

        // When no page of a segment is answered
        readSegments();
        harness.runFor(Duration.ofSeconds(1));

        // Then
        assertThat(client.inFlight()).isEqualTo(3);
        assertThat(harness.emitted).containsExactly("a");
    }

    @Test
    void besideSegmentsShardsHaveHalfOfTheRequestsAndTheTableIsRead() throws IOException {
        // Given
        requests(6);
        hold(false);
        items(20);

        // When no page of a shard is answered
        readSegments();
        readShards();
        harness.fetchOnce();
        int inFlight = client.inFlight();
        harness.runFor(Duration.ofSeconds(1));

        // Then
        assertThat(inFlight).isEqualTo(3);
        assertThat(harness.emitted).hasSize(20);
    }

    @Test
    void whatOneKindHeldAloneIsGivenBackToTheOtherAsItIsAnswered() throws IOException {
        // Given segments with all requests
        requests(6);
        hold(true);
        readSegments();
        harness.run();

        // When shards come, and segments are answered one by one
        hold(false);
        readShards();
        harness.run();
        int atOnce = client.inFlight();
        for (int i = 0; i < 3; i++) {
            client.answerHeld(segment(i), 1);
            harness.run();
        }

        // Then
        assertThat(atOnce).isEqualTo(6);
        assertThat(client.maxInFlight()).isEqualTo(6);
        assertThat(client.calls(Operation.GET_SHARD_ITERATOR)).isEqualTo(3);
        assertThat(client.calls(Operation.SCAN)).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void withFewRequestsBothKindsAreReadAllTheSame(int requests) throws IOException {
        // Given shards that never want to wait
        requests(requests);
        harness.with(DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL, Duration.ofMillis(1));
        items(20);
        client.recordsPerPage(1);
        List<String> all = new ArrayList<>(client.itemKeys(TABLE));
        readShards();
        readSegments();
        for (int i = 0; i < SHARDS; i++) {
            client.append("s" + i, "change-" + i);
            all.add("change-" + i);
        }

        // When
        harness.runFor(Duration.ofSeconds(2));

        // Then
        assertThat(client.maxInFlight()).isLessThanOrEqualTo(requests);
        assertThat(harness.emitted).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void withOneRequestShardsThatAreBehindDoNotKeepTheTableFromBeingRead() throws IOException {
        // Given shards that always want the next page at once
        requests(1);
        items(20);
        client.recordsPerPage(1);
        readShards();
        Instant old = harness.clock.instant().minus(Duration.ofHours(1));
        for (int i = 0; i < 30 * SHARDS; i++) {
            client.append("s" + i % SHARDS, "change", old);
        }

        // When
        readSegments();
        for (int i = 0; i < 120; i++) {
            harness.fetchOnce();
        }

        // Then the table is read, and shards were read meanwhile
        assertThat(client.maxInFlight()).isOne();
        assertThat(harness.emitted).containsAll(client.itemKeys(TABLE));
        assertThat(harness.emitted.stream().filter("change"::equals).count())
                .isBetween(30L, 30L * SHARDS - 1);
    }

    @Test
    void besideShardsSegmentsHaveHalfOfTheBytesAndShardsArePolled() throws IOException {
        // Given room for 16 pages of 64 KiB
        harness.with(DynamoDbStreamsSourceOptions.FETCH_MAX_BYTES, MemorySize.ofMebiBytes(1));
        hold(true);
        readShards();
        client.append("s7", "a");

        // When no page of a segment is answered
        readSegments();
        harness.runFor(Duration.ofSeconds(1));

        // Then
        assertThat(client.inFlight()).isEqualTo(8);
        assertThat(harness.emitted).containsExactly("a");
    }

    @Test
    void whenTheLastShardIsGoneSegmentsHaveTheWholeBudgetAgain() throws IOException {
        // Given
        requests(6);
        hold(true);
        readShards();
        readSegments();
        harness.run();

        // When
        for (int i = 0; i < SHARDS; i++) {
            harness.reader().finishSplit("s" + i);
        }
        harness.run();

        // Then
        assertThat(client.inFlight()).isEqualTo(6);
    }

    @Test
    void afterFourPagesOfShardsOneOfASegmentIsDecoded() throws IOException {
        // Given shards with an iterator, and a call for each split under way
        items(20);
        hold(true);
        hold(false);
        readShards();
        readSegments();
        harness.fetchOnce();
        answer("s");
        harness.fetchOnce();

        // When a page of each is there
        for (int i = 0; i < SHARDS; i++) {
            client.append("s" + i, "change");
            client.answerHeld(segment(i), 1);
        }
        answer("s");
        for (int i = 0; i < 10; i++) {
            harness.fetchOnce();
        }

        // Then
        List<Boolean> changes = new ArrayList<>();
        harness.emitted.forEach(element -> changes.add(element.equals("change")));
        assertThat(changes)
                .containsExactly(true, true, true, true, false, true, true, true, true, false);
    }

    private void answer(String prefix) {
        for (int i = 0; i < SHARDS; i++) {
            assertThat(client.answerHeld(prefix + i, 1)).isOne();
        }
    }
}
