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
import io.github.flinkdynamodb.streams.table.reconcile.KeyState;
import io.github.flinkdynamodb.streams.table.reconcile.KeyStates;
import io.github.flinkdynamodb.streams.table.reconcile.Reconciler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;

/**
 * The state by key of the operator behind the source, and the table that its output makes. It takes
 * rows as they come and keeps the last one of each key; or it reconciles them, or is the one that
 * keeps the rows that stand, and then each row that is taken back is the one that stands, and each
 * row that is added stands alone.
 */
final class KeyedTable {

    /** The kinds of rows that a row may become in the operator that keeps what stands. */
    private static final Set<String> CHANGES = Set.of("", "+I", "-U+U", "-D");

    private final World world;
    private final Map<ItemModel, Entry> entries = new HashMap<>();
    private boolean through;

    /** Null unless it keeps the rows that stand. */
    private StandingOperator operator;

    /** How many lines of each window of a chain of exports have come. */
    private final Map<Integer, Integer> lines = new HashMap<>();

    /** What is known of a key. */
    private static final class Entry {
        KeyState state = KeyStates.none();

        /** The row that stands in the output; null if none does. */
        ItemVersion stands;

        /** Whether a change's old image has been reconciled, and its new one hasn't come. */
        boolean isWithinChange;

        /** Whether any row of the key has been given out. */
        boolean isKnown;

        /** Whether what came last was from an export that closes a gap. */
        boolean isRepaired;

        Entry copy() {
            Entry copy = new Entry();
            copy.state = state;
            copy.stands = stands;
            copy.isWithinChange = isWithinChange;
            copy.isKnown = isKnown;
            copy.isRepaired = isRepaired;
            return copy;
        }
    }

    KeyedTable(World world) {
        this.world = world;
        this.operator = world.kept == null ? null : new StandingOperator(world.kept);
    }

    KeyedTable copy() {
        KeyedTable copy = new KeyedTable(world);
        entries.forEach((item, entry) -> copy.entries.put(item, entry.copy()));
        copy.through = through;
        copy.lines.putAll(lines);
        copy.operator = operator == null ? null : operator.copy();
        return copy;
    }

    /** Returns what the operator and the table are when this is restored, after another one. */
    KeyedTable restored(KeyedTable present) {
        KeyedTable restored = copy();
        if (operator != null) {
            restored.operator =
                    world.setup.fault.restored(restored.operator, present.operator, world.kept);
        }
        return restored;
    }

    /** Every channel is past the overlap: from now on changes pass as they are. */
    void overlapEnded() {
        through = true;
    }

    boolean isThrough() {
        return through || !world.setup.mode.isReconciled();
    }

    void process(RowModel row) {
        Entry entry = entries.computeIfAbsent(row.version.item, item -> new Entry());
        if (row.line != null) {
            requireOrder(row.line, entry);
        }
        if (operator != null) {
            keep(entry, row);
        } else if (!world.setup.mode.isReconciled()) {
            entry.stands = row.version.exists() ? row.version : null;
        } else if (through && !entry.isWithinChange) {
            apply(entry, row.kind, row);
        } else {
            if (row.isScanned() && entry.isWithinChange) {
                world.situations.note("scanned row within a change");
            }
            reconcile(entry, row);
            if (!row.isScanned()) {
                entry.isWithinChange = row.kind == RowKind.UPDATE_BEFORE;
            }
        }
    }

    /** Lines come window by window, and each says what stood before. */
    private void requireOrder(ChainLine line, Entry entry) {
        for (int window = 0; window < line.window; window++) {
            int all = ((ChainModel) world.files).windows().get(window).size();
            int come = lines.getOrDefault(window, 0);
            if (come < all) {
                throw new Violation(
                        String.format(
                                "%s overtakes: only %d of the %d lines of window %d have come",
                                line, come, all, window));
            }
        }
        lines.merge(line.window, 1, Integer::sum);
        if (entry.stands != null && entry.stands != line.before) {
            throw new Violation(line + " comes where " + entry.stands + " stands");
        }
    }

    private void reconcile(Entry entry, RowModel row) {
        Reconciler.Step step =
                Reconciler.next(entry.state, row.kind, row.isScanned(), hash(row.version));
        entry.state = world.setup.fault.next(step.state());
        if (step.kind() == null) {
            world.situations.note(row.isScanned() ? "scanned row dropped" : "older change dropped");
        } else {
            apply(entry, step.kind(), row);
        }
    }

    private static Hash128 hash(ItemVersion version) {
        return new Hash128.Hasher().add((byte) (version.exists() ? version.value : -1)).finish();
    }

    private void keep(Entry entry, RowModel row) {
        boolean isRepaired = row.isRepaired();
        List<RowModel> given = new ArrayList<>();
        if (!world.setup.fault.drops(row)) {
            for (RowData each : operator.process(row.keyed)) {
                ItemVersion version = world.kept.versionOf(each, row.version.item);
                given.add(RowModel.given(each.getRowKind(), version));
            }
        }
        boolean isBehindGap = entry.isRepaired && row.change != null;
        given = world.setup.fault.given(row, isBehindGap, given);
        String kinds =
                given.stream().map(each -> each.kind.shortString()).collect(Collectors.joining());
        if (!CHANGES.contains(kinds)) {
            throw new Violation(row + " becomes " + given);
        }
        note(row, isBehindGap, given);
        for (RowModel each : given) {
            boolean isOfBefore = !entry.isKnown && !world.setup.beganWithItems;
            if (isOfBefore && each.kind != RowKind.INSERT && each.kind != RowKind.UPDATE_AFTER) {
                world.situations.note("row taken back that the job never had");
            } else {
                apply(entry, each.kind, each);
            }
        }
        entry.isKnown |= !given.isEmpty();
        entry.isRepaired = isRepaired;
    }

    private void note(RowModel row, boolean isBehindGap, List<RowModel> given) {
        boolean takesBack = !given.isEmpty() && given.get(0).kind != RowKind.INSERT;
        if (row.isRepaired()) {
            String what = row.keyed.isOfKeyAlone() ? "deletion by key" : "line of an export";
            String does = given.isEmpty() ? " changes nothing" : " adds a row";
            world.situations.note(what + (takesBack ? " takes back what stands" : does));
        } else if (isBehindGap && takesBack) {
            boolean isOther = !isSame(given.get(0).version, row.change.before);
            world.situations.note(
                    "first change behind a gap takes back "
                            + (isOther ? "another row than its old image" : "its old image"));
        } else if (isBehindGap) {
            world.situations.note(
                    "first change behind a gap "
                            + (given.isEmpty() ? "is repeated" : "adds a row"));
        }
    }

    private void apply(Entry entry, RowKind kind, RowModel row) {
        boolean retracts = kind == RowKind.UPDATE_BEFORE || kind == RowKind.DELETE;
        if (retracts && !isSame(entry.stands, row.version)) {
            throw new Violation(
                    String.format("%s takes back a row, but %s stands", row, entry.stands));
        }
        if (!retracts && entry.stands != null) {
            throw new Violation(String.format("%s is added, but %s stands", row, entry.stands));
        }
        entry.stands = retracts ? null : row.version;
    }

    /**
     * Returns whether two rows are the same, by what is compared in the mode; null stands for none.
     */
    boolean isSame(ItemVersion one, ItemVersion other) {
        if (one == null || other == null) {
            return one == other;
        }
        boolean byValue = world.setup.mode.isReconciled() || world.setup.rowsOfValues;
        return byValue ? one.value.equals(other.value) : one == other;
    }

    Map<ItemModel, ItemVersion> rows() {
        Map<ItemModel, ItemVersion> rows = new HashMap<>();
        entries.forEach((item, entry) -> rows.put(item, entry.stands));
        return rows;
    }
}
