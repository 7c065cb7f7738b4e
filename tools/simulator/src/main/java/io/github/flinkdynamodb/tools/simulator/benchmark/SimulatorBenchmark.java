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
package io.github.flinkdynamodb.tools.simulator.benchmark;

import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Measures the simulator itself: one thread answers, some bare connections read. Prints pages a
 * second, bytes a second and the answering thread's CPU time a page, for pages of 1,000 records,
 * for empty ones and for pages of Scan, and how long it takes to list very many shards.
 */
public final class SimulatorBenchmark {

    private static final int RECORDS = 1000;
    private static final int PAGES = 40;
    private static final int CONNECTIONS = 4;

    private final PrintStream out;
    private final long nanos;
    private final int shards;

    private SimulatorBenchmark(PrintStream out, double seconds, int shards) {
        this.out = out;
        this.nanos = (long) (seconds * 1e9);
        this.shards = shards;
    }

    /**
     * Measures.
     *
     * @param args how many seconds each measurement takes, 5 if not told, and how many shards are
     *     listed, 70,000 if not told
     */
    public static void main(String[] args) throws Exception {
        double seconds = args.length > 0 ? Double.parseDouble(args[0]) : 5;
        int shards = args.length > 1 ? Integer.parseInt(args[1]) : 70_000;
        measure(System.out, seconds, shards);
    }

    static void measure(PrintStream out, double seconds, int shards) throws Exception {
        new SimulatorBenchmark(out, seconds, shards).run();
    }

    private void run() throws Exception {
        try (Simulator simulator = Simulator.builder().start()) {
            SimulatedTable full = fullTable(simulator);
            SimulatedTable empty = simulator.createTable(TableSettings.table("empty"));
            // The first round of each warms up.
            for (boolean warm : new boolean[] {false, true}) {
                measure(
                        warm ? "1,000 records of 1.1 kB a page" : null,
                        end -> read(simulator, full, end));
                measure(warm ? "empty pages" : null, end -> read(simulator, empty, end));
                measure(
                        warm ? "1 MB of items of 650 bytes a page" : null,
                        end -> scan(simulator, full, end));
            }
            list(simulator);
        }
    }

    /** A shard with some pages, which are read again and again. */
    private static SimulatedTable fullTable(Simulator simulator) {
        SimulatedTable table =
                simulator.createTable(TableSettings.table("full").page(RECORDS, 1 << 22));
        for (int i = 0; i < RECORDS * PAGES; i++) {
            table.put(Item.builder().s("pk", "k" + i).s("f", "x".repeat(640)).build());
        }
        return table;
    }

    /** Reads until a time; returns pages and bytes. */
    private interface Reader {
        long[] readUntil(long end) throws IOException;
    }

    private void measure(String title, Reader reader) throws Exception {
        long end = System.nanoTime() + nanos;
        List<Callable<long[]>> readers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            readers.add(() -> reader.readUntil(end));
        }
        long start = System.nanoTime();
        long cpu = serverCpu();
        long[] sum = runAll(readers);
        double seconds = (System.nanoTime() - start) / 1e9;
        long used = serverCpu() - cpu;
        if (title != null) {
            out.printf(
                    "%s: %,.0f pages/s, %,.0f MB/s, %,.1f microseconds of the server's thread a"
                            + " page (%.0f %% of a core)%n",
                    title,
                    sum[0] / seconds,
                    sum[1] / 1e6 / seconds,
                    used / 1e3 / sum[0],
                    used / 1e7 / seconds);
        }
    }

    private static long[] runAll(List<Callable<long[]>> readers)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(readers.size());
        long[] sum = new long[2];
        for (Future<long[]> reader : threads.invokeAll(readers)) {
            sum[0] += reader.get()[0];
            sum[1] += reader.get()[1];
        }
        threads.shutdown();
        threads.awaitTermination(10, TimeUnit.SECONDS);
        return sum;
    }

    /**
     * Reads until a time, a page at least, from the start again after the last page; gives pages
     * and bytes.
     */
    private static long[] read(Simulator simulator, SimulatedTable table, long end)
            throws IOException {
        long pages = 0;
        long bytes = 0;
        try (BareClient client = new BareClient(simulator.endpoint())) {
            client.call(
                    Operation.GET_SHARD_ITERATOR,
                    "{\"StreamArn\":\""
                            + table.streamArn()
                            + "\",\"ShardId\":\""
                            + table.openShardIds().get(0)
                            + "\",\"ShardIteratorType\":\"TRIM_HORIZON\"}");
            String begin = client.text("ShardIterator");
            String iterator = begin;
            do {
                bytes +=
                        client.call(
                                Operation.GET_RECORDS, "{\"ShardIterator\":\"" + iterator + "\"}");
                pages++;
                iterator = pages % PAGES == 0 ? begin : client.firstText("NextShardIterator");
            } while (System.nanoTime() < end);
        }
        return new long[] {pages, bytes};
    }

    /** Scans until a time, a page at least, from the start again after the last page. */
    private static long[] scan(Simulator simulator, SimulatedTable table, long end)
            throws IOException {
        long pages = 0;
        long bytes = 0;
        try (BareClient client = new BareClient(simulator.endpoint())) {
            String request = "{\"TableName\":\"" + table.name() + '"';
            String after = null;
            do {
                String start =
                        after == null
                                ? ""
                                : ",\"ExclusiveStartKey\":{\"pk\":{\"S\":\"" + after + "\"}}";
                bytes += client.call(Operation.SCAN, request + start + '}');
                pages++;
                // The next key comes after the items; there is none on the last, empty page.
                after = client.text("S");
            } while (System.nanoTime() < end);
        }
        return new long[] {pages, bytes};
    }

    private void list(Simulator simulator) throws IOException {
        SimulatedTable table = simulator.createTable(TableSettings.table("many").shards(shards));
        try (BareClient client = new BareClient(simulator.endpoint())) {
            long start = System.nanoTime();
            long cpu = serverCpu();
            int pages = 0;
            String after = "";
            while (after != null) {
                client.call(
                        Operation.DESCRIBE_STREAM,
                        "{\"StreamArn\":\"" + table.streamArn() + '"' + after + "}");
                String last = client.text("LastEvaluatedShardId");
                after = last == null ? null : ",\"ExclusiveStartShardId\":\"" + last + '"';
                pages++;
            }
            out.printf(
                    "%,d shards listed on %,d pages in %.2f s, %.2f s of the server's thread%n",
                    shards, pages, (System.nanoTime() - start) / 1e9, (serverCpu() - cpu) / 1e9);
        }
    }

    private static long serverCpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().startsWith("simulator-")) {
                sum += Math.max(0, threads.getThreadCpuTime(id));
            }
        }
        return sum;
    }
}
