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

import io.github.flinkdynamodb.streams.source.model.TableModel.Change;
import io.github.flinkdynamodb.streams.table.reconcile.KeyedRow;
import org.apache.flink.types.RowKind;

/** A row that the source gives out: an item that the scan has read, or one side of a change. */
final class RowModel {

    /** After the sequence number in the element of a change's old image. */
    static final String OLD = "-";

    /** The same of its new image. */
    static final String NEW = "+";

    final RowKind kind;

    /** What the row has; of a deletion without an old image, that the item is gone. */
    final ItemVersion version;

    /** Null for an item that the scan has read, and a line of an incremental export. */
    final Change change;

    /** Null for anything but a line of an incremental export. */
    final ChainLine line;

    /** What goes to the operator that keeps rows; null if none does. */
    final KeyedRow keyed;

    private final boolean scanned;

    private RowModel(RowKind kind, ItemVersion version, Change change) {
        this(kind, version, change, null, null, false);
    }

    private RowModel(
            RowKind kind,
            ItemVersion version,
            Change change,
            ChainLine line,
            KeyedRow keyed,
            boolean scanned) {
        this.scanned = scanned;
        this.line = line;
        this.keyed = keyed;
        this.kind = kind;
        this.version = version;
        this.change = change;
    }

    static RowModel scanned(ItemVersion version) {
        return new RowModel(RowKind.INSERT, version, null, null, null, true);
    }

    static RowModel exported(ChainLine line) {
        RowKind kind = line.after.exists() ? RowKind.UPDATE_AFTER : RowKind.DELETE;
        return new RowModel(kind, line.after, null, line, null, false);
    }

    /** What the line of a repair's export says. */
    static RowModel repaired(ItemVersion after) {
        return new RowModel(after.exists() ? RowKind.UPDATE_AFTER : RowKind.DELETE, after, null);
    }

    /** What the operator that keeps rows gives out. */
    static RowModel given(RowKind kind, ItemVersion version) {
        return new RowModel(kind, version, null);
    }

    /** Returns the same with what goes to the operator that keeps rows. */
    RowModel keyed(KeyedRow row) {
        return new RowModel(kind, version, change, line, row, scanned);
    }

    static RowModel of(String element, World world) {
        if (ItemVersion.isElement(element)) {
            return scanned(world.items.versionOf(element));
        }
        boolean isOld = element.endsWith(OLD);
        boolean isNew = element.endsWith(NEW);
        String number = isOld || isNew ? element.substring(0, element.length() - 1) : element;
        Change change = world.table.change(number);
        if (change == null) {
            throw new Violation("an unknown record came out: " + element);
        }
        return isOld ? old(change) : new RowModel(kindOfNew(change), change.after, change);
    }

    private static RowModel old(Change change) {
        RowKind kind = change.after.exists() ? RowKind.UPDATE_BEFORE : RowKind.DELETE;
        return new RowModel(kind, change.before, change);
    }

    private static RowKind kindOfNew(Change change) {
        if (!change.after.exists()) {
            return RowKind.DELETE;
        }
        return change.before == null || !change.before.exists()
                ? RowKind.INSERT
                : RowKind.UPDATE_AFTER;
    }

    boolean isScanned() {
        return scanned;
    }

    /** Returns whether it comes from an export that closes a gap. */
    boolean isRepaired() {
        return change == null && line == null && !scanned;
    }

    /** Returns whether another row is what the scan has read of the same item. */
    boolean isOfScannedItem(RowModel row) {
        return row != null && row.isScanned() && row.version.item == version.item;
    }

    /** Returns whether another row of the same change comes before this one, if both do. */
    boolean isSecondHalf() {
        return kind == RowKind.UPDATE_AFTER && change.isInHalves;
    }

    @Override
    public String toString() {
        return kind.shortString() + " " + version + (isScanned() ? " of the scan" : "");
    }
}
