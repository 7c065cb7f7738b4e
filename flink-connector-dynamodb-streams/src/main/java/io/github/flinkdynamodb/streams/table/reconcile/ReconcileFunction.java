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
import io.github.flinkdynamodb.streams.table.reconcile.Reconciler.Step;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reconciles the items of a table with their changes while both arrive, and lets rows through once
 * that is over: see {@link Reconciler} and {@link ReconcilingEnd}.
 *
 * <p>A change that is dropped is older than the row of the scan that stands for its item. One that
 * was made well after the newest row of the scan was read can't be: changes before it are missing
 * or were overtaken, or the service spells a value differently in the table and in the stream. The
 * job then fails, since the item's row would stay wrong.
 */
@Internal
public final class ReconcileFunction extends KeyedProcessFunction<Hash128, KeyedRow, RowData>
        implements CheckpointedFunction {

    /** How long the state of a key lasts after it was written. A scan must be over by then. */
    public static final Duration TIME_TO_LIVE = Duration.ofDays(30);

    /** Flink's default: how many keys a compaction of RocksDB filters by one look at the clock. */
    private static final long KEYS_BY_ONE_LOOK_AT_THE_CLOCK = 1000;

    /**
     * By how much a dropped change may be younger than the newest row of the scan. A row's time is
     * a lower bound: a call may take a minute, and the time allows for two minutes of clocks.
     */
    static final Duration YOUNGER = Duration.ofMinutes(10);

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ReconcileFunction.class);

    private static final ReconcileStateSerializer SUBTASKS = new ReconcileStateSerializer();

    private static final ListStateDescriptor<byte[]> SUBTASK_STATES =
            new ListStateDescriptor<>("reconciling", BytePrimitiveArraySerializer.INSTANCE);

    private final String layout;

    /** Finds the key in rows, for messages; null if it isn't in them. */
    private final RowKey rowKey;

    private transient ValueState<KeyState> keys;
    private transient ListState<byte[]> subtasks;
    private transient ReconcilingEnd end;
    private transient long newestScannedMillis;

    /**
     * The keys that wait for the second half of an update, which is on its way, with their states.
     * What is stored of such a key is its state before the update, see {@link
     * KeyState#afterFirstHalf}: most updates are over before a checkpoint would need more, and so
     * cost one access and not two. A key's state is null if it was restored and not yet asked for.
     */
    private transient Map<Hash128, KeyState> withinUpdate;

    private transient ReconcileMetrics metrics;

    /**
     * Creates the function.
     *
     * @param layout what the rows' columns are and are read from, as a text for people: while it
     *     reconciles, a job can be restored with an equal one only
     * @param rowKey finds the key in a row; null if rows don't have all of it
     */
    public ReconcileFunction(String layout, RowKey rowKey) {
        this.layout = layout;
        this.rowKey = rowKey;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        keys = context.getKeyedStateStore().getState(keyStates());
        subtasks = context.getOperatorStateStore().getUnionListState(SUBTASK_STATES);
        ListState<String> standing =
                context.getOperatorStateStore().getUnionListState(StandingRowFunction.LAYOUTS);
        boolean kept = standing.get().iterator().hasNext();
        standing.clear();
        restore(read(subtasks), kept);
    }

    /**
     * Takes over from this operator, where the job has another one in its place by now.
     *
     * @param context the other operator's
     * @param task the other operator's
     * @return whether its state is that of a table and a stream that were reconciled
     * @throws IllegalStateException if they weren't to the end
     */
    static boolean takeOver(FunctionInitializationContext context, TaskInfo task) throws Exception {
        ListState<byte[]> subtasks =
                context.getOperatorStateStore().getUnionListState(SUBTASK_STATES);
        List<ReconcileState> restored = read(subtasks);
        subtasks.clear();
        if (restored.isEmpty()) {
            return false;
        }
        int groups = task.getMaxNumberOfParallelSubtasks();
        BitSet through = new BitSet(groups);
        restored.forEach(state -> through.or(state.through()));
        if (through.cardinality() < groups) {
            throw new IllegalStateException(
                    "The job is restored from a state in which the table and its stream are still"
                            + " being reconciled, without 'scan.on-data-loss' = 'repair'. Restore"
                            + " it with the 'scan.on-data-loss' of the state, and set 'repair' half"
                            + " an hour after the end of the table's snapshot, when its log says"
                            + " that changes go through; or start without the state");
        }
        return true;
    }

    /**
     * What an item's row is remembered by. Only the end of the overlap makes it superfluous. Not
     * one expires before, so no access looks for expired ones, as Flink would have each one do with
     * a state in the heap; and after the end there are no accesses. They are left out of full
     * checkpoints, and RocksDB drops them when it compacts.
     */
    static ValueStateDescriptor<KeyState> keyStates() {
        ValueStateDescriptor<KeyState> descriptor =
                new ValueStateDescriptor<>("given-out", KeyStateSerializer.INSTANCE);
        descriptor.enableTimeToLive(
                StateTtlConfig.newBuilder(TIME_TO_LIVE)
                        .updateTtlOnCreateAndWrite()
                        .disableCleanupInBackground()
                        .cleanupFullSnapshot()
                        .cleanupInRocksdbCompactFilter(KEYS_BY_ONE_LOOK_AT_THE_CLOCK)
                        .build());
        return descriptor;
    }

    private static List<ReconcileState> read(ListState<byte[]> states) throws Exception {
        List<ReconcileState> read = new ArrayList<>();
        for (byte[] state : states.get()) {
            read.add(SimpleVersionedSerialization.readVersionAndDeSerialize(SUBTASKS, state));
        }
        return read;
    }

    /**
     * Restores what subtasks said.
     *
     * @param kept whether the rows of the state were kept to repair gaps, and so are reconciled
     */
    private void restore(List<ReconcileState> restored, boolean kept) {
        TaskInfo task = getRuntimeContext().getTaskInfo();
        int groups = task.getMaxNumberOfParallelSubtasks();
        KeyGroupRange own =
                KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
                        groups, task.getNumberOfParallelSubtasks(), task.getIndexOfThisSubtask());
        BitSet through = new BitSet(groups);
        through.set(0, kept ? groups : 0);
        newestScannedMillis = KeyedRow.NO_TIME;
        withinUpdate = new HashMap<>();
        for (ReconcileState state : restored) {
            through.or(state.through());
            newestScannedMillis = Math.max(newestScannedMillis, state.newestScannedMillis());
            state.withinUpdate().forEach(key -> withinUpdate.put(key, null));
        }
        withinUpdate
                .keySet()
                .removeIf(
                        key ->
                                !own.contains(
                                        KeyGroupRangeAssignment.assignToKeyGroup(key, groups)));
        end = new ReconcilingEnd(own, groups, through);
        if (!end.isOver()) {
            restored.forEach(this::requireSameLayout);
        }
    }

    private void requireSameLayout(ReconcileState state) {
        if (!state.layout().equals(layout)) {
            throw new IllegalStateException(
                    "The job is restored from a state in which the table and its stream are still"
                            + " being reconciled, with other columns. In the state: "
                            + state.layout()
                            + ". Now: "
                            + layout
                            + ". Restore it with the query, columns and 'fields.*' options of the"
                            + " state, or start without the state");
        }
    }

    @Override
    public void open(OpenContext context) {
        metrics = new ReconcileMetrics(getRuntimeContext().getMetricGroup(), this::isReconciling);
    }

    @Override
    public void processElement(KeyedRow row, Context context, Collector<RowData> out)
            throws Exception {
        if (!end.isOver()) {
            advance(context);
        }
        if (!end.isThrough(row.key()) || isWithinUpdate(row.key())) {
            reconcile(row, out);
        } else if (row.isScanned()) {
            throw new IllegalStateException(
                    "A row of the scan arrived after the end of the overlap, for an item with the"
                            + " key "
                            + keyOf(row)
                            + ": please report this as a bug of the connector");
        } else {
            out.collect(row.row());
        }
    }

    private void advance(Context context) {
        end.advance(context.timerService());
        if (end.isOver()) {
            LOG.info(
                    "Table and stream are reconciled: from now on, changes go through. {} keys,"
                            + " {} older changes were dropped",
                    metrics.reconciledKeys(),
                    metrics.olderChangesDropped());
        }
    }

    boolean isReconciling() {
        return !end.isOver();
    }

    ReconcileMetrics metrics() {
        return metrics;
    }

    private boolean isWithinUpdate(Hash128 key) {
        return !withinUpdate.isEmpty() && withinUpdate.containsKey(key);
    }

    private void reconcile(KeyedRow row, Collector<RowData> out) throws IOException {
        KeyState state = stateOf(row.key());
        Step step = next(state, row);
        if (row.isScanned()) {
            newestScannedMillis = Math.max(newestScannedMillis, row.createdMillis());
        } else if (step.kind() == null && step.state() == state) {
            dropped(row);
        }
        if (step.state() != state) {
            remember(row.key(), state, step.state());
        }
        if (step.kind() != null) {
            row.row().setRowKind(step.kind());
            out.collect(row.row());
        }
    }

    private KeyState stateOf(Hash128 key) throws IOException {
        KeyState known = withinUpdate.get(key);
        if (known != null) {
            return known;
        }
        KeyState stored = keys.value();
        KeyState state = stored == null ? KeyState.NONE : stored;
        return isWithinUpdate(key) ? state.afterFirstHalf() : state;
    }

    private Step next(KeyState state, KeyedRow row) {
        try {
            return Reconciler.next(state, row.row().getRowKind(), row.isScanned(), row.hash());
        } catch (IllegalStateException e) {
            throw broken(row, e.getMessage());
        }
    }

    private void remember(Hash128 key, KeyState before, KeyState state) throws IOException {
        if (state.isWithinUpdate()) {
            withinUpdate.put(key, state);
            return;
        }
        if (before.isWithinUpdate()) {
            withinUpdate.remove(key);
        }
        keys.update(state);
        if (before.isFirst()) {
            metrics.keyReconciled();
        }
    }

    /** Counts an update once, by its first half. */
    private void dropped(KeyedRow row) {
        if (row.row().getRowKind() != RowKind.UPDATE_AFTER) {
            metrics.olderChangeDropped();
        }
        if (newestScannedMillis != KeyedRow.NO_TIME
                && row.createdMillis() > newestScannedMillis + YOUNGER.toMillis()) {
            throw broken(
                    row,
                    "it doesn't continue the row that stands, and isn't older: the newest row of"
                            + " the scan is of "
                            + Instant.ofEpochMilli(newestScannedMillis));
        }
    }

    private IllegalStateException broken(KeyedRow row, String found) {
        String created =
                row.createdMillis() == KeyedRow.NO_TIME
                        ? "an unknown time"
                        : Instant.ofEpochMilli(row.createdMillis()).toString();
        return new IllegalStateException(
                "The change of the item with the key "
                        + keyOf(row)
                        + " that was made at "
                        + created
                        + " can't be reconciled with the table: "
                        + found
                        + ". Either changes of the item are missing or were overtaken, as after"
                        + " another parallelism and an unaligned checkpoint, or the service spells"
                        + " a value differently in the table and in its stream. Start the job"
                        + " without its state, or set 'scan.changelog-mode' = 'upsert', which needs"
                        + " no old rows");
    }

    private String keyOf(KeyedRow row) {
        return rowKey == null
                ? "hash " + row.key() + ", which isn't among the query's columns,"
                : rowKey.text(row.row());
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        ReconcileState state =
                new ReconcileState(
                        layout, newestScannedMillis, end.through(), withinUpdate.keySet());
        subtasks.update(
                List.of(SimpleVersionedSerialization.writeVersionAndSerialize(SUBTASKS, state)));
    }
}
