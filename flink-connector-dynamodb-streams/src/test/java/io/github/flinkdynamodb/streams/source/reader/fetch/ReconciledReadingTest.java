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
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Shards beside a scan whose items an operator behind the source reconciles with the changes. */
@OnEachFlink
class ReconciledReadingTest {

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

    private static final String RECORD_1000 =
            "{\"eventID\":\"e\",\"eventName\":\"INSERT\",\"dynamodb\":{\"Keys\":{\"id\":"
                    + "{\"S\":\"a\"}},\"SequenceNumber\":\"1000\"}}";
}
