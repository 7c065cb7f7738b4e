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

import io.github.flinkdynamodb.streams.source.split.FileSplit;
import io.github.flinkdynamodb.streams.source.split.TableExport;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/**
 * A full export of the table, which is read in its place: which row each line of each file has. As
 * those of the service are, its items are each of a time of its own, up to a minute before or after
 * the export's.
 */
final class ExportModel implements FilesModel {

    /** By how much the time of an item may differ from the export's. */
    private static final Duration FUZZINESS = Duration.ofMinutes(1);

    private final String folder;
    private final Instant time;
    private final List<List<ItemVersion>> files = new ArrayList<>();
    private final Map<ItemModel, ItemVersion> rows = new HashMap<>();

    /**
     * Exports the table.
     *
     * @param items what it has had; what comes later isn't in the export
     */
    ExportModel(ItemsModel items, Setup setup) {
        this.time = setup.exportTime();
        Random random = new Random(setup.exportAge);
        List<Item> exported = new ArrayList<>();
        for (ItemModel item : items.all()) {
            Instant ofItem =
                    time.minus(FUZZINESS).plusMillis(random.nextInt(2 * fuzzinessInMillis() + 1));
            ItemVersion version = item.asOf(ofItem);
            if (version != null && version.exists()) {
                exported.add(Item.parse(version.image()));
            }
        }
        ExportBucket.Export written =
                ExportBucket.full(
                        setup.fault.exportTime(time), setup.segments, setup.emptyFiles, exported);
        this.folder = written.folder;
        for (List<String> lines : written.files) {
            List<ItemVersion> file = new ArrayList<>();
            for (String line : lines) {
                items.rowsOf(line).values().forEach(file::add);
            }
            files.add(file);
            file.forEach(row -> rows.put(row.item, row));
        }
    }

    private static int fuzzinessInMillis() {
        return (int) FUZZINESS.toMillis();
    }

    @Override
    public List<String> folders() {
        return List.of(folder);
    }

    /** Returns the time by which every change that was complete is in the items. */
    Instant completeUpTo() {
        return TableExport.completeUpTo(time);
    }

    /** Returns the row of an item; null if it has none. */
    ItemVersion rowOf(ItemModel item) {
        return rows.get(item);
    }

    /** Returns the rows of each file, in the order of its lines. */
    List<List<ItemVersion>> files() {
        return files;
    }

    @Override
    public List<ItemVersion> left(FileSplit split) {
        List<ItemVersion> all = files.get(split.index());
        return split.isEnded() ? List.of() : all.subList((int) split.lines(), all.size());
    }

    void requireRead(Predicate<ItemModel> isOut) {
        for (ItemModel item : rows.keySet()) {
            if (!isOut.test(item)) {
                throw new Violation("exported, and not in the output at the end: " + item);
            }
        }
    }
}
