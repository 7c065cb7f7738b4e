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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.types.RowKind;

/**
 * The operator under random histories: items that change, also back to an earlier value, that are
 * deleted and come again; a scan that sees each at some time; rows that arrive by several channels,
 * each in its order, in any order between them, also between the halves of an update; checkpoints
 * and failures anywhere, with another parallelism after them; and the end, before or after a
 * failure. Whoever believes each row it gives out has the items at the end, and never takes back a
 * row that doesn't stand.
 */
@OnEachFlink
class ReconcilePropertyTest {

    private static final int KEYS = 6;
    private static final int MOST_SUBTASKS = 3;
    private static final Duration LONG = ReconcilingEnd.AFTER_MARK;

    /** What the runs of all tries met: a property that never meets a case proves nothing of it. */
    private static final Map<String, Integer> MET = new HashMap<>();

    @Property(tries = 100, generation = GenerationMode.RANDOMIZED, seed = "1")
    void everyRetractionIsOfTheRowThatStandsAndTheEndIsTheTable(@ForAll long seed)
            throws Exception {
        try (Run run = new Run(new Random(seed))) {
            run.toTheEnd();
            assertThat(run.table()).isEqualTo(run.items());
        }
    }

    @AfterContainer
    static void theRunsHaveMetWhatTheyAreFor() {
        assertThat(MET)
                .containsKeys(
                        "a scanned row within an update of its key",
                        "a checkpoint within an update",
                        "a failure while reconciling",
                        "a failure after the mark",
                        "a failure when some keys go through",
                        "a failure when all keys go through",
                        "a change after the end",
                        "another parallelism");
    }

    private static void met(String what) {
        MET.merge(what, 1, Integer::sum);
    }

    /** A row on its way. */
    private static final class Arrival {
        final String key;
        final boolean scanned;
        final RowKind kind;
        final String value;

        Arrival(String key, boolean scanned, RowKind kind, String value) {
            this.key = key;
            this.scanned = scanned;
            this.kind = kind;
            this.value = value;
        }
    }

    /** A checkpoint: of the operator, of the channels and of whoever consumes the rows. */
    private static final class Checkpoint {
        final OperatorSubtaskState operator;
        final int subtasks;
        final int arrived;
        final Map<String, String> table;

        Checkpoint(
                OperatorSubtaskState operator,
                int subtasks,
                int arrived,
                Map<String, String> table) {
            this.operator = operator;
            this.subtasks = subtasks;
            this.arrived = arrived;
            this.table = table;
        }
    }

    private static final class Run implements AutoCloseable {
        private final Random random;
        private final List<Arrival> arrivals = new ArrayList<>();
        private final Map<String, String> items = new HashMap<>();
        private final Map<String, List<String>> history = new HashMap<>();

        /** So many arrivals precede the mark. */
        private int mark;

        private List<ReconcileHarness> subtasks = new ArrayList<>();
        private final List<Integer> drained = new ArrayList<>();
        private final List<Boolean> marked = new ArrayList<>();
        private Map<String, String> table = new HashMap<>();
        private int arrived;
        private Checkpoint checkpoint;

        Run(Random random) throws Exception {
            this.random = random;
            List<List<Arrival>> before = new ArrayList<>();
            List<List<Arrival>> after = new ArrayList<>();
            for (int k = 0; k < KEYS; k++) {
                history("k" + k, before, after);
            }
            merge(before);
            mark = arrivals.size();
            merge(after);
            start(null, 1 + random.nextInt(MOST_SUBTASKS));
            checkpoint();
        }

        /** The values of a key, "0" for none; the scan sees one, the stream begins not after it. */
        private void history(String key, List<List<Arrival>> before, List<List<Arrival>> after) {
            List<String> values = new ArrayList<>();
            for (int i = 1 + random.nextInt(9); i > 0; i--) {
                values.add(Integer.toString(random.nextInt(4)));
            }
            int scanned = random.nextInt(values.size());
            int first = random.nextInt(scanned + 1);
            int split = scanned + random.nextInt(values.size() - scanned);
            before.add(changes(key, values, first, split));
            after.add(changes(key, values, split, values.size() - 1));
            if (!values.get(scanned).equals("0")) {
                before.add(List.of(new Arrival(key, true, RowKind.INSERT, values.get(scanned))));
            }
            String last = values.get(values.size() - 1);
            if (!last.equals("0")) {
                items.put(key, last);
            }
            history.put(key, values);
        }

        private static List<Arrival> changes(String key, List<String> values, int from, int to) {
            List<Arrival> changes = new ArrayList<>();
            for (int i = from; i < to; i++) {
                String before = values.get(i);
                String now = values.get(i + 1);
                boolean was = !before.equals("0");
                boolean is = !now.equals("0");
                if (was && is) {
                    changes.add(new Arrival(key, false, RowKind.UPDATE_BEFORE, before));
                    changes.add(new Arrival(key, false, RowKind.UPDATE_AFTER, now));
                } else if (was) {
                    changes.add(new Arrival(key, false, RowKind.DELETE, before));
                } else if (is) {
                    changes.add(new Arrival(key, false, RowKind.INSERT, now));
                }
            }
            return changes;
        }

        /** Rows of each list stay in order; the lists cross in any way. */
        private void merge(List<List<Arrival>> channels) {
            List<List<Arrival>> left = new ArrayList<>();
            for (List<Arrival> channel : channels) {
                left.add(new ArrayList<>(channel));
            }
            left.removeIf(List::isEmpty);
            while (!left.isEmpty()) {
                List<Arrival> channel = left.get(random.nextInt(left.size()));
                arrivals.add(channel.remove(0));
                left.removeIf(List::isEmpty);
            }
        }

        private void start(Checkpoint from, int parallelism) throws Exception {
            close();
            subtasks = new ArrayList<>();
            drained.clear();
            marked.clear();
            for (int i = 0; i < parallelism; i++) {
                subtasks.add(
                        from == null
                                ? ReconcileHarness.fresh(parallelism, i)
                                : ReconcileHarness.rescaled(
                                        from.operator, from.subtasks, parallelism, i));
                drained.add(0);
                marked.add(false);
            }
        }

        void toTheEnd() throws Exception {
            while (arrived < arrivals.size()) {
                switch (random.nextInt(12)) {
                    case 0:
                        checkpoint();
                        break;
                    case 1:
                        if (random.nextInt(3) == 0) {
                            fail();
                        }
                        break;
                    case 2:
                        subtasks.get(random.nextInt(subtasks.size())).passes(LONG);
                        break;
                    case 3:
                        mark(random.nextInt(subtasks.size()));
                        break;
                    default:
                        arrive(arrivals.get(arrived++));
                }
            }
        }

        /** The source repeats the mark after a restart. */
        private void mark(int subtask) throws Exception {
            if (arrived >= mark && !marked.get(subtask)) {
                subtasks.get(subtask).mark();
                marked.set(subtask, true);
            }
        }

        private void arrive(Arrival row) throws Exception {
            for (int i = 0; i < subtasks.size(); i++) {
                if (subtasks.get(i).owns(row.key)) {
                    note(row, subtasks.get(i));
                    if (row.scanned) {
                        subtasks.get(i).scanned(row.key, row.value);
                    } else {
                        subtasks.get(i).change(row.key, row.kind, row.value);
                    }
                    apply(i);
                }
            }
        }

        private void note(Arrival row, ReconcileHarness subtask) {
            if (row.scanned && isWithinUpdate(row.key)) {
                met("a scanned row within an update of its key");
            }
            if (!subtask.isReconciling()) {
                met("a change after the end");
            }
        }

        /** Whether the last change of a key that has arrived is the first half of an update. */
        private boolean isWithinUpdate(String key) {
            RowKind last = null;
            for (Arrival arrival : arrivals.subList(0, arrived - 1)) {
                if (arrival.key.equals(key) && !arrival.scanned) {
                    last = arrival.kind;
                }
            }
            return last == RowKind.UPDATE_BEFORE;
        }

        private void apply(int subtask) {
            List<String> rows = subtasks.get(subtask).rows();
            for (String row : rows.subList(drained.get(subtask), rows.size())) {
                String[] words = row.split(" ");
                assertThat(history.get(words[1])).as(row).contains(words[2]);
                if (words[0].equals("-U") || words[0].equals("-D")) {
                    assertThat(table.remove(words[1])).as(row).isEqualTo(words[2]);
                } else {
                    assertThat(table.put(words[1], words[2])).as(row).isNull();
                }
            }
            drained.set(subtask, rows.size());
        }

        private void checkpoint() throws Exception {
            List<OperatorSubtaskState> states = new ArrayList<>();
            for (ReconcileHarness subtask : subtasks) {
                states.add(subtask.snapshot());
            }
            if (arrived > 0 && arrivals.get(arrived - 1).kind == RowKind.UPDATE_BEFORE) {
                met("a checkpoint within an update");
            }
            checkpoint =
                    new Checkpoint(
                            ReconcileHarness.together(states.toArray(OperatorSubtaskState[]::new)),
                            subtasks.size(),
                            arrived,
                            new HashMap<>(table));
        }

        private void fail() throws Exception {
            long reconciling = subtasks.stream().filter(ReconcileHarness::isReconciling).count();
            met(
                    reconciling == 0
                            ? "a failure when all keys go through"
                            : reconciling < subtasks.size()
                                    ? "a failure when some keys go through"
                                    : arrived < mark
                                            ? "a failure while reconciling"
                                            : "a failure after the mark");
            int parallelism = 1 + random.nextInt(MOST_SUBTASKS);
            if (parallelism != subtasks.size()) {
                met("another parallelism");
            }
            start(checkpoint, parallelism);
            arrived = checkpoint.arrived;
            table = new HashMap<>(checkpoint.table);
        }

        Map<String, String> table() {
            return table;
        }

        Map<String, String> items() {
            return items;
        }

        @Override
        public void close() throws Exception {
            for (ReconcileHarness subtask : subtasks) {
                subtask.close();
            }
        }
    }
}
