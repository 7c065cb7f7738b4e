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

import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.ScanState;
import io.github.flinkdynamodb.streams.source.event.PagesCovered;
import io.github.flinkdynamodb.streams.source.event.RecentKeysReported;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import io.github.flinkdynamodb.streams.table.reconcile.KeyState;
import io.github.flinkdynamodb.streams.table.reconcile.KeyStates;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.types.RowKind;

/**
 * A fault of the design that is built in on purpose, between the parts of the connector or into the
 * model of what surrounds them, so that what follows is as if the design had it. Those that {@link
 * OverlapModelFaultsTest} names must be found.
 */
enum Fault {
    NONE(null),

    /** A reader reports at any time, and a page counts no more once all of it is emitted. */
    REPORTS_WITHOUT_CHECKPOINT(Mode.UPSERT),

    /** With one reader the overlap is over as soon as the last segment has been read. */
    END_WITHOUT_CHECKPOINT(Mode.UPSERT),

    /** Eventually consistent pages are behind by more than what is allowed for. */
    STALE_PAGES(Mode.UPSERT),

    /** A page is resumed after as many items as were out, whichever they are now. */
    RESUMED_BY_COUNT(Mode.SNAPSHOT),

    /** After a restore, segments that readers hold are given out again. */
    SEGMENT_TWICE(Mode.SNAPSHOT),

    /** After a restore, files that readers hold are given out again. */
    FILE_TWICE(Mode.EXPORT),

    /** A file is resumed one line too late. */
    FILE_BEHIND_A_LINE(Mode.EXPORT),

    /** A file is resumed at its beginning. */
    FILE_FROM_ITS_BEGINNING(Mode.EXPORT),

    /** The overlap is over as soon as the last file has been read. */
    END_OF_FILES_WITHOUT_CHECKPOINT(Mode.EXPORT_UPSERT),

    /** The stream is read from after the export's time. */
    STREAM_AFTER_EXPORT(Mode.EXPORT_RECONCILED),

    /** A window is followed once a checkpoint has begun that holds it, and not completed. */
    WINDOW_BEHIND_BEGUN_CHECKPOINT(Mode.CHAIN_UPSERT),

    /** A file counts as read once a reader has it. */
    FILE_READ_WHEN_ASSIGNED(Mode.CHAIN_APPEND),

    /** Barriers overtake lines, so a completed checkpoint doesn't say that they were processed. */
    UNALIGNED_WINDOWS(Mode.CHAIN_UNALIGNED),

    /** A reader without unfinished segments holds nothing back. */
    UNFINISHED_SEGMENTS_ONLY(Mode.UPSERT),

    /** A page counts from its answer on. */
    FROM_THE_ANSWER_ON(Mode.UPSERT),

    /** A reader without uncovered pages holds nothing back, now and later. */
    NONE_FOR_INFINITY(Mode.UPSERT),

    /** Without a row of its key, the first half of an update leaves no trace. */
    NO_STARTING(Mode.RECONCILED),

    /** Each change is left out that is stamped before the start, not only the first ones. */
    FILTER_OF_EACH_RECORD(Mode.RECONCILED),

    /** The reconciler ends when a reader learns that all shards have passed the scan. */
    END_BY_SHARDS_ALONE(Mode.RECONCILED),

    /** Pages count from a time of the reader's own clock, which is fast. */
    WALL_CLOCK(Mode.UPSERT),

    /** The service doesn't say that what a reader asks for has been trimmed. */
    SILENT_GAP(Mode.UPSERT),

    /** A child moves once a checkpoint has begun that holds its parent, and not completed. */
    MOVE_BEHIND_BEGUN_CHECKPOINT(Mode.MOVES),

    /** Nothing is deleted in a repair. */
    REPAIR_WITHOUT_DELETIONS(Mode.REPAIR_UPSERT),

    /** The operator that keeps rows begins without any at a restore. */
    REPAIR_ROWS_FORGOTTEN(Mode.REPAIR_FULL),

    /** The operator that keeps rows has them after a restore, but not which keys are gone. */
    REPAIR_KEYS_FORGOTTEN(Mode.REPAIR_FULL),

    /** The operator that keeps rows goes on with those of its last attempt at a restore. */
    REPAIR_ROWS_NOT_ROLLED_BACK(Mode.REPAIR_FULL),

    /** A row from an export is an insertion, whatever stands. */
    REPAIR_ROW_INSERTED(Mode.REPAIR_FULL),

    /** An export's deletion of an item, or of a key, is dropped. */
    REPAIR_DELETION_DROPPED(Mode.REPAIR_FULL),

    /** The first change of a key behind a gap takes back its old image, whatever stands. */
    REPAIR_OLD_IMAGE_TAKEN_BACK(Mode.REPAIR_FULL);

    private static final Instant INFINITY = Instant.parse("2100-01-01T00:00:00Z");

    /** By how much a clock or a page may be wrong at the least to be beyond what is allowed for. */
    private static final Duration BEYOND = Duration.ofSeconds(200);

    /** Where it is looked for; null for none. */
    final Mode mode;

    Fault(Mode mode) {
        this.mode = mode;
    }

    boolean needsOneReader() {
        return this == END_WITHOUT_CHECKPOINT;
    }

    /** Returns whether the enumerator takes a checkpoint that has begun for a completed one. */
    boolean trustsBegunCheckpoints() {
        return this == WINDOW_BEHIND_BEGUN_CHECKPOINT || this == MOVE_BEHIND_BEGUN_CHECKPOINT;
    }

    /** Returns whether readers are told that the overlap is over before a checkpoint holds that. */
    boolean endsWithoutCheckpoint() {
        return this == END_WITHOUT_CHECKPOINT || this == END_OF_FILES_WITHOUT_CHECKPOINT;
    }

    /** How far behind eventually consistent pages are, if the pages are such. */
    Duration staleness() {
        return this == STALE_PAGES ? BEYOND : Duration.ZERO;
    }

    /** What the enumerator is told of a report; null for nothing. */
    SourceEvent reported(TaskModel task, SourceEvent event) {
        if (event instanceof RecentKeysReported) {
            boolean isLost =
                    this == REPAIR_WITHOUT_DELETIONS && !((RecentKeysReported) event).isEnd();
            return isLost ? null : event;
        }
        if (!(event instanceof PagesCovered)) {
            return event;
        }
        PagesCovered report = (PagesCovered) event;
        switch (this) {
            case UNFINISHED_SEGMENTS_ONLY:
                return task.hasUnfinishedSegments()
                        ? report
                        : new PagesCovered(report.checkpointId(), null);
            case FROM_THE_ANSWER_ON:
                return new PagesCovered(report.checkpointId(), task.service.oldestAnswered());
            case WALL_CLOCK:
                return new PagesCovered(
                        report.checkpointId(),
                        report.oldestPage().map(page -> page.plus(BEYOND)).orElse(null));
            case NONE_FOR_INFINITY:
                return new PagesCovered(
                        report.checkpointId(), report.oldestPage().orElse(INFINITY));
            default:
                return report;
        }
    }

    /** From what state an enumerator is restored. */
    EnumeratorState restored(EnumeratorState state) {
        return (this == SEGMENT_TWICE || this == FILE_TWICE) && state.scan().isPresent()
                ? state.withScan(withoutHeld(state.scan().get()))
                : state;
    }

    private static ScanState withoutHeld(ScanState scan) {
        ScanState without =
                new ScanState(
                        scan.phase(), scan.table(), scan.tableId(), scan.finished(), new BitSet());
        return scan.asOf().map(asOf -> without.withOverlap(scan.overlap(), asOf)).orElse(without);
    }

    /** How a segment is restored. */
    SegmentSplit restored(SegmentSplit split, ItemsModel items) {
        return this == RESUMED_BY_COUNT && !split.isEnded()
                ? split.at(
                        split.startKey().orElse(null),
                        items.firstKeys(split, split.emitted().size()))
                : split;
    }

    /** How a file is restored. */
    DynamoDbStreamsSplit restored(DynamoDbStreamsSplit split) {
        if (!(split instanceof FileSplit) || split.isEnded()) {
            return split;
        }
        FileSplit file = (FileSplit) split;
        boolean isWithin = file.lines() > 0 && file.lines() < file.file().itemCount();
        if (this == FILE_BEHIND_A_LINE && isWithin) {
            return file.at(file.lines() + 1);
        }
        return this == FILE_FROM_ITS_BEGINNING ? file.at(0) : split;
    }

    /** What time an export says that it is of. */
    Instant exportTime(Instant time) {
        return this == STREAM_AFTER_EXPORT ? time.plus(BEYOND) : time;
    }

    /** With what rows the operator that keeps them is restored. */
    StandingOperator restored(StandingOperator state, StandingOperator present, KeptRows rows) {
        switch (this) {
            case REPAIR_ROWS_FORGOTTEN:
                return new StandingOperator(rows);
            case REPAIR_KEYS_FORGOTTEN:
                return state.withoutKeys();
            case REPAIR_ROWS_NOT_ROLLED_BACK:
                return present.copy();
            default:
                return state;
        }
    }

    /** Returns whether the operator that keeps rows never gets a row. */
    boolean drops(RowModel row) {
        return this == REPAIR_DELETION_DROPPED && row.isRepaired() && row.kind == RowKind.DELETE;
    }

    /**
     * What comes out of the operator that keeps rows.
     *
     * @param row what it has got
     * @param isBehindGap whether that is the first change of its key behind a gap
     * @param given what it gives out
     */
    List<RowModel> given(RowModel row, boolean isBehindGap, List<RowModel> given) {
        if (this == REPAIR_ROW_INSERTED && row.isRepaired() && given.size() == 2) {
            return List.of(RowModel.given(RowKind.INSERT, given.get(1).version));
        }
        if (this == REPAIR_OLD_IMAGE_TAKEN_BACK && isBehindGap && row.change.before != null) {
            ItemVersion before = row.change.before;
            return row.kind == RowKind.DELETE
                    ? List.of(RowModel.given(RowKind.DELETE, before))
                    : List.of(
                            RowModel.given(RowKind.UPDATE_BEFORE, before),
                            RowModel.given(RowKind.UPDATE_AFTER, row.version));
        }
        return given;
    }

    /** The state of a key after a row. */
    KeyState next(KeyState state) {
        return this == NO_STARTING && KeyStates.isStarting(state) ? KeyStates.none() : state;
    }
}
