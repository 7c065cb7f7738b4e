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
package io.github.flinkdynamodb.tools.inspector.check;

import io.github.flinkdynamodb.tools.inspector.check.RepairForecast.Outcome;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the service says of one source's positions. Immutable. */
public final class CheckReport {

    private final List<StreamFinding> streams;
    private final Map<String, ShardFinding> shards;
    private final int newShards;
    private final TableFinding table;
    private final Gap gap;
    private final RepairEstimate repair;

    CheckReport(
            List<StreamFinding> streams,
            Map<String, ShardFinding> shards,
            int newShards,
            TableFinding table,
            Optional<Gap> gap,
            Optional<RepairEstimate> repair) {
        this.streams = List.copyOf(streams);
        this.shards = Collections.unmodifiableMap(new LinkedHashMap<>(shards));
        this.newShards = newShards;
        this.table = table;
        this.gap = gap.orElse(null);
        this.repair = repair.orElse(null);
    }

    /** Returns the streams of the state, whether they exist or not. */
    public List<StreamFinding> streams() {
        return streams;
    }

    /** Returns what was found of each shard that is still to be read, by its id. */
    public Map<String, ShardFinding> shards() {
        return shards;
    }

    /** Returns how many shards are listed that the state doesn't have. */
    public int newShards() {
        return newShards;
    }

    /** Returns how many shards have an outcome. */
    public long count(ShardFinding.Outcome outcome) {
        Collection<ShardFinding> all = shards.values();
        return all.stream().filter(finding -> finding.outcome() == outcome).count();
    }

    /**
     * Returns what was found of the table.
     *
     * @return the finding; empty if the state names no table and no stream
     */
    public Optional<TableFinding> table() {
        return Optional.ofNullable(table);
    }

    /**
     * Returns what can't be read any more.
     *
     * @return the gap; empty if all can be read
     */
    public Optional<Gap> gap() {
        return Optional.ofNullable(gap);
    }

    /**
     * Returns whether changes can't be read any more, or may have been lost: those of a gap, or of
     * a repair under way whose windows can't be exported.
     */
    public boolean isLoss() {
        return gap != null
                || repair().filter(found -> found.forecast().outcome() == Outcome.UNDER_WAY)
                        .flatMap(RepairEstimate::isCovered)
                        .filter(covered -> !covered)
                        .isPresent();
    }

    /**
     * Returns what a job that repairs gaps does if it is restored now.
     *
     * @return the estimate; empty if nothing is missing, and without a stream
     */
    public Optional<RepairEstimate> repair() {
        return Optional.ofNullable(repair);
    }
}
