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

/**
 * What counts of the items that a scan gives out under exactly once. Holds at every time: no item
 * is in the output twice. At the end each item is in it that has existed all the time; one that was
 * added or deleted meanwhile may be.
 */
final class SnapshotOutput implements Output {

    private final ItemsModel items;
    private final SourceLog log = new SourceLog();

    SnapshotOutput(ItemsModel items) {
        this.items = items;
    }

    @Override
    public void newEpoch(int parallelism) {
        log.newEpoch(parallelism);
    }

    @Override
    public void emit(TaskModel task, String element) {
        ItemVersion row = items.versionOf(element);
        task.service.emitted(row, log.add(task.subtask, row.item));
    }

    @Override
    public boolean isOut(ItemModel item) {
        return log.contains(item);
    }

    @Override
    public int emittedBy(int subtask) {
        return log.emittedBy(subtask);
    }

    @Override
    public int outCount() {
        return log.size();
    }

    @Override
    public void check(Checkpoint checkpoint) throws IOException {
        items.check(checkpoint, item -> log.isIn(item, checkpoint.emitted));
    }

    @Override
    public void complete(Checkpoint checkpoint) {}

    @Override
    public void rollBack(int subtask, Checkpoint checkpoint) {
        log.rollBack(subtask, Checkpoint.emitted(checkpoint, subtask));
    }

    @Override
    public void requireComplete() {
        items.requireScanned(this::isOut);
    }
}
