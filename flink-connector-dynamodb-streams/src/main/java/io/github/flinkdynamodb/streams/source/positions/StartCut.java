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
package io.github.flinkdynamodb.streams.source.positions;

import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import io.github.flinkdynamodb.streams.model.ShardIds;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.MissingShardRule;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.annotation.Internal;

/**
 * What positions mean for the shards that the service lists. The positions are a cut through the
 * stream: of each line of shards they name at least the one that is being read. So of a shard that
 * isn't named
 *
 * <ul>
 *   <li>all has been read, if one of its descendants is named;
 *   <li>nothing has been read, if one of its ancestors is, or if it is younger than the cut;
 *   <li>nobody knows otherwise.
 * </ul>
 */
@Internal
public final class StartCut {

    /** How long records are kept. */
    private static final Duration RETENTION = Duration.ofHours(24);

    /** How much earlier than the positions were taken the last listing may have been. */
    private static final Duration LISTING_MARGIN = Duration.ofMinutes(5);

    private final StartPositions positions;
    private final Instant now;
    private final Set<String> listed = new HashSet<>();
    private final ShardParents parents;
    private final Instant youngest;

    /** The shards of which all has been read, because a descendant is named. */
    private final Set<String> passed = new HashSet<>();

    private final Map<String, ShardState> states = new LinkedHashMap<>();
    private final List<String> losses = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();

    private StartCut(StartPositions positions, Collection<ShardDescriptor> shards, Instant now) {
        this.positions = positions;
        this.now = now;
        Map<String, String> known = new HashMap<>();
        positions
                .shards()
                .forEach((id, shard) -> known.put(id, shard.parentShardId().orElse(null)));
        for (ShardDescriptor shard : shards) {
            listed.add(shard.shardId());
            shard.parentShardId().ifPresent(parent -> known.put(shard.shardId(), parent));
            known.putIfAbsent(shard.shardId(), null);
        }
        this.parents = ShardParents.of(known);
        this.youngest =
                positions.shards().keySet().stream()
                        .flatMap(id -> ShardIds.creationTime(id).stream())
                        .max(Instant::compareTo)
                        .orElse(null);
    }

    /**
     * Compares positions with a complete listing.
     *
     * @param positions the positions
     * @param status the stream's status
     * @param listed all shards of the stream
     * @param now the time by the service's clock
     * @return what follows
     */
    public static StartCut of(
            StartPositions positions,
            StreamStatus status,
            Collection<ShardDescriptor> listed,
            Instant now) {
        StartCut cut = new StartCut(positions, listed, now);
        cut.addNamed();
        listed.forEach(shard -> cut.addListed(shard.shardId()));
        cut.findLosses(status);
        return cut;
    }

    private void addNamed() {
        for (ReadShard shard : positions.shards().values()) {
            ShardState state =
                    state(
                            shard.shardId(),
                            shard.isFinished() ? ShardStatus.FINISHED : ShardStatus.WAITING,
                            shard.position().flatMap(ShardPosition::notBefore).orElse(null));
            states.put(
                    shard.shardId(),
                    state.beginningAfter(
                            shard.position().flatMap(ShardPosition::after).orElse(null),
                            shard.lastRecordTime().orElse(null)));
            for (String ancestor : parents.ancestorsOf(shard.shardId())) {
                if (isNamed(ancestor)) {
                    break;
                }
                passed.add(ancestor);
            }
        }
        passed.forEach(id -> states.put(id, state(id, ShardStatus.FINISHED, null)));
    }

    private ShardState state(String shardId, ShardStatus status, Instant notBefore) {
        return new ShardState(shardId, parents.of(shardId), status, notBefore);
    }

    private boolean isNamed(String shardId) {
        return positions.shards().containsKey(shardId);
    }

    private void addListed(String shardId) {
        if (states.containsKey(shardId)) {
            return;
        }
        String first = firstUnread(shardId);
        boolean follows = Optional.ofNullable(parents.of(first)).filter(this::isNamed).isPresent();
        if (follows || isYounger(first)) {
            states.put(shardId, state(shardId, ShardStatus.WAITING, null));
        } else if (first.equals(shardId)) {
            unknown.add(shardId);
        }
    }

    /** Returns the oldest of a shard and its ancestors that neither is named nor has been read. */
    private String firstUnread(String shardId) {
        String first = shardId;
        for (String ancestor : parents.ancestorsOf(shardId)) {
            if (!listed.contains(ancestor) || isNamed(ancestor) || passed.contains(ancestor)) {
                break;
            }
            first = ancestor;
        }
        return first;
    }

    /** Returns whether a shard was created when no job could have read it. */
    private boolean isYounger(String shardId) {
        Instant created = ShardIds.creationTime(shardId).orElse(null);
        if (created == null) {
            return false;
        }
        boolean afterAll = youngest != null && !created.isBefore(youngest);
        return afterAll
                || positions
                        .takenAt()
                        .filter(taken -> created.isAfter(taken.minus(LISTING_MARGIN)))
                        .isPresent();
    }

    private void findLosses(StreamStatus status) {
        for (ReadShard shard : positions.shards().values()) {
            if (shard.isFinished()) {
                findLostChildren(shard.shardId(), status);
            } else if (listed.contains(shard.shardId())) {
                findLostBeginning(shard);
            }
        }
        for (ShardState shard : states.values()) {
            findLostParent(shard.shardId());
        }
    }

    private void findLostChildren(String shardId, StreamStatus status) {
        if (status.mayGrow() && !listed.contains(shardId) && !parents.hasChild(shardId)) {
            losses.add(
                    String.format(
                            "shard %s has been read to its end, but it is no longer listed and its"
                                    + " children can't be found: the retention of 24 hours has"
                                    + " passed over them.",
                            shardId));
        }
    }

    /** What was there when the positions were taken may not be any more. */
    private void findLostBeginning(ReadShard shard) {
        ShardPosition position = shard.position().orElseThrow();
        Instant created = ShardIds.creationTime(shard.shardId()).orElse(null);
        Instant taken = positions.takenAt().orElse(null);
        if (position.after().isPresent() || created == null || taken == null) {
            return;
        }
        Instant begin = position.notBefore().filter(created::isBefore).orElse(created);
        boolean wasThere = !begin.isBefore(taken.minus(RETENTION));
        if (wasThere && begin.isBefore(now.minus(RETENTION))) {
            losses.add(
                    String.format(
                            "shard %s is to be read from %s on, more than 24 hours ago: its oldest"
                                    + " records may have been trimmed.",
                            shard.shardId(), begin));
        }
    }

    /** A parent that ended after the cut and isn't listed was trimmed before anybody read it. */
    private void findLostParent(String shardId) {
        String parent = parents.of(shardId);
        boolean gone =
                parent != null
                        && !isNamed(shardId)
                        && !states.containsKey(parent)
                        && !listed.contains(parent);
        if (gone && MissingShardRule.mayBeTrimmed(shardId, now, now)) {
            losses.add(
                    String.format(
                            "shard %s, the parent of %s, ended after the positions were taken and"
                                    + " is no longer listed: the retention of 24 hours has passed"
                                    + " over its records.",
                            parent, shardId));
        }
    }

    /**
     * Returns what is to be read, and what has been.
     *
     * @return the shards, as the state of a source that has listed them and assigned none
     */
    public List<ShardState> shards() {
        return new ArrayList<>(states.values());
    }

    /**
     * Returns what can no longer be read.
     *
     * @return sentences that begin in lower case; empty if nothing is known to be lost
     */
    public List<String> losses() {
        return List.copyOf(losses);
    }

    /**
     * Returns the shards of which nobody knows whether they have been read.
     *
     * @return their ids; empty if the positions can be started from
     */
    public List<String> unknown() {
        return List.copyOf(unknown);
    }
}
