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

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What counts of the items that a scan gives out under exactly once: a subtask that goes back to a
 * checkpoint takes back what it has emitted since. Holds at every time: no item is in the output
 * twice. At the end each item is in it that has existed all the time; one that was added or deleted
 * meanwhile may be.
 */
final class SnapshotOutput implements Output {

    /** A place in the state of a job that has been started from. */
    private static final int EARLIER_EPOCH = -1;

    private final ItemsModel items;

    /** The newest version in the table when the job was started. */
    private final long start;

    private final Map<ItemModel, Place> out = new HashMap<>();
    private List<List<ItemModel>> bySubtask = new ArrayList<>();

    /** Where an item was emitted. */
    private static final class Place {
        final int subtask;
        final int place;

        Place(int subtask, int place) {
            this.subtask = subtask;
            this.place = place;
        }
    }

    SnapshotOutput(ItemsModel items) {
        this.items = items;
        this.start = items.newest();
    }

    @Override
    public void newEpoch(int parallelism) {
        out.replaceAll((item, place) -> new Place(EARLIER_EPOCH, 0));
        bySubtask = new ArrayList<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            bySubtask.add(new ArrayList<>());
        }
    }

    @Override
    public void emit(TaskModel task, String element) {
        ItemVersion row = items.versionOf(element);
        List<ItemModel> emitted = bySubtask.get(task.subtask);
        if (out.put(row.item, new Place(task.subtask, emitted.size())) != null) {
            throw new Violation("twice in the output: " + row);
        }
        task.service.emitted(row, emitted.size());
        emitted.add(row.item);
    }

    @Override
    public boolean isOut(ItemModel item) {
        return out.containsKey(item);
    }

    /** Returns whether a checkpoint that holds so many items of each subtask holds this one. */
    boolean isIn(ItemModel item, int[] emitted) {
        Place place = out.get(item);
        return place != null
                && (place.subtask == EARLIER_EPOCH || place.place < emitted[place.subtask]);
    }

    /** Returns whether an item has existed all the time, so that a scan can't miss it. */
    boolean isCertain(ItemModel item) {
        return item.existsSince(start);
    }

    @Override
    public int emittedBy(int subtask) {
        return bySubtask.get(subtask).size();
    }

    @Override
    public int outCount() {
        return out.size();
    }

    @Override
    public void check(Checkpoint checkpoint) throws IOException {
        SegmentRule.check(checkpoint, items, this);
    }

    @Override
    public void complete(Checkpoint checkpoint) {}

    @Override
    public void rollBack(int subtask, Checkpoint checkpoint) {
        int emitted = Checkpoint.emitted(checkpoint, subtask);
        List<ItemModel> all = bySubtask.get(subtask);
        while (all.size() > emitted) {
            out.remove(all.remove(all.size() - 1));
        }
    }

    @Override
    public void requireComplete() {
        for (ItemModel item : items.all()) {
            if (isCertain(item) && !isOut(item)) {
                throw new Violation("not in the output at the end: " + item);
            }
        }
    }
}
