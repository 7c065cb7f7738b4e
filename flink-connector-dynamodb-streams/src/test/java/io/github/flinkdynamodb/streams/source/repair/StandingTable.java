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
package io.github.flinkdynamodb.streams.source.repair;

import io.github.flinkdynamodb.streams.table.reconcile.StandingRowFunction;
import io.github.flinkdynamodb.streams.table.reconcile.StandingRows;
import io.github.flinkdynamodb.streams.table.reconcile.StandingRows.Known;
import io.github.flinkdynamodb.streams.table.reconcile.StandingRows.Step;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.types.RowKind;

/**
 * What becomes of changes in {@code full}: the operator that keeps the rows that stand, of a job
 * that began with the table's items, and whoever believes what it gives out. A row is its value.
 *
 * @param <K> the type of keys
 */
final class StandingTable<K> {

    private static final Duration FORTY_DAYS = Duration.ofDays(40);

    /** A row that the operator keeps. */
    private static final class Kept {
        final long value;
        final long since;

        Kept(long value, long since) {
            this.value = value;
            this.since = since;
        }
    }

    private final RepairFault fault;
    private final long timeToLive;
    private final Map<K, Kept> kept = new HashMap<>();
    private final Set<K> bits = new HashSet<>();

    /** What whoever believes it has. */
    private final Map<K, Long> rows;

    /** Whether a row that was too old to be kept has been taken back. */
    private boolean hasForgotten;

    StandingTable(RepairFault fault, Map<K, Long> rows) {
        this.fault = fault;
        this.rows = rows;
        Duration time =
                fault == RepairFault.ROWS_KEPT_FOR_FORTY_DAYS
                        ? FORTY_DAYS
                        : StandingRowFunction.TIME_TO_LIVE;
        this.timeToLive = time.toMillis();
    }

    boolean hasForgotten() {
        return hasForgotten;
    }

    /**
     * Takes a change.
     *
     * @param key its key
     * @param before its old image; 0 for none
     * @param after its new image; 0 for none, with neither it deletes by key
     * @param now the time of the machine
     * @throws AssertionError if a row is taken back that doesn't stand, or comes beside another
     */
    void take(K key, long before, long after, long now) {
        if (fault == RepairFault.OLD_IMAGES_TAKEN_BACK) {
            takeBack(key, before);
            give(key, after);
            return;
        }
        RowKind kind = before == 0 ? RowKind.INSERT : RowKind.UPDATE_AFTER;
        boolean ofKeyAlone = before == 0 && after == 0;
        Kept known = known(key, now);
        boolean stands = known != null && known.value == after;
        Step step =
                StandingRows.next(
                        known == null ? withoutRow(key) : Known.ROW,
                        after == 0 ? RowKind.DELETE : kind,
                        ofKeyAlone,
                        stands);
        switch (step) {
            case NOTHING:
                return;
            case REPLACE:
            case DELETE:
                takeBack(key, known.value);
                break;
            case INSERT:
                break;
            default:
                hasForgotten |= bits.contains(key);
                takeBack(key, before);
                break;
        }
        give(key, after);
        if (after == 0) {
            kept.remove(key);
            bits.remove(key);
        } else {
            kept.put(key, new Kept(after, now));
            bits.add(key);
        }
    }

    private Kept known(K key, long now) {
        Kept row = kept.get(key);
        return row == null || row.since + timeToLive < now ? null : row;
    }

    private Known withoutRow(K key) {
        return bits.contains(key) || fault == RepairFault.KEYS_NOT_KEPT
                ? Known.OLD_IMAGE
                : Known.NONE;
    }

    private void takeBack(K key, long value) {
        if (value != 0) {
            Long stood = rows.remove(key);
            if (stood == null || stood != value) {
                throw new AssertionError(
                        key + ": @" + value + " is taken back, but what stands is @" + stood);
            }
        }
    }

    private void give(K key, long value) {
        if (value != 0) {
            Long stood = rows.put(key, value);
            if (stood != null) {
                throw new AssertionError(
                        key + ": @" + value + " comes, but what stands is @" + stood);
            }
        }
    }
}
