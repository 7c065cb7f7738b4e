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
package io.github.flinkdynamodb.streams.table.reconcile;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;

/**
 * A random history of a table, what a source that repairs gaps says of it, the operator that keeps
 * rows, and whoever believes what comes out. The source repeats and leaves out: changes that it has
 * emitted, net changes of some time instead of each, deletions by key, items that were read from
 * the table. Checkpoints and failures come anywhere, with another parallelism after them.
 */
final class StandingHistory implements AutoCloseable {

    /** What is wrong on purpose, and must be found. */
    enum Fault {
        NONE,
        /** Rows go out as the source has them, with the old images of its records. */
        OLD_IMAGES,
        /** A job that began with the items takes keys that it doesn't know for rows that stand. */
        WITHOUT_BITS,
        /** Rows are dropped while history may still be repeated. */
        DROPPED_TOO_SOON,
        /** The operator begins without its state in the middle. */
        WITHOUT_STATE
    }

    private static final int KEYS = 4;
    private static final int MOST_SUBTASKS = 3;
    private static final String GONE = "";

    /** A change on its way: null where there is no image; with neither it deletes by key. */
    private static final class Arrival {
        final String before;
        final String after;

        Arrival(String before, String after) {
            this.before = before;
            this.after = after;
        }
    }

    /** An item: its values since its first change, and how far the source is. */
    private static final class Item {
        final String key;
        final List<String> values = new ArrayList<>();
        int at;

        /** The source goes back to no earlier value. */
        int floor;

        /** Whether the operator knows what stands, so that history may be repeated. */
        boolean known;

        final Deque<Arrival> onTheWay = new ArrayDeque<>();

        Item(String key, boolean known) {
            this.key = key;
            this.known = known;
        }

        Item copy() {
            Item copy = new Item(key, known);
            copy.values.addAll(values);
            copy.at = at;
            copy.floor = floor;
            copy.onTheWay.addAll(onTheWay);
            return copy;
        }

        String last() {
            return values.get(values.size() - 1);
        }
    }

    /** What a failure goes back to. */
    private static final class Checkpoint {
        OperatorSubtaskState operator;
        int subtasks;
        Map<String, Item> items;
        Map<String, String> table;
        Map<String, String> expected;
    }

    private final Random random;
    private final boolean fromItems;
    private final Fault fault;
    private final List<StandingHarness> subtasks = new ArrayList<>();
    private Map<String, Item> items = new TreeMap<>();

    /** What whoever believes the rows has, and what upserts would have made of them. */
    private Map<String, String> table = new HashMap<>();

    private Map<String, String> expected = new HashMap<>();
    private Checkpoint checkpoint;
    private Duration age = Duration.ZERO;
    private int version;

    /** How often something of interest has come about. */
    final Map<String, Integer> situations = new TreeMap<>();

    StandingHistory(long seed, boolean fromItems, Fault fault) throws Exception {
        this.random = new Random(seed);
        this.fromItems = fromItems;
        this.fault = fault;
        for (int i = 0; i < KEYS; i++) {
            begin(new Item("k" + i, fromItems));
        }
        for (int i = 1 + random.nextInt(MOST_SUBTASKS), of = i; i > 0; i--) {
            subtasks.add(
                    StandingHarness.fresh(
                            fromItems && fault != Fault.WITHOUT_BITS, of, subtasks.size()));
        }
        takeCheckpoint();
    }

    /** In a job that doesn't begin with the items, they were given out before. */
    private void begin(Item item) {
        item.values.add(random.nextBoolean() ? GONE : newValue());
        items.put(item.key, item);
        if (!fromItems && !item.last().equals(GONE)) {
            table.put(item.key, item.last());
            expected.put(item.key, item.last());
        }
    }

    /** Now and then one that an item has had before. */
    private String newValue() {
        return Integer.toString(random.nextInt(3) == 0 ? 1 + random.nextInt(2) : ++version);
    }

    private void met(String situation) {
        situations.merge(situation, 1, Integer::sum);
    }

    /**
     * Runs the history.
     *
     * @throws AssertionError if a row is taken back that doesn't stand, or the end isn't right
     */
    void run() throws Exception {
        for (int step = 0; step < 150; step++) {
            step(item());
        }
        arriveAll();
        require(table.equals(expected), "the table is " + table + ", but should be " + expected);
    }

    private Item item() {
        return items.get("k" + random.nextInt(KEYS));
    }

    private void step(Item item) throws Exception {
        switch (random.nextInt(16)) {
            case 0:
            case 1:
            case 2:
                item.values.add(random.nextInt(3) == 0 ? GONE : newValue());
                break;
            case 3:
            case 4:
            case 5:
                emit(item, item.at, Math.min(item.at + 1, item.values.size() - 1));
                break;
            case 6:
                int later = item.at + random.nextInt(item.values.size() - item.at);
                emit(item, earlier(item), later);
                break;
            case 7:
                goBack(item);
                break;
            case 8:
                scan(item);
                break;
            case 9:
                deleteByKey(item);
                break;
            case 10:
                takeCheckpoint();
                break;
            case 11:
                fail();
                break;
            case 12:
                rest();
                break;
            default:
                arrive(item());
        }
    }

    /** A change, or the net change of several. */
    private void emit(Item item, int from, int to) {
        String before = item.values.get(from);
        String after = item.values.get(to);
        if (from == to || before.equals(GONE) && after.equals(GONE)) {
            item.at = to;
            return;
        }
        item.onTheWay.add(
                new Arrival(
                        before.equals(GONE) ? null : before, after.equals(GONE) ? null : after));
        if (!item.known) {
            item.known = true;
            item.floor = from;
        }
        item.at = to;
    }

    /** Only of a key of which a row has been given out lately something is repeated. */
    private int earlier(Item item) {
        return item.known ? item.floor + random.nextInt(item.at - item.floor + 1) : item.at;
    }

    private void goBack(Item item) {
        int earlier = earlier(item);
        if (earlier < item.at) {
            item.at = earlier;
            met("repeated history");
        }
    }

    private void scan(Item item) {
        if (fromItems && item.known && !item.values.get(item.at).equals(GONE)) {
            item.onTheWay.add(new Arrival(null, item.values.get(item.at)));
            met("an item of the table");
        }
    }

    private void deleteByKey(Item item) {
        if (item.known) {
            item.onTheWay.add(new Arrival(null, null));
            met("a deletion by key");
        }
    }

    private void arriveAll() throws Exception {
        for (Item item : items.values()) {
            while (!item.onTheWay.isEmpty()) {
                arrive(item);
            }
        }
    }

    private void arrive(Item item) throws Exception {
        Arrival row = item.onTheWay.poll();
        if (row == null) {
            return;
        }
        if (row.after == null) {
            expected.remove(item.key);
        } else {
            expected.put(item.key, row.after);
        }
        if (fault == Fault.OLD_IMAGES) {
            asItIs(item.key, row);
            return;
        }
        for (StandingHarness subtask : subtasks) {
            if (subtask.owns(item.key)) {
                process(subtask, item.key, row);
                subtask.take().forEach(this::apply);
            }
        }
    }

    private static void process(StandingHarness subtask, String key, Arrival row) throws Exception {
        if (row.after == null && row.before == null) {
            subtask.deleteByKey(key);
        } else if (row.after == null) {
            subtask.delete(key, row.before);
        } else if (row.before == null) {
            subtask.insert(key, row.after);
        } else {
            subtask.update(key, row.before, row.after);
        }
    }

    private void asItIs(String key, Arrival row) {
        if (row.before != null) {
            apply((row.after == null ? "-D " : "-U ") + key + " " + row.before);
        }
        if (row.after != null) {
            apply((row.before == null ? "+I " : "+U ") + key + " " + row.after);
        }
    }

    private void apply(String row) {
        String[] words = row.split(" ");
        if (words[0].equals("-U") || words[0].equals("-D")) {
            String stood = table.remove(words[1]);
            require(words[2].equals(stood), row + ", but what stands is " + stood);
        } else {
            String stood = table.put(words[1], words[2]);
            require(stood == null, row + ", but there stands " + stood);
        }
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new AssertionError(problem);
        }
    }

    private void takeCheckpoint() throws Exception {
        List<OperatorSubtaskState> states = new ArrayList<>();
        for (StandingHarness subtask : subtasks) {
            states.add(subtask.snapshot());
        }
        checkpoint = new Checkpoint();
        checkpoint.operator =
                ReconcileHarness.together(states.toArray(OperatorSubtaskState[]::new));
        checkpoint.subtasks = subtasks.size();
        checkpoint.items = copy(items);
        checkpoint.table = new HashMap<>(table);
        checkpoint.expected = new HashMap<>(expected);
    }

    private static Map<String, Item> copy(Map<String, Item> items) {
        Map<String, Item> copies = new TreeMap<>();
        items.values().forEach(item -> copies.put(item.key, item.copy()));
        return copies;
    }

    /** What has been written since then stays. */
    private void fail() throws Exception {
        close();
        int parallelism = 1 + random.nextInt(MOST_SUBTASKS);
        met(parallelism == checkpoint.subtasks ? "a failure" : "a failure, another parallelism");
        Map<String, Item> failed = items;
        items = copy(checkpoint.items);
        for (Item item : items.values()) {
            List<String> written = failed.get(item.key).values;
            item.values.addAll(written.subList(item.values.size(), written.size()));
        }
        table = new HashMap<>(checkpoint.table);
        expected = new HashMap<>(checkpoint.expected);
        for (int i = 0; i < parallelism; i++) {
            subtasks.add(
                    fault == Fault.WITHOUT_STATE
                            ? StandingHarness.fresh(fromItems, parallelism, i)
                            : StandingHarness.rescaled(
                                    checkpoint.operator, checkpoint.subtasks, parallelism, i, age));
        }
    }

    /** Nothing happens for longer than rows are kept, and nothing from before is repeated. */
    private void rest() throws Exception {
        if (fault != Fault.DROPPED_TOO_SOON) {
            if (random.nextInt(3) > 0) {
                return;
            }
            for (Item item : items.values()) {
                emit(item, item.at, item.values.size() - 1);
                if (!item.last().equals(GONE) && item.known) {
                    // It may have been deleted by its key, and is read from an export then.
                    item.onTheWay.add(new Arrival(null, item.last()));
                } else if (item.known) {
                    item.onTheWay.add(new Arrival(null, null));
                }
                item.floor = item.at;
                item.known = false;
            }
            arriveAll();
        }
        age = age.plus(StandingHarness.LONG);
        subtasks.forEach(subtask -> subtask.stateAges(age));
        takeCheckpoint();
        met("rows that are old");
    }

    @Override
    public void close() throws Exception {
        for (StandingHarness subtask : subtasks) {
            subtask.close();
        }
        subtasks.clear();
    }
}
