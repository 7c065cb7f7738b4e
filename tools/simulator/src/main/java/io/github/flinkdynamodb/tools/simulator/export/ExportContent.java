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
package io.github.flinkdynamodb.tools.simulator.export;

import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.PointInTimeRecovery;
import io.github.flinkdynamodb.tools.simulator.table.WindowEdge;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Writes what the export of a simulated table consists of. */
final class ExportContent {

    private final SimulatedExport export;
    private final ExportRequest request;
    private final PointInTimeRecovery recovery;
    private final ExportFiles files;
    private final ExportLines lines;
    private final Random random;
    private final int filesPerPartition;

    ExportContent(
            SimulatedExport export, ExportFolder folder, Random random, int filesPerPartition) {
        this.export = export;
        this.request = export.request();
        this.recovery = export.table().pointInTimeRecovery();
        this.files = new ExportFiles(folder, random);
        this.lines = new ExportLines(random);
        this.random = random;
        this.filesPerPartition = filesPerPartition;
    }

    /**
     * Writes it.
     *
     * @param fuzz how far from the export's time an item's time may be in a full export
     * @param windowFuzz how far from the edges of a window their times may be for an item
     */
    WrittenExport write(Duration fuzz, Duration windowFuzz) {
        return request.isIncremental() ? writeChanges(windowFuzz) : writeItems(fuzz.toMillis());
    }

    private WrittenExport writeItems(long fuzz) {
        List<List<Item>> items = recovery.items(export.tableCreated(), keys -> time(fuzz));
        long bytes = writeAll(items, lines::of, Item::size);
        return files.finish(header().full(request.exportTime()).billed(bytes));
    }

    /** Returns a time of which an item is exported: nothing is written after the export's end. */
    private long time(long fuzz) {
        long time = request.exportTime().toEpochMilli();
        if (fuzz > 0) {
            time += Math.floorMod(random.nextLong(), 2 * fuzz + 1) - fuzz;
        }
        return Math.min(time, export.end().toEpochMilli());
    }

    private WrittenExport writeChanges(Duration fuzz) {
        Instant earliest = export.recoverableSince();
        List<List<ItemChange>> changes =
                recovery.changes(
                        new WindowEdge(request.from(), fuzz, earliest),
                        new WindowEdge(request.to(), fuzz, earliest),
                        ItemChange::of);
        ExportView view = request.view();
        long bytes = writeAll(changes, change -> lines.of(change, view), Billing::bytes);
        return files.finish(
                header().incremental(request.from(), request.to(), view)
                        .billed(Billing.incremental(bytes)));
    }

    /** Writes the files of all partitions; an empty partition has empty ones. */
    private <T> long writeAll(
            List<List<T>> partitions, Function<T, String> line, ToLongFunction<T> size) {
        long bytes = 0;
        for (List<T> partition : partitions) {
            Collections.shuffle(partition, random);
            int count = partition.size();
            for (int i = 0; i < filesPerPartition; i++) {
                files.write(partition.subList(part(count, i), part(count, i + 1)), line);
            }
            for (T entry : partition) {
                bytes += size.applyAsLong(entry);
            }
        }
        return bytes;
    }

    private int part(int count, int index) {
        return (int) ((long) count * index / filesPerPartition);
    }

    private ExportHeader header() {
        return new ExportHeader(export.arn())
                .ran(export.start(), export.end())
                .table(export.tableArn(), export.tableId())
                .target(request.bucket(), request.prefix())
                .encryption(request.sseAlgorithm(), request.kmsKeyId());
    }
}
