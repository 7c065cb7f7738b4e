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
package io.github.flinkdynamodb.streams.table.it;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.RuntimeConverter;
import org.apache.flink.table.connector.sink.DynamicTableSink.DataStructureConverter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;

/**
 * Applies a changelog to a table in its state, which goes back with the job when the job fails. A
 * change that a true changelog can't have fails the job: a row that goes and isn't there or is
 * another one, a row that comes and is there. Tests read the table from outside.
 *
 * <p>With a primary key a row goes by its key. Without one the table is a bag: a row goes by all
 * its values, and may be there several times; if it takes nothing but new rows, it is a log, whose
 * rows stay in their order.
 */
final class CheckedTable extends RichMapFunction<RowData, RowData> implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;
    private static final Map<String, Map<String, List<Entry>>> TABLES = new ConcurrentHashMap<>();
    private static final Map<String, AtomicInteger> STARTS = new ConcurrentHashMap<>();
    private static final Set<String> DELETES_REPEATED = ConcurrentHashMap.newKeySet();

    private final String name;
    private final InternalTypeInfo<RowData> type;
    private final DataStructureConverter converter;
    private final int[] key;
    private final boolean takesUpserts;
    private final boolean isLog;

    private transient ListState<RowData> state;
    private transient Map<String, List<Entry>> rows;

    CheckedTable(
            String name,
            InternalTypeInfo<RowData> type,
            DataStructureConverter converter,
            int[] key,
            ChangelogMode mode) {
        this.name = name;
        this.type = type;
        this.converter = converter;
        this.key = key;
        this.takesUpserts = !mode.contains(RowKind.UPDATE_BEFORE);
        this.isLog = mode.containsOnly(RowKind.INSERT);
    }

    /** The rows of a table as {@link RowText}, key by key in the order in which keys came first. */
    static List<String> rows(String name) {
        Map<String, List<Entry>> table = TABLES.getOrDefault(name, Map.of());
        synchronized (table) {
            return table.values().stream()
                    .flatMap(List::stream)
                    .map(entry -> entry.text)
                    .collect(Collectors.toList());
        }
    }

    /** Frees the rows of a table that nobody reads any more. */
    static void forget(String name) {
        TABLES.remove(name);
    }

    /** Allows deletes of rows that aren't there, which an upsert sink takes for nothing. */
    static void allowRepeatedDeletes(String name) {
        DELETES_REPEATED.add(name);
    }

    /** How often a table was started: once, and once more with every restart. */
    static int starts(String name) {
        return STARTS.computeIfAbsent(name, n -> new AtomicInteger()).get();
    }

    @Override
    public RowData map(RowData row) {
        Entry entry = entry(type.toRowSerializer().copy(row));
        synchronized (rows) {
            List<Entry> there = rows.computeIfAbsent(entry.key, k -> new ArrayList<>());
            String problem = apply(row.getRowKind(), entry, there);
            if (problem != null) {
                String change = row.getRowKind().shortString() + entry.text;
                throw new IllegalStateException(
                        name + ": impossible change " + change + ": " + problem + " " + there);
            }
        }
        return row;
    }

    /** Applies a change to the rows of its key; returns what is wrong with it, or null. */
    private String apply(RowKind kind, Entry entry, List<Entry> there) {
        boolean isBag = key.length == 0;
        switch (kind) {
            case INSERT:
            case UPDATE_AFTER:
                if (kind == RowKind.UPDATE_AFTER && takesUpserts) {
                    there.clear();
                }
                if (!isBag && !there.isEmpty()) {
                    return "a row is there already";
                }
                there.add(entry);
                return null;
            case UPDATE_BEFORE:
                return there.remove(entry) ? null : "what is replaced is not there, but";
            default:
                if (takesUpserts && there.isEmpty() && DELETES_REPEATED.contains(name)) {
                    return null;
                }
                if (takesUpserts && !there.isEmpty() && entry.mayDelete(there.get(0))) {
                    there.clear();
                    return null;
                }
                return there.remove(entry) ? null : "what is deleted is not there, but";
        }
    }

    private Entry entry(RowData row) {
        Row external = (Row) converter.toExternal(row);
        row.setRowKind(RowKind.INSERT);
        String text = RowText.of(external);
        List<Object> values = new ArrayList<>();
        for (int field : key) {
            values.add(external.getField(field));
        }
        String bagKey = isLog ? "" : text;
        return new Entry(row, key.length == 0 ? bagKey : RowText.row(values), text);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        List<RowData> all = new ArrayList<>();
        rows.values().forEach(entries -> entries.forEach(entry -> all.add(entry.row)));
        state.update(all);
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        state =
                context.getOperatorStateStore()
                        .getListState(new ListStateDescriptor<>("rows", type));
        converter.open(RuntimeConverter.Context.create(getClass().getClassLoader()));
        rows = new LinkedHashMap<>();
        for (RowData row : state.get()) {
            Entry entry = entry(row);
            rows.computeIfAbsent(entry.key, k -> new ArrayList<>()).add(entry);
        }
        TABLES.put(name, rows);
        STARTS.computeIfAbsent(name, n -> new AtomicInteger()).incrementAndGet();
    }

    /** A row, with the texts it goes by. */
    private static final class Entry {
        private final RowData row;
        private final String key;
        private final String text;

        Entry(RowData row, String key, String text) {
            this.row = row;
            this.key = key;
            this.text = text;
        }

        /** A delete may have nothing but the key; what else it has must be the row's. */
        boolean mayDelete(Entry other) {
            String[] deleted = RowText.fields(text);
            String[] there = RowText.fields(other.text);
            for (int i = 0; i < deleted.length; i++) {
                if (!deleted[i].equals("null") && !deleted[i].equals(there[i])) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Entry && text.equals(((Entry) o).text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
