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
package io.github.flinkdynamodb.streams.source.enumerator.assigner;

import io.github.flinkdynamodb.streams.source.config.RebalanceConfig;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.Shard;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.event.BytesRead;
import io.github.flinkdynamodb.streams.source.event.ShardCaughtUp;
import io.github.flinkdynamodb.streams.source.metrics.EnumeratorMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which children leave the reader of their parent, because it has more than its share. With
 * that reader a child can begin at once; with another one only when all records of the parent have
 * been processed, as a completed checkpoint shows that holds the parent as finished. So a child
 * that is to leave waits for that checkpoint. The decision is taken again with each event: if its
 * reader has room meanwhile, the child goes there.
 *
 * <p>A child waits only where checkpoints complete, and not for long. Nothing moves while the items
 * of the table are read as well, for then each reader reports by itself how far its shards are.
 * Coordinator thread only.
 */
@Internal
public final class ChildMoves {

    private static final Logger LOG = LoggerFactory.getLogger(ChildMoves.class);

    private final RebalanceConfig config;
    private final BalancedPlacement placement;
    private final ReaderLoads loads;
    private final ShardsCatchingUp catchingUp = new ShardsCatchingUp();
    private final Clock clock;
    private final BooleanSupplier mayMove;
    private final Consumer<Duration> wakeUp;
    private final EnumeratorMetrics metrics;

    /** Since when children have been waiting. */
    private final Map<String, Instant> waiting = new HashMap<>();

    /** When a checkpoint completed last; null if none has since the start. */
    private Instant lastCheckpoint;

    /**
     * Creates the decisions of a run.
     *
     * @param config when children leave
     * @param placement knows which reader has what
     * @param clock the time
     * @param mayMove whether children may leave now
     * @param wakeUp has what can be assigned taken once more, after a time
     * @param metrics counts the moves
     */
    public ChildMoves(
            RebalanceConfig config,
            BalancedPlacement placement,
            Clock clock,
            BooleanSupplier mayMove,
            Consumer<Duration> wakeUp,
            EnumeratorMetrics metrics) {
        this.config = config;
        this.placement = placement;
        this.loads = new ReaderLoads(config.isByBytes(), placement);
        this.clock = clock;
        this.mayMove = mayMove;
        this.wakeUp = wakeUp;
        this.metrics = metrics;
    }

    /** Returns whether children may leave the reader of their parent at all. */
    boolean areOn() {
        return config.isOn();
    }

    /** Notes which shards are ready; of these all are to be assigned that can be. */
    void begin(Collection<String> ready) {
        waiting.keySet().retainAll(ready);
        loads.refresh();
    }

    /**
     * Chooses the reader of a child.
     *
     * @param shardId the child
     * @param parentsReader the reader that has read its parent, and accepts splits
     * @param parentIsCovered whether a completed checkpoint holds the parent as finished
     * @return the reader's subtask; empty if the child waits
     */
    OptionalInt choose(String shardId, int parentsReader, boolean parentIsCovered) {
        if (!config.isOn() || !mayMove.getAsBoolean()) {
            return OptionalInt.of(parentsReader);
        }
        OptionalInt chosen = placement.subtaskOf(shardId);
        if (parentIsCovered && chosen.isPresent() && chosen.getAsInt() != parentsReader) {
            return chosen;
        }
        loads.release(shardId);
        if (!hasMoreThanItsShare(shardId, parentsReader)) {
            return place(shardId, parentsReader);
        }
        if (parentIsCovered) {
            return place(shardId, loads.least());
        }
        return waits(shardId) ? OptionalInt.empty() : place(shardId, parentsReader);
    }

    private OptionalInt place(String shardId, int subtask) {
        loads.added(shardId, subtask);
        placement.placeOn(shardId, subtask);
        return OptionalInt.of(subtask);
    }

    /** Returns whether a reader would have more than its share with a child, and another less. */
    private boolean hasMoreThanItsShare(String shardId, int reader) {
        double weight = loads.weight(shardId);
        double ofOthers =
                waiting.keySet().stream()
                        .filter(other -> !other.equals(shardId))
                        .mapToDouble(loads::weight)
                        .sum();
        double share = config.threshold() * loads.mean(ofOthers + weight);
        return weight > 0
                && loads.of(reader) + weight > share
                && loads.of(loads.least()) < loads.of(reader);
    }

    private boolean waits(String shardId) {
        Instant now = clock.instant();
        Instant since = waiting.get(shardId);
        if (since != null) {
            return !isLongAgo(since, now);
        }
        if (lastCheckpoint == null || isLongAgo(lastCheckpoint, now)) {
            return false;
        }
        waiting.put(shardId, now);
        wakeUp.accept(config.maxWait());
        return true;
    }

    private boolean isLongAgo(Instant time, Instant now) {
        return Duration.between(time, now).compareTo(config.maxWait()) >= 0;
    }

    /**
     * Notes that a child is being assigned.
     *
     * @param child the child
     * @param parentsReader the reader that has read its parent
     * @param reader the reader that gets the child
     */
    void assigned(Shard child, int parentsReader, int reader) {
        Instant since = waiting.remove(child.shardId());
        if (reader != parentsReader) {
            LOG.info(
                    "Shard {} moves from subtask {} to {}", child.shardId(), parentsReader, reader);
            metrics.moved(since == null ? Duration.ZERO : Duration.between(since, clock.instant()));
            catchingUp.moved(child.parentShardId(), child.shardId(), reader);
        }
    }

    /** Returns whether a shard that is finished is kept by its reader for a child's sake. */
    boolean isKept(String parentShardId) {
        return catchingUp.isKept(parentShardId);
    }

    /** Notes that a shard has been read to its end, and which children of it are known. */
    void finished(String shardId, Collection<Shard> children) {
        List<String> next =
                children.stream()
                        .filter(child -> child.status() != ShardStatus.FINISHED)
                        .map(Shard::shardId)
                        .collect(Collectors.toList());
        loads.followed(shardId, next);
        catchingUp.finished(shardId, next);
    }

    /** A reader reports how far it is: a {@link ShardCaughtUp} or a {@link BytesRead}. */
    void progress(int subtask, SourceEvent event) {
        if (event instanceof ShardCaughtUp) {
            catchingUp.caughtUp(((ShardCaughtUp) event).shardId());
        } else {
            loads.read(subtask, ((BytesRead) event).bytes());
        }
    }

    /** A reader failed. */
    void readerReset(int subtask) {
        catchingUp.readerReset(subtask);
    }

    /**
     * A checkpoint is complete.
     *
     * @param isKnown whether a shard hasn't been forgotten
     */
    void checkpointComplete(Predicate<String> isKnown) {
        lastCheckpoint = clock.instant();
        loads.keep(isKnown);
    }
}
