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
import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.types.RowKind;

/**
 * Decides what becomes of a row that arrives while a table's items and its changes do so side by
 * side, so that each retraction is of the row that stands. Stateless.
 *
 * <p>The images of an item are a chain: the old image of a change is the new image of the change
 * before. The row that the scan has read is one link of it. Changes older than that link don't fit
 * what stands and are dropped; the first one that fits continues it. This holds whichever arrives
 * first, whatever the clocks say, and also if a value occurs twice: then the earlier change fits,
 * and the history between the two runs once more.
 *
 * <p>It needs the changes of a key in order, without a gap, from a change on that is not newer than
 * the scan's row.
 */
@Internal
public final class Reconciler {

    private Reconciler() {}

    /**
     * Takes the next row of a key.
     *
     * @param state what has been given out for the key, {@link KeyState#NONE} at first
     * @param kind the row's kind
     * @param scanned whether it was read by the scan; its kind is then {@link RowKind#INSERT}
     * @param row the hash of the row's columns
     * @return whether the row is given out, as what, and the key's next state
     * @throws IllegalStateException if an update's second half is missing
     */
    public static Step next(KeyState state, RowKind kind, boolean scanned, Hash128 row) {
        if (scanned) {
            return state.status() == KeyState.Status.NONE
                    ? Step.give(RowKind.INSERT, KeyState.row(row))
                    : Step.drop(state);
        }
        if (state.isWithinUpdate() && kind != RowKind.UPDATE_AFTER) {
            throw new IllegalStateException(
                    "a row of kind " + kind + " follows an update's first half: " + state);
        }
        switch (kind) {
            case INSERT:
                return stands(state)
                        ? Step.drop(state)
                        : Step.give(RowKind.INSERT, KeyState.row(row));
            case UPDATE_BEFORE:
                return takenBack(state, kind, row, KeyState.UPDATING, KeyState.STARTING);
            case UPDATE_AFTER:
                return updated(state, row);
            default:
                return takenBack(state, kind, row, KeyState.GONE, KeyState.GONE);
        }
    }

    private static boolean stands(KeyState state) {
        return state.status() == KeyState.Status.ROW;
    }

    private static Step takenBack(
            KeyState state, RowKind kind, Hash128 row, KeyState fits, KeyState first) {
        if (state.stands(row)) {
            return Step.give(kind, fits);
        }
        return Step.drop(state.status() == KeyState.Status.NONE ? first : state);
    }

    private static Step updated(KeyState state, Hash128 row) {
        switch (state.status()) {
            case UPDATING:
                return Step.give(RowKind.UPDATE_AFTER, KeyState.row(row));
            case STARTING:
            case NONE:
                return Step.give(RowKind.INSERT, KeyState.row(row));
            default:
                return Step.drop(state);
        }
    }

    /** What becomes of a row, and the state after it. Immutable. */
    public static final class Step {
        private final RowKind kind;
        private final KeyState state;

        private Step(RowKind kind, KeyState state) {
            this.kind = kind;
            this.state = state;
        }

        static Step give(RowKind kind, KeyState state) {
            return new Step(kind, state);
        }

        static Step drop(KeyState state) {
            return new Step(null, state);
        }

        /**
         * Returns as what the row is given out.
         *
         * @return the kind; null if the row is dropped
         */
        public RowKind kind() {
            return kind;
        }

        /**
         * Returns the key's next state.
         *
         * @return the state, which is the same object if nothing changes
         */
        public KeyState state() {
            return state;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Step && kind == ((Step) o).kind && state.equals(((Step) o).state);
        }

        @Override
        public int hashCode() {
            return Objects.hash(kind, state);
        }

        @Override
        public String toString() {
            return (kind == null ? "dropped" : kind) + ", then " + state;
        }
    }
}
