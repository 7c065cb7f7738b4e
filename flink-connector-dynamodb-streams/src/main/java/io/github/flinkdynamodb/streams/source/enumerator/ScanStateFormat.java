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

import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.source.config.ScanConfig.Overlap;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.TableExport;
import io.github.flinkdynamodb.streams.source.split.WindowFormat;
import io.github.flinkdynamodb.streams.source.state.StateInput;
import io.github.flinkdynamodb.streams.source.state.StateOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Reads and writes the scan's part of the enumerator's state: a byte of flags (1 strongly
 * consistent; 2 the stream is read too and its changes are held back; 4 it is read too and changes
 * are reconciled; 8 an export is read instead of the table); the code of the phase in a byte; the
 * table as the service is asked for it, its ARN and its id as texts; the number of its key
 * attributes and their names as texts; the number of segments; then two sets of segments, those
 * that have been read and those that readers hold, a bit for each segment, the lowest bit of the
 * first byte first; with flag 2 or 4 the time up to which the stream has been read. With flag 8
 * there may be no key attributes and no segments, which are files then, and behind their number
 * follow the export's ARN as a text, its time, and the digest of its list of files as a text. With
 * flag 16 beside it, that is a chain of incremental exports, and its {@linkplain WindowFormat
 * window} follows.
 */
final class ScanStateFormat {

    private static final int CONSISTENT = 1;
    private static final int FRONTIER = 2;
    private static final int RECONCILED = 4;
    private static final int EXPORT = 8;
    private static final int INCREMENTAL = 16;
    private static final int ALL_FLAGS = 31;
    private static final int MOST_KEYS = 2;

    private ScanStateFormat() {}

    static byte[] write(ScanState state) throws IOException {
        ScannedTable table = state.table();
        StateOutput out = new StateOutput(256 + table.totalSegments() / 4);
        out.writeByte(
                (table.consistentRead() ? CONSISTENT : 0)
                        | flag(state.overlap())
                        | table.export().map(ScanStateFormat::flags).orElse(0));
        out.writeByte(state.phase().code());
        out.writeText(table.name());
        out.writeText(table.arn());
        out.writeText(state.tableId());
        out.writeCount(table.keyNames().size());
        for (String name : table.keyNames()) {
            out.writeText(name);
        }
        out.writeCount(table.totalSegments());
        if (table.export().isPresent()) {
            writeExport(out, table.export().get());
        }
        writeSegments(out, state.finished(), table.totalSegments());
        writeSegments(out, state.held(), table.totalSegments());
        if (state.asOf().isPresent()) {
            out.writeInstant(state.asOf().get());
        }
        return out.toBytes();
    }

    private static int flags(TableExport export) {
        return export.window().isPresent() ? EXPORT | INCREMENTAL : EXPORT;
    }

    private static void writeExport(StateOutput out, TableExport export) throws IOException {
        out.writeText(export.arn());
        out.writeInstant(export.time());
        out.writeText(export.digest());
        if (export.window().isPresent()) {
            WindowFormat.write(export.window().get(), out);
        }
    }

    private static int flag(Overlap overlap) {
        switch (overlap) {
            case FRONTIER:
                return FRONTIER;
            case RECONCILED:
                return RECONCILED;
            default:
                return 0;
        }
    }

    private static void writeSegments(StateOutput out, BitSet segments, int total) {
        for (int first = 0; first < total; first += Byte.SIZE) {
            byte[] bits = segments.get(first, first + Byte.SIZE).toByteArray();
            out.writeByte(bits.length == 0 ? 0 : bits[0] & 0xFF);
        }
    }

    static ScanState read(StateInput in) throws IOException {
        int flags = in.readFlags("flags of the scan", ALL_FLAGS);
        Overlap overlap = overlap(in, flags);
        ScanPhase phase = readPhase(in);
        String name = in.readText("table");
        String arn = in.readText("table's ARN");
        String tableId = in.readText("table's id");
        ScannedTable table = readTable(in, flags, name, arn);
        int total = table.totalSegments();
        BitSet finished = readSegments(in, "segments that have been read", total);
        BitSet held = readSegments(in, "segments that readers hold", total);
        if (finished.intersects(held)) {
            throw in.corrupt("segments that readers hold", "found one that has been read");
        }
        ScanState scan = new ScanState(phase, table, tableId, finished, held);
        if (overlap != Overlap.NONE) {
            scan = scan.withOverlap(overlap, in.readInstant("time up to which the stream is read"));
        }
        in.requireEnd();
        return scan;
    }

    private static ScannedTable readTable(StateInput in, int flags, String name, String arn)
            throws IOException {
        boolean isExport = (flags & EXPORT) != 0;
        if ((flags & INCREMENTAL) != 0 && !isExport) {
            throw in.corrupt("flags of the scan", "found 16 without 8");
        }
        List<String> keyNames = readKeyNames(in, isExport);
        int total = in.readCount("number of segments", SegmentScan.MAX_SEGMENTS);
        if (isExport) {
            TableExport export = readExport(in, (flags & INCREMENTAL) != 0);
            return ScannedTable.exported(name, arn, keyNames, total, export);
        }
        requireAny(in, "number of segments", total);
        return new ScannedTable(name, arn, keyNames, total, (flags & CONSISTENT) != 0);
    }

    private static TableExport readExport(StateInput in, boolean incremental) throws IOException {
        String arn = in.readText("export's ARN");
        Instant time = in.readInstant("export's time");
        String digest = in.readText("digest of the export");
        return incremental
                ? TableExport.incremental(arn, WindowFormat.read(in, time), digest)
                : new TableExport(arn, time, digest);
    }

    private static Overlap overlap(StateInput in, int flags) throws IOException {
        switch (flags & (FRONTIER | RECONCILED)) {
            case 0:
                return Overlap.NONE;
            case FRONTIER:
                return Overlap.FRONTIER;
            case RECONCILED:
                return Overlap.RECONCILED;
            default:
                throw in.corrupt("flags of the scan", "found 2 and 4, expected one of them");
        }
    }

    private static List<String> readKeyNames(StateInput in, boolean mayHaveNone)
            throws IOException {
        int keys = in.readCount("number of key attributes", MOST_KEYS);
        if (!mayHaveNone) {
            requireAny(in, "number of key attributes", keys);
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            names.add(in.readText("name of a key attribute"));
        }
        return names;
    }

    private static void requireAny(StateInput in, String field, int count) throws IOException {
        if (count == 0) {
            throw in.corrupt(field, "found 0, expected 1 or more");
        }
    }

    private static ScanPhase readPhase(StateInput in) throws IOException {
        int code = in.readByte("phase of the scan");
        if (code < ScanPhase.SCANNING.code() || code > ScanPhase.OVER.code()) {
            throw in.corrupt("phase of the scan", "found the code " + code + ", expected 1 to 3");
        }
        return ScanPhase.ofCode(code);
    }

    private static BitSet readSegments(StateInput in, String field, int total) throws IOException {
        BitSet segments = new BitSet();
        for (int first = 0; first < total; first += Byte.SIZE) {
            int bits = in.readByte(field);
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                segments.set(first + bit, (bits >> bit & 1) != 0);
            }
        }
        if (segments.length() > total) {
            throw in.corrupt(field, "found segment " + (segments.length() - 1) + " of " + total);
        }
        return segments;
    }
}
