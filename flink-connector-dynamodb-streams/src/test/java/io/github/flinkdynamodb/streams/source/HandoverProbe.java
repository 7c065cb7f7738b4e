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
package io.github.flinkdynamodb.streams.source;

import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/**
 * Stands at the handover of one shard, {@link HandoverScene#PARENT}, in the source's threads: does
 * what a test asks for at a moment, there and then, and writes down what checkpoints hold.
 */
final class HandoverProbe {

    private static final Map<String, HandoverProbe> PROBES = new ConcurrentHashMap<>();
    private static final long PATIENCE_SECONDS = 60;

    private final Map<HandoverMoment, Runnable> actions = new EnumMap<>(HandoverMoment.class);
    private final Set<HandoverMoment> reached = EnumSet.noneOf(HandoverMoment.class);
    private final AtomicInteger failures = new AtomicInteger();
    private final TreeMap<Long, Set<String>> enumeratorStates = new TreeMap<>();
    private final TreeMap<Long, Set<String>> readerStates = new TreeMap<>();
    private Runnable beforeReaderSnapshot;
    private Runnable afterReaderSnapshot;
    private Runnable afterEnumeratorSnapshot;
    private String failingKey;
    private SplitEnumeratorContext<?> context;
    private int subtask;

    private HandoverProbe() {}

    /** The probe of a name, which is that of a {@link ProbedSource}. */
    static HandoverProbe of(String name) {
        return PROBES.computeIfAbsent(name, n -> new HandoverProbe());
    }

    // --- what the test asks for -----------------------------------------------------------------

    /** Does something on the thread that comes to a moment first. */
    synchronized void at(HandoverMoment moment, Runnable action) {
        actions.put(moment, action);
    }

    /** Does something on the task threads before their next snapshot of the reader. */
    synchronized void beforeReaderSnapshot(Runnable action) {
        beforeReaderSnapshot = action;
    }

    /** Does something on the task threads between their next snapshot of the reader and Flink's. */
    synchronized void afterReaderSnapshot(Runnable action) {
        afterReaderSnapshot = action;
    }

    /** Fails the task that emits the next record of a key. */
    synchronized void failOnRecordOf(String key) {
        failingKey = key;
    }

    private synchronized boolean isToFailOn(String line) {
        boolean toFail = failingKey != null && line.startsWith(failingKey + " ");
        failingKey = toFail ? null : failingKey;
        return toFail;
    }

    /** Does something on the coordinator thread, once, before its next snapshot gets to Flink. */
    synchronized void afterEnumeratorSnapshot(Runnable action) {
        afterEnumeratorSnapshot = action;
    }

    synchronized boolean wasReached(HandoverMoment moment) {
        return reached.contains(moment);
    }

    /** Waits, on a thread of the job, until a checkpoint or a later one has been begun. */
    synchronized void awaitEnumeratorSnapshot(long checkpointId) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (newestSnapshot() < checkpointId) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("no checkpoint " + checkpointId);
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private long newestSnapshot() {
        return enumeratorStates.isEmpty() ? 0 : enumeratorStates.lastKey();
    }

    /** How many checkpoints hold the enumerator's state by now, complete or not. */
    synchronized int enumeratorSnapshots() {
        return enumeratorStates.size();
    }

    /** The shards in the enumerator's part of the newest checkpoint, with their status. */
    synchronized Set<String> enumeratorState() {
        return enumeratorStates.lastEntry().getValue();
    }

    /** The splits in the readers' part of the newest checkpoint, with their progress. */
    synchronized Set<String> readerState() {
        return readerStates.lastEntry().getValue();
    }

    /** How often {@link #failure()} was thrown. */
    int failures() {
        return failures.get();
    }

    /** Counts a failure, to be thrown. */
    IllegalStateException failure() {
        failures.incrementAndGet();
        return new IllegalStateException("injected failure");
    }

    /** Fails the thread that comes by. */
    void fail() {
        throw failure();
    }

    /** On the coordinator thread: the parent's reader fails on what comes to it next. */
    void poison() {
        context.sendEventToSourceReader(subtask, new ProbedSource.Poison());
    }

    /** Waits on a thread of the source; the cancelling of a task ends it. */
    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Holds a thread of the source until its task is cancelled. It ends with an error then, since
     * with an exception Flink would decline the checkpoint before it resets the subtask.
     */
    static void holdUntilCancelled() {
        String reason = "not cancelled";
        try {
            new CountDownLatch(1).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reason = "cancelled, as it should be";
        }
        throw new AssertionError(reason);
    }

    // --- what comes by --------------------------------------------------------------------------

    void reached(HandoverMoment moment) {
        Runnable action;
        synchronized (this) {
            reached.add(moment);
            action = actions.remove(moment);
        }
        if (action != null) {
            action.run();
        }
    }

    void parent(HandoverMoment moment, String shardId) {
        if (shardId.equals(HandoverScene.PARENT)) {
            reached(moment);
        }
    }

    void child(HandoverMoment moment, String shardId) {
        if (HandoverScene.CHILDREN.contains(shardId)) {
            reached(moment);
        }
    }

    void record(String line) {
        if (isToFailOn(line)) {
            fail();
        }
        if (line.startsWith(HandoverScene.LAST_KEY + " ")) {
            reached(HandoverMoment.LAST_RECORD_OUT);
        } else if (line.startsWith(HandoverScene.FIRST_KEY + " ")) {
            reached(HandoverMoment.CHILD_RECORD_OUT);
        }
    }

    synchronized void reporter(SplitEnumeratorContext<?> enumeratorContext, int reporter) {
        context = enumeratorContext;
        subtask = reporter;
    }

    void enumeratorSnapshot(long checkpointId, EnumeratorState state) {
        Set<String> shards = new TreeSet<>();
        state.shards().forEach(shard -> shards.add(shard.shardId() + " " + shard.status()));
        Runnable action;
        synchronized (this) {
            enumeratorStates.put(checkpointId, shards);
            action = afterEnumeratorSnapshot;
            afterEnumeratorSnapshot = null;
            notifyAll();
        }
        if (action != null) {
            action.run();
        }
    }

    void beforeReaderSnapshot(long checkpointId) {
        Runnable action;
        synchronized (this) {
            action = beforeReaderSnapshot;
        }
        if (action != null) {
            action.run();
        }
    }

    void readerSnapshot(long checkpointId, List<?> splits) {
        Runnable action;
        synchronized (this) {
            Set<String> all = readerStates.computeIfAbsent(checkpointId, id -> new TreeSet<>());
            for (Object split : splits) {
                all.add(((ShardSplit) split).shardId() + " " + ((ShardSplit) split).progress());
            }
            action = afterReaderSnapshot;
        }
        if (action != null) {
            action.run();
        }
    }
}
