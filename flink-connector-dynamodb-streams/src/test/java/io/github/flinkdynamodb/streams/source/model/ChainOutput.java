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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What counts of the lines of a chain of incremental exports under exactly once. Holds at every
 * time:
 *
 * <ul>
 *   <li>no line is in the output twice;
 *   <li>when a line is emitted, all lines of the windows before are in the output, and none of the
 *       windows after;
 *   <li>those of the windows before were emitted by the same subtask, or a completed checkpoint
 *       holds them: otherwise the line could overtake one of them on the way to the next operator;
 *   <li>the operator behind the source, if there is one, takes them window by window, and each
 *       takes the place of the row that stands, see {@link KeyedTable}.
 * </ul>
 *
 * <p>At the end all lines are in it, and the operator's table is the table, as far as there were
 * changes.
 */
final class ChainOutput extends FollowedOutput {

    private final ChainModel chain;

    ChainOutput(World world, ChainModel chain) {
        super(world);
        this.chain = chain;
    }

    @Override
    public void emit(TaskModel task, String element) {
        ChainLine line = chain.line(element);
        requireEarlierWindows(line, task.subtask);
        requireNoLaterWindow(line);
        task.service.emitted(line.after, log.add(task.subtask, line));
        if (downstream != null) {
            downstream.emit(task.subtask, RowModel.exported(line));
        }
    }

    private void requireEarlierWindows(ChainLine line, int subtask) {
        boolean alone = true;
        for (List<ChainLine> window : chain.windows().subList(0, line.window)) {
            for (ChainLine before : window) {
                if (!log.contains(before)) {
                    throw new Violation(line + " leaves subtask " + subtask + " before " + before);
                }
                boolean isStable = log.isIn(before, stable);
                alone &= !isStable;
                if (!isStable && !log.isFrom(before, subtask)) {
                    throw new Violation(
                            String.format(
                                    "%s leaves subtask %d and may overtake %s, which came from"
                                            + " another one and is in no completed checkpoint",
                                    line, subtask, before));
                }
            }
        }
        if (line.window > 0 && !world.drains) {
            world.situations.note(
                    alone ? "window behind one reader" : "window behind a checkpoint");
        }
    }

    private void requireNoLaterWindow(ChainLine line) {
        List<List<ChainLine>> all = chain.windows();
        for (List<ChainLine> window : all.subList(line.window + 1, all.size())) {
            for (ChainLine after : window) {
                if (log.contains(after)) {
                    throw new Violation(line + " comes after " + after);
                }
            }
        }
    }

    @Override
    public void check(Checkpoint checkpoint) throws IOException {
        FileRule.check(checkpoint, chain.files(), line -> log.isIn(line, checkpoint.emitted));
    }

    @Override
    public void requireComplete() {
        Map<ItemModel, ItemVersion> table = new HashMap<>();
        for (List<ChainLine> window : chain.windows()) {
            for (ChainLine line : window) {
                if (!log.contains(line)) {
                    throw new Violation("not in the output at the end: " + line);
                }
                table.put(line.item(), line.item().exists() ? line.item().now() : null);
            }
        }
        if (downstream != null && !downstream.rows().equals(table)) {
            throw new Violation(
                    String.format(
                            "at the end the table has %s, and the sink %s",
                            table, downstream.rows()));
        }
    }
}
