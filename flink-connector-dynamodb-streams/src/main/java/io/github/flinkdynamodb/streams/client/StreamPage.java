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

import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.model.StreamViewType;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/** One page of DescribeStream: the stream's properties and up to 100 of its shards. Immutable. */
@Internal
public final class StreamPage {

    private final StreamStatus status;
    private final StreamViewType viewType;
    private final String tableName;
    private final List<String> keyAttributes;
    private final List<ShardDescriptor> shards;
    private final String lastEvaluatedShardId;
    private final Instant sentAt;

    /**
     * Creates a page.
     *
     * @param status the stream's status, not null
     * @param viewType the stream's view type, or null if the service gave none
     * @param tableName the table's name, or null if the service gave none
     * @param keyAttributes the names of the table's key attributes, the partition key first; empty
     *     if the service gave none
     * @param shards the shards of this page, maybe none
     * @param lastEvaluatedShardId where the next page begins, or null on the last one
     */
    public StreamPage(
            StreamStatus status,
            StreamViewType viewType,
            String tableName,
            List<String> keyAttributes,
            List<ShardDescriptor> shards,
            String lastEvaluatedShardId) {
        this.status = Objects.requireNonNull(status, "status");
        this.viewType = viewType;
        this.tableName = tableName;
        this.keyAttributes = List.copyOf(keyAttributes);
        this.shards = List.copyOf(shards);
        this.lastEvaluatedShardId = lastEvaluatedShardId;
        this.sentAt = null;
    }

    private StreamPage(StreamPage page, Instant sentAt) {
        this.status = page.status;
        this.viewType = page.viewType;
        this.tableName = page.tableName;
        this.keyAttributes = page.keyAttributes;
        this.shards = page.shards;
        this.lastEvaluatedShardId = page.lastEvaluatedShardId;
        this.sentAt = sentAt;
    }

    /**
     * Returns the same page with the service's time.
     *
     * @param time when the answer was sent, by the service's clock; null if it didn't say
     */
    public StreamPage sentAt(Instant time) {
        return new StreamPage(this, time);
    }

    /**
     * When the answer was sent.
     *
     * @return the time by the service's clock; empty if it didn't say
     */
    public Optional<Instant> sentAt() {
        return Optional.ofNullable(sentAt);
    }

    /**
     * The stream's status.
     *
     * @return the status, never null
     */
    public StreamStatus status() {
        return status;
    }

    /**
     * The stream's view type.
     *
     * @return the view type; empty if the service gave none
     */
    public Optional<StreamViewType> viewType() {
        return Optional.ofNullable(viewType);
    }

    /**
     * The name of the table that the stream belongs to.
     *
     * @return the name; empty if the service gave none
     */
    public Optional<String> tableName() {
        return Optional.ofNullable(tableName);
    }

    /**
     * The names of the attributes that identify an item of the table.
     *
     * @return one or two names, the partition key first; empty if the service gave none
     */
    public List<String> keyAttributes() {
        return keyAttributes;
    }

    /**
     * The shards of this page.
     *
     * @return an unmodifiable list, in the service's order
     */
    public List<ShardDescriptor> shards() {
        return shards;
    }

    /**
     * Where the next page begins. Its presence doesn't promise another shard; only its absence ends
     * a listing.
     *
     * @return the id to continue after; empty on the last page
     */
    public Optional<String> lastEvaluatedShardId() {
        return Optional.ofNullable(lastEvaluatedShardId);
    }
}
