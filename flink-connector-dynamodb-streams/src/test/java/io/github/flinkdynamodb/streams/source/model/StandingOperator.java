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
package io.github.flinkdynamodb.streams.source.model;

import io.github.flinkdynamodb.streams.model.Hash128;
import io.github.flinkdynamodb.streams.table.reconcile.KeyedRow;
import io.github.flinkdynamodb.streams.table.reconcile.StandingRowFunction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.table.data.RowData;

/**
 * The operator that keeps the rows that stand: the real function, whose state is in maps, so that
 * thousands of them can be restored in a second. A value is copied when it is written and when it
 * is read, as a backend does that holds bytes, and none expires: no interleaving is so long. What
 * Flink's own state makes of the function is in the tests of the function.
 */
final class StandingOperator {

    private final KeptRows rows;
    private final StandingRowFunction function;

    /** The values of each state, by their keys. */
    private final Map<String, Map<Hash128, Object>> keyed = new HashMap<>();

    /** The elements of each state that is of the operator. */
    private final Map<String, List<Object>> lists = new HashMap<>();

    /** The key of the row that is being processed. */
    private Hash128 key;

    /** Starts the operator without a state. */
    StandingOperator(KeptRows rows) {
        this(rows, null);
    }

    private StandingOperator(KeptRows rows, StandingOperator restored) {
        this.rows = rows;
        this.function = rows.function();
        if (restored != null) {
            restored.keyed.forEach((name, values) -> keyed.put(name, new HashMap<>(values)));
            restored.lists.forEach((name, all) -> lists.put(name, new ArrayList<>(all)));
        }
        try {
            function.setRuntimeContext(fake(RuntimeContext.class, new Task()));
            function.initializeState(new Context());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts another one from what a snapshot of this one's state holds. */
    StandingOperator copy() {
        try {
            function.snapshotState(null);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return new StandingOperator(rows, this);
    }

    /** Starts another one from a snapshot of the rows alone. */
    StandingOperator withoutKeys() {
        StandingOperator copy = copy();
        copy.keyed.values().forEach(values -> values.values().removeIf(Boolean.class::isInstance));
        return copy;
    }

    /** Processes a row, and returns what is given out. */
    List<RowData> process(KeyedRow row) {
        List<RowData> out = new ArrayList<>();
        key = row.key();
        try {
            function.processElement(row, null, new ListCollector<>(out));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return out;
    }

    /** What the function asks the context of its start for. */
    private final class Context implements FunctionInitializationContext {

        @Override
        public OptionalLong getRestoredCheckpointId() {
            return OptionalLong.empty();
        }

        @Override
        public OperatorStateStore getOperatorStateStore() {
            return fake(OperatorStateStore.class, new Lists());
        }

        @Override
        public KeyedStateStore getKeyedStateStore() {
            return fake(KeyedStateStore.class, new Values());
        }
    }

    /**
     * Returns an object of one of Flink's interfaces, which has other methods in each version of
     * it: those that are called are some public methods of a fake.
     */
    private static <T> T fake(Class<T> type, Object fake) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            try {
                                return fake.getClass()
                                        .getMethod(method.getName(), method.getParameterTypes())
                                        .invoke(fake, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    /** The task that the function is in: nothing is said of it. */
    public static final class Task {
        public Object getTaskInfo() {
            return null;
        }
    }

    /** The states of the operator. */
    public final class Lists {
        public <T> ListState<T> getUnionListState(ListStateDescriptor<T> descriptor) {
            return new Elements<>(
                    lists.computeIfAbsent(descriptor.getName(), name -> new ArrayList<>()));
        }
    }

    /** The states by key. */
    public final class Values {
        public <T> ValueState<T> getState(ValueStateDescriptor<T> descriptor) {
            return new Value<>(
                    keyed.computeIfAbsent(descriptor.getName(), name -> new HashMap<>()),
                    serializer(descriptor));
        }
    }

    private static <T> TypeSerializer<T> serializer(StateDescriptor<?, T> descriptor) {
        descriptor.initializeSerializerUnlessSet(new ExecutionConfig());
        return descriptor.getSerializer();
    }

    /** A state of the operator. */
    private static final class Elements<T> implements ListState<T> {

        private final List<Object> all;

        Elements(List<Object> all) {
            this.all = all;
        }

        @Override
        @SuppressWarnings("unchecked") // all come from this state
        public Iterable<T> get() {
            return (List<T>) new ArrayList<>(all);
        }

        @Override
        public void add(T element) {
            all.add(element);
        }

        @Override
        public void addAll(List<T> elements) {
            all.addAll(elements);
        }

        @Override
        public void update(List<T> elements) {
            clear();
            addAll(elements);
        }

        @Override
        public void clear() {
            all.clear();
        }
    }

    /** A state by key. */
    private final class Value<T> implements ValueState<T> {

        private final Map<Hash128, Object> values;
        private final TypeSerializer<T> serializer;

        Value(Map<Hash128, Object> values, TypeSerializer<T> serializer) {
            this.values = values;
            this.serializer = serializer;
        }

        @Override
        @SuppressWarnings("unchecked") // all come from this state
        public T value() {
            Object value = values.get(key);
            return value == null ? null : serializer.copy((T) value);
        }

        @Override
        public void update(T value) {
            values.put(key, serializer.copy(value));
        }

        @Override
        public void clear() {
            values.remove(key);
        }
    }
}
