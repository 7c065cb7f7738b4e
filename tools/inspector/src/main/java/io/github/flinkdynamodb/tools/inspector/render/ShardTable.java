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
package io.github.flinkdynamodb.tools.inspector.render;

import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.tools.inspector.Inspection;
import io.github.flinkdynamodb.tools.inspector.check.CheckReport;
import io.github.flinkdynamodb.tools.inspector.check.ShardFinding;
import io.github.flinkdynamodb.tools.inspector.check.ShardFinding.Outcome;
import io.github.flinkdynamodb.tools.inspector.report.ShardReport;
import io.github.flinkdynamodb.tools.inspector.report.ShardReport.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The table of shards, with what the service says of each if it was asked. */
final class ShardTable {

    private static final String NONE = "-";

    private final CheckReport check;
    private final Inspection inspection;

    /**
     * Creates a table.
     *
     * @param check what the service says; null if it wasn't asked
     * @param inspection tells the times that ages are of
     */
    ShardTable(CheckReport check, Inspection inspection) {
        this.check = check;
        this.inspection = inspection;
    }

    /** Returns a line for each shard, below a head. */
    List<String> lines(List<ShardReport> shards, String indent) {
        List<String> head =
                new ArrayList<>(
                        Arrays.asList(
                                "shard",
                                "state",
                                "subtask",
                                "position",
                                "last record",
                                "at savepoint",
                                "now",
                                check == null ? "readable until" : "service"));
        TextTable table = new TextTable(head);
        shards.forEach(shard -> table.row(cells(shard)));
        return table.lines(indent);
    }

    private List<String> cells(ShardReport shard) {
        List<String> cells = new ArrayList<>();
        cells.add(shard.shardId());
        cells.add(TableRenderer.word(shard.progress()));
        cells.add(shard.subtask().isPresent() ? String.valueOf(shard.subtask().getAsInt()) : NONE);
        cells.add(position(shard));
        cells.add(
                shard.lastRecordTime().map(Texts::time).orElse(NONE)
                        + shard.readUpTo()
                                .map(time -> ", all up to " + Texts.time(time))
                                .orElse(""));
        cells.add(age(shard, inspection.takenAt()));
        cells.add(age(shard, inspection.now()));
        cells.add(
                check == null
                        ? shard.readableUntil().map(Texts::time).orElse(NONE)
                        : service(shard));
        return cells;
    }

    private static String age(ShardReport shard, Instant now) {
        return shard.lastRecordTime().map(time -> Texts.age(time, now)).orElse(NONE);
    }

    static String position(ShardReport shard) {
        if (shard.progress() == Progress.FINISHED) {
            return NONE;
        }
        ShardPosition position = shard.position();
        String stop = shard.stopAt().map(time -> " up to " + Texts.time(time)).orElse("");
        if (position.after().isPresent()) {
            return "after " + position.after().get().digits() + stop;
        }
        return position.notBefore().map(time -> "from " + Texts.time(time)).orElse("trim horizon")
                + stop;
    }

    private String service(ShardReport shard) {
        ShardFinding finding = check.shards().get(shard.shardId());
        if (finding == null) {
            return NONE;
        }
        if (finding.outcome() == Outcome.READABLE && !finding.isListed()) {
            return "readable, not listed";
        }
        return TableRenderer.word(finding.outcome())
                + finding.oldestLeft()
                        .map(time -> ": oldest left is of " + Texts.time(time))
                        .orElse("");
    }
}
