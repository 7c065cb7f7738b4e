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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Holds up checkpoints behind a {@link ProbedSource}: either a snapshot until three later ones have
 * been begun, or a record until there is a barrier that it has yet to see.
 */
final class SlowOperator
        implements MapFunction<String, String>, CheckpointedFunction, CheckpointListener {

    private static final long serialVersionUID = 1L;
    private static final Map<String, AtomicInteger> HELD = new ConcurrentHashMap<>();
    private static final int EVERY_SNAPSHOT = 6;
    private static final int EVERY_RECORD = 20;

    private final String name;
    private final boolean holdsSnapshots;
    private long lastCheckpoint;
    private long lastComplete;
    private boolean running;
    private int records;

    private SlowOperator(String name, boolean holdsSnapshots) {
        this.name = name;
        this.holdsSnapshots = holdsSnapshots;
    }

    static SlowOperator holdingSnapshots(String name) {
        return new SlowOperator(name, true);
    }

    static SlowOperator holdingRecords(String name) {
        return new SlowOperator(name, false);
    }

    /** How often something was held until what it was held for. */
    static int held(String name) {
        return HELD.computeIfAbsent(name, n -> new AtomicInteger()).get();
    }

    @Override
    public String map(String line) {
        if (!holdsSnapshots && ++records >= EVERY_RECORD && isPastAllBarriers()) {
            records = 0;
            holdUntil(lastCheckpoint + 1);
        }
        return line;
    }

    /**
     * An unaligned snapshot is taken at the first barrier. Until those of the other channels have
     * been seen too, by the thread that would be held, no later checkpoint is begun. Nor is one
     * before the task is RUNNING: while it is restored, it processes what was on its way to it.
     */
    private boolean isPastAllBarriers() {
        return running && lastComplete == lastCheckpoint;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        lastComplete = checkpointId;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
        lastCheckpoint = context.getCheckpointId();
        running = true;
        if (holdsSnapshots && lastCheckpoint % EVERY_SNAPSHOT == 0) {
            holdUntil(lastCheckpoint + 3);
        }
    }

    private void holdUntil(long checkpoint) {
        HandoverProbe.of(name).awaitEnumeratorSnapshot(checkpoint);
        HELD.computeIfAbsent(name, n -> new AtomicInteger()).incrementAndGet();
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {
        lastCheckpoint = context.getRestoredCheckpointId().orElse(0);
        lastComplete = lastCheckpoint;
    }
}
