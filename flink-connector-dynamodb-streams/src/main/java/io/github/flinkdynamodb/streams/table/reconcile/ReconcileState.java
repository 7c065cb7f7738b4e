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
import java.util.BitSet;
import java.util.Objects;
import java.util.Set;

/**
 * What a subtask that reconciles says of itself in a checkpoint, beside the states of its keys.
 * Each restored subtask reads what all of them said, since keys move with the parallelism.
 * Immutable.
 */
final class ReconcileState {

    private final String layout;
    private final long newestScannedMillis;
    private final BitSet through;
    private final Set<Hash128> withinUpdate;

    /**
     * Creates a state.
     *
     * @param layout what the rows are made of, as a text
     * @param newestScannedMillis the latest time of a row of the scan; {@link KeyedRow#NO_TIME}
     *     without one
     * @param through the key groups whose rows go through untouched, as far as this subtask knows
     * @param withinUpdate the keys of this subtask that wait for the second half of an update
     */
    ReconcileState(
            String layout, long newestScannedMillis, BitSet through, Set<Hash128> withinUpdate) {
        this.layout = Objects.requireNonNull(layout, "layout");
        this.newestScannedMillis = newestScannedMillis;
        this.through = (BitSet) through.clone();
        this.withinUpdate = Set.copyOf(withinUpdate);
    }

    String layout() {
        return layout;
    }

    long newestScannedMillis() {
        return newestScannedMillis;
    }

    /** Returns the key groups whose rows go through untouched; a copy. */
    BitSet through() {
        return (BitSet) through.clone();
    }

    Set<Hash128> withinUpdate() {
        return withinUpdate;
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof ReconcileState)) {
            return false;
        }
        ReconcileState that = (ReconcileState) o;
        return layout.equals(that.layout)
                && newestScannedMillis == that.newestScannedMillis
                && through.equals(that.through)
                && withinUpdate.equals(that.withinUpdate);
    }

    @Override
    public int hashCode() {
        return Objects.hash(layout, newestScannedMillis, through, withinUpdate);
    }

    @Override
    public String toString() {
        return String.format(
                "newest row of the scan %d, through %s, within an update %s, rows of %s",
                newestScannedMillis, through, withinUpdate, layout);
    }
}
