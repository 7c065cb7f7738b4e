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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;

/** A subtask of the operator that reconciles, with rows of a key and a value. */
final class ReconcileHarness implements AutoCloseable {

    static final String LAYOUT = "id STRING, v STRING";
    static final long TEN_O_CLOCK = Instant.parse("2026-11-30T10:00:00Z").toEpochMilli();

    private static final int KEY_GROUPS = 128;

    private final ReconcileFunction function;
    private final KeyedOneInputStreamOperatorTestHarness<Hash128, KeyedRow, RowData> harness;
    private final int parallelism;
    private final int subtask;
    private long now = TEN_O_CLOCK;

    private ReconcileHarness(String layout, int parallelism, int subtask) throws Exception {
        RowKey key = new RowKey(List.of("id"), List.of(new VarCharType()), new int[] {0});
        this.function = new ReconcileFunction(layout, key);
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
        harness.setProcessingTime(now);
    }

    static ReconcileHarness open() throws Exception {
        return fresh(1, 0);
    }

    static ReconcileHarness fresh(int parallelism, int subtask) throws Exception {
        ReconcileHarness operator = new ReconcileHarness(LAYOUT, parallelism, subtask);
        operator.harness.open();
        return operator;
    }

    static ReconcileHarness restored(OperatorSubtaskState state) throws Exception {
        return ofLayout(LAYOUT, state);
    }

    static ReconcileHarness ofLayout(String layout, OperatorSubtaskState state) throws Exception {
        ReconcileHarness operator = new ReconcileHarness(layout, 1, 0);
        operator.harness.initializeState(state);
        operator.harness.open();
        return operator;
    }

    static ReconcileHarness rescaled(OperatorSubtaskState all, int from, int to, int subtask)
            throws Exception {
        ReconcileHarness operator = new ReconcileHarness(LAYOUT, to, subtask);
        operator.harness.initializeState(
                KeyedOneInputStreamOperatorTestHarness.repartitionOperatorState(
                        all, KEY_GROUPS, from, to, subtask));
        operator.harness.open();
        return operator;
    }

    static OperatorSubtaskState together(OperatorSubtaskState... states) throws Exception {
        return KeyedOneInputStreamOperatorTestHarness.repackageState(states);
    }

    static Hash128 hash(String text) {
        return new Hash128.Hasher().addWhole(text).finish();
    }

    OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, now);
    }

    void scanned(String key, String value) throws Exception {
        scannedAt(TEN_O_CLOCK, key, value);
    }

    void scannedAt(long time, String key, String value) throws Exception {
        process(time, true, key, RowKind.INSERT, value);
    }

    void change(String key, RowKind kind, String value) throws Exception {
        changeAt(TEN_O_CLOCK, key, kind, value);
    }

    void changeAt(long time, String key, RowKind kind, String value) throws Exception {
        process(time, false, key, kind, value);
    }

    private void process(long time, boolean scanned, String key, RowKind kind, String value)
            throws Exception {
        GenericRowData row =
                GenericRowData.ofKind(
                        kind, StringData.fromString(key), StringData.fromString(value));
        harness.processElement(
                new KeyedRow(hash(key), hash(key + " " + value), scanned, time, row), TEN_O_CLOCK);
    }

    /** The end of the overlap, as the source says it. */
    void mark() throws Exception {
        watermark(Long.MIN_VALUE + 1);
    }

    void watermark(long time) throws Exception {
        harness.processWatermark(new Watermark(time));
    }

    void passes(Duration time) throws Exception {
        now += time.toMillis();
        harness.setProcessingTime(now);
    }

    void stateAges(Duration time) {
        harness.setStateTtlProcessingTime(time.toMillis());
    }

    /** Sees the mark and the half hour after it pass, with rows of a key of its own. */
    void goThrough() throws Exception {
        String key = "own-0";
        for (int i = 1; !owns(key); i++) {
            key = "own-" + i;
        }
        mark();
        change(key, RowKind.INSERT, "x");
        passes(ReconcilingEnd.AFTER_MARK);
        change(key, RowKind.DELETE, "x");
    }

    boolean owns(String key) {
        return subtask
                == KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        hash(key), KEY_GROUPS, parallelism);
    }

    List<String> ownOf(Collection<String> keys) {
        return keys.stream().filter(this::owns).collect(Collectors.toList());
    }

    boolean isReconciling() {
        return function.isReconciling();
    }

    ReconcileMetrics metrics() {
        return function.metrics();
    }

    /** What was given out, such as "+I key value". */
    List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (RowData row : harness.extractOutputValues()) {
            rows.add(
                    row.getRowKind().shortString()
                            + " "
                            + row.getString(0)
                            + " "
                            + row.getString(1));
        }
        return rows;
    }

    List<Long> timestamps() {
        return harness.extractOutputStreamRecords().stream()
                .map(StreamRecord::getTimestamp)
                .collect(Collectors.toList());
    }

    Collection<Object> output() {
        return harness.getOutput();
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
