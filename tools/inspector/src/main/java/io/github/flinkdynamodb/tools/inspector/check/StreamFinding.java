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
package io.github.flinkdynamodb.tools.inspector.check;

import io.github.flinkdynamodb.streams.client.ListingProgress;
import io.github.flinkdynamodb.streams.client.StreamPage;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.tools.inspector.Calls;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the service says of a stream: whether it exists, and its shards. Immutable. */
public final class StreamFinding {

    private final String arn;

    /** Null if the stream doesn't exist. */
    private final StreamStatus status;

    private final Map<String, ShardDescriptor> shards;

    private StreamFinding(String arn, StreamStatus status, Map<String, ShardDescriptor> shards) {
        this.arn = arn;
        this.status = status;
        this.shards = shards;
    }

    /**
     * Lists a stream.
     *
     * @param client asks the service
     * @param calls repeats what is throttled
     * @param arn the stream
     * @return all pages of DescribeStream
     * @throws StreamsException if a call fails for another reason than that there is no such stream
     */
    static StreamFinding of(StreamsClient client, Calls calls, String arn) {
        Map<String, ShardDescriptor> shards = new LinkedHashMap<>();
        ListingProgress progress = new ListingProgress(null);
        StreamStatus status;
        String next = null;
        do {
            StreamPage page;
            String start = next;
            try {
                page = calls.await(() -> client.describeStream(arn, start));
            } catch (StreamsException e) {
                if (e.kind() == StreamsException.Kind.RESOURCE_NOT_FOUND) {
                    return new StreamFinding(arn, null, Map.of());
                }
                throw e;
            }
            page.shards().forEach(shard -> shards.put(shard.shardId(), shard));
            status = page.status();
            next = next(page, progress);
        } while (next != null);
        return new StreamFinding(arn, status, shards);
    }

    private static String next(StreamPage page, ListingProgress progress) {
        List<String> ids =
                page.shards().stream().map(ShardDescriptor::shardId).collect(Collectors.toList());
        return page.lastEvaluatedShardId().filter(next -> progress.movesOn(ids, next)).orElse(null);
    }

    /** Returns the stream's ARN. */
    public String arn() {
        return arn;
    }

    /**
     * Returns the stream's status.
     *
     * @return the status; empty if the stream doesn't exist
     */
    public Optional<StreamStatus> status() {
        return Optional.ofNullable(status);
    }

    /** Returns how many shards are listed. */
    public int listedShards() {
        return shards.size();
    }

    /** Returns whether a shard is listed. */
    boolean lists(String shardId) {
        return shards.containsKey(shardId);
    }

    /**
     * Returns the listed shards that continue another one.
     *
     * @param shardId that one, listed or not
     * @return their ids, maybe none
     */
    List<String> childrenOf(String shardId) {
        return shards.values().stream()
                .filter(shard -> shard.parentShardId().filter(shardId::equals).isPresent())
                .map(ShardDescriptor::shardId)
                .collect(Collectors.toList());
    }

    /**
     * Returns how many listed shards a state doesn't have.
     *
     * @param known the ids of its shards
     * @return the number; they are found when the job is restored
     */
    int newTo(Set<String> known) {
        Set<String> others = new HashSet<>(shards.keySet());
        others.removeAll(known);
        return others.size();
    }
}
