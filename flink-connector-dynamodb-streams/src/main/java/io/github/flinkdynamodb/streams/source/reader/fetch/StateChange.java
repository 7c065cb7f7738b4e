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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import io.github.flinkdynamodb.streams.model.Hash128;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.split.FileSplitState;
import io.github.flinkdynamodb.streams.source.split.RecentInsertsLog;
import io.github.flinkdynamodb.streams.source.split.SegmentSplitState;
import io.github.flinkdynamodb.streams.source.split.ShardSplit.Progress;
import io.github.flinkdynamodb.streams.source.split.ShardSplitState;
import io.github.flinkdynamodb.streams.source.split.SplitState;
import java.time.Instant;
import java.util.List;

/**
 * A change of a split's state that comes with no record. It takes its place among the records of
 * its batch, and is applied once everything before it is emitted. Immutable once its batch is
 * complete.
 */
abstract class StateChange {

    private StateChange() {}

    /** Moves the position past records that are skipped. */
    static StateChange position(SequenceNumber sequenceNumber) {
        return new StateChange() {
            @Override
            void applyTo(SplitState state) {
                ((ShardSplitState) state).advanceTo(sequenceNumber, RecordUnit.NO_TIMESTAMP);
            }
        };
    }

    /** Sets the creation time before which records are skipped; null clears it. */
    static StateChange notBefore(Instant time) {
        return new StateChange() {
            @Override
            void applyTo(SplitState state) {
                ((ShardSplitState) state).startAt(time);
            }
        };
    }

    /**
     * Remembers the insertions among the records that follow.
     *
     * @param keys theirs; no more are added once this is applied
     */
    static StateChange insertsFollow(RecentInsertsLog keys) {
        return new StateChange() {
            @Override
            void applyTo(SplitState state) {
                ((ShardSplitState) state).insertsFollow(keys.toInserts());
            }
        };
    }

    /** Notes that all changes up to a time are out. */
    static StateChange readUpTo(Instant time) {
        return new StateChange() {
            @Override
            void applyTo(SplitState state) {
                ((ShardSplitState) state).readUpTo(time);
            }
        };
    }

    /** Ends the reading of the shard. */
    static StateChange end(Progress progress) {
        return new StateChange() {
            @Override
            void applyTo(SplitState state) {
                ((ShardSplitState) state).end(progress);
            }

            @Override
            boolean isEnd() {
                return true;
            }
        };
    }

    /** Takes back the end of the reading: the shard is still open. */
    static StateChange readOn() {
        return new StateChange() {
            @Override
            void applyTo(SplitState state) {
                ((ShardSplitState) state).end(Progress.READING);
            }
        };
    }

    /**
     * Moves a segment on to its next page.
     *
     * @param key where that begins
     * @param stillEmitted what it may have that was emitted before the restore
     */
    static StateChange startPage(String key, List<Hash128> stillEmitted) {
        return new StateChange() {
            @Override
            void applyTo(SplitState state) {
                ((SegmentSplitState) state).startPage(key, stillEmitted);
            }
        };
    }

    /** Ends the reading of the segment. */
    static StateChange endSegment() {
        return new StateChange() {
            @Override
            void applyTo(SplitState state) {
                ((SegmentSplitState) state).end();
            }

            @Override
            boolean isEnd() {
                return true;
            }
        };
    }

    /**
     * Moves a file on past lines that may have no elements.
     *
     * @param lines how many of its lines are out or left out
     */
    static StateChange linesOut(long lines) {
        return new StateChange() {
            @Override
            void applyTo(SplitState state) {
                ((FileSplitState) state).advanceTo(lines);
            }
        };
    }

    /** Ends the reading of the file. */
    static StateChange endFile() {
        return new StateChange() {
            @Override
            void applyTo(SplitState state) {
                ((FileSplitState) state).end();
            }

            @Override
            boolean isEnd() {
                return true;
            }
        };
    }

    /**
     * Changes nothing, but takes note that everything before it is out.
     *
     * @param out called on the task thread
     */
    static StateChange notice(Runnable out) {
        return new StateChange() {
            @Override
            void applyTo(SplitState state) {
                out.run();
            }
        };
    }

    abstract void applyTo(SplitState state);

    /** Returns whether nothing of the split follows. */
    boolean isEnd() {
        return false;
    }
}
