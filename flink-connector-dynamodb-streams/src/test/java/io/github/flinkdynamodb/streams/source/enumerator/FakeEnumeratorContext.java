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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.source.event.ChildrenAssigned;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/**
 * Flink's side of the enumerator: knows which readers have registered, and writes down in order
 * what was done. It refuses what Flink would refuse, and what Flink would send to a reader that has
 * ended and doesn't read any more.
 */
final class FakeEnumeratorContext implements SplitEnumeratorContext<DynamoDbStreamsSplit> {

    private final int parallelism;
    private final Map<Integer, ReaderInfo> readers = new TreeMap<>();

    /** The readers that have been told that no more splits come, and haven't failed since. */
    private final Set<Integer> ended = new HashSet<>();

    /** What was assigned, by shard, newest last; removed when it is handed back. */
    final Map<String, Integer> ownerOf = new LinkedHashMap<>();

    /**
     * All that was assigned and sent, in order, as "assign a -> 0" or "HandoverComplete(a) -> 0".
     */
    final List<String> actions = new ArrayList<>();

    /** What readers were told for their metrics, as "ChildrenAssigned(a) -> 0". */
    final List<String> followed = new ArrayList<>();

    /** Each change of the backlog flag, with the readers that were registered then. */
    final List<String> backlog = new ArrayList<>();

    final List<ShardSplit> assigned = new ArrayList<>();

    private final Map<String, DynamoDbStreamsSplit> lastSplits = new LinkedHashMap<>();

    /** The gauges by their names. */
    final Map<String, Gauge<?>> gauges = new TreeMap<>();

    /** What metrics are labelled with. */
    final Map<String, String> variables;

    FakeEnumeratorContext(int parallelism) {
        this(parallelism, "a job");
    }

    FakeEnumeratorContext(int parallelism, String jobId) {
        this.parallelism = parallelism;
        this.variables = Map.of("<job_id>", jobId);
    }

    void register(int subtask) {
        readers.put(subtask, new ReaderInfo(subtask, "localhost"));
    }

    void unregister(int subtask) {
        readers.remove(subtask);
        ended.remove(subtask);
    }

    ShardSplit lastSplit(String shardId) {
        ShardSplit last = null;
        for (ShardSplit split : assigned) {
            last = split.shardId().equals(shardId) ? split : last;
        }
        return last;
    }

    /** The split of a shard or a segment that was assigned last. */
    DynamoDbStreamsSplit lastSplitOf(String splitId) {
        return lastSplits.get(splitId);
    }

    @Override
    public SplitEnumeratorMetricGroup metricGroup() {
        return new Gauges();
    }

    @Override
    public void sendEventToSourceReader(int subtaskId, SourceEvent event) {
        requireReading(subtaskId);
        List<String> events = event instanceof ChildrenAssigned ? followed : actions;
        events.add(event + " -> " + subtaskId);
    }

    @Override
    public int currentParallelism() {
        return parallelism;
    }

    @Override
    public Map<Integer, ReaderInfo> registeredReaders() {
        return readers;
    }

    @Override
    public void assignSplits(SplitsAssignment<DynamoDbStreamsSplit> newSplitAssignments) {
        newSplitAssignments
                .assignment()
                .forEach(
                        (subtask, splits) -> {
                            requireReading(subtask);
                            for (DynamoDbStreamsSplit split : splits) {
                                actions.add("assign " + split.splitId() + " -> " + subtask);
                                lastSplits.put(split.splitId(), split);
                                if (split instanceof ShardSplit) {
                                    assigned.add((ShardSplit) split);
                                }
                                ownerOf.put(split.splitId(), subtask);
                            }
                        });
    }

    private void requireReading(int subtask) {
        if (!readers.containsKey(subtask)) {
            throw new IllegalArgumentException("reader " + subtask + " is not registered");
        }
        if (ended.contains(subtask)) {
            throw new IllegalArgumentException("reader " + subtask + " knows that no splits come");
        }
    }

    @Override
    public void signalNoMoreSplits(int subtask) {
        requireReading(subtask);
        ended.add(subtask);
        actions.add("no more splits -> " + subtask);
    }

    @Override
    public void setIsProcessingBacklog(boolean isProcessingBacklog) {
        backlog.add(isProcessingBacklog + " to " + readers.keySet());
    }

    @Override
    public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
        throw new AssertionError("the enumerator doesn't use Flink's worker thread");
    }

    @Override
    public <T> void callAsync(
            Callable<T> callable, BiConsumer<T, Throwable> handler, long delay, long period) {
        throw new AssertionError("the enumerator doesn't use Flink's worker thread");
    }

    @Override
    public void runInCoordinatorThread(Runnable runnable) {
        runnable.run();
    }

    private final class Gauges extends UnregisteredMetricsGroup
            implements SplitEnumeratorMetricGroup {

        @Override
        public Map<String, String> getAllVariables() {
            return variables;
        }

        @Override
        public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
            gauges.put(name, gauge);
            return gauge;
        }

        @Override
        public <G extends Gauge<Long>> G setUnassignedSplitsGauge(G gauge) {
            return gauge("unassignedSplits", gauge);
        }
    }
}
