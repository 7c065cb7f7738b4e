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
package io.github.flinkdynamodb.tools.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.MapFunction;

/**
 * Counts the records that come out of the source. One run at a time: the job runs in this process,
 * and its functions are copies, so that what they count is static.
 */
final class Arrivals implements MapFunction<Long, Long> {

    private static final long serialVersionUID = 1L;

    private static final AtomicLong COUNT = new AtomicLong();
    private static final AtomicLong SUM = new AtomicLong();
    private static volatile Expected expected = new Expected(Long.MAX_VALUE);

    /** What a run waits for, and when it came. */
    static final class Expected {

        final long records;
        final CompletableFuture<Void> all = new CompletableFuture<>();
        volatile long halfNanos;
        volatile long lastNanos;

        private Expected(long records) {
            this.records = records;
        }

        /** Whether the numbers of the records add up to those of a stream, each once. */
        boolean isEachRecordOf(PreparedStream stream) {
            long perShard = stream.recordsPerShard() * (stream.recordsPerShard() - 1) / 2;
            return COUNT.get() == stream.totalRecords() && SUM.get() == stream.shards() * perShard;
        }
    }

    /** Begins to count from 0. */
    static Expected expect(long records) {
        COUNT.set(0);
        SUM.set(0);
        expected = new Expected(records);
        return expected;
    }

    @Override
    public Long map(Long number) {
        SUM.addAndGet(number);
        long count = COUNT.incrementAndGet();
        Expected now = expected;
        if (count == now.records / 2) {
            now.halfNanos = System.nanoTime();
        } else if (count == now.records) {
            now.lastNanos = System.nanoTime();
            now.all.complete(null);
        }
        return number;
    }
}
