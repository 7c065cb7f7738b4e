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

import io.github.flinkdynamodb.streams.client.StreamPage;
import io.github.flinkdynamodb.streams.client.StreamSummary;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.config.TableArn;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.annotation.Internal;

/**
 * Finds out how many subtasks have something to read, where Flink lets a source of a batch job
 * decide that before it starts. Unlike an enumerator it waits for the service's answers.
 */
@Internal
public final class SourceParallelism {

    private static final Duration MOST_WAITING = Duration.ofMinutes(1);

    private final SourceConfig config;
    private final StreamsClient client;
    private final int most;
    private final long bytesPerSubtask;

    /**
     * Creates a search.
     *
     * @param config what is read
     * @param client makes the calls; not closed by this
     * @param most how many subtasks there may be, at least 1
     * @param bytesPerSubtask how much one of them is to read of a table
     */
    public SourceParallelism(
            SourceConfig config, StreamsClient client, int most, long bytesPerSubtask) {
        this.config = config;
        this.client = client;
        this.most = most;
        this.bytesPerSubtask = Math.max(1, bytesPerSubtask);
    }

    /**
     * Asks the service.
     *
     * @return by the open shards, the size of the table, or the larger one of both; for exports as
     *     many as there may be, since they are looked at by the enumerator
     * @throws Exception if the service doesn't answer within a minute, or with an error
     */
    public int infer() throws Exception {
        if (config.isIncrementalExport() || config.scan().readsExport()) {
            return most;
        }
        int subtasks = 1;
        if (readsTable()) {
            subtasks = ofTable(await(client.describeTable(config.table().orElseThrow())));
        }
        return config.readsNoStream() ? subtasks : Math.max(subtasks, ofStream());
    }

    private boolean readsTable() {
        return config.isSnapshot() || config.startup().mode() == StartupPosition.Mode.INITIAL;
    }

    private int ofTable(TableDescription table) {
        long bySize = (table.sizeBytes() + bytesPerSubtask - 1) / bytesPerSubtask;
        long segments = config.scan().segments().orElse(most);
        return (int) Math.max(1, Math.min(Math.min(bySize, segments), most));
    }

    private int ofStream() throws Exception {
        String streamArn = config.streamArn().isPresent() ? config.streamArn().get() : latest();
        long open = 0;
        String last = null;
        do {
            StreamPage page = await(client.describeStream(streamArn, last));
            open += page.shards().stream().filter(shard -> !shard.isClosed()).count();
            last = page.lastEvaluatedShardId().orElse(null);
        } while (last != null && open < most);
        return (int) Math.max(1, Math.min(open, most));
    }

    private String latest() throws Exception {
        String table = config.tableName().orElseThrow();
        return readsTable() || TableArn.isArn(table)
                ? await(client.describeTable(table)).latestStreamArn().orElseThrow()
                : await(client.listStreams(table)).stream()
                        .max(Comparator.comparing(StreamSummary::streamLabel))
                        .orElseThrow()
                        .streamArn();
    }

    private static <T> T await(CompletableFuture<T> answer) throws Exception {
        return answer.get(MOST_WAITING.toSeconds(), TimeUnit.SECONDS);
    }
}
