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
package io.github.flinkdynamodb.streams.source.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.source.repair.GapModel.Rows;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of random histories of a table and of a job that is stopped for days: whatever was
 * written when, the windows, the remembered keys and the stream behind them lead to the table, and
 * in {@code full} each row that is taken back is the one that stands. The seed of the first history
 * is {@code -Dmodel.seed}, their number {@code -Dmodel.sequences}. The same with the enumerator and
 * the readers is at {@code RepairModelTest}.
 */
class RepairPlanModelTest {

    private static final int HISTORIES = 4_000;

    private static final String[] SITUATIONS = {
        "1 groups", "2 groups", "keys", "no keys", "another plan, since it took too long"
    };

    @ParameterizedTest
    @EnumSource(Rows.class)
    void whateverWasWrittenTheResultIsTheTable(Rows mode) {
        long first = Long.getLong("model.seed", 1);
        long count = Long.getLong("model.sequences", HISTORIES);
        Map<String, Integer> situations = new TreeMap<>();

        for (long seed = first; seed < first + count; seed++) {
            GapModel.run(seed, RepairFault.NONE, mode)
                    .situations
                    .forEach((name, times) -> situations.merge(name, times, Integer::sum));
        }

        System.out.printf("%s: %d histories from seed %d: %s%n", mode, count, first, situations);
        if (count >= HISTORIES && mode != Rows.APPEND) {
            assertThat(situations).containsKeys(SITUATIONS);
        }
        if (count >= HISTORIES && mode == Rows.FULL) {
            assertThat(situations).containsKeys("rows that are kept no longer");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aFaultThatIsBuiltInIsFound(RepairFault fault) {
        boolean full = fault.isOfFullMode();
        for (int seed = 1; seed <= HISTORIES; seed++) {
            try {
                GapModel.run(seed, fault, full ? Rows.FULL : Rows.UPSERT);
            } catch (AssertionError found) {
                System.out.printf("%s: found by history %d%n", fault, seed);
                assertThat(found)
                        .hasMessageContaining(full ? "but what stands is @" : "and its row @");
                return;
            }
        }
        throw new AssertionError(fault + " isn't found in " + HISTORIES + " histories");
    }
}
