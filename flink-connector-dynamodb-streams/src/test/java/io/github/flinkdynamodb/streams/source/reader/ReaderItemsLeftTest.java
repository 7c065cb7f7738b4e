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

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.event.HandoverComplete;
import io.github.flinkdynamodb.streams.source.event.ItemsLeft;
import io.github.flinkdynamodb.streams.source.event.SegmentEnded;
import io.github.flinkdynamodb.streams.source.reader.fetch.KeySchema;
import io.github.flinkdynamodb.streams.source.reader.fetch.RecordingMetricGroup;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import io.github.flinkdynamodb.streams.source.watermark.WatermarkHold;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a reader shows of the items that the enumerator says are left. */
@OnEachFlink
class ReaderItemsLeftTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String TABLE = "orders";
    private static final String ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/" + TABLE;

    private final ScriptedStreamsClient client =
            new ScriptedStreamsClient(new ManualClock()).table(TABLE);
    private final RecordingMetricGroup metrics = new RecordingMetricGroup();
    private final TestingReaderContext context =
            new TestingReaderContext(new Configuration(), metrics);
    private final TestingReaderOutput<String> output = new TestingReaderOutput<>();

    private DynamoDbStreamsSourceReader<String> reader() throws Exception {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.TABLE_NAME, TABLE);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.SNAPSHOT);
        DynamoDbStreamsSourceReader<String> reader =
                DynamoDbStreamsSourceReader.create(
                        context,
                        SourceConfig.from(options),
                        loader -> client,
                        new KeySchema(),
                        new WatermarkHold());
        reader.start();
        return reader;
    }

    private static SegmentSplit segment() {
        return SegmentSplit.of(new ScannedTable(TABLE, ARN, List.of("id"), 1, true), 0);
    }

    @Test
    void theyArePendingAsLongAsTheReaderHasASegment() throws Exception {
        // Given
        client.putItem(TABLE, "a", 1);
        DynamoDbStreamsSourceReader<String> reader = reader();
        reader.addSplits(List.of(segment()));
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInSameThread()
                .until(
                        () -> {
                            reader.pollNext(output);
                            return context.getSentEvents().contains(new SegmentEnded(0));
                        });

        // When
        reader.handleSourceEvents(new ItemsLeft(20_000));
        long before = metrics.gauge("pendingRecords");
        reader.handleSourceEvents(new HandoverComplete(SegmentSplit.idOf(0)));
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInSameThread()
                .until(
                        () -> {
                            reader.pollNext(output);
                            return metrics.gauge("pendingRecords") == 0;
                        });
        reader.close();

        // Then
        assertThat(before).isEqualTo(20_000);
    }
}
