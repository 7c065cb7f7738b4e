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
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.config.StreamArn;
import io.github.flinkdynamodb.streams.source.config.TableArn;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.DiscoveryListener;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.ScopedExecutor;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.ShardDiscoverer;
import io.github.flinkdynamodb.streams.source.positions.PositionsFile;
import io.github.flinkdynamodb.streams.source.positions.StartCut;
import io.github.flinkdynamodb.streams.source.positions.StartPositions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first start of a source that takes over from another job: reads the positions, lists the
 * stream once, and turns both into the state of a source that has assigned nothing yet. Until then
 * a checkpoint holds nothing, and a restore begins again with the file; from then on nobody needs
 * it. Coordinator thread only.
 */
final class PositionsStart implements DiscoveryListener {

    private static final Logger LOG = LoggerFactory.getLogger(PositionsStart.class);

    /** So many shards a message names. */
    private static final int MOST_NAMED = 5;

    private final EnumeratorParts parts;
    private final Instant startedAt;
    private final Consumer<EnumeratorState> onPositions;
    private final Runnable onStreamGone;
    private final ScopedExecutor executor;
    private final List<ShardDescriptor> listed = new ArrayList<>();

    /** Null until the file has been read. */
    private StartPositions positions;

    /**
     * Creates the start.
     *
     * @param parts the enumerator's parts
     * @param startedAt when the source was started
     * @param onPositions receives the state to go on from
     * @param onStreamGone is run if the stream of the positions has been deleted, but the table may
     *     have another one
     */
    PositionsStart(
            EnumeratorParts parts,
            Instant startedAt,
            Consumer<EnumeratorState> onPositions,
            Runnable onStreamGone) {
        this.parts = parts;
        this.startedAt = startedAt;
        this.onPositions = onPositions;
        this.onStreamGone = onStreamGone;
        this.executor = new ScopedExecutor(parts.executor);
    }

    /** Reads the file, on another thread. */
    void begin() {
        String file = parts.config.startup().positionsFile().orElseThrow();
        executor.callBlocking(() -> PositionsFile.read(file), this::onFile);
    }

    private void onFile(StartPositions read, Throwable failure) {
        if (failure != null) {
            throw new FlinkRuntimeException(failure.getMessage(), failure);
        }
        requireAsConfigured(read.streamArn());
        positions = read;
        new ShardDiscoverer(
                        read.streamArn(),
                        parts.calls,
                        executor,
                        parts.config.shardDiscoveryInterval(),
                        this)
                .listSoon();
    }

    private void requireAsConfigured(String streamArn) {
        String expected = parts.config.streamArn().or(parts.config::tableName).orElseThrow();
        boolean same =
                parts.config.streamArn().isPresent()
                        ? expected.equals(streamArn)
                        : isOfTable(streamArn, expected);
        if (!same) {
            throw new FlinkRuntimeException(
                    String.format(
                            "%s holds positions in the stream %s, but '%s' = '%s'. Use the file of"
                                    + " that %s, or name the stream of the file",
                            file(),
                            streamArn,
                            parts.config.streamArn().isPresent()
                                    ? DynamoDbStreamsSourceOptions.STREAM_ARN.key()
                                    : DynamoDbStreamsSourceOptions.TABLE_NAME.key(),
                            expected,
                            parts.config.streamArn().isPresent() ? "stream" : "table"));
        }
    }

    private static boolean isOfTable(String streamArn, String table) {
        return TableArn.isArn(table)
                ? StreamArn.tableOf(streamArn).filter(table::equals).isPresent()
                : StreamArn.tableNameOf(streamArn).filter(table::equals).isPresent();
    }

    private String file() {
        return String.format(
                "'%s' = '%s'",
                DynamoDbStreamsSourceOptions.STARTUP_POSITIONS_FILE.key(),
                parts.config.startup().positionsFile().orElseThrow());
    }

    @Override
    public void onPage(StreamPage page) {
        parts.checks.requireSuitable(positions.streamArn(), page);
        listed.addAll(page.shards());
    }

    @Override
    public void onListingAbandoned() {
        listed.clear();
    }

    @Override
    public void onListingComplete(int listing, StreamStatus status) {
        executor.close();
        Instant now = parts.executor.serviceClock().atLeast();
        StartCut cut = StartCut.of(positions, status, listed, now);
        if (!cut.unknown().isEmpty()) {
            throw unknown(cut.unknown());
        }
        cut.losses().forEach(loss -> onLoss(loss, "with the oldest changes that are left"));
        LOG.info(
                "Starting from positions of {}{}: {} shards are named there, {} are listed",
                positions.streamArn(),
                positions.takenFrom().map(from -> " taken from " + from).orElse(""),
                positions.shards().size(),
                listed.size());
        onPositions.accept(
                new EnumeratorState(positions.streamArn(), startedAt, true, cut.shards()));
    }

    private FlinkRuntimeException unknown(List<String> shards) {
        int more = shards.size() - MOST_NAMED;
        return new FlinkRuntimeException(
                String.format(
                        "Stream %s has shards that are neither in the file of %s, nor before or"
                                + " after one that is, and that are older than the positions: %s%s."
                                + " Nobody knows whether they have been read. Add them to the file,"
                                + " with the position 'finished' if they have been, else"
                                + " 'trim-horizon'",
                        positions.streamArn(),
                        file(),
                        String.join(", ", shards.subList(0, Math.min(MOST_NAMED, shards.size()))),
                        more > 0 ? " and " + more + " more" : ""));
    }

    /** There is no state yet that could be left out, or from which a gap could be repaired. */
    private void onLoss(String loss, String continuation) {
        if (parts.config.onDataLoss() != DataLossPolicy.CONTINUE) {
            throw new FlinkRuntimeException(
                    String.format(
                            "Data loss: %s To continue %s, set '%s' = 'continue'; otherwise start"
                                    + " with another '%s'",
                            loss,
                            continuation,
                            DynamoDbStreamsSourceOptions.ON_DATA_LOSS.key(),
                            DynamoDbStreamsSourceOptions.STARTUP_MODE.key()));
        }
        parts.dataLoss.onLoss(loss, continuation, FlinkRuntimeException::new);
    }

    @Override
    public void onFailure(StreamsException failure) {
        boolean gone = failure.kind() == StreamsException.Kind.RESOURCE_NOT_FOUND;
        if (!gone || parts.config.tableName().isEmpty()) {
            throw StreamSession.discoveryFailed(failure);
        }
        executor.close();
        onLoss(
                "stream "
                        + positions.streamArn()
                        + ", in which the positions are, no longer exists: what was left in it is"
                        + " lost.",
                "with the table's new stream");
        onStreamGone.run();
    }

    /** No children are looked up here. */
    @Override
    public void onChildren(String parentShardId, List<ShardDescriptor> children) {}

    /** Nothing is listed but the whole stream. */
    @Override
    public void onShardsAfterLast(int request, List<ShardDescriptor> shards, boolean more) {}
}
