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

import io.github.flinkdynamodb.streams.source.event.ShardCaughtUp;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplitState;
import io.github.flinkdynamodb.streams.source.split.SplitState;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The shards that have come here from the reader of their parent, as long as this reader may be
 * ahead of them in event time. What it has emitted by then, its watermark may have reached. So a
 * shard has caught up when a record of it is as young as the youngest that was out when it came.
 * The enumerator is told, since until then the parent holds the watermark on the other reader.
 * Belongs to the task thread.
 */
final class ShardsBehind {

    private static final long NONE = ShardSplitState.UNKNOWN_TIME;

    private final boolean isOn;
    private final Consumer<ShardCaughtUp> report;
    private final Set<String> here = new HashSet<>();

    /** The creation time that a record of a shard must have, in milliseconds. */
    private final Map<String, Long> limits = new HashMap<>();

    /** When the youngest record was created that is out, in milliseconds. */
    private long youngest = NONE;

    private boolean started;

    /**
     * Creates the shards of a reader that has none.
     *
     * @param isOn whether children may leave the reader of their parent
     * @param report tells the enumerator
     */
    ShardsBehind(boolean isOn, Consumer<ShardCaughtUp> report) {
        this.isOn = isOn;
        this.report = report;
    }

    /** Notes that what was added so far was restored, and what is added from now on is assigned. */
    void start() {
        started = true;
    }

    /** Notes splits that have been added. */
    void splitsAdded(List<DynamoDbStreamsSplit> splits) {
        if (isOn) {
            for (DynamoDbStreamsSplit split : splits) {
                here.add(split.splitId());
                if (started && split instanceof ShardSplit) {
                    ((ShardSplit) split)
                            .parentShardId()
                            .filter(this::isNotHereOrBehind)
                            .ifPresent(parent -> came(split.splitId()));
                }
            }
        }
    }

    private boolean isNotHereOrBehind(String shardId) {
        return !here.contains(shardId) || limits.containsKey(shardId);
    }

    private void came(String shardId) {
        if (youngest == NONE) {
            report.accept(new ShardCaughtUp(shardId));
        } else {
            limits.put(shardId, youngest);
        }
    }

    /** Notes that something of a split is out, and that its state says so. */
    void emitted(SplitState state) {
        if (!isOn || !(state instanceof ShardSplitState)) {
            return;
        }
        long created = ((ShardSplitState) state).lastRecordMillis();
        if (!limits.isEmpty()) {
            Long limit = limits.get(state.splitId());
            if (limit != null && created >= limit) {
                limits.remove(state.splitId());
                report.accept(new ShardCaughtUp(state.splitId()));
            }
        }
        youngest = Math.max(youngest, created);
    }

    /** Notes that splits are gone. What comes after a shard has been added before. */
    void splitsGone(Collection<String> splitIds) {
        here.removeAll(splitIds);
        limits.keySet().removeAll(splitIds);
    }
}
