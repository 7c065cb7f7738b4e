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
package io.github.flinkdynamodb.streams.table.it;

import io.github.flinkdynamodb.tools.simulator.SimulatorClock;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes to a simulated table with the key {@code pk}, and books of its own of what was written and
 * when, from which it follows what rows a job must end with.
 */
final class WriteBooks {

    private static final String SNAPSHOT = "SNAPSHOT";
    private static final int NOTE = 40;

    /** So long before the end of the exports the stream is read on. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    /** A shard that was created in this time before the end isn't skipped. */
    private static final Duration YOUNG_SHARD = Duration.ofMinutes(5);

    /** One of so many keys is hot: nine of ten changes are of those. */
    private static final int KEYS_A_HOT_ONE = 50;

    private static final int CHANGES_A_COLD_ONE = 10;

    /** Of so many writes one deletes an item, and one inserts one. */
    private static final int WRITES_A_DELETION = 11;

    private final SimulatedTable table;
    private final SimulatorClock clock;
    private final Random random = new Random(1);
    private final Map<String, Value> items = new LinkedHashMap<>();
    private final List<String> keys = new ArrayList<>();
    private final List<Write> writes = new ArrayList<>();
    private final List<Value> before = new ArrayList<>();
    private int version;
    private int writesSoFar;

    /** What an item has besides its key. */
    private static final class Value {
        private final String key;
        private final long version;
        private final String note;
        private final String row;

        Value(String key, long version, String note) {
            this.key = key;
            this.version = version;
            this.note = note;
            this.row = row();
        }

        String row(Object... first) {
            List<Object> values = new ArrayList<>(Arrays.asList(first));
            values.addAll(List.of(key, version, note));
            return RowText.row(values);
        }
    }

    /** A change of a stream that was or wasn't read. */
    private static final class Write {
        private final Instant time;
        private final String number;
        private final Value before;
        private final Value after;

        Write(Instant time, String number, Value before, Value after) {
            this.time = time;
            this.number = number;
            this.before = before;
            this.after = after;
        }

        String key() {
            return (after == null ? before : after).key;
        }

        String row() {
            return (after == null ? before : after).row(number, event(before, after));
        }
    }

    private static String event(Value before, Value after) {
        if (before == null) {
            return "INSERT";
        }
        return after == null ? "REMOVE" : "MODIFY";
    }

    /**
     * Fills a table that has no stream, and enables its stream.
     *
     * @param table the table
     * @param clock the simulator's, which stands still unless it is moved
     * @param count how many items there are before the stream
     */
    WriteBooks(SimulatedTable table, SimulatorClock clock, int count) {
        this.table = table;
        this.clock = clock;
        for (int i = 0; i < count; i++) {
            Value value = newValue("key-" + i);
            table.put(item(value));
            items.put(value.key, value);
            keys.add(value.key);
            before.add(value);
        }
        table.enableStream();
    }

    private Value newValue(String key) {
        byte[] note = new byte[NOTE];
        random.nextBytes(note);
        return new Value(key, ++version, new BigInteger(1, note).toString(16));
    }

    private static Item item(Value value) {
        return Item.builder()
                .s("pk", value.key)
                .n("v", value.version)
                .s("note", value.note)
                .build();
    }

    /** Makes some writes at the present time: of eleven one deletes, one inserts, nine change. */
    void write(int count) {
        for (int i = 0; i < count; i++) {
            int turn = writesSoFar++ % WRITES_A_DELETION;
            if (turn == WRITES_A_DELETION - 1) {
                delete(random.nextInt(keys.size()));
            } else {
                put(turn == 0 ? "new-" + writesSoFar : existing());
            }
        }
    }

    /** Inserts some items. */
    void insert(int count) {
        for (int i = 0; i < count; i++) {
            put("inserted-" + version);
        }
    }

    /** Deletes those items that were inserted last. */
    void deleteNewest(int count) {
        for (int i = 0; i < count; i++) {
            delete(keys.size() - 1);
        }
    }

    private String existing() {
        boolean hot = random.nextInt(CHANGES_A_COLD_ONE) > 0;
        return keys.get(random.nextInt(hot ? keys.size() / KEYS_A_HOT_ONE : keys.size()));
    }

    private void put(String key) {
        Value value = newValue(key);
        Value old = items.put(key, value);
        if (old == null) {
            keys.add(key);
        }
        writes.add(new Write(clock.instant(), table.put(item(value)), old, value));
    }

    private void delete(int index) {
        String key = keys.get(index);
        keys.set(index, keys.get(keys.size() - 1));
        keys.remove(keys.size() - 1);
        Value old = items.remove(key);
        writes.add(new Write(clock.instant(), table.delete(item(old)), old, null));
    }

    /** How many writes there were since the stream was enabled. */
    int size() {
        return writes.size();
    }

    /** How many of the writes from one on were deletions. */
    long deletions(int from) {
        return writes.subList(from, writes.size()).stream()
                .filter(write -> write.after == null)
                .count();
    }

    /** The rows of the table as it is. */
    Collection<String> rows() {
        List<String> rows = new ArrayList<>(items.size());
        items.values().forEach(value -> rows.add(value.row));
        return rows;
    }

    /**
     * The rows of a log whose job was stopped, and repaired its gap: the items; each write until it
     * was stopped; what became of each item within each window; and each write since a minute
     * before the last one's end.
     *
     * @param stopped how many writes there were when it was stopped
     * @param windows the edges of each window, in their order
     */
    Collection<String> log(int stopped, List<Instant[]> windows) {
        List<String> rows = new ArrayList<>();
        before.forEach(value -> rows.add(value.row(null, SNAPSHOT)));
        writes.subList(0, stopped).forEach(write -> rows.add(write.row()));
        windows.forEach(window -> addWindow(window[0], window[1], rows));
        Instant readOn = windows.get(windows.size() - 1)[1].minus(OVERLAP);
        writes.subList(stopped, writes.size()).stream()
                .filter(write -> !write.time.isBefore(readOn))
                .forEach(write -> rows.add(write.row()));
        return rows;
    }

    /**
     * The rows of a log that may be there besides: records of a shard that was created in the last
     * minutes before the end of the exports, which is read from its beginning on.
     *
     * @param stopped how many writes there were when the job was stopped
     * @param windows the edges of each window, in their order
     */
    Set<String> besides(int stopped, List<Instant[]> windows) {
        Instant readOn = windows.get(windows.size() - 1)[1].minus(OVERLAP);
        return writes.subList(stopped, writes.size()).stream()
                .filter(write -> write.time.isBefore(readOn))
                .filter(write -> !write.time.isBefore(readOn.minus(YOUNG_SHARD)))
                .map(Write::row)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private void addWindow(Instant from, Instant to, List<String> rows) {
        Map<String, Write> first = new LinkedHashMap<>();
        Map<String, Write> last = new HashMap<>();
        for (Write write : writes) {
            if (!write.time.isBefore(from) && write.time.isBefore(to)) {
                first.putIfAbsent(write.key(), write);
                last.put(write.key(), write);
            }
        }
        first.forEach(
                (key, write) -> {
                    Value old = write.before;
                    Value now = last.get(key).after;
                    if (old != null || now != null) {
                        rows.add((now == null ? old : now).row(null, event(old, now)));
                    }
                });
    }
}
