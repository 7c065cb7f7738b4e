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
package io.github.flinkdynamodb.tools.benchmarks.heap;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.MapFunction;

/**
 * Counts what comes out of the source. One job at a time: its functions are copies, so that what
 * they count is static.
 */
final class CountedRecords implements MapFunction<String, String> {

    private static final long serialVersionUID = 1L;

    private static final AtomicLong COUNT = new AtomicLong();
    private static volatile Expected expected = new Expected(Long.MAX_VALUE);

    /** What a run waits for, and when it came. */
    static final class Expected {

        private final long records;
        private final CompletableFuture<Void> all = new CompletableFuture<>();
        private volatile long firstNanos;
        private volatile long lastNanos;

        private Expected(long records) {
            this.records = records;
        }

        /** Completed with the last record. */
        CompletableFuture<Void> all() {
            return all;
        }

        /** From the first record to the last one. */
        double seconds() {
            return (lastNanos - firstNanos) / 1e9;
        }
    }

    /** Begins to count from 0. */
    static Expected expect(long records) {
        COUNT.set(0);
        expected = new Expected(records);
        return expected;
    }

    @Override
    public String map(String record) {
        long count = COUNT.incrementAndGet();
        Expected now = expected;
        if (count == 1) {
            now.firstNanos = System.nanoTime();
        }
        if (count == now.records) {
            now.lastNanos = System.nanoTime();
            now.all.complete(null);
        }
        return record;
    }
}
