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
package io.github.flinkdynamodb.streams.table.reconcile;

import io.github.flinkdynamodb.streams.model.Hash128;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;

/** A subtask of the operator that keeps rows, with rows of a key and a value. */
final class StandingHarness implements AutoCloseable {

    /** Longer than a row is kept. */
    static final Duration LONG = StandingRowFunction.TIME_TO_LIVE.plusDays(1);

    private static final int KEY_GROUPS = 128;

    static final String LAYOUT = "id STRING, v STRING";

    private static final LogicalType TEXT = new VarCharType(VarCharType.MAX_LENGTH);
    private static final InternalTypeInfo<RowData> TYPE = InternalTypeInfo.ofFields(TEXT, TEXT);
    private static final TakenBack TAKEN_BACK = new TakenBack(List.of(TEXT, TEXT), List.of());

    /** The same type of rows, of which the second column is metadata. */
    private static final TakenBack WITH_METADATA = new TakenBack(List.of(TEXT), List.of(TEXT));

    private final RowDataSerializer binary = TYPE.toRowSerializer();
    private final StandingRowFunction function;
    private final KeyedOneInputStreamOperatorTestHarness<Hash128, KeyedRow, RowData> harness;
    private final int parallelism;
    private final int subtask;

    private StandingHarness(
            String layout, TakenBack takenBack, boolean fromItems, int parallelism, int subtask)
            throws Exception {
        this.function = new StandingRowFunction(TYPE, layout, takenBack, fromItems);
        this.harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(function),
                        KeyedRow::key,
                        Hash128TypeInfo.INSTANCE,
                        KEY_GROUPS,
                        parallelism,
                        subtask);
        this.parallelism = parallelism;
        this.subtask = subtask;
        harness.setup(TYPE.toSerializer());
    }

    static StandingHarness open(boolean fromItems) throws Exception {
        return fresh(fromItems, 1, 0);
    }

    static StandingHarness openWithMetadata() throws Exception {
        StandingHarness operator = new StandingHarness(LAYOUT, WITH_METADATA, true, 1, 0);
        operator.harness.open();
        return operator;
    }

    static StandingHarness fresh(boolean fromItems, int parallelism, int subtask) throws Exception {
        StandingHarness operator =
                new StandingHarness(LAYOUT, TAKEN_BACK, fromItems, parallelism, subtask);
        operator.harness.open();
        return operator;
    }

    /** Restores one that is told that its job begins with items, whatever that did. */
    static StandingHarness restored(OperatorSubtaskState state) throws Exception {
        return restored(LAYOUT, state, Duration.ZERO);
    }

    static StandingHarness restoredLater(OperatorSubtaskState state) throws Exception {
        return restored(LAYOUT, state, LONG);
    }

    static StandingHarness restored(String layout, OperatorSubtaskState state, Duration age)
            throws Exception {
        StandingHarness operator = new StandingHarness(layout, TAKEN_BACK, true, 1, 0);
        operator.stateAges(age);
        operator.harness.initializeState(state);
        operator.harness.open();
        return operator;
    }

    static StandingHarness rescaled(
            OperatorSubtaskState all, int from, int to, int subtask, Duration age)
            throws Exception {
        StandingHarness operator = new StandingHarness(LAYOUT, TAKEN_BACK, true, to, subtask);
        operator.stateAges(age);
        operator.harness.initializeState(
                KeyedOneInputStreamOperatorTestHarness.repartitionOperatorState(
                        all, KEY_GROUPS, from, to, subtask));
        operator.harness.open();
        return operator;
    }

    void insert(String key, String value) throws Exception {
        change(key, null, row(RowKind.INSERT, key, value));
    }

    void delete(String key, String value) throws Exception {
        change(key, null, row(RowKind.DELETE, key, value));
    }

    void update(String key, String before, String after) throws Exception {
        change(key, row(RowKind.UPDATE_BEFORE, key, before), row(RowKind.UPDATE_AFTER, key, after));
    }

    private void change(String key, RowData before, RowData row) throws Exception {
        harness.processElement(
                KeyedRow.replacing(ReconcileHarness.hash(key), KeyedRow.NO_TIME, before, row),
                ReconcileHarness.TEN_O_CLOCK);
    }

    void deleteByKey(String key) throws Exception {
        harness.processElement(
                KeyedRow.deletionByKey(
                        ReconcileHarness.hash(key),
                        KeyedRow.NO_TIME,
                        row(RowKind.DELETE, key, null)),
                ReconcileHarness.TEN_O_CLOCK);
    }

    private RowData row(RowKind kind, String key, String value) {
        return binary.toBinaryRow(
                        GenericRowData.ofKind(
                                kind, StringData.fromString(key), StringData.fromString(value)))
                .copy();
    }

    void watermark(long time) throws Exception {
        harness.processWatermark(new Watermark(time));
    }

    void stateAges(Duration time) {
        harness.setStateTtlProcessingTime(time.toMillis());
    }

    boolean isComplete() {
        return function.isComplete();
    }

    boolean owns(String key) {
        return subtask
                == KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        ReconcileHarness.hash(key), KEY_GROUPS, parallelism);
    }

    OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, 1);
    }

    int stateEntries() {
        return harness.numKeyedStateEntries();
    }

    /** What was given out since this was asked for last, such as "+I key value". */
    List<String> take() {
        List<String> rows = new ArrayList<>();
        for (RowData row : harness.extractOutputValues()) {
            rows.add(
                    row.getRowKind().shortString()
                            + " "
                            + row.getString(0)
                            + " "
                            + row.getString(1));
        }
        harness.getOutput().clear();
        return rows;
    }

    List<Object> takeAll() {
        List<Object> all = new ArrayList<>(harness.getOutput());
        harness.getOutput().clear();
        return all;
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
