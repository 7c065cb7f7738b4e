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
package io.github.flinkdynamodb.streams.source.state;

import io.github.flinkdynamodb.streams.client.ExportRequest;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.Hash128;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.model.StreamViewType;
import io.github.flinkdynamodb.streams.source.config.ScanConfig.Overlap;
import io.github.flinkdynamodb.streams.source.enumerator.AskedExport;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorStateSerializer;
import io.github.flinkdynamodb.streams.source.enumerator.ScanPhase;
import io.github.flinkdynamodb.streams.source.enumerator.ScanState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import io.github.flinkdynamodb.streams.source.repair.RepairStep;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplitSerializer;
import io.github.flinkdynamodb.streams.source.split.ExportFile;
import io.github.flinkdynamodb.streams.source.split.ExportWindow;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import io.github.flinkdynamodb.streams.source.split.RecentInserts;
import io.github.flinkdynamodb.streams.source.split.RecentInsertsLog;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit.Progress;
import io.github.flinkdynamodb.streams.source.split.TableExport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values behind the byte fixtures in {@code src/test/resources/state}, by file name. The files
 * of a released version never change: its readers must read them indefinitely. {@link
 * #main(String[])} writes those that are missing.
 */
public final class StateExamples {

    public static final String ARN =
            "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-11-23T00:00:00.000";

    private static final String TABLE_ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders";
    private static final String TABLE_ID = "0d7c1c56-6c5f-4d0c-9f5e-3a2a7d1e8b90";
    private static final String ROOT = "shardId-00000001700000000000-0a1b2c3d";
    private static final String PARENT = "shardId-00000001700014400000-4e5f6071";
    private static final String CHILD = "shardId-00000001700028800000-8293a4b5";
    private static final String TRIMMED = "shardId-00000001699900000000-c6d7e8f9";
    private static final Instant START = Instant.parse("2023-11-14T22:13:20.123456789Z");

    private StateExamples() {}

    /** The version that a fixture's name tells. */
    static int version(String file) {
        int at = file.indexOf("-v") + 2;
        return Integer.parseInt(file.substring(at, file.indexOf('-', at)));
    }

    public static Map<String, DynamoDbStreamsSplit> splits() {
        Map<String, DynamoDbStreamsSplit> splits = new LinkedHashMap<>();
        splits.put(
                "split-v1-root-at-trim-horizon.bin",
                ShardSplit.of(ARN, ROOT, null, ShardPosition.trimHorizon()));
        splits.put(
                "split-v1-latest-on-first-read.bin",
                ShardSplit.of(ARN, ROOT, null, ShardPosition.trimHorizon(START))
                        .withLatestOnFirstRead(true));
        splits.put(
                "split-v1-child-after-record.bin",
                ShardSplit.of(ARN, CHILD, PARENT, after("000000000000000000042", null))
                        .withLastRecordTime(Instant.parse("2023-11-14T22:13:20Z")));
        splits.put(
                "split-v1-ended-with-everything.bin",
                ShardSplit.of(ARN, CHILD, PARENT, ShardPosition.trimHorizon())
                        .withStopAt(Instant.parse("1969-12-31T23:59:59.999999999Z"))
                        .at(
                                after("1234567890123456789012345678901234567890", START),
                                Progress.ENDED)
                        .withLastRecordTime(START));
        splits.put(
                "split-v1-stopped.bin",
                ShardSplit.of(ARN, ROOT, null, ShardPosition.trimHorizon())
                        .withStopAt(START)
                        .at(after("100000000000000000001", null), Progress.STOPPED)
                        .withLastRecordTime(Instant.parse("2023-11-14T22:13:19Z")));
        splits.put(
                "split-v1-with-recent-inserts.bin",
                ShardSplit.of(ARN, CHILD, PARENT, after("000000000000000000042", null))
                        .withLastRecordTime(Instant.parse("2023-11-14T22:13:20Z"))
                        .withReadUpTo(START)
                        .withRecentInserts(recentInserts()));
        splits.put(
                "split-v1-without-recent-inserts.bin",
                ShardSplit.of(ARN, ROOT, null, ShardPosition.trimHorizon())
                        .withRecentInserts(RecentInserts.none()));
        splits.put(
                "split-v1-recent-inserts-since.bin",
                ShardSplit.of(ARN, ROOT, null, ShardPosition.trimHorizon())
                        .withAssumedReadUpTo(START)
                        .withRecentInserts(RecentInserts.since(START)));
        splits.putAll(segments());
        splits.putAll(files());
        return splits;
    }

    private static RecentInserts recentInserts() {
        RecentInsertsLog log = new RecentInsertsLog();
        log.add(1_699_999_994, json("{\"id\":{\"S\":\"o-17\"}}"));
        log.add(1_700_000_000, json("{\"id\":{\"S\":\"\u00e4\"}}"));
        log.add(1_700_000_009, json("{\"id\":{\"S\":\"" + "x".repeat(150) + "\"}}"));
        return log.toInserts();
    }

    private static ByteSlice json(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return new ByteSlice(utf8, 0, utf8.length);
    }

    private static Map<String, DynamoDbStreamsSplit> files() {
        ScannedTable withoutKeys =
                ScannedTable.exported("Orders", TABLE_ARN, List.of(), 3, export());
        ScannedTable lines =
                ScannedTable.exported(
                        TABLE_ARN, TABLE_ARN, List.of("id", "l\u00efne"), 1_000_000, export());
        ExportFile file =
                new ExportFile("data/asdl123dasas.json.gz", 1000, "sQMSpEILNgoQmarvDFonGQ==");
        Map<String, DynamoDbStreamsSplit> splits = new LinkedHashMap<>();
        splits.put(
                "split-v1-file-from-its-beginning.bin",
                FileSplit.of(withoutKeys, 2, new ExportFile("data/a.json.gz", 0, "")));
        splits.put("split-v1-file-within.bin", FileSplit.of(lines, 999_999, file).at(17));
        splits.put("split-v1-file-ended.bin", FileSplit.of(lines, 200, file).end());
        ScannedTable changes =
                ScannedTable.exported("Orders", TABLE_ARN, List.of("id"), 12, incremental());
        ExportFile shared = new ExportFile("../data/b.json.gz", 7, "sQMSpEILNgoQmarvDFonGQ==");
        splits.put("split-v1-changes-within.bin", FileSplit.of(changes, 11, shared).at(5));
        splits.put("split-v1-deletions-within.bin", FileSplit.of(changes, 0, deletions()).at(2));
        return splits;
    }

    /** The content isn't looked at before it is read. */
    private static ExportFile deletions() {
        return new ExportFile("of keys 0.0", 3, "sQMSpEILNgoQmarvDFonGQ==")
                .heldAs(new byte[] {31, -117, 8, 0, 127});
    }

    private static TableExport incremental() {
        return TableExport.incremental(
                TABLE_ARN + "/export/01693685827463-2d8752fd",
                new ExportWindow(
                        START,
                        Instant.parse("2023-11-15T00:00:00Z"),
                        StreamViewType.NEW_AND_OLD_IMAGES),
                "ct15nRCXDDmfJlAWnL+Oqg==");
    }

    private static TableExport export() {
        return new TableExport(
                TABLE_ARN + "/export/01693685827463-2d8752fd", START, "ct15nRCXDDmfJlAWnL+Oqg==");
    }

    private static Map<String, DynamoDbStreamsSplit> segments() {
        ScannedTable orders = new ScannedTable("Orders", TABLE_ARN, List.of("id"), 1, true);
        ScannedTable lines =
                new ScannedTable(
                        TABLE_ARN, TABLE_ARN, List.of("id", "l\u00efne"), 1_000_000, false);
        Hash128 first = new Hash128(0x0123456789abcdefL, 0xfedcba9876543210L);
        Map<String, DynamoDbStreamsSplit> splits = new LinkedHashMap<>();
        splits.put("split-v1-segment-from-its-beginning.bin", SegmentSplit.of(orders, 0));
        splits.put(
                "split-v1-segment-within-a-page.bin",
                SegmentSplit.of(lines, 999_999)
                        .at(
                                "{\"id\":{\"S\":\"o-17\"},\"l\u00efne\":{\"N\":\"3\"}}",
                                List.of(first, new Hash128(-1, 0))));
        splits.put("split-v1-segment-ended.bin", SegmentSplit.of(lines, 200).end());
        return splits;
    }

    private static ShardPosition after(String digits, Instant notBefore) {
        return ShardPosition.trimHorizon(notBefore).advanceTo(SequenceNumber.of(digits));
    }

    public static Map<String, EnumeratorState> enumeratorStates() {
        Map<String, EnumeratorState> states = new LinkedHashMap<>();
        states.put(
                "enumerator-v1-stream-not-resolved.bin",
                new EnumeratorState(null, START, false, List.of()));
        states.put(
                "enumerator-v1-shards.bin",
                new EnumeratorState(
                        ARN,
                        START,
                        true,
                        List.of(
                                new ShardState(CHILD, PARENT, ShardStatus.WAITING, null),
                                new ShardState(ROOT, TRIMMED, ShardStatus.FINISHED, START),
                                new ShardState(PARENT, ROOT, ShardStatus.ASSIGNED, START),
                                new ShardState("a-root", null, ShardStatus.READY, Instant.EPOCH))));
        ScannedTable table =
                new ScannedTable("Orders", TABLE_ARN, List.of("customer", "number"), 12, true);
        BitSet some = new BitSet();
        some.set(0);
        some.set(8, 11);
        BitSet others = new BitSet();
        others.set(1, 4);
        states.put(
                "enumerator-v2-scanning.bin",
                EnumeratorState.initial(START)
                        .withScan(
                                new ScanState(ScanPhase.SCANNING, table, TABLE_ID, some, others)));
        BitSet all = new BitSet();
        all.set(0);
        ScannedTable whole = new ScannedTable(TABLE_ARN, TABLE_ARN, List.of("id"), 1, false);
        states.put(
                "enumerator-v2-over.bin",
                EnumeratorState.initial(START)
                        .withScan(
                                new ScanState(ScanPhase.OVER, whole, TABLE_ID, all, new BitSet())));
        states.put("enumerator-v2-positions.bin", positions());
        states.putAll(overlaps(table, some, others));
        states.putAll(exports(some));
        states.putAll(askedExports());
        states.putAll(repairs(some));
        return states;
    }

    /** Shards that no reader has got yet, and another job has read up to somewhere. */
    private static EnumeratorState positions() {
        SequenceNumber after = SequenceNumber.of("100000000000000000017");
        ShardState waiting = new ShardState("shardId-2", "shardId-1", ShardStatus.WAITING, START);
        return new EnumeratorState(
                ARN,
                START,
                true,
                List.of(
                        new ShardState("shardId-1", null, ShardStatus.READY, null)
                                .beginningAfter(after, START.plusSeconds(1)),
                        waiting.beginningAfter(after, null),
                        new ShardState("shardId-3", null, ShardStatus.FINISHED, null)));
    }

    private static Map<String, EnumeratorState> exports(BitSet finished) {
        ScannedTable table = ScannedTable.exported("Orders", TABLE_ARN, List.of(), 11, export());
        ScannedTable empty = ScannedTable.exported("Orders", TABLE_ARN, List.of("id"), 0, export());
        ScanState files =
                new ScanState(ScanPhase.SCANNING, table, TABLE_ID, finished, new BitSet());
        ScanState none =
                new ScanState(ScanPhase.SCANNED, empty, TABLE_ID, new BitSet(), new BitSet());
        ScannedTable changes =
                ScannedTable.exported("Orders", TABLE_ARN, List.of("id"), 11, incremental());
        return Map.of(
                "enumerator-v2-incremental-exports.bin",
                EnumeratorState.initial(START)
                        .withScan(
                                new ScanState(
                                        ScanPhase.SCANNING,
                                        changes,
                                        TABLE_ID,
                                        finished,
                                        new BitSet())),
                "enumerator-v2-export.bin",
                EnumeratorState.initial(START).withScan(files),
                "enumerator-v2-empty-export-held-back.bin",
                new EnumeratorState(ARN, START, true, List.of())
                        .withScan(none.withOverlap(Overlap.FRONTIER, START)));
    }

    private static Map<String, EnumeratorState> repairs(BitSet finished) {
        Instant end = START.plusSeconds(86_400);
        Instant common = START.plusSeconds(900);
        RepairPlan plan =
                new RepairPlan(
                        "0b0f0f4c-3c7e-3b5a-9a55-1c0e4b1f2a3d",
                        end,
                        List.of(
                                RepairStep.ofDeletions(START, common, List.of(deletions())),
                                RepairStep.ofChanges(START, common).exportedAs(incremental().arn()),
                                RepairStep.ofChanges(common, end)));
        EnumeratorState none = new EnumeratorState(null, START, false, List.of());
        ScannedTable changes =
                ScannedTable.exported("Orders", TABLE_ARN, List.of("id"), 11, incremental());
        return Map.of(
                "enumerator-v2-repair-planned.bin",
                none.withRepair(plan),
                "enumerator-v2-repair-within.bin",
                none.withRepair(plan)
                        .withScan(
                                new ScanState(
                                        ScanPhase.SCANNING,
                                        changes,
                                        TABLE_ID,
                                        finished,
                                        new BitSet())),
                "enumerator-v2-repair-read.bin",
                new EnumeratorState(
                                ARN,
                                START,
                                false,
                                List.of(new ShardState(ROOT, null, ShardStatus.READY, START)))
                        .withRepair(plan.read()));
    }

    private static Map<String, EnumeratorState> askedExports() {
        String token = "0b0f0f4c-3c7e-3b5a-9a55-1c0e4b1f2a3d";
        ExportRequest all =
                ExportRequest.of(
                                TABLE_ARN,
                                "exports",
                                "daily/t\u00e4glich",
                                "123456789012",
                                "arn:aws:kms:eu-west-1:123456789012:key/k")
                        .withToken(token);
        ExportRequest few = ExportRequest.of(TABLE_ARN, "exports", "", null, null).withToken(token);
        return Map.of(
                "enumerator-v2-export-asked-for.bin",
                EnumeratorState.initial(START).withAskedExport(new AskedExport(all, START, null)),
                "enumerator-v2-export-waited-for.bin",
                EnumeratorState.initial(START)
                        .withAskedExport(new AskedExport(few, START, export().arn())));
    }

    /** What is read beside a stream, one way and the other. */
    private static Map<String, EnumeratorState> overlaps(
            ScannedTable table, BitSet finished, BitSet held) {
        ScanState scan = new ScanState(ScanPhase.SCANNING, table, TABLE_ID, finished, held);
        BitSet all = new BitSet();
        all.set(0, table.totalSegments());
        ScanState read = new ScanState(ScanPhase.SCANNED, table, TABLE_ID, all, new BitSet());
        EnumeratorState stream =
                new EnumeratorState(
                        ARN,
                        START,
                        true,
                        List.of(new ShardState(ROOT, null, ShardStatus.ASSIGNED, START)));
        return Map.of(
                "enumerator-v2-initial-held-back.bin",
                stream.withScan(
                        scan.withOverlap(Overlap.FRONTIER, Instant.parse("2023-11-14T22:15:00Z"))),
                "enumerator-v2-initial-reconciled.bin",
                stream.withScan(read.withOverlap(Overlap.RECONCILED, START.plusSeconds(60))));
    }

    /** Writes the fixtures that don't exist yet into the folder that is named. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        for (Map.Entry<String, DynamoDbStreamsSplit> split : splits().entrySet()) {
            writeOnce(
                    folder.resolve(split.getKey()),
                    new DynamoDbStreamsSplitSerializer().serialize(split.getValue()));
        }
        for (Map.Entry<String, EnumeratorState> state : enumeratorStates().entrySet()) {
            writeOnce(
                    folder.resolve(state.getKey()),
                    new EnumeratorStateSerializer().serialize(state.getValue()));
        }
    }

    private static void writeOnce(Path file, byte[] bytes) throws IOException {
        if (!Files.exists(file)) {
            Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
        }
    }
}
