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
import io.github.flinkdynamodb.streams.table.reconcile.StandingRows.Known;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.base.BooleanSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.Collector;

/**
 * Keeps the row of each key that was given out last, and takes back that one whatever a change says
 * was there before: see {@link StandingRows}. So the source may repeat the history of a key, as it
 * does around the ends of a gap and while it reads a table beside its stream.
 *
 * <p>A row is kept for {@link #TIME_TO_LIVE} after it was given out. Then the old image of the next
 * change is the row that stands, since nothing can be repeated of a key that hasn't changed for so
 * long. If the job began with the table's items, each row that was given out went through here: a
 * bit for each key tells a row that is kept no longer from none. If it didn't, rows that were there
 * before are only known by old images; a bit for each key that has been deleted, kept as long as a
 * row, tells them from rows that are gone.
 */
@Internal
public final class StandingRowFunction extends KeyedProcessFunction<Hash128, KeyedRow, RowData>
        implements CheckpointedFunction {

    /**
     * How long a row is kept after it was given out. An export reaches back for 35 days from the
     * time at which it is asked for, and its files must be read within another 35 for the next
     * export to reach back to its end. Five days are for clocks.
     */
    public static final Duration TIME_TO_LIVE = Duration.ofDays(75);

    /** The name of the union list state that tells this operator's states from others. */
    static final ListStateDescriptor<String> LAYOUTS =
            new ListStateDescriptor<>("standing-layouts", StringSerializer.INSTANCE);

    private static final ListStateDescriptor<Boolean> COMPLETE =
            new ListStateDescriptor<>("standing-complete", BooleanSerializer.INSTANCE);

    /** Flink's default: how many keys a compaction of RocksDB filters by one look at the clock. */
    private static final long KEYS_BY_ONE_LOOK_AT_THE_CLOCK = 1000;

    private static final long serialVersionUID = 1L;

    private final TypeInformation<RowData> type;
    private final String layout;
    private final TakenBack takenBack;
    private final boolean fromItems;

    private transient ListState<String> layoutsOfState;
    private transient ListState<Boolean> completeOfState;
    private transient boolean complete;
    private transient ValueState<RowData> rows;

    /** If complete, set for each key whose row stands; else for each whose row is gone. */
    private transient ValueState<Boolean> bits;

    /**
     * Creates the function.
     *
     * @param type the type of the rows
     * @param layout what the rows' columns are and are read from, as a text for people: a job can
     *     be restored with an equal one only
     * @param takenBack makes rows that take back others, of the same columns
     * @param fromItems whether a job that begins without state reads the table's items first
     */
    public StandingRowFunction(
            TypeInformation<RowData> type, String layout, TakenBack takenBack, boolean fromItems) {
        this.type = type;
        this.layout = layout;
        this.takenBack = takenBack;
        this.fromItems = fromItems;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        layoutsOfState = context.getOperatorStateStore().getUnionListState(LAYOUTS);
        completeOfState = context.getOperatorStateStore().getUnionListState(COMPLETE);
        for (String before : layoutsOfState.get()) {
            requireSameLayout(before);
        }
        boolean reconciled = ReconcileFunction.takeOver(context, getRuntimeContext().getTaskInfo());
        complete = fromItems && !reconciled;
        for (boolean before : completeOfState.get()) {
            if (reconciled) {
                throw outdated();
            }
            complete = before;
        }
        rows = context.getKeyedStateStore().getState(rowStates(type));
        bits = context.getKeyedStateStore().getState(complete ? standing() : gone());
    }

    /**
     * Meanwhile changes went through the other operator, and rows of this one's are still there.
     */
    private static IllegalStateException outdated() {
        return new IllegalStateException(
                "The job is restored from a state whose rows were kept until"
                        + " 'scan.on-data-loss' = 'repair' was removed from it, and are outdated."
                        + " Restore it with the 'scan.on-data-loss' of the state, or start without"
                        + " the state");
    }

    private void requireSameLayout(String before) {
        if (!before.equals(layout)) {
            throw new IllegalStateException(
                    "The job is restored from a state that holds rows of other columns. In the"
                            + " state: "
                            + before
                            + ". Now: "
                            + layout
                            + ". With 'scan.changelog-mode' = 'full' and 'scan.on-data-loss' ="
                            + " 'repair' rows of the table are in the state: restore it with the"
                            + " query, columns and 'fields.*' options of the state, or start"
                            + " without the state");
        }
    }

    /**
     * What stands, by its key. A row that is kept too long does no harm: it stands until another
     * one is given out. So expired ones are returned, and cleaned up one by one where the state is
     * in the heap. Flink returns one once, and drops it: what stands on must be written again.
     */
    static ValueStateDescriptor<RowData> rowStates(TypeInformation<RowData> type) {
        ValueStateDescriptor<RowData> descriptor = new ValueStateDescriptor<>("standing", type);
        descriptor.enableTimeToLive(timeToLive());
        return descriptor;
    }

    private static ValueStateDescriptor<Boolean> standing() {
        return new ValueStateDescriptor<>("standing-keys", BooleanSerializer.INSTANCE);
    }

    private static ValueStateDescriptor<Boolean> gone() {
        ValueStateDescriptor<Boolean> descriptor =
                new ValueStateDescriptor<>("gone-keys", BooleanSerializer.INSTANCE);
        descriptor.enableTimeToLive(timeToLive());
        return descriptor;
    }

    private static StateTtlConfig timeToLive() {
        return StateTtlConfig.newBuilder(TIME_TO_LIVE)
                .updateTtlOnCreateAndWrite()
                .returnExpiredIfNotCleanedUp()
                .cleanupFullSnapshot()
                .cleanupIncrementally(1, false)
                .cleanupInRocksdbCompactFilter(KEYS_BY_ONE_LOOK_AT_THE_CLOCK)
                .build();
    }

    @Override
    public void processElement(KeyedRow keyed, Context context, Collector<RowData> out)
            throws IOException {
        RowData row = keyed.row();
        RowKind kind = row.getRowKind();
        RowData before = rows.value();
        Known known = before == null ? withoutRow() : Known.ROW;
        boolean stands = before != null && kind != RowKind.DELETE && isSame(before, row);
        switch (StandingRows.next(known, kind, keyed.isOfKeyAlone(), stands)) {
            case INSERT:
                remember(row);
                give(RowKind.INSERT, row, out);
                break;
            case REPLACE:
                rows.update(row);
                out.collect(takenBack.row(RowKind.UPDATE_BEFORE, before, row));
                give(RowKind.UPDATE_AFTER, row, out);
                break;
            case REPLACE_OLD_IMAGE:
                remember(row);
                give(RowKind.UPDATE_BEFORE, keyed.before(), out);
                give(RowKind.UPDATE_AFTER, row, out);
                break;
            case DELETE:
                forget();
                out.collect(takenBack.row(RowKind.DELETE, before, row));
                break;
            case DELETE_OLD_IMAGE:
                forget();
                give(RowKind.DELETE, row, out);
                break;
            default:
                keep(known, stands, row);
        }
    }

    /** Flink drops what is too old when it is read, and that is as it was before. */
    private void keep(Known known, boolean stands, RowData row) throws IOException {
        if (stands) {
            rows.update(row);
        } else if (!complete && known == Known.NONE) {
            bits.update(true);
        }
    }

    private Known withoutRow() throws IOException {
        boolean isSet = bits.value() != null;
        return isSet == complete ? Known.OLD_IMAGE : Known.NONE;
    }

    private static boolean isSame(RowData before, RowData row) {
        before.setRowKind(row.getRowKind());
        return before.equals(row);
    }

    private void remember(RowData row) throws IOException {
        rows.update(row);
        if (complete) {
            bits.update(true);
        } else {
            bits.clear();
        }
    }

    private void forget() throws IOException {
        rows.clear();
        if (complete) {
            bits.clear();
        } else {
            bits.update(true);
        }
    }

    private static void give(RowKind kind, RowData row, Collector<RowData> out) {
        row.setRowKind(kind);
        out.collect(row);
    }

    boolean isComplete() {
        return complete;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        layoutsOfState.update(List.of(layout));
        completeOfState.update(List.of(complete));
    }
}
