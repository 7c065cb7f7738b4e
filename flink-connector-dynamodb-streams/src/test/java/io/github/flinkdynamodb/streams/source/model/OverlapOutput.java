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
import io.github.flinkdynamodb.streams.source.model.TableModel.KeyModel;
import java.io.IOException;
import java.util.List;

/**
 * What becomes of items and changes that are read side by side. Holds at every time:
 *
 * <ul>
 *   <li>no item and no change is in the output twice;
 *   <li>of each key the changes are in it in their order and without a gap, from one of them on;
 *   <li>if the source holds changes back: when a change is emitted, no row of its key without that
 *       change is in a page that is under way, or that no completed checkpoint holds;
 *   <li>if the items are those of an export: when a change is emitted, no row of its key without
 *       that change is still to be read, or in no completed checkpoint;
 *   <li>what the operator behind the source holds, see {@link DownstreamModel}.
 * </ul>
 *
 * <p>At the end every change since the start is in it, and every item that has existed all the
 * time.
 */
final class OverlapOutput extends FollowedOutput {

    OverlapOutput(World world) {
        super(world);
    }

    @Override
    public void emit(TaskModel task, String element) {
        RowModel row = RowModel.of(element, world);
        if (row.isScanned()) {
            task.service.emitted(row.version, log.add(task.subtask, row.version.item));
        } else {
            emitChange(task, row, element);
        }
        if (downstream != null) {
            downstream.emit(task.subtask, row);
        }
    }

    private void emitChange(TaskModel task, RowModel row, String element) {
        log.add(task.subtask, element);
        if (!row.isSecondHalf()) {
            requireOrder(row.change);
            row.change.key.emitted(row.change);
        }
        if (world.setup.mode.holdsBack()) {
            if (!task.knowsEndOfOverlap()) {
                world.situations.note("change emitted during the overlap");
            }
            requireExportedRow(row.change, task);
            for (TaskModel other : world.job.tasks()) {
                requireNoOlderRow(row.change, task, other);
            }
        }
    }

    private static void requireOrder(Change change) {
        Change due = change.key.next();
        if (due != null && due != change) {
            throw new Violation("out of order: " + change + " came where " + due + " was due");
        }
    }

    private void requireExportedRow(Change change, TaskModel task) {
        ExportModel export = world.items.export();
        ItemVersion row = export == null ? null : export.rowOf(change.after.item);
        if (row != null && row.isOlderThan(change.after) && !log.isIn(row.item, stable)) {
            throw new Violation(
                    String.format(
                            "%s leaves subtask %d, but %s without it is in the export, and in no"
                                    + " completed checkpoint",
                            change, task.subtask, row));
        }
    }

    private void requireNoOlderRow(Change change, TaskModel task, TaskModel other) {
        for (PageModel page : other.service.pages()) {
            ItemVersion row = page.uncovered(change.after.item);
            if (row != null && !row.isOlderThan(change.after)) {
                world.situations.note("change emitted beside a row that has it");
            }
            if (row != null && row.isOlderThan(change.after)) {
                throw new Violation(
                        String.format(
                                "%s leaves subtask %d, but %s without it is on its way through"
                                        + " subtask %d",
                                change, task.subtask, row, other.subtask));
            }
        }
    }

    @Override
    public void watermark(TaskModel task) {
        if (downstream != null) {
            downstream.watermark(task.subtask);
        }
    }

    @Override
    public boolean isOut(ItemModel item) {
        return log.contains(item);
    }

    @Override
    public boolean isOut(Change change) {
        return log.contains(Long.toString(change.number));
    }

    @Override
    public void check(Checkpoint checkpoint) throws IOException {
        world.items.check(checkpoint, item -> log.isIn(item, checkpoint.emitted));
        CheckpointRule.checkPlaces(checkpoint, world.table);
    }

    @Override
    void undone(List<Object> elements) {
        for (Object element : elements) {
            if (element instanceof String) {
                undo(RowModel.of((String) element, world));
            }
        }
    }

    private static void undo(RowModel row) {
        if (!row.isSecondHalf()) {
            row.change.key.undone(row.change);
        }
    }

    @Override
    public boolean isComplete() {
        return world.table.keys.stream().allMatch(key -> missing(key) == null);
    }

    /** Returns a change that must be in the output and isn't; null if there is none. */
    private Change missing(KeyModel key) {
        Change due = key.next();
        Change first = key.firstSince(world.items.firstRead());
        return due == null && first != null && key.firstOut() > first.index ? first : due;
    }

    @Override
    public void requireComplete() {
        world.items.requireScanned(this::isOut);
        for (KeyModel key : world.table.keys) {
            if (missing(key) != null) {
                throw new Violation("not in the output at the end: " + missing(key));
            }
        }
        if (downstream != null) {
            downstream.requireEqual();
        }
    }
}
