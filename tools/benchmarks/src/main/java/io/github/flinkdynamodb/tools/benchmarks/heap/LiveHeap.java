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

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * Collects all garbage now and then, and notes what is left: the objects that are in use at that
 * moment. That slows down what runs meanwhile. Needs a collector that notes each collection that is
 * asked for, as G1 does.
 */
public final class LiveHeap implements AutoCloseable {

    private static final long MILLIS_BETWEEN = 300;
    private static final String ASKED_FOR = "System.gc()";
    private static final Set<String> HEAP_POOLS =
            ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .map(MemoryPoolMXBean::getName)
                    .collect(Collectors.toUnmodifiableSet());

    private final List<Double> samples = new ArrayList<>();
    private final CompletableFuture<Double> first = new CompletableFuture<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final NotificationListener listener = (notification, self) -> collected(notification);

    private LiveHeap() {}

    /** Begins to take samples. */
    public static LiveHeap watch() {
        LiveHeap heap = new LiveHeap();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector).addNotificationListener(heap.listener, null, null);
        }
        heap.timer.scheduleWithFixedDelay(System::gc, 0, MILLIS_BETWEEN, TimeUnit.MILLISECONDS);
        return heap;
    }

    /** What is in use now, in bytes. */
    static double now() throws Exception {
        try (LiveHeap heap = watch()) {
            return heap.first.get(1, TimeUnit.MINUTES);
        }
    }

    private void collected(Notification notification) {
        GarbageCollectionNotificationInfo collection =
                GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
        if (collection.getGcCause().equals(ASKED_FOR)) {
            add(
                    collection.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                            .filter(pool -> HEAP_POOLS.contains(pool.getKey()))
                            .mapToDouble(pool -> pool.getValue().getUsed())
                            .sum());
        }
    }

    private synchronized void add(double bytes) {
        samples.add(bytes);
        first.complete(bytes);
    }

    /** What was in use at each sample so far, in bytes; waits for the first one. */
    public List<Double> samples() throws Exception {
        first.get(1, TimeUnit.MINUTES);
        synchronized (this) {
            return List.copyOf(samples);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            try {
                ((NotificationEmitter) collector).removeNotificationListener(listener);
            } catch (ListenerNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
