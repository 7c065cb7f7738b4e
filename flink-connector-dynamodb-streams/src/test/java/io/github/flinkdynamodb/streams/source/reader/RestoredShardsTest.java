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
package io.github.flinkdynamodb.streams.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.event.HeldShard;
import io.github.flinkdynamodb.streams.source.event.HeldShardsDropped;
import io.github.flinkdynamodb.streams.source.event.HeldShardsReleased;
import io.github.flinkdynamodb.streams.source.event.RecentKeysReported;
import io.github.flinkdynamodb.streams.source.event.RecentKeysWanted;
import io.github.flinkdynamodb.streams.source.event.ShardsHeld;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.RecentInserts;
import io.github.flinkdynamodb.streams.source.split.RecentInsertsLog;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

/** What a reader does with restored shards before it is told whether they can be read on. */
class RestoredShardsTest {

    private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);
    private static final String ARN = "arn:aws:dynamodb:eu-west-1:1:table/orders/stream/label";

    private final TestingReaderContext context =
            new TestingReaderContext(
                    new Configuration(), UnregisteredMetricsGroup.createSourceReaderMetricGroup());
    private final List<DynamoDbStreamsSplit> released = new ArrayList<>();
    private final RestoredShards shards = new RestoredShards(context, true, released::addAll);

    private static ShardSplit shard(String id, RecentInserts inserts) {
        return ShardSplit.of(
                        ARN,
                        id,
                        null,
                        ShardPosition.trimHorizon().advanceTo(SequenceNumber.of("7")))
                .withLastRecordTime(TIME)
                .withReadUpTo(TIME.plusSeconds(60))
                .withRecentInserts(inserts);
    }

    private static RecentInserts inserts(int count) {
        RecentInsertsLog log = new RecentInsertsLog();
        for (int i = 0; i < count; i++) {
            byte[] key = ("{\"id\":{\"S\":\"k" + i + "\"}}").getBytes(StandardCharsets.UTF_8);
            log.add(TIME.getEpochSecond() - count + 1 + i, new ByteSlice(key, 0, key.length));
        }
        return log.toInserts();
    }

    private List<SourceEvent> sent() {
        List<SourceEvent> events = List.copyOf(context.getSentEvents());
        context.clearSentEvents();
        return events;
    }

    private static List<String> lines(RecentKeysReported event) {
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(event.deletions()))) {
            return List.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theyAreHeldAndReportedAndReadOnWhenTheReaderIsToldSo() {
        ShardSplit shard = shard("a", RecentInserts.since(TIME.minusSeconds(5)));
        List<DynamoDbStreamsSplit> others = shards.hold(List.of(shard));
        shards.start();

        assertThat(others).isEmpty();
        assertThat(shards.held()).containsExactly(shard);
        assertThat(sent())
                .containsExactly(
                        new ShardsHeld(
                                List.of(
                                        new HeldShard(
                                                "a",
                                                TIME,
                                                TIME.plusSeconds(60),
                                                false,
                                                TIME.minusSeconds(5)))));
        assertThat(shards.handle(new HeldShardsReleased())).isTrue();
        assertThat(released).containsExactly(shard);
        assertThat(shards.held()).isEmpty();
        assertThat(sent()).isEmpty();
    }

    @Test
    void whatIsDroppedIsConfirmed() {
        shards.hold(List.of(shard("a", RecentInserts.none())));
        shards.start();
        sent();

        assertThat(shards.handle(new HeldShardsDropped())).isTrue();
        assertThat(shards.held()).isEmpty();
        assertThat(released).isEmpty();
        assertThat(sent()).containsExactly(new ShardsHeld(List.of()));
    }

    @Test
    void aReaderWithNothingSaysSo() {
        shards.start();

        assertThat(sent()).containsExactly(new ShardsHeld(List.of()));
    }

    @Test
    void segmentsAndShardsThatAreAssignedLaterAreNotHeld() {
        SegmentSplit segment =
                SegmentSplit.of(new ScannedTable("orders", ARN, List.of("id"), 1, true), 0);
        assertThat(shards.hold(List.of(segment))).containsExactly(segment);
        shards.start();
        ShardSplit shard = shard("a", RecentInserts.none());

        assertThat(shards.hold(List.of(shard))).containsExactly(shard);
        assertThat(shards.held()).isEmpty();
    }

    @Test
    void underOtherPoliciesNothingIsHeldNorReported() {
        RestoredShards none = new RestoredShards(context, false, released::addAll);
        ShardSplit shard = shard("a", RecentInserts.none());

        assertThat(none.hold(List.of(shard))).containsExactly(shard);
        none.start();
        assertThat(sent()).isEmpty();
    }

    @Test
    void keysOfTheShardsThatAreNamedAreReportedFromTheirTimesOn() {
        shards.hold(List.of(shard("a", inserts(3)), shard("b", inserts(3))));
        shards.start();
        sent();

        assertThat(shards.handle(new RecentKeysWanted(9, 4, Map.of("a", TIME.minusSeconds(1)))))
                .isTrue();

        List<SourceEvent> events = sent();
        assertThat(events).hasSize(2).last().isEqualTo(RecentKeysReported.end(9, 4));
        RecentKeysReported keys = (RecentKeysReported) events.get(0);
        assertThat(keys.group()).isEqualTo(4);
        assertThat(keys.count()).isEqualTo(2);
        assertThat(lines(keys))
                .containsExactly(
                        "{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"1699999999000000\"}},"
                                + "\"Keys\":{\"id\":{\"S\":\"k1\"}}}",
                        "{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"1700000000000000\"}},"
                                + "\"Keys\":{\"id\":{\"S\":\"k2\"}}}");
        assertThat(shards.held()).hasSize(2);
    }

    /** A message of Flink has 10 MiB at most. */
    @Test
    void manyKeysAreReportedInSmallMessages() {
        shards.hold(List.of(shard("a", inserts(20_000))));
        shards.start();
        sent();

        shards.handle(new RecentKeysWanted(1, 0, Map.of("a", Instant.EPOCH)));

        List<RecentKeysReported> keys =
                sent().stream().map(RecentKeysReported.class::cast).collect(Collectors.toList());
        assertThat(keys).hasSizeGreaterThan(2).last().matches(RecentKeysReported::isEnd);
        assertThat(keys).allMatch(event -> event.deletions().length < 1 << 20);
        assertThat(keys.stream().mapToLong(RecentKeysReported::count).sum()).isEqualTo(20_000);
    }

    @Test
    void otherEventsAreNotTaken() {
        assertThat(shards.handle(RecentKeysReported.end(1, 0))).isFalse();
    }
}
