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
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.event.ChildrenAssigned;
import io.github.flinkdynamodb.streams.source.reader.fetch.KeySchema;
import io.github.flinkdynamodb.streams.source.reader.fetch.ReaderClock;
import io.github.flinkdynamodb.streams.source.reader.fetch.RecordingMetricGroup;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.junit.jupiter.api.Test;

/** How far behind a reader says it is, whose shard has ended. */
@OnEachFlink
class ReaderLagTest {

    private static final String ARN =
            "arn:aws:dynamodb:us-east-1:123456789012:table/T/stream/2026-01-01T00:00:00.000";

    private final ManualClock clock = new ManualClock();
    private final ScriptedStreamsClient client = new ScriptedStreamsClient(clock).stream(ARN, "T");
    private final RecordingMetricGroup metrics = new RecordingMetricGroup();

    private SteppedReader<String> reader() throws Exception {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, ARN);
        return SteppedReader.create(
                new TestingReaderContext(SteppedReader.options(), metrics),
                SourceConfig.from(options),
                client,
                new KeySchema(),
                new ReaderClock(clock::millis, clock));
    }

    @Test
    void itIsBehindUntilOtherReadersHaveTheChildren() throws Exception {
        client.shard(ARN, "parent", null);
        client.append("parent", "a", clock.instant());
        client.split("parent", "child");
        SteppedReader<String> reader = reader();
        reader.reader().start();
        reader.reader()
                .addSplits(
                        List.of(ShardSplit.of(ARN, "parent", null, ShardPosition.trimHorizon())));
        TestingReaderOutput<String> output = new TestingReaderOutput<>();
        for (int i = 0; i < 20; i++) {
            reader.fetch();
            reader.reader().pollNext(output);
        }
        clock.advance(Duration.ofHours(2));
        long before = metrics.gauge("millisBehindLatest");
        long headroom = metrics.gauge("retentionHeadroom");

        reader.reader().handleSourceEvents(new ChildrenAssigned("parent"));

        assertThat(output.getEmittedRecords()).hasSize(1);
        assertThat(before).isEqualTo(Duration.ofHours(2).toMillis());
        assertThat(headroom).isEqualTo(Duration.ofHours(22).toMillis());
        assertThat(metrics.gauge("millisBehindLatest")).isZero();
        assertThat(metrics.gauge("retentionHeadroom")).isEqualTo(Duration.ofDays(1).toMillis());
    }
}
