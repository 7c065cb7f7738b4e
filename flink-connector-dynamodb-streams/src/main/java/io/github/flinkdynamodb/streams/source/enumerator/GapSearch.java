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

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.config.RepairConfig;
import io.github.flinkdynamodb.streams.source.config.TableArn;
import io.github.flinkdynamodb.streams.source.repair.Lineage;
import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import io.github.flinkdynamodb.streams.source.repair.RepairWindows;
import io.github.flinkdynamodb.streams.source.repair.RestoredStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether changes are missing, by how far the readers' restored shards have been read and
 * by which stream the table has, and what closes the gap. Coordinator thread only.
 */
final class GapSearch {

    private static final Logger LOG = LoggerFactory.getLogger(GapSearch.class);

    private static final String OF_TABLE = ":table/";
    private static final String BEFORE_LABEL = "/stream/";

    private final EnumeratorParts parts;
    private final EnumeratorState restored;
    private final RestoredReaders readers;

    /** The table's latest stream; null until the table is described. */
    private Optional<String> latestStream;

    /** Null unless a gap has been found. */
    private RepairWindows windows;

    /**
     * Creates a search.
     *
     * @param parts the enumerator's parts, of a source that repairs gaps
     * @param restored what the checkpoint holds
     * @param readers what readers say
     */
    GapSearch(EnumeratorParts parts, EnumeratorState restored, RestoredReaders readers) {
        this.parts = parts;
        this.restored = restored;
        this.readers = readers;
    }

    /**
     * Describes the table, which also tells the service's time.
     *
     * @param onAnswer is run when it is described
     */
    void begin(Runnable onAnswer) {
        TableWatch watch =
                new TableWatch(parts.config.table().orElseThrow(), parts.calls, parts.executor);
        watch.describe(
                table -> {
                    requireTable(table.arn());
                    latestStream = table.latestStreamArn();
                    onAnswer.run();
                });
    }

    /** A gap would otherwise be closed by the changes of another table. */
    private void requireTable(String tableArn) {
        String name = TableArn.parse(tableArn).tableName();
        restored.streamArn()
                .filter(stream -> stream.contains(OF_TABLE) && stream.contains(BEFORE_LABEL))
                .filter(stream -> !stream.contains(OF_TABLE + name + BEFORE_LABEL))
                .ifPresent(
                        stream -> {
                            throw RepairChecks.otherTable(stream, tableArn);
                        });
    }

    /** Returns the table's latest stream, once it is described; empty if there is none. */
    Optional<String> latestStream() {
        return latestStream;
    }

    /** Returns whether everything is known that a gap shows by. */
    boolean isReady() {
        return latestStream != null && readers.allReported();
    }

    /** A reader failed, and will say again what it has. */
    void readerReset() {
        windows = null;
    }

    /**
     * Returns whether changes are missing.
     *
     * @throws org.apache.flink.util.FlinkRuntimeException if they are, and can't be got
     */
    boolean findsGap() {
        if (windows != null) {
            return true;
        }
        Instant repairedUpTo = restored.repair().map(RepairPlan::end).orElse(null);
        List<Lineage> all =
                RestoredStream.lineages(
                        readers.all(),
                        restored.shards(),
                        restored.listedOnce(),
                        repairedUpTo,
                        parts.splits::insertsFrom);
        List<Lineage> lost = RepairWindows.lost(all, repairedUpTo, now());
        if (lost.isEmpty() && !isStreamReplaced()) {
            return false;
        }
        requireLatestStream();
        LOG.warn(
                "Data loss: {}. Closing the gap, because 'scan.on-data-loss' = 'repair'",
                isStreamReplaced() ? replacement() : trimmed(lost, all.size()));
        findWindows(all, repairedUpTo);
        return true;
    }

    /**
     * Changes made between two streams of a table are in neither of them; nor are those made
     * between the end of a repair and the beginning of the stream behind it.
     */
    private boolean isStreamReplaced() {
        if (parts.config.tableName().isEmpty() || latestStream.isEmpty()) {
            return false;
        }
        return restored.streamArn().isPresent()
                ? !restored.streamArn().equals(latestStream)
                : restored.repair().filter(plan -> !isThere(latestStream, plan.end())).isPresent();
    }

    /** A repair goes on with the latest stream. */
    private void requireLatestStream() {
        Optional<String> named = parts.config.streamArn();
        if (named.isPresent() && !named.equals(latestStream)) {
            throw RepairChecks.impossible(
                    String.format(
                            "stream %s isn't the table's latest one, %s, which a repair goes on"
                                    + " with: set '%s' instead of '%s'",
                            named.get(),
                            latestStream.orElse("for it has none"),
                            DynamoDbStreamsSourceOptions.TABLE_NAME.key(),
                            DynamoDbStreamsSourceOptions.STREAM_ARN.key()));
        }
    }

    private String replacement() {
        return String.format(
                "stream %s was replaced by %s",
                restored.streamArn().orElse("(none)"), latestStream.orElseThrow());
    }

    /**
     * Returns whether a stream has all changes since the end of a repair.
     *
     * @param streamArn the stream; empty for none
     * @param end the end of the repair's last window
     */
    static boolean isThere(Optional<String> streamArn, Instant end) {
        return streamArn.isPresent() && !streamFrom(streamArn).plus(Lineage.FUZZINESS).isAfter(end);
    }

    private static String trimmed(List<Lineage> lost, int all) {
        return String.format(
                "%d of %d shards may have been trimmed past their position, the first of them %s",
                lost.size(), all, lost.get(0));
    }

    private void findWindows(List<Lineage> all, Instant repairedUpTo) {
        try {
            windows = RepairWindows.of(all, repairedUpTo, now(), streamFrom(latestStream));
        } catch (IllegalArgumentException e) {
            throw RepairChecks.impossible(e.getMessage());
        }
        List<Lineage> unknown = windows.withoutKeys(config().needsRows());
        if (config().deletes() && !unknown.isEmpty()) {
            throw RepairChecks.withoutKeys(unknown);
        }
    }

    private Instant now() {
        return parts.executor.serviceClock().atLeast();
    }

    private RepairConfig config() {
        return parts.config.repair().orElseThrow();
    }

    /**
     * Returns from when on the stream has all changes that is read behind a gap.
     *
     * @param latestStream the table's latest stream
     */
    static Instant streamFrom(Optional<String> latestStream) {
        return latestStream.flatMap(ExportChecks::labelOf).orElse(Instant.EPOCH);
    }

    /**
     * Returns what closes the gap that has been found.
     *
     * @return the plan; empty as long as readers haven't reported the keys that it needs
     */
    Optional<RepairPlan> plan() {
        if (!config().deletes()) {
            return Optional.of(RepairPlan.of(newId(), windows, null));
        }
        if (!readers.isCollecting()) {
            readers.collectKeys(windows.groups());
        }
        return readers.hasKeys()
                ? Optional.of(RepairPlan.of(newId(), windows, readers.keys()))
                : Optional.empty();
    }

    /** Returns what tells a plan from others. */
    static String newId() {
        return UUID.randomUUID().toString();
    }
}
