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

/** What is read, and how the job goes on behind the source. */
enum Mode {
    /** The stream alone; no two subtasks are of one region. */
    HANDOVER,
    /** The stream alone, of which shards move; no two subtasks are of one region. */
    MOVES,
    /** The table alone; no two subtasks are of one region. */
    SNAPSHOT,
    /** A full export of the table alone; no two subtasks are of one region. */
    EXPORT,

    /** A full export and the stream, into a log; no two subtasks are of one region. */
    EXPORT_APPEND,

    /** A full export and the stream, into a table by key, whose barriers are aligned. */
    EXPORT_UPSERT,

    /** A full export and the stream, with both images and a reconciler by key. */
    EXPORT_RECONCILED,

    /** A chain of incremental exports, into a log; no two subtasks are of one region. */
    CHAIN_APPEND,

    /** A chain of incremental exports, into a table by key, whose barriers are aligned. */
    CHAIN_UPSERT,

    /** The same with unaligned barriers, which is refused: windows would overtake each other. */
    CHAIN_UNALIGNED,

    /** The table and its stream, into a log; no two subtasks are of one region. */
    APPEND,
    /** The table and its stream, into a table by key, whose barriers are aligned. */
    UPSERT,
    /** The table and its stream, with both images and a reconciler by key. */
    RECONCILED,
    /** The same, with unaligned barriers. */
    UNALIGNED,

    /**
     * The stream, and exports that close gaps in it, into a log; no two subtasks are of one region.
     */
    REPAIR_APPEND,

    /** The same into a table by key, whose barriers are aligned. */
    REPAIR_UPSERT,

    /** The same with both images, and an operator by key that keeps the row that stands. */
    REPAIR_FULL,

    /** The same, of a job that reads the table first. */
    REPAIR_FULL_INITIAL;

    /** Returns whether gaps in the stream are closed from incremental exports. */
    boolean repairs() {
        return this == REPAIR_APPEND || this == REPAIR_UPSERT || keepsRows();
    }

    /** Returns whether an operator behind the source keeps the row of each key that stands. */
    boolean keepsRows() {
        return this == REPAIR_FULL || readsItemsFirst();
    }

    /** Returns whether the table is read before gaps in its stream are closed. */
    boolean readsItemsFirst() {
        return this == REPAIR_FULL_INITIAL;
    }

    boolean readsTable() {
        return this != HANDOVER && this != MOVES;
    }

    boolean readsStream() {
        return this != SNAPSHOT && this != EXPORT && !readsChain();
    }

    /** Returns whether the files of a full export are read, and not the table itself. */
    boolean readsExport() {
        return this == EXPORT
                || this == EXPORT_APPEND
                || this == EXPORT_UPSERT
                || this == EXPORT_RECONCILED;
    }

    /** Returns whether incremental exports are read, and neither items nor the stream. */
    boolean readsChain() {
        return this == CHAIN_APPEND || this == CHAIN_UPSERT || this == CHAIN_UNALIGNED;
    }

    boolean readsBoth() {
        return readsTable() && readsStream() && !repairs();
    }

    /** Returns whether some things come about only after many others. */
    boolean isLong() {
        return readsBoth() || readsChain() || repairs() || this == MOVES;
    }

    /** Returns whether the source holds changes back until no older row is on its way. */
    boolean holdsBack() {
        return this == APPEND
                || this == UPSERT
                || this == EXPORT_APPEND
                || this == EXPORT_UPSERT
                || readsItemsFirst();
    }

    boolean isReconciled() {
        return this == RECONCILED || this == UNALIGNED || this == EXPORT_RECONCILED;
    }

    /** Returns whether all subtasks fail together, since an operator is connected to each. */
    boolean isOneRegion() {
        return this == UPSERT
                || this == EXPORT_UPSERT
                || this == CHAIN_UPSERT
                || this == CHAIN_UNALIGNED
                || this == REPAIR_UPSERT
                || keepsRows()
                || isReconciled();
    }

    boolean isAligned() {
        return this != UNALIGNED && this != CHAIN_UNALIGNED;
    }
}
