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

import io.github.flinkdynamodb.e2e.cluster.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was written beside what the job counted.
 *
 * @param keys how many items there are
 * @param written how many changes were written to them
 * @param received how many reached the job's state, those that came twice among them
 * @param lost how many didn't reach it
 * @param duplicates how many reached it again
 * @param outOfOrder how many came after a newer one of the same item
 * @param wrong how many items weren't read from the table once, or were older than what had come
 *     before them; and how many rows were taken back that didn't stand
 * @param rowsTwice how many verdicts were committed more than once
 * @param examples some items of which something is amiss, with what was written
 */
record Comparison(
        int keys,
        long written,
        long received,
        long lost,
        long duplicates,
        long outOfOrder,
        long wrong,
        long rowsTwice,
        List<String> examples) {

    private static final int EXAMPLES = 10;

    /**
     * Compares.
     *
     * @param changesByKey how many changes of each item were written
     * @param verdicts what the job committed, in any order
     */
    static Comparison of(Map<String, Long> changesByKey, List<Verdict> verdicts) {
        Map<String, Verdict> last = new HashMap<>();
        for (Verdict verdict : verdicts) {
            last.merge(verdict.key(), verdict, (a, b) -> a.received() > b.received() ? a : b);
        }
        long written = 0;
        long received = 0;
        long lost = 0;
        long duplicates = 0;
        long outOfOrder = 0;
        long wrong = 0;
        List<String> examples = new ArrayList<>();
        for (Map.Entry<String, Long> entry : changesByKey.entrySet()) {
            long changes = entry.getValue();
            Verdict verdict = last.getOrDefault(entry.getKey(), nothing(entry.getKey()));
            written += changes;
            received += verdict.received();
            lost += Math.max(0, changes - verdict.received() + verdict.duplicates());
            duplicates += verdict.duplicates();
            outOfOrder += verdict.outOfOrder();
            wrong += verdict.wrong() + Math.abs(verdict.scanned() - 1);
            if (!verdict.equals(Verdict.flawlessFromTable(entry.getKey(), changes))
                    && examples.size() < EXAMPLES) {
                examples.add(changes + " written: " + verdict);
            }
        }
        return new Comparison(
                changesByKey.size(),
                written,
                received,
                lost,
                duplicates,
                outOfOrder,
                wrong,
                verdicts.size() - last.size(),
                examples);
    }

    private static Verdict nothing(String key) {
        return new Verdict(key, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Whether every change reached the state once and in order, and every verdict came once. */
    boolean isFlawless() {
        return received == written
                && lost == 0
                && duplicates == 0
                && outOfOrder == 0
                && wrong == 0
                && rowsTwice == 0
                && examples.isEmpty();
    }
}
