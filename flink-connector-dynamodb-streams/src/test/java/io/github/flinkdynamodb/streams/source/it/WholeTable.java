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
package io.github.flinkdynamodb.streams.source.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A simulated table that has items before its stream is enabled, and a log of what was written
 * since; and what a job that reads both must have seen. Lines are those of {@link ChangeText}.
 */
final class WholeTable {

    private static final String SNAPSHOT = "SNAPSHOT ";
    private static final String REMOVE = "REMOVE ";

    private final SimulatedTable table;
    private final Function<String, Item.Builder> form;
    private final Map<String, Integer> versions = new HashMap<>();
    private final Set<String> existing = new HashSet<>();
    private final Set<String> removed = new HashSet<>();
    private final Map<String, List<String>> changes = new TreeMap<>();
    private int written;
    private int lastVersion;

    /** Takes a table without a stream, fills it, and enables its stream. */
    WholeTable(SimulatedTable table, int items) {
        this(table, items, key -> Item.builder().s("pk", key));
    }

    /**
     * The same of items of another form.
     *
     * @param form begins the item of a key, with its key attributes
     */
    WholeTable(SimulatedTable table, int items, Function<String, Item.Builder> form) {
        this.table = table;
        this.form = form;
        for (int i = 0; i < items; i++) {
            String key = "key-" + i;
            existing.add(key);
            write(key);
        }
        table.enableStream();
    }

    private void write(String key) {
        versions.put(key, ++lastVersion);
        table.put(form.apply(key).n("v", lastVersion).build());
    }

    String name() {
        return table.name();
    }

    SimulatedTable table() {
        return table;
    }

    /** Inserts or changes an item. */
    void put(String key) {
        boolean insertion = !versions.containsKey(key);
        write(key);
        note(key, (insertion ? "INSERT " : "MODIFY ") + lastVersion);
    }

    /** Deletes an item if it is there. */
    void delete(String key) {
        Integer version = versions.remove(key);
        if (version != null) {
            table.delete(table.keysOf(form.apply(key).build()));
            removed.add(key);
            note(key, REMOVE + version);
        }
    }

    private void note(String key, String change) {
        changes.computeIfAbsent(key, any -> new ArrayList<>()).add(change);
        written++;
    }

    /** Changes some items, deletes others and inserts new ones, in turns. */
    void churn(int writes) {
        for (int i = 0; i < writes; i++) {
            int key = (lastVersion * 7 + i * 13) % (existing.size() * 5 / 4);
            if (i % 5 == 4) {
                delete("key-" + key);
            } else {
                put("key-" + key);
            }
        }
    }

    /** Returns the keys of a job's scanned items. */
    static Set<String> scanned(List<String> lines) {
        return lines.stream()
                .filter(WholeTable::isItem)
                .map(WholeTable::key)
                .collect(Collectors.toSet());
    }

    static boolean isItem(String line) {
        return line.startsWith(SNAPSHOT, line.indexOf(' ') + 1);
    }

    static String key(String line) {
        return line.substring(0, line.indexOf(' '));
    }

    /** Waits until a job's journal has all, and checks it. */
    void awaitAll(String journal) {
        awaitAll(() -> Journal.read(journal));
        check(Journal.read(journal));
    }

    /**
     * Waits until lines are all. Their number alone doesn't show it: an item that is new while the
     * table is read may be scanned, too.
     */
    void awaitAll(Supplier<List<String>> lines) {
        SimulatedJobs.await("all of " + name(), () -> isComplete(lines.get()));
    }

    private boolean isComplete(List<String> lines) {
        long received = lines.stream().filter(line -> !isItem(line)).count();
        return received >= written && missing(lines).isEmpty();
    }

    /** The items of before that must have been scanned and weren't. */
    private Set<String> missing(List<String> lines) {
        Set<String> missing = new HashSet<>(existing);
        missing.removeAll(removed);
        missing.removeAll(scanned(lines));
        return missing;
    }

    /**
     * Checks that each change is there once and in order, no item twice, none missing, and that
     * what comes last of each key is what the table has.
     */
    void check(List<String> lines) {
        List<String> items = new ArrayList<>();
        List<String> received = new ArrayList<>();
        lines.forEach(line -> (isItem(line) ? items : received).add(line));
        assertThat(ChangeText.byKey(received)).as("changes by key").isEqualTo(changes);
        assertThat(missing(lines)).as("items that weren't scanned").isEmpty();
        assertThat(items.stream().map(WholeTable::key)).doesNotHaveDuplicates();
        Map<String, String> now = new HashMap<>();
        versions.forEach((key, version) -> now.put(key, version.toString()));
        assertThat(last(lines)).as("what came last of each key").isEqualTo(now);
    }

    /** Returns the version of each item that is there after some lines. */
    static Map<String, String> last(List<String> lines) {
        Map<String, String> last = new HashMap<>();
        for (String line : lines) {
            if (line.startsWith(REMOVE, line.indexOf(' ') + 1)) {
                last.remove(key(line));
            } else {
                last.put(key(line), line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        return last;
    }

    /** Returns whether items of before haven't been scanned that have to be. */
    boolean isMissingItems(List<String> lines) {
        return !missing(lines).isEmpty();
    }

    /** Returns the highest version of a change that a job has seen; 0 if there is none. */
    static int newestChange(List<String> lines) {
        return lines.stream()
                .filter(line -> !isItem(line))
                .mapToInt(line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)))
                .max()
                .orElse(0);
    }

    /** Returns the version that was written last. */
    int lastVersion() {
        return lastVersion;
    }

    /** Returns how many changes were written since the stream was enabled. */
    int written() {
        return written;
    }
}
