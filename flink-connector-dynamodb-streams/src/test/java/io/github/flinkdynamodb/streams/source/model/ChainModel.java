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

import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import io.github.flinkdynamodb.tools.simulator.export.ItemChange;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A chain of incremental exports, and the table that it ends as: which line each file has, all
 * files numbered through in the order of the windows.
 */
final class ChainModel implements FilesModel {

    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Pattern KEYS = Pattern.compile("\"Keys\":\\{\"id\":\\{\"S\":\"(\\w+)\"}}");

    /** In an order of its own. */
    private final List<String> folders = new ArrayList<>();

    private final List<List<ChainLine>> files = new ArrayList<>();
    private final List<List<ChainLine>> windows = new ArrayList<>();
    private final Map<String, ChainLine> byElement = new HashMap<>();

    /**
     * Writes to the table, and exports the changes.
     *
     * @param items what the table has at first
     */
    ChainModel(ItemsModel items, ManualClock clock, Setup setup) {
        Random random = new Random(setup.history);
        clock.advance(Duration.ofSeconds(1));
        for (int window = 0; window < setup.filesOfWindow.length; window++) {
            Instant from = clock.instant();
            write(items, clock, setup, random);
            clock.set(from.plus(WINDOW));
            export(window, from, items, setup);
        }
        Collections.shuffle(folders, random);
    }

    private static void write(ItemsModel items, ManualClock clock, Setup setup, Random random) {
        for (int write = random.nextInt(3 * setup.keysPerRoot + 1); write > 0; write--) {
            clock.advance(Duration.ofSeconds(1 + random.nextInt(20)));
            ItemModel item = items.item("k" + random.nextInt(setup.keysPerRoot));
            boolean deletes = item.exists() && random.nextInt(4) == 0;
            items.write(item, deletes ? null : (Integer) random.nextInt(TableModel.VALUES));
        }
    }

    private void export(int window, Instant from, ItemsModel items, Setup setup) {
        Map<String, ChainLine> lines = new HashMap<>();
        List<ItemChange> changes = new ArrayList<>();
        for (ItemModel item : items.all()) {
            ItemVersion before = item.asOf(from.minusNanos(1));
            boolean isWritten = item.now() != before;
            boolean wasThere = before != null && before.exists();
            if (isWritten && (wasThere || item.exists())) {
                ChainLine line = new ChainLine(window, wasThere ? before : null, item.now());
                lines.put(item.key, line);
                byElement.put(line.element(), line);
                changes.add(change(line));
            }
        }
        windows.add(List.copyOf(lines.values()));
        ExportBucket.Export export =
                ExportBucket.incremental(
                        from,
                        from.plus(WINDOW),
                        setup.filesOfWindow[window],
                        setup.filesOfWindow[window] > 1 ? setup.emptyFiles : 0,
                        changes);
        folders.add(export.folder);
        for (List<String> file : export.files) {
            files.add(
                    file.stream().map(line -> lines.get(keyOf(line))).collect(Collectors.toList()));
        }
    }

    private static ItemChange change(ChainLine line) {
        return ItemChange.of(
                Item.builder().s(ItemsModel.KEY, line.item().key).build(),
                line.before == null ? null : Item.parse(line.before.image()),
                line.after.exists() ? Item.parse(line.after.image()) : null,
                line.after.from);
    }

    private static String keyOf(String line) {
        Matcher keys = KEYS.matcher(line);
        if (!keys.find()) {
            throw new IllegalStateException("no keys in " + line);
        }
        return keys.group(1);
    }

    /** Returns the line that an element stands for. */
    ChainLine line(String element) {
        ChainLine line = byElement.get(element);
        if (line == null) {
            throw new Violation("an unknown line came out: " + element);
        }
        return line;
    }

    @Override
    public List<String> folders() {
        return folders;
    }

    /** Returns the lines of each file, in their order. */
    List<List<ChainLine>> files() {
        return files;
    }

    /** Returns the lines of each window, in no order. */
    List<List<ChainLine>> windows() {
        return windows;
    }

    @Override
    public List<ItemVersion> left(FileSplit split) {
        List<ChainLine> all = files.get(split.index());
        int from = split.isEnded() ? all.size() : (int) split.lines();
        return all.subList(from, all.size()).stream()
                .map(line -> line.after)
                .collect(Collectors.toList());
    }
}
