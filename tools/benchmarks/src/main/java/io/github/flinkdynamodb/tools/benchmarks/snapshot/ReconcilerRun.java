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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

import io.github.flinkdynamodb.tools.benchmarks.report.ChildJvm;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;

/**
 * Has one operator make valid retractions of a table's items and changes, in a JVM of its own, and
 * reports the bytes of a key in a checkpoint, and the CPU time of a change in its thread.
 */
final class ReconcilerRun {

    /** Who makes retractions. */
    enum Who {
        RECONCILER("reconciler"),
        KEEPER("keeper of rows"),
        NORMALIZE("ChangelogNormalize");

        private final String text;

        Who(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        Normalizing<?, ?> create(StateBackend backend, Path folder) throws Exception {
            switch (this) {
                case RECONCILER:
                    return Normalizing.reconciler(backend, folder);
                case KEEPER:
                    return Normalizing.keeper(backend, folder);
                default:
                    return Normalizing.changelogNormalize(backend, folder);
            }
        }
    }

    /** How many changes come between two looks at what came out. */
    private static final int BATCH = 500;

    private static final int WARM_UPS = 3;

    /** As much as Flink's defaults give a slot of a TaskManager with 1.7 GB, about. */
    private static final String MEMORY_OF_A_SLOT = "512 mb";

    private final Rows rows;
    private final Random random = new Random(1);
    private final long[] changes;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    ReconcilerRun(int items) {
        this.rows = new Rows(items);
        this.changes = new long[items];
    }

    /**
     * Measures.
     *
     * @param arguments who; "heap" or "rocksdb"; items; changes
     */
    public static void main(String[] arguments) throws Exception {
        ReconcilerRun run = new ReconcilerRun(Integer.parseInt(arguments[2]));
        run.measure(
                Who.valueOf(arguments[0]), backend(arguments[1]), Integer.parseInt(arguments[3]));
        System.exit(0);
    }

    private static StateBackend backend(String name) {
        if (name.equals("heap")) {
            return new HashMapStateBackend();
        }
        EmbeddedRocksDBStateBackend backend = new EmbeddedRocksDBStateBackend();
        // An operator in a harness has hardly any managed memory, so that each write is followed by
        // a compaction.
        backend.getMemoryConfiguration().setFixedMemoryPerSlot(MEMORY_OF_A_SLOT);
        return backend;
    }

    private void measure(Who who, StateBackend backend, int count) throws Exception {
        Path folder = Files.createTempDirectory("reconciler");
        Normalizing<?, ?> operator = who.create(backend, folder);
        try {
            measure(operator, count);
        } finally {
            operator.close();
        }
    }

    private void measure(Normalizing<?, ?> operator, int count) throws Exception {
        for (int item = 0; item < rows.items(); item++) {
            operator.item(rows.after(0, item));
        }
        requireOutput(operator, rows.items());
        ChildJvm.tell("bytes", (double) operator.stateBytes() / rows.items());
        ChildJvm.tell("during", microsOfAChange(operator, count));
        operator.end();
        operator.take();
        change(operator, BATCH);
        operator.later();
        ChildJvm.tell("after", microsOfAChange(operator, count));
    }

    private double microsOfAChange(Normalizing<?, ?> operator, int count) throws Exception {
        for (int i = 0; i < WARM_UPS; i++) {
            change(operator, count);
        }
        long before = threads.getCurrentThreadCpuTime();
        change(operator, count);
        return (threads.getCurrentThreadCpuTime() - before) / 1e3 / count;
    }

    private void change(Normalizing<?, ?> operator, int count) throws Exception {
        for (int done = 0; done < count; done += BATCH) {
            for (int i = 0; i < BATCH; i++) {
                int item = random.nextInt(rows.items());
                long change = changes[item]++;
                operator.change(rows.after(change, item), rows.after(change + 1, item));
            }
            requireOutput(operator, 2 * BATCH);
        }
    }

    /** Each change takes a row back and adds another. */
    private static void requireOutput(Normalizing<?, ?> operator, int expected) {
        int rowsThatCame = operator.take();
        if (rowsThatCame != expected) {
            throw new IllegalStateException(rowsThatCame + " rows came instead of " + expected);
        }
    }
}
