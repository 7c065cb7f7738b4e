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
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code pendingRecords} says while a table is read. */
@OnEachFlink
class PendingItemsTest {

    private static final String TABLE = "orders";
    private static final int ITEMS = 10;
    private static final int PAGE = 4;
    private static final String SEGMENT = ScriptedStreamsClient.segment(TABLE, 0);

    private final ReaderHarness harness = new ReaderHarness();

    private ReaderHarness readOneSegment() {
        harness.client.table(TABLE).itemsPerPage(TABLE, PAGE);
        for (int i = 0; i < ITEMS; i++) {
            harness.client.putItem(TABLE, "k" + i, i);
        }
        String arn = "arn:aws:dynamodb:us-east-1:123456789012:table/" + TABLE;
        return harness.read(
                SegmentSplit.of(new ScannedTable(TABLE, arn, List.of("id"), 1, true), 0));
    }

    private long pending() {
        return harness.metricGroup.gauge("pendingRecords");
    }

    @Test
    void whatHasBeenReadOfASegmentIsNotLeft() throws IOException {
        harness.client.table(TABLE).hold(SEGMENT);
        readOneSegment().run();
        harness.itemsLeft(ITEMS);
        long before = pending();

        harness.client.answerHeld(SEGMENT, 1);
        harness.run();

        assertThat(before).isEqualTo(ITEMS);
        assertThat(pending()).isEqualTo(ITEMS - PAGE);
    }

    @Test
    void theItemsOfASegmentThatHasEndedAreTheEnumeratorsToCount() throws IOException {
        readOneSegment().run();

        harness.itemsLeft(100);

        assertThat(harness.emitted).hasSize(ITEMS);
        assertThat(pending()).isEqualTo(100);
    }

    @Test
    void theCountOfTheServiceMayBeOldAndLessIsLeftThanNothing() throws IOException {
        harness.client.table(TABLE).hold(SEGMENT);
        readOneSegment().run();
        harness.client.answerHeld(SEGMENT, 2);
        harness.run();

        harness.itemsLeft(1);

        assertThat(pending()).isZero();
    }
}
