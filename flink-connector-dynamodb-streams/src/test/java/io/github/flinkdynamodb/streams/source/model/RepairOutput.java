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

import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.model.TableModel.Change;
import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of the changes of a stream in which there were gaps, and of what closed these. Rows
 * may come more than once. At the end
 *
 * <ul>
 *   <li>the operator behind the source, if there is one, has the table's items and no others; and
 *       if it keeps rows, what it has given out by then is at {@link KeyedTable};
 *   <li>if rows are only appended, each item is among them as it is now, and so are all records of
 *       the stream since the end of the last window, or all if there was no gap; no row deletes an
 *       item that no record does.
 * </ul>
 */
final class RepairOutput extends FollowedOutput {

    private static final Duration FUZZINESS = Duration.ofSeconds(60);

    private static final String BETWEEN = "/";

    /** How often each version is in the output, and each change. */
    private final Map<Object, Integer> counts = new HashMap<>();

    /** The versions that say that an item is gone without saying when. */
    private final Map<ItemModel, ItemVersion> gone = new HashMap<>();

    /** A row, which is another one each time that it comes. */
    private static final class Emitted {
        final RowModel row;

        Emitted(RowModel row) {
            this.row = row;
        }

        Object counted() {
            return row.change == null ? row.version : row.change;
        }
    }

    RepairOutput(World world) {
        super(world);
    }

    @Override
    public void emit(TaskModel task, String element) {
        boolean isLine = element.contains(BETWEEN);
        RowModel row = isLine ? line(element) : RowModel.of(element, world);
        Emitted emitted =
                new Emitted(world.kept == null ? row : row.keyed(world.kept.rowOf(element)));
        log.add(task.subtask, emitted);
        counts.merge(emitted.counted(), 1, Integer::sum);
        if (isLine) {
            world.situations.note("line emitted");
        }
        if (downstream != null) {
            downstream.emit(task.subtask, emitted.row);
        }
    }

    private RowModel line(String element) {
        String[] parts = element.split(BETWEEN, -1);
        ItemModel item = world.items.item(parts[0]);
        if (parts[2].isEmpty()) {
            if (parts[1].isEmpty() && downstream == null) {
                throw new Violation("a deletion where rows are only appended: " + element);
            }
            world.situations.note(parts[1].isEmpty() ? "deletion" : "line of a deletion");
            return RowModel.repaired(
                    gone.computeIfAbsent(
                            item, key -> new ItemVersion(key, 0, null, Instant.EPOCH)));
        }
        ItemVersion version = item.version(Long.parseLong(parts[2]));
        if (version == null) {
            throw new Violation("an unknown item came out: " + element);
        }
        return RowModel.repaired(version);
    }

    @Override
    public boolean isOut(Change change) {
        return counts.getOrDefault(change, 0) > 0;
    }

    @Override
    void undone(List<Object> elements) {
        for (Object element : elements) {
            counts.merge(((Emitted) element).counted(), -1, Integer::sum);
        }
    }

    @Override
    public void check(Checkpoint checkpoint) throws IOException {
        EnumeratorState state = CoordinatorModel.state(checkpoint.enumerator);
        if (state.repair().map(RepairPlan::isRead).orElse(true)) {
            CheckpointRule.checkPlaces(checkpoint, world.table);
        }
    }

    @Override
    public boolean isComplete() {
        return missing() == null && (downstream == null || downstream.isIdle());
    }

    /** Returns what is wrong; null if nothing is. */
    private String missing() {
        for (ItemModel item : world.items.all()) {
            ItemVersion now = item.exists() ? item.now() : null;
            if (downstream != null) {
                ItemVersion row = downstream.rows().get(item);
                if (!downstream.isSame(row, now)) {
                    return "the table has " + now + ", and the sink " + row;
                }
            } else if (now != null && counts.getOrDefault(now, 0) == 0 && !isRecordOut(now)) {
                return "not in the output at the end: " + now;
            }
        }
        return downstream == null ? missingRecord() : null;
    }

    private boolean isRecordOut(ItemVersion version) {
        return world.table.keys.stream()
                .flatMap(key -> key.changes.stream())
                .anyMatch(change -> change.after == version && isOut(change));
    }

    private String missingRecord() {
        Instant since = repairedUpTo().map(end -> end.plus(FUZZINESS)).orElse(Instant.EPOCH);
        return world.table.keys.stream()
                .flatMap(key -> key.changes.stream())
                .filter(change -> change.completed.isAfter(since) && !isOut(change))
                .map(change -> "not in the output at the end: " + change)
                .findAny()
                .orElse(null);
    }

    private Optional<Instant> repairedUpTo() {
        try {
            Checkpoint latest = world.job.latest();
            return latest == null
                    ? Optional.empty()
                    : CoordinatorModel.state(latest.enumerator).repair().map(RepairPlan::end);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void requireComplete() {
        if (missing() != null) {
            throw new Violation(missing());
        }
    }
}
