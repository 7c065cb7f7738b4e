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
package io.github.flinkdynamodb.tools.inspector.state;

import java.util.Map;
import java.util.Optional;

/**
 * What a savepoint of Apache's {@code DynamoDbStreamsSource} holds of one shard. Immutable.
 *
 * <p>Its state has a type of iterator for each shard, and for one of them a sequence number.
 */
public final class ApacheSplit {

    private final String streamArn;
    private final String shardId;
    private final String parentShardId;
    private final String iteratorType;
    private final String sequenceNumber;
    private final boolean finished;
    private final Map<String, String> children;

    ApacheSplit(
            Ids ids,
            String iteratorType,
            String sequenceNumber,
            boolean finished,
            Map<String, String> children) {
        this.streamArn = ids.streamArn;
        this.shardId = ids.shardId;
        this.parentShardId = ids.parentShardId;
        this.iteratorType = iteratorType;
        this.sequenceNumber = sequenceNumber;
        this.finished = finished;
        this.children = Map.copyOf(children);
    }

    /** Returns the stream's ARN. */
    public String streamArn() {
        return streamArn;
    }

    /** Returns the shard's id. */
    public String shardId() {
        return shardId;
    }

    /**
     * Returns the shard that this one continues.
     *
     * @return its id; empty for a root
     */
    public Optional<String> parentShardId() {
        return Optional.ofNullable(parentShardId);
    }

    /**
     * Returns where the reading goes on.
     *
     * @return {@code TRIM_HORIZON}, {@code LATEST} or {@code AFTER_SEQUENCE_NUMBER}, usually
     */
    public String iteratorType() {
        return iteratorType;
    }

    /**
     * Returns the record that was read last.
     *
     * @return its sequence number; empty if none was read
     */
    public Optional<String> sequenceNumber() {
        return Optional.ofNullable(sequenceNumber);
    }

    /**
     * Returns whether a reader has read the shard to its end.
     *
     * @return false if it hasn't, and always for what the enumerator holds
     */
    public boolean isFinished() {
        return finished;
    }

    /**
     * Returns the children that a reader found at the shard's end.
     *
     * @return the ids of their parents by their own, unmodifiable
     */
    public Map<String, String> children() {
        return children;
    }

    /** What names a shard. */
    static final class Ids {
        private final String streamArn;
        private final String shardId;
        private final String parentShardId;

        Ids(String streamArn, String shardId, String parentShardId) {
            this.streamArn = streamArn;
            this.shardId = shardId;
            this.parentShardId = parentShardId;
        }
    }
}
