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
package io.github.flinkdynamodb.streams.source.model;

import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.RebalanceMode;
import io.github.flinkdynamodb.streams.source.ScanBoundedMode;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.config.Downstream;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.config.StopMargin;
import io.github.flinkdynamodb.streams.source.split.TableExport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.apache.flink.configuration.Configuration;

/** What an interleaving begins with. */
final class Setup {

    /** When the job is started; with a history, the moment from which on records are wanted. */
    static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    /** Eventually consistent reads are less than this behind, in seconds. */
    private static final int MOST_STALE = 60;

    /** The clocks of processes don't matter, as long as the service says what time it is. */
    private static final int MOST_AHEAD = 10_000;

    /** By so many seconds the end of a change may be later than its stamp. */
    private static final int MAX_DELAY = 60;

    /** An export is finished minutes after its time; so long it was made before the start. */
    private static final int LEAST_AGE = 90;

    /** So few others that many interleavings have the same export, which is on the disk then. */
    private static final int AGES = 5;

    private static final int AGE_STEP = 21;

    private static final int MOST_WINDOWS = 5;

    /** So many seconds a child waits at most until it stays with its parent's reader. */
    private static final int MOST_WAIT = 3_600;

    /** So few, for each is written to the disk: what a chain's changes are depends on it. */
    private static final int HISTORIES = 8;

    private static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");

    final Mode mode;
    final Fault fault;
    final int parallelism;
    final int roots;
    final int keysPerRoot;
    int shardsPerPage;
    int recordsPerPage;
    boolean newestFirst;

    /** So many steps of the table's lie before the start, and what they wrote isn't wanted. */
    int history;

    /** Into how many segments the table is divided, and how many items a page of it has. */
    int segments = 1;

    int itemsPerPage = 1;

    /** How many of these are files of an export without lines. */
    int emptyFiles;

    /** How many files each window of a chain of incremental exports has. */
    int[] filesOfWindow = new int[0];

    /** How many seconds before the start the export was made, if one is read. */
    int exportAge;

    /** How much read capacity the job may consume, in units a second; 0 for any. */
    int readUnits;

    /** Whether pages are read eventually consistent, and by how much they are then behind. */
    boolean eventual;

    int secondsStale;

    /** By how much the service's clock and those of readers differ from the real time. */
    int serviceSecondsBehind;

    int readerSecondsAhead;

    int jobManagerSecondsAhead;

    /** How many requests a reader has under way at most; 0 for the default. */
    int maxRequests;

    /** So many of the first pages that a reader asks for take their time. */
    int slowFirstScans;

    /**
     * A stamp is earlier than the end of its change by fewer seconds, or by less than one more
     * because it is rounded.
     */
    int mostDelay = MAX_DELAY;

    /** Whether the table was written to when the changes begin that are read. */
    boolean writtenAtFilter;

    /** Whether the barriers of checkpoints overtake events on their way to readers. */
    boolean urgentBarriers;

    /** Whether the readers remember what a repair after an outage would need to know. */
    boolean repairs;

    /** How many seconds a child waits at most to leave its parent's reader; 0 if it never does. */
    int moveWait;

    /** Whether a job that keeps rows takes those that it has given out for all that there are. */
    boolean beganWithItems;

    /** Whether rows have an item's value alone, to which it may return. */
    boolean rowsOfValues;

    /** What the errors of the edges of incremental exports depend on. */
    int edges;

    /** Whether days may go by without a checkpoint. */
    boolean days;

    /** When the source is to stop, in minutes after the start; 0 for never. */
    int stopAfter;

    Setup(Mode mode, Fault fault, int parallelism, int roots, int keysPerRoot) {
        this.mode = mode;
        this.fault = fault;
        this.parallelism = parallelism;
        this.roots = roots;
        this.keysPerRoot = keysPerRoot;
        this.shardsPerPage = 100;
        this.recordsPerPage = 3;
    }

    static Setup random(Mode mode, Fault fault, Random random) {
        switch (mode) {
            case HANDOVER:
                return randomStream(random);
            case MOVES:
                return randomMoves(fault, random);
            case SNAPSHOT:
                return randomTable(fault, random);
            case EXPORT:
                return randomExport(fault, random);
            case CHAIN_APPEND:
            case CHAIN_UPSERT:
            case CHAIN_UNALIGNED:
                return randomChain(mode, fault, random);
            case REPAIR_APPEND:
            case REPAIR_UPSERT:
            case REPAIR_FULL:
            case REPAIR_FULL_INITIAL:
                return randomRepair(mode, fault, random);
            default:
                return randomBoth(mode, fault, random);
        }
    }

    private static Setup randomBoth(Mode mode, Fault fault, Random random) {
        Setup setup =
                new Setup(
                        mode,
                        fault,
                        fault.needsOneReader() ? 1 : 1 + random.nextInt(3),
                        1 + random.nextInt(2),
                        1 + random.nextInt(random.nextBoolean() ? 2 : 4));
        setup.segments = 1 + random.nextInt(random.nextBoolean() ? 2 : 8);
        setup.itemsPerPage = 1 + random.nextInt(random.nextBoolean() ? 2 : 5);
        setup.maxRequests = random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0;
        setup.slowFirstScans = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0;
        setup.mostDelay = random.nextBoolean() ? MAX_DELAY : 1 + random.nextInt(8);
        setup.writtenAtFilter = random.nextInt(3) == 0;
        setup.shardsPerPage = random.nextInt(3) == 0 ? 100 : 1 + random.nextInt(4);
        setup.recordsPerPage = 1 + random.nextInt(3);
        setup.newestFirst = random.nextInt(3) == 0;
        setup.history = random.nextInt(3) == 0 ? 0 : random.nextInt(16);
        setup.days = fault == Fault.SILENT_GAP;
        setup.urgentBarriers = mode == Mode.UNALIGNED && random.nextBoolean();
        setup.eventual = fault == Fault.STALE_PAGES || random.nextInt(4) == 0;
        setup.secondsStale = random.nextInt(MOST_STALE);
        setup.serviceSecondsBehind = random.nextInt(3);
        setup.readerSecondsAhead = random.nextInt(5) == 0 ? random.nextInt(MOST_AHEAD) : 0;
        setup.jobManagerSecondsAhead = random.nextInt(5) == 0 ? random.nextInt(MOST_AHEAD) : 0;
        if (mode.readsExport()) {
            setup.setExport(random);
            setup.eventual = false;
        }
        return setup;
    }

    private static Setup randomTable(Fault fault, Random random) {
        Setup setup = new Setup(Mode.SNAPSHOT, fault, 1 + random.nextInt(3), 1, random.nextInt(12));
        setup.segments = 1 + random.nextInt(4);
        setup.itemsPerPage = 1 + random.nextInt(4);
        setup.readUnits = random.nextInt(4) == 0 ? 1 + random.nextInt(20) : 0;
        setup.urgentBarriers = random.nextBoolean();
        return setup;
    }

    private static Setup randomExport(Fault fault, Random random) {
        Setup setup = new Setup(Mode.EXPORT, fault, 1 + random.nextInt(3), 1, random.nextInt(12));
        setup.setExport(random);
        setup.urgentBarriers = random.nextBoolean();
        return setup;
    }

    private static Setup randomChain(Mode mode, Fault fault, Random random) {
        int history = random.nextInt(HISTORIES);
        Setup setup = new Setup(mode, fault, 1 + random.nextInt(3), 1, 1 << history % 4);
        setup.history = history;
        setup.emptyFiles = history % 2;
        setup.filesOfWindow = new int[2 + random.nextInt(MOST_WINDOWS - 1)];
        for (int window = 0; window < setup.filesOfWindow.length; window++) {
            setup.filesOfWindow[window] = random.nextInt(4) == 0 ? 9 : 1 + 2 * random.nextInt(2);
            setup.segments += setup.filesOfWindow[window] - (window == 0 ? 1 : 0);
        }
        return setup;
    }

    private static Setup randomRepair(Mode mode, Fault fault, Random random) {
        Setup setup =
                new Setup(
                        mode,
                        fault,
                        1 + random.nextInt(3),
                        1 + random.nextInt(2),
                        1 + random.nextInt(4));
        setup.recordsPerPage = 1 + random.nextInt(3);
        setup.newestFirst = random.nextInt(3) == 0;
        setup.mostDelay = random.nextBoolean() ? MAX_DELAY : 1 + random.nextInt(8);
        setup.edges = random.nextInt();
        setup.repairs = true;
        if (mode.keepsRows()) {
            setup.beganWithItems = random.nextBoolean() || mode.readsItemsFirst();
            setup.rowsOfValues = random.nextBoolean();
        }
        if (mode.readsItemsFirst()) {
            setup.segments = 1 + random.nextInt(4);
            setup.itemsPerPage = 1 + random.nextInt(2);
            setup.slowFirstScans = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0;
        }
        return setup;
    }

    private void setExport(Random random) {
        segments = 1 + random.nextInt(random.nextBoolean() ? 3 : 12);
        emptyFiles = segments / 3;
        exportAge = LEAST_AGE + (mode.readsStream() ? random.nextInt(AGES) * AGE_STEP : 0);
    }

    private static Setup randomStream(Random random) {
        Setup setup =
                new Setup(
                        Mode.HANDOVER,
                        Fault.NONE,
                        1 + random.nextInt(3),
                        1 + random.nextInt(3),
                        1 + random.nextInt(3));
        setup.shardsPerPage = random.nextInt(3) == 0 ? 100 : 1 + random.nextInt(4);
        setup.recordsPerPage = 1 + random.nextInt(3);
        setup.newestFirst = random.nextInt(3) == 0;
        setup.history = random.nextInt(5) == 0 ? 1 + random.nextInt(20) : 0;
        setup.stopAfter = random.nextInt(5) == 0 ? 1 + random.nextInt(15) : 0;
        setup.urgentBarriers = random.nextBoolean();
        setup.repairs = random.nextBoolean() && !setup.isBounded();
        return setup;
    }

    private static Setup randomMoves(Fault fault, Random random) {
        Setup setup =
                new Setup(
                        Mode.MOVES,
                        fault,
                        2 + random.nextInt(2),
                        1 + random.nextInt(2),
                        1 + random.nextInt(3));
        setup.recordsPerPage = 1 + random.nextInt(3);
        setup.newestFirst = random.nextInt(3) == 0;
        setup.stopAfter = random.nextInt(8) == 0 ? 1 + random.nextInt(15) : 0;
        setup.urgentBarriers = random.nextInt(3) == 0;
        setup.moveWait = random.nextInt(3) == 0 ? 1 + random.nextInt(60) : MOST_WAIT;
        return setup;
    }

    /** The same with less variety. */
    Setup simpler(int keys) {
        Setup setup = new Setup(mode, fault, parallelism, roots, keys);
        if (mode.readsBoth() || mode.readsChain()) {
            setup.history = history;
            setup.maxRequests = maxRequests;
            setup.slowFirstScans = slowFirstScans;
            setup.mostDelay = mostDelay;
            setup.writtenAtFilter = writtenAtFilter;
            setup.eventual = eventual;
            setup.days = days;
            setup.secondsStale = secondsStale;
            setup.readerSecondsAhead = readerSecondsAhead;
            setup.jobManagerSecondsAhead = jobManagerSecondsAhead;
        }
        if (mode.repairs()) {
            setup.mostDelay = mostDelay;
            setup.edges = edges;
            setup.beganWithItems = beganWithItems;
            setup.rowsOfValues = rowsOfValues;
        }
        setup.stopAfter = stopAfter;
        setup.repairs = repairs;
        setup.moveWait = moveWait;
        setup.urgentBarriers = urgentBarriers;
        setup.segments = segments;
        setup.emptyFiles = emptyFiles;
        setup.exportAge = exportAge;
        setup.filesOfWindow = filesOfWindow;
        return setup;
    }

    /** When the job is started, by the JobManager's clock. */
    Instant startByJobManager() {
        return START.plusSeconds(jobManagerSecondsAhead);
    }

    Duration staleness() {
        return fault.staleness().plusSeconds(secondsStale);
    }

    Duration readersAhead() {
        return Duration.ofSeconds(readerSecondsAhead);
    }

    Duration serviceBehind() {
        return Duration.ofSeconds(serviceSecondsBehind);
    }

    /** When the export was made, if one is read. */
    Instant exportTime() {
        return START.minusSeconds(exportAge);
    }

    /** Changes of a minute before this and later ones are read beside items. */
    Instant filterOrigin() {
        return mode.readsExport() ? TableExport.completeUpTo(exportTime()) : START;
    }

    /** Returns whether children may leave the reader of their parent. */
    boolean moves() {
        return moveWait > 0;
    }

    boolean isBounded() {
        return stopAfter > 0;
    }

    /** Records created before this are not wanted. */
    Instant from() {
        return history > 0 ? START : Instant.EPOCH;
    }

    /** Records created after this are not wanted. */
    Instant until() {
        return isBounded() ? START.plus(Duration.ofMinutes(stopAfter)) : NEVER;
    }

    /**
     * Returns the settings.
     *
     * @param folders where the exports lie; none if none are read
     */
    SourceConfig config(List<String> folders) {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, Duration.ofSeconds(5));
        options.set(DynamoDbStreamsSourceOptions.RETRY_MAX_DURATION, Duration.ofHours(24));
        if (maxRequests > 0) {
            options.set(DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS, maxRequests);
        }
        if (repairs) {
            options.set(DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET, "exports");
            options.set(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, DataLossPolicy.REPAIR);
        }
        if (mode.repairs()) {
            options.set(DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET_PATH, folders.get(0));
        }
        if (mode.readsTable() && !mode.repairs() || mode.readsItemsFirst()) {
            setTable(options, folders);
        } else {
            options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, TableModel.ARN);
            setPositions(options);
        }
        setMoves(options);
        return SourceConfig.from(options, StopMargin.standard(), downstream());
    }

    private Downstream downstream() {
        if (mode == Mode.REPAIR_APPEND) {
            return Downstream.APPENDS;
        }
        if (mode.keepsRows()) {
            return Downstream.KEEPS;
        }
        return mode.isReconciled() ? Downstream.RECONCILES : Downstream.UPSERTS;
    }

    private void setTable(Configuration options, List<String> folders) {
        if (mode.readsStream()) {
            options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, TableModel.ARN);
        } else {
            options.set(DynamoDbStreamsSourceOptions.TABLE_NAME, ItemsModel.TABLE);
        }
        if (mode.readsChain()) {
            options.set(
                    DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.INCREMENTAL_EXPORT);
            options.set(DynamoDbStreamsSourceOptions.INCREMENTAL_EXPORT_FOLDERS, folders);
            return;
        }
        options.set(
                DynamoDbStreamsSourceOptions.STARTUP_MODE,
                mode.readsStream() ? ScanStartupMode.INITIAL : ScanStartupMode.SNAPSHOT);
        if (mode.readsExport()) {
            options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT, folders.get(0));
            return;
        }
        options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS, segments);
        options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_CONSISTENT_READ, !eventual);
        if (readUnits > 0) {
            options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_MAX_READ_CAPACITY, (long) readUnits);
        }
    }

    private void setMoves(Configuration options) {
        if (moves()) {
            options.set(DynamoDbStreamsSourceOptions.REBALANCE_MODE, RebalanceMode.SHARDS);
            options.set(DynamoDbStreamsSourceOptions.REBALANCE_THRESHOLD, 1.0);
            options.set(
                    DynamoDbStreamsSourceOptions.REBALANCE_MAX_WAIT, Duration.ofSeconds(moveWait));
        }
    }

    private void setPositions(Configuration options) {
        if (history > 0) {
            options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.TIMESTAMP);
            options.set(
                    DynamoDbStreamsSourceOptions.STARTUP_TIMESTAMP_MILLIS, from().toEpochMilli());
        } else {
            options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.TRIM_HORIZON);
        }
        if (isBounded()) {
            options.set(DynamoDbStreamsSourceOptions.BOUNDED_MODE, ScanBoundedMode.TIMESTAMP);
            options.set(
                    DynamoDbStreamsSourceOptions.BOUNDED_TIMESTAMP_MILLIS, until().toEpochMilli());
        }
    }

    @Override
    public String toString() {
        switch (mode) {
            case HANDOVER:
            case MOVES:
                return describeStream() + describeBarriers() + describeMoves();
            case SNAPSHOT:
            case EXPORT:
            case CHAIN_APPEND:
            case CHAIN_UPSERT:
            case CHAIN_UNALIGNED:
                return describeTable() + describeBarriers();
            default:
                return mode
                        + (", " + describeStream() + ", " + describeTable())
                        + (describeBarriers() + describeRows());
        }
    }

    private String describeMoves() {
        String moving = moves() ? ", children move, and wait for " + moveWait + " s" : "";
        return (repairs ? ", repairs" : "") + moving;
    }

    private String describeRows() {
        return (beganWithItems ? ", all rows are known" : "")
                + (rowsOfValues ? ", rows are values" : "");
    }

    private String describeBarriers() {
        return urgentBarriers ? ", barriers overtake events" : "";
    }

    private String describeTable() {
        return String.format(
                "%s, parallelism %d, up to %d items in %d segments, pages of %d%s, %s units a"
                    + " second, the service %d s behind, readers %d s ahead, the JobManager %d s",
                mode,
                parallelism,
                keysPerRoot,
                segments,
                itemsPerPage,
                eventual ? " (" + staleness() + " behind)" : "",
                readUnits == 0 ? "any" : readUnits,
                serviceSecondsBehind,
                readersAhead().toSeconds(),
                jobManagerSecondsAhead);
    }

    private String describeStream() {
        return String.format(
                "parallelism %d, %d roots with %d keys each, pages of %d shards (%s first) and of"
                        + " %d records%s%s",
                parallelism,
                roots,
                keysPerRoot,
                shardsPerPage,
                newestFirst ? "newest" : "oldest",
                recordsPerPage,
                history > 0 ? ", from the start on, after " + history + " steps" : "",
                isBounded() ? ", stopping after " + stopAfter + " minutes" : "");
    }
}
