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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.client.StreamPage;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.Shard;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardGraph;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.StartRule;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Instant;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * What the settings and the start of a source mean for the splits: the moments that are fixed once,
 * and how a shard becomes a split. Immutable.
 */
final class StreamReading {

    private final SourceConfig config;
    private final Instant startedAt;
    private final boolean firstRun;
    private final StreamRequirements requirements;

    /**
     * Creates the reading.
     *
     * @param config the settings
     * @param startedAt when the source was first started
     * @param firstRun false after a restore, and after a failure before the first checkpoint
     * @param requirements what the schema needs of the stream
     */
    StreamReading(
            SourceConfig config,
            Instant startedAt,
            boolean firstRun,
            StreamRequirements requirements) {
        this.config = config;
        this.startedAt = startedAt;
        this.firstRun = firstRun;
        this.requirements = requirements;
    }

    Instant startedAt() {
        return startedAt;
    }

    /**
     * Checks that the settings name the stream that the state is of.
     *
     * @param streamArn the stream of the state, or null where there is none yet
     * @throws FlinkRuntimeException if they name another one
     */
    void requireSameStream(String streamArn) {
        String wanted = config.streamArn().orElse(null);
        if (wanted != null && streamArn != null && !wanted.equals(streamArn)) {
            throw new FlinkRuntimeException(
                    String.format(
                            "The state that the job was restored from holds positions in the stream"
                                    + " %s, but '%s' = '%s'. Start without that state, or set '%s'"
                                    + " instead: then the table's streams are read one after the"
                                    + " other",
                            streamArn,
                            DynamoDbStreamsSourceOptions.STREAM_ARN.key(),
                            wanted,
                            DynamoDbStreamsSourceOptions.TABLE_NAME.key()));
        }
    }

    /**
     * Checks that a stream is such as the schema needs.
     *
     * @param streamArn the stream
     * @param page what the service said of it
     * @throws FlinkRuntimeException if it is not
     */
    void requireSuitable(String streamArn, StreamPage page) {
        requirements
                .unmetBy(page.viewType().orElse(null), page.keyAttributes())
                .ifPresent(
                        unmet -> {
                            throw new FlinkRuntimeException(
                                    "Stream " + streamArn + " can't serve this job: " + unmet);
                        });
    }

    private StartRule startRule() {
        switch (config.startup().mode()) {
            case LATEST:
                return StartRule.latest(startedAt, firstRun);
            case TIMESTAMP:
                return StartRule.timestamp(config.startup().timestamp().orElseThrow());
            default:
                return StartRule.trimHorizon();
        }
    }

    /** The moment to stop at, or null for never. */
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

    /** The graph of a stream that hasn't been looked at yet. */
    ShardGraph emptyGraph(boolean everListed) {
        return new ShardGraph(startRule(), everListed);
    }

    ShardGraph restoreGraph(EnumeratorState state) {
        ShardGraph graph = emptyGraph(state.listedOnce());
        graph.restore(state.shards());
        return graph;
    }

    EnumeratorState snapshot(String streamArn, ShardGraph graph) {
        return new EnumeratorState(streamArn, startedAt, graph.everListed(), graph.snapshot());
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
