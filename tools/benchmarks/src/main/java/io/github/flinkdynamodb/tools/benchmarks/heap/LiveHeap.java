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

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Collects all garbage now and then, and notes what is left: the objects that are in use at that
 * moment. That slows down what runs meanwhile.
 */
final class LiveHeap implements AutoCloseable {

    private static final long MILLIS_BETWEEN = 300;

    private final List<Double> samples = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    private LiveHeap() {}

    /** Begins to take samples. */
    static LiveHeap watch() {
        LiveHeap heap = new LiveHeap();
        heap.timer.scheduleWithFixedDelay(
                heap::sample, MILLIS_BETWEEN, MILLIS_BETWEEN, TimeUnit.MILLISECONDS);
        return heap;
    }

    /** What is in use now, in bytes. */
    static double now() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private synchronized void sample() {
        samples.add(now());
    }

    /** What was in use at each sample so far, in bytes. */
    synchronized List<Double> samples() {
        return List.copyOf(samples);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
