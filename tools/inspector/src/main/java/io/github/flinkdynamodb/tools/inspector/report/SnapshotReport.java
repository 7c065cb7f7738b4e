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
package io.github.flinkdynamodb.tools.inspector.report;

import io.github.flinkdynamodb.streams.source.enumerator.AskedExport;
import io.github.flinkdynamodb.streams.source.enumerator.ScanPhase;
import io.github.flinkdynamodb.streams.source.enumerator.ScanState;
import io.github.flinkdynamodb.streams.source.split.TableExport;
import io.github.flinkdynamodb.tools.inspector.state.SourceState;
import java.time.Instant;
import java.util.Optional;

/** How far a table, or what is read instead of it, has been read. Immutable. */
public final class SnapshotReport {

    /** What is read. */
    public enum Kind {
        /** The table itself, in segments. */
        SCAN,
        /** Files of a full export. */
        EXPORT,
        /** Files of incremental exports. */
        INCREMENTAL_EXPORT,
        /** An export that isn't complete yet. */
        WAITING_FOR_EXPORT
    }

    private final Kind kind;
    private final ScanState scan;
    private final AskedExport asked;

    private SnapshotReport(Kind kind, ScanState scan, AskedExport asked) {
        this.kind = kind;
        this.scan = scan;
        this.asked = asked;
    }

    /** Returns what a source's state says; empty if it reads no table. */
    static Optional<SnapshotReport> of(SourceState state) {
        Optional<SnapshotReport> waiting =
                state.enumerator()
                        .askedExport()
                        .map(asked -> new SnapshotReport(Kind.WAITING_FOR_EXPORT, null, asked));
        return state.enumerator()
                .scan()
                .map(scan -> new SnapshotReport(kindOf(scan), scan, null))
                .or(() -> waiting);
    }

    private static Kind kindOf(ScanState scan) {
        Optional<TableExport> export = scan.table().export();
        if (export.isEmpty()) {
            return Kind.SCAN;
        }
        return export.get().window().isPresent() ? Kind.INCREMENTAL_EXPORT : Kind.EXPORT;
    }

    /** Returns what is read. */
    public Kind kind() {
        return kind;
    }

    /** Returns the table's ARN. */
    public String tableArn() {
        return scan == null ? asked.request().tableArn() : scan.table().arn();
    }

    /**
     * Returns the export.
     *
     * @return its ARN, of a chain the first one's; empty for a scan, and until the service has
     *     answered
     */
    public Optional<String> exportArn() {
        return scan == null ? asked.exportArn() : scan.table().export().map(TableExport::arn);
    }

    /**
     * Returns of when the items are.
     *
     * @return the export's time, of incremental ones the end of the last window; empty for a scan
     */
    public Optional<Instant> exportTime() {
        return Optional.ofNullable(scan)
                .flatMap(state -> state.table().export())
                .map(TableExport::time);
    }

    /**
     * Returns when the export that is waited for was asked for.
     *
     * @return the time; empty if nothing is waited for
     */
    public Optional<Instant> askedAt() {
        return Optional.ofNullable(asked).map(AskedExport::askedAt);
    }

    /** Returns the number of segments or files; 0 while an export is waited for. */
    public int total() {
        return scan == null ? 0 : scan.table().totalSegments();
    }

    /** Returns how many of them have been read. */
    public int finished() {
        return scan == null ? 0 : scan.finished().cardinality();
    }

    /** Returns how many of them readers hold, in the middle or not begun. */
    public int held() {
        return scan == null ? 0 : scan.held().cardinality();
    }

    /** Returns whether all of it has been read, of one table. */
    public boolean isOver() {
        return scan != null && scan.phase() == ScanPhase.OVER;
    }

    /**
     * Returns up to when changes have been emitted beside it.
     *
     * @return the time; empty if no stream is read
     */
    public Optional<Instant> changesUpTo() {
        return Optional.ofNullable(scan).flatMap(ScanState::asOf);
    }
}
