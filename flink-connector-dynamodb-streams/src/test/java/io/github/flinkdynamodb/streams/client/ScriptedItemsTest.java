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
package io.github.flinkdynamodb.streams.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.snapshot.ScanReader;
import io.github.flinkdynamodb.streams.model.Image;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tables of the scripted client keep the service's rules for Scan, which other tests rely on.
 */
class ScriptedItemsTest {

    private static final String TABLE = "orders";

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00.700Z"));
    private final ScriptedStreamsClient client = new ScriptedStreamsClient(clock).table(TABLE);
    private double units;

    @BeforeEach
    void fill() {
        for (int i = 0; i < 50; i++) {
            client.putItem(TABLE, "k" + i, i);
        }
        client.itemsPerPage(TABLE, 7);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 200})
    void segmentsAreDisjointAndComplete(int total) {
        List<String> keys = new ArrayList<>();
        for (int segment = 0; segment < total; segment++) {
            for (String key : segment(SegmentScan.of(TABLE, segment, total, true))) {
                assertThat(client.segmentOf(TABLE, key, total)).isEqualTo(segment);
                keys.add(key);
            }
        }

        assertThat(keys).hasSize(50).doesNotHaveDuplicates();
        assertThat(client.itemKeys(TABLE)).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void aPageThatIsFullGoesOnEvenAtTheEndOfTheSegment() {
        SegmentScan scan = SegmentScan.of(TABLE, 0, 1, true);

        assertThat(page(scan.atMost(5))).hasSize(5);
        assertThat(page(scan.atMost(50))).hasSize(7);
        client.itemsPerPage(TABLE, 50);
        ScanReader full = read(scan);
        drain(full);
        ScanReader rest = read(scan.after(full.lastEvaluatedKey()));

        assertThat(drain(rest)).isEmpty();
        assertThat(rest.lastEvaluatedKey()).isNull();
    }

    @Test
    void emptyPagesGoOnFromWhereTheyBegan() {
        client.emptyScanPages(TABLE, 0, 2);

        assertThat(segment(SegmentScan.of(TABLE, 0, 1, true))).hasSize(50);
        assertThat(client.scans()).hasSize(8 + 2);
    }

    @Test
    void eventuallyConsistentPagesCostHalf() {
        segment(SegmentScan.of(TABLE, 0, 1, true));
        double consistent = units;
        units = 0;
        segment(SegmentScan.of(TABLE, 0, 1, false));

        assertThat(units).isPositive().isEqualTo(consistent / 2);
    }

    @Test
    void aTableIsDescribedByNameAndByArn() {
        client.stream("arn:aws:dynamodb:r:0:table/orders/stream/1", TABLE).tellTime(Duration.ZERO);
        TableDescription table = client.describeTable(TABLE).join();

        assertThat(client.describeTable(table.arn()).join().tableId()).isEqualTo(table.tableId());
        assertThat(table.itemCount()).isEqualTo(50);
        assertThat(table.streamEnabled()).isTrue();
        assertThat(table.sentAt()).contains(Instant.parse("2026-01-01T00:00:00Z"));
        client.recreateTable(TABLE);
        assertThat(client.describeTable(TABLE).join())
                .returns(0L, TableDescription::itemCount)
                .matches(again -> !again.tableId().equals(table.tableId()));
    }

    @Test
    void faultsAndHeldAnswersAreThoseOfOneSegment() {
        String target = ScriptedStreamsClient.segment(TABLE, 1);
        client.fail(Operation.SCAN, target, Kind.THROTTLED, 1);
        client.hold(target);

        CompletableFuture<PageResponse> held = client.scan(SegmentScan.of(TABLE, 1, 2, true));
        assertThat(page(SegmentScan.of(TABLE, 0, 2, true))).isNotEmpty();
        assertThat(held).isNotDone();
        client.release(target);

        assertThatThrownBy(held::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StreamsException.class);
        assertThat(page(SegmentScan.of(TABLE, 1, 2, true))).isNotEmpty();
    }

    private List<String> segment(SegmentScan first) {
        List<String> keys = new ArrayList<>();
        SegmentScan next = first;
        while (next != null) {
            ScanReader reader = read(next);
            keys.addAll(drain(reader));
            next =
                    reader.lastEvaluatedKey() == null
                            ? null
                            : first.after(reader.lastEvaluatedKey());
        }
        return keys;
    }

    private List<String> page(SegmentScan scan) {
        return drain(read(scan));
    }

    private ScanReader read(SegmentScan scan) {
        return new ScanReader(client.scan(scan).join().body(), ItemReader.skipping());
    }

    private List<String> drain(ScanReader reader) {
        List<String> keys = new ArrayList<>();
        for (Image item = reader.next(); item != null; item = reader.next()) {
            keys.add(item.get("id").s());
        }
        units += reader.consumedUnits();
        return keys;
    }
}
