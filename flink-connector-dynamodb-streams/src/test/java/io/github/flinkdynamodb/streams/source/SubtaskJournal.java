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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 * A journal in each subtask, so that every subtask is a region of its own and fails alone. What a
 * journal holds goes back with its subtask's state.
 */
final class SubtaskJournal extends RichMapFunction<String, String> implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;
    private static final Map<String, Map<Integer, List<String>>> PAGES = new ConcurrentHashMap<>();
    private static final Map<String, AtomicInteger> STARTS = new ConcurrentHashMap<>();

    private final String name;
    private transient ListState<String> state;
    private transient List<String> entries;

    SubtaskJournal(String name) {
        this.name = name;
    }

    /** What the states of all subtasks have seen: by key, in the order within the subtask. */
    static Map<String, List<String>> byKey(String name) {
        Map<String, List<String>> byKey = new TreeMap<>();
        for (List<String> page : PAGES.getOrDefault(name, Map.of()).values()) {
            synchronized (page) {
                for (String line : page) {
                    int space = line.indexOf(' ');
                    byKey.computeIfAbsent(line.substring(0, space), k -> new ArrayList<>())
                            .add(line.substring(space + 1));
                }
            }
        }
        return byKey;
    }

    static int size(String name) {
        return byKey(name).values().stream().mapToInt(List::size).sum();
    }

    /** How often a subtask was started. */
    static int starts(String name, int subtask) {
        return STARTS.computeIfAbsent(name + "/" + subtask, n -> new AtomicInteger()).get();
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
        int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        state =
                context.getOperatorStateStore()
                        .getListState(new ListStateDescriptor<>("entries", Types.STRING));
        entries = new ArrayList<>();
        state.get().forEach(entries::add);
        PAGES.computeIfAbsent(name, n -> new ConcurrentSkipListMap<>()).put(subtask, entries);
        STARTS.computeIfAbsent(name + "/" + subtask, n -> new AtomicInteger()).incrementAndGet();
    }
}
