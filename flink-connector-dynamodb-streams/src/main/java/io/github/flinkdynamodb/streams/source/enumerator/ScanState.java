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

import io.github.flinkdynamodb.streams.source.config.ScanConfig.Overlap;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import java.time.Instant;
import java.util.BitSet;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * What a checkpoint holds of the scan of a table: which table, and which of its segments have been
 * read or are in the state of a reader; nobody has the others. If the table's stream is read beside
 * it, there is such a state until items and older changes can no longer cross each other; from then
 * on there is none. Immutable.
 */
@Internal
public final class ScanState {

    private final ScanPhase phase;
    private final ScannedTable table;
    private final String tableId;
    private final BitSet finished;
    private final BitSet held;
    private final Overlap overlap;

    /** Null without an overlap. */
    private final Instant asOf;

    /**
     * Creates the state of a scan whose table's stream isn't read.
     *
     * @param phase SCANNING or a later one
     * @param table the table, as it is scanned since the first start
     * @param tableId what tells the table from another one of its name
     * @param finished the segments that have been read; copied
     * @param held the segments that readers hold, none of them finished; copied
     * @throws IllegalArgumentException if the phase is an earlier one, or a segment is in two sets
     *     or beyond the last one
     */
    public ScanState(
            ScanPhase phase, ScannedTable table, String tableId, BitSet finished, BitSet held) {
        if (phase == ScanPhase.DESCRIBING
                || finished.intersects(held)
                || Math.max(finished.length(), held.length()) > table.totalSegments()) {
            throw new IllegalArgumentException(phase + ", " + finished + ", " + held);
        }
        this.phase = phase;
        this.table = Objects.requireNonNull(table, "table");
        this.tableId = Objects.requireNonNull(tableId, "tableId");
        this.finished = (BitSet) finished.clone();
        this.held = (BitSet) held.clone();
        this.overlap = Overlap.NONE;
        this.asOf = null;
    }

    private ScanState(ScanState scan, Overlap overlap, Instant asOf) {
        this.phase = scan.phase;
        this.table = scan.table;
        this.tableId = scan.tableId;
        this.finished = scan.finished;
        this.held = scan.held;
        this.overlap = overlap;
        this.asOf = Objects.requireNonNull(asOf, "asOf");
    }

    /**
     * Returns the same state of a scan beside which the table's stream is read.
     *
     * @param kind what keeps items and changes in order, not NONE
     * @param readUpTo up to when the stream's records have been emitted, at least
     */
    public ScanState withOverlap(Overlap kind, Instant readUpTo) {
        if (kind == Overlap.NONE) {
            throw new IllegalArgumentException(kind.name());
        }
        return new ScanState(this, kind, readUpTo);
    }

    /**
     * Returns what keeps items and changes in order.
     *
     * @return NONE if the table's stream isn't read
     */
    public Overlap overlap() {
        return overlap;
    }

    /**
     * Returns up to when the stream's records have been emitted.
     *
     * @return the creation time of a record at least; empty if the stream isn't read
     */
    public Optional<Instant> asOf() {
        return Optional.ofNullable(asOf);
    }

    /**
     * Returns how far the scan has come.
     *
     * @return SCANNING or a later phase
     */
    public ScanPhase phase() {
        return phase;
    }

    /**
     * Returns the table.
     *
     * @return the table as it is scanned since the first start
     */
    public ScannedTable table() {
        return table;
    }

    /** Returns the table's id, which tells it from another one of its name. */
    public String tableId() {
        return tableId;
    }

    /**
     * Returns which segments have been read.
     *
     * @return a copy
     */
    public BitSet finished() {
        return (BitSet) finished.clone();
    }

    /**
     * Returns which segments readers hold.
     *
     * @return a copy
     */
    public BitSet held() {
        return (BitSet) held.clone();
    }

    /**
     * Returns whether each segment has been read.
     *
     * @return false if one is held by a reader, or by nobody
     */
    public boolean isRead() {
        return finished.cardinality() == table.totalSegments();
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof ScanState)) {
            return false;
        }
        ScanState that = (ScanState) o;
        return phase == that.phase
                && table.equals(that.table)
                && tableId.equals(that.tableId)
                && finished.equals(that.finished)
                && held.equals(that.held)
                && overlap == that.overlap
                && Objects.equals(asOf, that.asOf);
    }

    @Override
    public int hashCode() {
        return Objects.hash(table, tableId, finished, held, asOf);
    }

    @Override
    public String toString() {
        return "ScanState("
                + phase
                + ", "
                + table
                + ", "
                + finished.cardinality()
                + " finished, "
                + held.cardinality()
                + " held"
                + (asOf == null ? "" : ", " + overlap + " as of " + asOf)
                + ")";
    }
}
