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
package io.github.flinkdynamodb.streams.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanBoundedMode;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

@OnEachFlink
class SourceParallelismTest {

    private static final String ARN =
            "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000";
    private static final String TABLE = "orders";
    private static final int MOST = 8;

    private final ScriptedStreamsClient client =
            new ScriptedStreamsClient(new ManualClock()).stream(ARN, TABLE).table(TABLE);
    private final Configuration options = new Configuration();

    private void setUp(ScanStartupMode mode) {
        options.set(DynamoDbStreamsSourceOptions.TABLE_NAME, TABLE);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, mode);
        if (mode != ScanStartupMode.SNAPSHOT && mode != ScanStartupMode.INCREMENTAL_EXPORT) {
            options.set(DynamoDbStreamsSourceOptions.BOUNDED_MODE, ScanBoundedMode.LATEST);
        }
    }

    private void shards(int open) {
        for (int i = 0; i < open; i++) {
            client.shard(ARN, "open-" + i, null);
        }
        for (int i = 0; i < 5; i++) {
            client.shard(ARN, "closed-" + i, null).closeShard("closed-" + i);
        }
    }

    private int infer(long bytesPerSubtask) throws Exception {
        return new SourceParallelism(SourceConfig.from(options), client, MOST, bytesPerSubtask)
                .infer();
    }

    private int infer() throws Exception {
        return infer(1L << 20);
    }

    @Test
    void aStreamHasOneSubtaskAnOpenShard() throws Exception {
        setUp(ScanStartupMode.TRIM_HORIZON);
        shards(3);
        client.shardsPerPage(2);

        assertThat(infer()).isEqualTo(3);
    }

    @Test
    void thereAreNoMoreThanFlinkAllows() throws Exception {
        setUp(ScanStartupMode.TRIM_HORIZON);
        shards(20);
        client.shardsPerPage(1);

        assertThat(infer()).isEqualTo(MOST);
        assertThat(client.calls(Operation.DESCRIBE_STREAM)).isLessThan(20);
    }

    @Test
    void aStreamWithoutOpenShardsHasOneSubtask() throws Exception {
        setUp(ScanStartupMode.TRIM_HORIZON);
        shards(0);

        assertThat(infer()).isEqualTo(1);
    }

    @Test
    void aTableHasAsManyAsItHasBytesForThem() throws Exception {
        setUp(ScanStartupMode.SNAPSHOT);
        for (int i = 0; i < 5; i++) {
            client.putItem(TABLE, "k" + i, i);
        }
        long bytes = client.describeTable(TABLE).get().sizeBytes();

        assertThat(infer((bytes + 2) / 3)).isEqualTo(3);
        assertThat(infer(bytes)).isEqualTo(1);
        assertThat(infer(1)).isEqualTo(MOST);
    }

    @Test
    void anEmptyTableHasOneSubtask() throws Exception {
        setUp(ScanStartupMode.SNAPSHOT);

        assertThat(infer()).isEqualTo(1);
    }

    @Test
    void aTableHasNoMoreSubtasksThanSegments() throws Exception {
        setUp(ScanStartupMode.SNAPSHOT);
        options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS, 2);
        client.putItem(TABLE, "k", 1);

        assertThat(infer(1)).isEqualTo(2);
    }

    @Test
    void aTableAndItsStreamHaveAsManyAsTheLargerOneWants() throws Exception {
        setUp(ScanStartupMode.INITIAL);
        shards(3);

        assertThat(infer()).isEqualTo(3);
    }

    @Test
    void exportsAreNotLookedAt() throws Exception {
        setUp(ScanStartupMode.INCREMENTAL_EXPORT);
        options.set(
                DynamoDbStreamsSourceOptions.INCREMENTAL_EXPORT_FOLDERS,
                List.of("s3://bucket/AWSDynamoDB/01234567890123-a1b2c3d4"));

        assertThat(infer()).isEqualTo(MOST);
    }

    @Test
    void aFailedCallLeavesItToFlink() {
        setUp(ScanStartupMode.TRIM_HORIZON);
        client.fail(Operation.LIST_STREAMS, null, Kind.TRANSIENT, 1);

        assertThatThrownBy(this::infer).hasCauseInstanceOf(StreamsException.class);
    }
}
