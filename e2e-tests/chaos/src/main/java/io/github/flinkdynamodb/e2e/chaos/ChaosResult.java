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
package io.github.flinkdynamodb.e2e.chaos;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a run.
 *
 * @param options how it went
 * @param history what happened
 * @param comparison what was written beside what the job counted
 * @param sqlComparison what was written beside what came out of the SQL table of upserts
 * @param changelogComparison what was written beside what came out of the SQL table that takes back
 *     what it replaces
 * @param trimmedUnread how many changes the service trimmed before anybody read them
 * @param openShards how many shards were open at the end
 */
record ChaosResult(
        ChaosOptions options,
        History history,
        Comparison comparison,
        Comparison sqlComparison,
        Comparison changelogComparison,
        long trimmedUnread,
        int openShards) {

    boolean isFlawless() {
        return comparison.isFlawless()
                && sqlComparison.isFlawless()
                && changelogComparison.isFlawless();
    }

    /** How often each fault struck. */
    Map<String, Integer> faults() {
        return History.counts(history.faults());
    }

    int faultCount() {
        return history.faults().size();
    }

    /** How often each was done to the cluster. */
    Map<String, Integer> disturbances() {
        Map<String, Integer> counts = new TreeMap<>();
        history.disturbances().forEach(done -> counts.merge(done.kind(), 1, Integer::sum));
        return counts;
    }

    /** How long the job took to be well again, sorted, in seconds. */
    List<Double> recoveries(String kind) {
        return history.disturbances().stream()
                .filter(done -> done.kind().equals(kind))
                .map(done -> done.end() - done.begin())
                .sorted()
                .toList();
    }
}
