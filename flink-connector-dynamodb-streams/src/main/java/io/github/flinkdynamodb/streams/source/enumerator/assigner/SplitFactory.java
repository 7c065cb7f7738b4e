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

import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.Shard;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.StartRule;
import io.github.flinkdynamodb.streams.source.repair.Lineage;
import io.github.flinkdynamodb.streams.source.split.RecentInserts;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * Creates splits of shards. What the startup and the stopping position mean for them is fixed when
 * the source is first started. Immutable.
 */
@Internal
public final class SplitFactory {

    private final SourceConfig config;
    private final Instant startedAt;
    private final boolean firstRun;

    /** By how much a write may be complete later than its record is stamped. */
    private final Duration tolerance;

    /** Null if the settings decide. */
    private final StartRule rule;

    /**
     * Creates the factory.
     *
     * @param config the settings
     * @param startedAt when the source was first started
     * @param firstRun false after a restore, and after a failure before the first checkpoint
     */
    public SplitFactory(SourceConfig config, Instant startedAt, boolean firstRun) {
        this(config, startedAt, firstRun, config.scan().tolerance());
    }

    private SplitFactory(
            SourceConfig config, Instant startedAt, boolean firstRun, Duration tolerance) {
        this(config, startedAt, firstRun, tolerance, null);
    }

    private SplitFactory(
            SourceConfig config,
            Instant startedAt,
            boolean firstRun,
            Duration tolerance,
            StartRule rule) {
        this.config = config;
        this.startedAt = startedAt;
        this.firstRun = firstRun;
        this.tolerance = tolerance;
        this.rule = rule;
    }

    /**
     * Returns the factory for a stream that is read behind other changes of its table, wherever the
     * first start was to begin.
     *
     * @param readFrom the time up to which these other changes have been read
     * @param mayBeContinued whether readers may have shards of the stream from before this run
     */
    public SplitFactory readingOn(Instant readFrom, boolean mayBeContinued) {
        StartRule behind = StartRule.besideItems(readFrom, Lineage.FUZZINESS);
        return new SplitFactory(config, startedAt, !mayBeContinued, tolerance, behind);
    }

    /**
     * Returns the factory for a stream whose table's items are read too.
     *
     * @param readFrom from when on the items are read, by the service's clock
     * @param toleranceOfScan by how much a write may be complete later than its record is stamped
     */
    public SplitFactory besideItems(Instant readFrom, Duration toleranceOfScan) {
        return new SplitFactory(config, readFrom, firstRun, toleranceOfScan);
    }

    /** Returns what the startup position means for the shards of a stream. */
    public StartRule startRule() {
        if (rule != null) {
            return rule;
        }
        switch (config.startup().mode()) {
            case LATEST:
                return StartRule.latest(startedAt, firstRun);
            case TIMESTAMP:
                return StartRule.timestamp(config.startup().timestamp().orElseThrow());
            case INITIAL:
                return StartRule.besideItems(startedAt, tolerance);
            default:
                return StartRule.trimHorizon();
        }
    }

    /** Returns whether a child must come to the reader that still has its parent. */
    boolean childrenInherit() {
        return config.remembersInserts();
    }

    /** Returns whether another stream of the table may follow this one. */
    boolean mayBeFollowed() {
        return config.tableName().isPresent();
    }

    /** Returns whether readers may have shards from before this run. */
    boolean isContinued() {
        return !firstRun;
    }

    /** Returns the time to stop at, or null for never. */
    private Instant stopAt() {
        switch (config.stopping().mode()) {
            case LATEST:
                return startedAt;
            case TIMESTAMP:
                return config.stopping().timestamp().orElseThrow();
            default:
                return null;
        }
    }

    /**
     * Returns from when on the insertions of a shard are all in its stream that is read. Those
     * before are in the items that were read, which nobody remembers.
     *
     * @param notBefore from when on the shard's records are wanted; empty for all
     * @return the time; empty if no item is emitted that the stream's records haven't
     */
    public Optional<Instant> insertsFrom(Optional<Instant> notBefore) {
        boolean besideItems =
                rule == null && config.startup().mode() == StartupPosition.Mode.INITIAL;
        return besideItems ? notBefore.map(time -> time.plusSeconds(1)) : Optional.empty();
    }

    private static ShardPosition positionOf(Shard shard) {
        ShardPosition oldest = ShardPosition.trimHorizon(shard.notBefore().orElse(null));
        return shard.after().map(oldest::advanceTo).orElse(oldest);
    }

    ShardSplit split(String streamArn, Shard shard) {
        ShardSplit split =
                ShardSplit.of(streamArn, shard.shardId(), shard.parentShardId(), positionOf(shard))
                        .withLastRecordTime(shard.lastRecordTime().orElse(null))
                        .withLatestOnFirstRead(shard.latestOnFirstRead())
                        .withStopAt(stopAt());
        return childrenInherit()
                ? insertsFrom(shard)
                        .map(from -> split.withRecentInserts(RecentInserts.since(from)))
                        .orElse(split)
                : split;
    }

    /** What was inserted before a position was emitted by another job, and nobody remembers it. */
    private Optional<Instant> insertsFrom(Shard shard) {
        return shard.after().isPresent()
                ? Optional.of(shard.lastRecordTime().orElse(startedAt).plusSeconds(1))
                : insertsFrom(shard.notBefore());
    }
}
