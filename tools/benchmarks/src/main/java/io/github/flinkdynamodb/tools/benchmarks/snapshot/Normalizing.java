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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

import io.github.flinkdynamodb.streams.model.Hash128;
import io.github.flinkdynamodb.streams.table.reconcile.Hash128TypeInfo;
import io.github.flinkdynamodb.streams.table.reconcile.KeyedRow;
import io.github.flinkdynamodb.streams.table.reconcile.ReconcileFunction;
import io.github.flinkdynamodb.streams.table.reconcile.RowHash;
import io.github.flinkdynamodb.streams.table.reconcile.StandingRowFunction;
import io.github.flinkdynamodb.streams.table.reconcile.TakenBack;
import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.data.writer.BinaryRowWriter;
import org.apache.flink.table.runtime.generated.GeneratedRecordEqualiser;
import org.apache.flink.table.runtime.generated.RecordEqualiser;
import org.apache.flink.table.runtime.operators.deduplicate.ProcTimeDeduplicateKeepLastRowFunction;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.types.RowKind;

/**
 * An operator that turns items and changes into valid retractions, in Flink's harness.
 *
 * @param <K> the type of its keys
 * @param <I> what it receives
 */
abstract class Normalizing<K, I> {

    /** Longer than the operator goes on reconciling after the mark. */
    private static final Duration LATER = Duration.ofHours(1);

    private final KeyedOneInputStreamOperatorTestHarness<K, I, RowData> harness;
    private long now = 1;

    private Normalizing(
            KeyedProcessFunction<K, I, RowData> function,
            KeySelector<I, K> key,
            TypeInformation<K> keyType,
            StateBackend backend,
            Path folder)
            throws Exception {
        harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(function), key, keyType);
        harness.setStateBackend(backend);
        harness.setCheckpointStorage(new FileSystemCheckpointStorage(folder.toUri()));
        harness.setup(InternalTypeInfo.of(Orders.rowType()).toSerializer());
        harness.open();
        harness.setProcessingTime(now);
    }

    /** The connector's operator. */
    static Normalizing<?, ?> reconciler(StateBackend backend, Path folder) throws Exception {
        return new Reconciling(backend, folder);
    }

    /** The connector's operator for {@code scan.on-data-loss} = {@code repair}. */
    static Normalizing<?, ?> keeper(StateBackend backend, Path folder) throws Exception {
        return new KeepingRows(backend, folder);
    }

    /** The function of Flink's ChangelogNormalize. */
    static Normalizing<?, ?> changelogNormalize(StateBackend backend, Path folder)
            throws Exception {
        return new KeepingLast(backend, folder);
    }

    /** Receives an item of the table. */
    abstract void item(RowData row) throws Exception;

    /** Receives a change of an item. */
    abstract void change(RowData before, RowData after) throws Exception;

    /** The end of the overlap, which the operator notices with the next change. */
    void end() throws Exception {
        harness.processWatermark(new Watermark(Long.MIN_VALUE + 1));
    }

    /** Some time after that. */
    void later() throws Exception {
        now += LATER.toMillis();
        harness.setProcessingTime(now);
    }

    void process(I row) throws Exception {
        harness.processElement(row, 0);
    }

    /** Takes the rows that came out; returns how many elements there were. */
    int take() {
        int count = harness.getOutput().size();
        harness.getOutput().clear();
        return count;
    }

    /** The bytes of the keyed state in a checkpoint. */
    long stateBytes() throws Exception {
        return harness.snapshot(1, now).getManagedKeyedState().stream()
                .mapToLong(KeyedStateHandle::getStateSize)
                .sum();
    }

    /** What keeps the state of the keys. */
    KeyedStateBackend<?> keyedBackend() {
        return ((AbstractStreamOperator<?>) harness.getOneInputOperator()).getKeyedStateBackend();
    }

    void close() throws Exception {
        harness.close();
    }

    private static RowData ofKind(RowKind kind, RowData row) {
        row.setRowKind(kind);
        return row;
    }

    /** What the source does for it, the hashes, is part of it. */
    private static final class Reconciling extends Normalizing<Hash128, KeyedRow> {

        private final Hash128.Hasher keys = new Hash128.Hasher();
        private final RowHash hash = new RowHash(Orders.types().length, List.of());

        Reconciling(StateBackend backend, Path folder) throws Exception {
            super(
                    new ReconcileFunction("orders", null),
                    KeyedRow::key,
                    Hash128TypeInfo.INSTANCE,
                    backend,
                    folder);
        }

        private Hash128 key(RowData row) {
            return keys.addWhole(Long.toString(row.getLong(Orders.NUMBER_COLUMN))).finish();
        }

        private KeyedRow keyed(Hash128 key, boolean scanned, RowKind kind, RowData row) {
            return new KeyedRow(key, hash.of(row), scanned, 0, ofKind(kind, row));
        }

        @Override
        void item(RowData row) throws Exception {
            process(keyed(key(row), true, RowKind.INSERT, row));
        }

        /** The source hashes the key once a record. */
        @Override
        void change(RowData before, RowData after) throws Exception {
            Hash128 key = key(after);
            process(keyed(key, false, RowKind.UPDATE_BEFORE, before));
            process(keyed(key, false, RowKind.UPDATE_AFTER, after));
        }
    }

    /** The source hashes the key alone, and both rows of a change are one element. */
    private static final class KeepingRows extends Normalizing<Hash128, KeyedRow> {

        private final Hash128.Hasher keys = new Hash128.Hasher();

        KeepingRows(StateBackend backend, Path folder) throws Exception {
            super(
                    new StandingRowFunction(
                            InternalTypeInfo.of(Orders.rowType()),
                            "orders",
                            new TakenBack(List.of(Orders.types()), List.of()),
                            true),
                    KeyedRow::key,
                    Hash128TypeInfo.INSTANCE,
                    backend,
                    folder);
        }

        private KeyedRow keyed(RowData before, RowData row) {
            Hash128 key = keys.addWhole(Long.toString(row.getLong(Orders.NUMBER_COLUMN))).finish();
            return KeyedRow.replacing(key, 0, before, row);
        }

        @Override
        void item(RowData row) throws Exception {
            process(keyed(null, ofKind(RowKind.INSERT, row)));
        }

        @Override
        void change(RowData before, RowData after) throws Exception {
            process(
                    keyed(
                            ofKind(RowKind.UPDATE_BEFORE, before),
                            ofKind(RowKind.UPDATE_AFTER, after)));
        }
    }

    /** As the planner sets it up for a source in upsert mode: a change comes as its new row. */
    private static final class KeepingLast extends Normalizing<RowData, RowData> {

        KeepingLast(StateBackend backend, Path folder) throws Exception {
            super(
                    new ProcTimeDeduplicateKeepLastRowFunction(
                            InternalTypeInfo.of(Orders.rowType()),
                            0,
                            true,
                            true,
                            false,
                            new ByBytes(),
                            null),
                    new ByNumber(),
                    InternalTypeInfo.ofFields(new BigIntType(false)),
                    backend,
                    folder);
        }

        @Override
        void item(RowData row) throws Exception {
            process(ofKind(RowKind.INSERT, row));
        }

        @Override
        void change(RowData before, RowData after) throws Exception {
            process(ofKind(RowKind.UPDATE_AFTER, after));
        }
    }

    /** The key of a row, as generated code would cut it out. */
    private static final class ByNumber implements KeySelector<RowData, RowData> {

        private static final long serialVersionUID = 1L;

        @Override
        public RowData getKey(RowData row) {
            BinaryRowData key = new BinaryRowData(1);
            BinaryRowWriter writer = new BinaryRowWriter(key);
            writer.writeLong(0, row.getLong(Orders.NUMBER_COLUMN));
            writer.complete();
            return key;
        }
    }

    /** Instead of generated code that compares field by field; faster than that. */
    private static final class ByBytes extends GeneratedRecordEqualiser {

        private static final long serialVersionUID = 1L;

        ByBytes() {
            super("ByBytes", "", new Object[0]);
        }

        @Override
        public RecordEqualiser newInstance(ClassLoader loader) {
            return RowData::equals;
        }
    }
}
