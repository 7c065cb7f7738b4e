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

import io.github.flinkdynamodb.streams.source.event.HandoverComplete;
import io.github.flinkdynamodb.streams.source.event.SegmentEnded;
import io.github.flinkdynamodb.streams.source.event.ShardEndReached;
import io.github.flinkdynamodb.streams.source.event.ShardStillOpen;
import io.github.flinkdynamodb.streams.source.event.SplitsRestored;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit.Progress;
import io.github.flinkdynamodb.streams.source.split.SnapshotSplit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;

/**
 * The reader's side of the handover from a shard to its children, and of the end of a segment:
 * reports to the enumerator that a split has been emitted to its end, and releases it when the
 * enumerator confirms. Until then the split stays in the reader's state, marked as ended, with its
 * output open, so that neither a checkpoint nor the watermark can pass over a shard's children.
 * Belongs to the task thread.
 */
final class SplitHandover {

    private final SourceReaderContext context;
    private final Consumer<String> release;
    private final Consumer<String> readOn;
    private final Set<String> waiting = new HashSet<>();
    private final Set<String> confirmed = new HashSet<>();
    private final List<DynamoDbStreamsSplit> restored = new ArrayList<>();
    private boolean started;

    /**
     * Creates the handover.
     *
     * @param context sends the events
     * @param release takes the id of a split that may be reported as finished
     * @param readOn takes the id of a shard that hasn't ended
     */
    SplitHandover(SourceReaderContext context, Consumer<String> release, Consumer<String> readOn) {
        this.context = context;
        this.release = release;
        this.readOn = readOn;
    }

    /** Notes splits that come: before the start, those of the restored state. */
    void splitsAdded(List<DynamoDbStreamsSplit> splits) {
        if (started) {
            splits.forEach(this::sendIfEnded);
        } else {
            restored.addAll(splits);
        }
    }

    /**
     * Reports to the enumerator what was restored, also that it is nothing. Not earlier: the reader
     * itself must be registered first, and that happens between the adding of the restored splits
     * and the start.
     *
     * @param held restored splits that nobody reads yet, and whose end is nobody's business
     */
    void start(List<? extends DynamoDbStreamsSplit> held) {
        started = true;
        List<String> reading = new ArrayList<>();
        List<String> ended = new ArrayList<>();
        Stream.concat(restored.stream(), held.stream())
                .forEach(split -> (split.isEnded() ? ended : reading).add(split.splitId()));
        context.sendSourceEventToCoordinator(new SplitsRestored(reading, ended));
        restored.forEach(this::sendIfEnded);
        restored.clear();
    }

    private void sendIfEnded(DynamoDbStreamsSplit split) {
        if (split.isEnded()) {
            endReached(split);
        }
    }

    /** Notes that all of a split is out, and that its state says so. */
    void endReached(DynamoDbStreamsSplit split) {
        waiting.add(split.splitId());
        context.sendSourceEventToCoordinator(endOf(split));
    }

    private static SourceEvent endOf(DynamoDbStreamsSplit split) {
        if (split instanceof SnapshotSplit) {
            return new SegmentEnded(((SnapshotSplit) split).index());
        }
        boolean stopped = ((ShardSplit) split).progress() == Progress.STOPPED;
        return new ShardEndReached(split.splitId(), stopped);
    }

    /** Takes the enumerator's answer. One for a split that isn't waiting changes nothing. */
    void confirmed(HandoverComplete event) {
        if (waiting.remove(event.shardId())) {
            confirmed.add(event.shardId());
            release.accept(event.shardId());
        }
    }

    /** Takes the answer that a shard hasn't ended. Its split waits no more, and is read on. */
    void stillOpen(ShardStillOpen event) {
        if (waiting.remove(event.shardId())) {
            readOn.accept(event.shardId());
        }
    }

    /**
     * Returns whether the enumerator has confirmed the end of a split. The split itself is gone a
     * little later; a checkpoint in between must not hold it, for the enumerator's part of that
     * checkpoint counts on it no more.
     */
    boolean isConfirmed(String splitId) {
        return confirmed.contains(splitId);
    }

    /** Notes that splits are gone. */
    void splitsGone(Set<String> splitIds) {
        confirmed.removeAll(splitIds);
    }
}
