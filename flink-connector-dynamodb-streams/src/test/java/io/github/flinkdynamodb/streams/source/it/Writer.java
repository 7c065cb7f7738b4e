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

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/** Writes to a table all the time, from a thread of its own: new items, changes and deletes. */
final class Writer implements AutoCloseable {

    private static final int KEYS = 40;

    private final LocalTable table;
    private final Random random = new Random(1);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private Writer(LocalTable table) {
        this.table = table;
    }

    /** Starts writing, with some milliseconds between two writes. */
    static Writer start(LocalTable table, int millis) {
        Writer writer = new Writer(table);
        writer.thread.scheduleWithFixedDelay(writer::write, 0, millis, TimeUnit.MILLISECONDS);
        return writer;
    }

    private void write() {
        try {
            String key = "k" + random.nextInt(KEYS);
            boolean exists =
                    table.written().containsKey(key)
                            && !table.written()
                                    .get(key)
                                    .get(table.written().get(key).size() - 1)
                                    .startsWith("REMOVE");
            if (exists && random.nextInt(4) == 0) {
                table.delete(key);
            } else {
                table.put(key);
            }
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
            throw e;
        }
    }

    /** Waits until some more changes are written. */
    void writeMore(int changes) {
        int goal = table.writtenCount() + changes;
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> failure.get() != null || table.writtenCount() >= goal);
        check();
    }

    /** Ends the writing. */
    void stop() throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new AssertionError("the writer doesn't end");
        }
        check();
    }

    private void check() {
        if (failure.get() != null) {
            throw new AssertionError("the writer failed", failure.get());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
