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

import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.Shard;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.StartRule;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Duration;
import java.time.Instant;
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
        this.config = config;
        this.startedAt = startedAt;
        this.firstRun = firstRun;
        this.tolerance = tolerance;
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

    ShardSplit split(String streamArn, Shard shard) {
        return ShardSplit.of(
                        streamArn,
                        shard.shardId(),
                        shard.parentShardId(),
                        ShardPosition.trimHorizon(shard.notBefore().orElse(null)))
                .withLatestOnFirstRead(shard.latestOnFirstRead())
                .withStopAt(stopAt());
    }
}
