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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Writes down, in its state, every element that it sees, in order. What it holds is what the state
 * of a job has seen: after a failure it goes back with the job, so a record that is replayed stands
 * there once, and a record that comes twice stands there twice. Tests read it from outside. With
 * more than one subtask each has a journal of its own.
 */
public final class Journal extends RichMapFunction<String, String> implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;
    private static final Map<String, Map<Integer, List<String>>> PAGES = new ConcurrentHashMap<>();
    private static final Map<String, AtomicInteger> STARTS = new ConcurrentHashMap<>();

    private final String name;
    private transient ListState<String> state;
    private transient List<String> entries;

    /**
     * Creates a journal that is read under a name; a job that is restored goes on with the name's.
     */
    public Journal(String name) {
        this.name = name;
    }

    /** What the state of the job has seen up to now, subtask after subtask. */
    public static List<String> read(String name) {
        List<String> all = new ArrayList<>();
        for (List<String> page : PAGES.getOrDefault(name, Map.of()).values()) {
            synchronized (page) {
                all.addAll(page);
            }
        }
        return all;
    }

    /** How often subtasks of the name's journal were started, all together. */
    public static int starts(String name) {
        return STARTS.computeIfAbsent(name, n -> new AtomicInteger()).get();
    }

    @Override
    public String map(String element) {
        synchronized (entries) {
            entries.add(element);
        }
        return element;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        state.update(entries);
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        state =
                context.getOperatorStateStore()
                        .getListState(new ListStateDescriptor<>("entries", Types.STRING));
        entries = new ArrayList<>();
        state.get().forEach(entries::add);
        int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        PAGES.computeIfAbsent(name, n -> new ConcurrentSkipListMap<>()).put(subtask, entries);
        STARTS.computeIfAbsent(name, n -> new AtomicInteger()).incrementAndGet();
    }
}
