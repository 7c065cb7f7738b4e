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
package io.github.flinkdynamodb.streams.table;

import java.io.Serializable;
import org.apache.flink.types.RowKind;

/**
 * Which rows a change becomes: the changelog mode, and what else depends on the table's columns and
 * on what is to happen to values that can't be decoded. Immutable.
 */
final class ChangelogRules implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ScanChangelogMode mode;
    private final boolean wholeDeletes;
    private final boolean nullsFields;
    private final boolean skipsRecords;
    private final boolean repeats;
    private final boolean deletesByKey;

    /**
     * Creates rules.
     *
     * @param scan the table
     */
    ChangelogRules(TableScan scan) {
        this.mode = scan.mode();
        this.wholeDeletes = scan.hasWholeDeletes();
        this.nullsFields = scan.settings().nullOnDecodeError();
        this.skipsRecords = scan.settings().skipOnDecodeError();
        this.repeats =
                scan.settings().isInitial()
                        || scan.settings().isIncrementalExport()
                        || scan.settings().repairsGaps();
        this.deletesByKey = scan.keepsRows();
    }

    ScanChangelogMode mode() {
        return mode;
    }

    /**
     * Returns the kind of a row that sets an item which is new, by what its record says. In upsert
     * mode that is an update if the table is read beside its stream, or in one record with what
     * came before: the item may be there.
     */
    RowKind kindOfInsert() {
        return mode == ScanChangelogMode.UPSERT && repeats ? RowKind.UPDATE_AFTER : RowKind.INSERT;
    }

    /** Whether each delete must have a value in each column that is NOT NULL. */
    boolean wholeDeletes() {
        return wholeDeletes;
    }

    /**
     * Whether in full mode a delete without an image that can be decoded has the key alone. An
     * operator behind the source knows the row that stands.
     */
    boolean deletesByKey() {
        return deletesByKey;
    }

    /** Whether a field that can't be decoded becomes NULL. */
    boolean nullsFields() {
        return nullsFields;
    }

    /** Whether a record that can't be decoded is left out. */
    boolean skipsRecords() {
        return skipsRecords;
    }
}
