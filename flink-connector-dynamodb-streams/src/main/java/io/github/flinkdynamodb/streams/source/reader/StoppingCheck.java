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

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Instant;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Checks that a restored split stops where the settings say. A stopping position can't be changed
 * by a restore: shards that have been read as far as it are no longer in the state, and what
 * follows in them would be skipped silently.
 */
final class StoppingCheck {

    private final StoppingPosition stopping;

    StoppingCheck(StoppingPosition stopping) {
        this.stopping = stopping;
    }

    /**
     * Checks a split. A segment of the table ends by itself, wherever its shards stop.
     *
     * @throws FlinkRuntimeException if it is a shard that was begun with another stopping position
     */
    void check(DynamoDbStreamsSplit split) {
        if (split instanceof ShardSplit) {
            checkShard((ShardSplit) split);
        }
    }

    private void checkShard(ShardSplit split) {
        Instant stopAt = split.stopAt().orElse(null);
        if (!isAsConfigured(stopAt)) {
            throw new FlinkRuntimeException(
                    String.format(
                            "The state that the job was restored from was made %s, but '%s' now"
                                    + " says %s. A restore can't change that (shard %s): go back to"
                                    + " the former setting, or start the job without its state",
                            stopAt == null
                                    ? "by a source that never stops"
                                    : "to stop at " + stopAt,
                            DynamoDbStreamsSourceOptions.BOUNDED_MODE.key(),
                            stopping,
                            split.shardId()));
        }
    }

    private boolean isAsConfigured(Instant stopAt) {
        switch (stopping.mode()) {
            case NEVER:
                return stopAt == null;
            case LATEST:
                return stopAt != null;
            default:
                return stopping.timestamp().orElseThrow().equals(stopAt);
        }
    }
}
