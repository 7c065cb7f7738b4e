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
package io.github.flinkdynamodb.tools.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;

/** Lists the shards once, and deals them out to the readers in turn. */
final class SdkEnumerator implements SplitEnumerator<SdkShard, Void> {

    private final SplitEnumeratorContext<SdkShard> context;
    private final SdkStreams streams;
    private final String streamArn;
    private final PeerStream.Start start;

    private List<SdkShard> waiting = List.of();

    SdkEnumerator(
            SplitEnumeratorContext<SdkShard> context,
            SdkStreams streams,
            String streamArn,
            PeerStream.Start start) {
        this.context = context;
        this.streams = streams;
        this.streamArn = streamArn;
        this.start = start;
    }

    @Override
    public void start() {
        context.callAsync(
                this::list,
                (shards, failure) -> {
                    if (failure != null) {
                        throw new IllegalStateException("The stream can't be listed", failure);
                    }
                    waiting = shards;
                    assign();
                });
    }

    private List<SdkShard> list() {
        List<Shard> shards = new ArrayList<>();
        String after = null;
        do {
            String from = after;
            DescribeStreamResponse page =
                    streams.client()
                            .describeStream(r -> r.streamArn(streamArn).exclusiveStartShardId(from))
                            .join();
            shards.addAll(page.streamDescription().shards());
            after = page.streamDescription().lastEvaluatedShardId();
        } while (after != null);
        return first(shards);
    }

    /** The shards to begin with: the oldest of each line, or those that are open. */
    private List<SdkShard> first(List<Shard> shards) {
        if (start == PeerStream.Start.LATEST) {
            return shards.stream()
                    .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                    .map(shard -> new SdkShard(shard.shardId(), ShardIteratorType.LATEST))
                    .collect(Collectors.toList());
        }
        Set<String> known = shards.stream().map(Shard::shardId).collect(Collectors.toSet());
        return shards.stream()
                .filter(shard -> !known.contains(shard.parentShardId()))
                .map(shard -> new SdkShard(shard.shardId(), ShardIteratorType.TRIM_HORIZON))
                .collect(Collectors.toList());
    }

    @Override
    public void addReader(int subtask) {
        assign();
    }

    private void assign() {
        int readers = context.currentParallelism();
        if (context.registeredReaders().size() < readers) {
            return;
        }
        for (int i = 0; i < waiting.size(); i++) {
            context.assignSplit(waiting.get(i), i % readers);
        }
        waiting = List.of();
    }

    @Override
    public void handleSplitRequest(int subtask, String host) {
        // Shards are assigned when they are known.
    }

    @Override
    public void addSplitsBack(List<SdkShard> splits, int subtask) {
        waiting = new ArrayList<>(splits);
    }

    @Override
    public Void snapshotState(long checkpointId) {
        throw new UnsupportedOperationException("This source takes no checkpoints");
    }

    @Override
    public void close() {
        streams.close();
    }
}
