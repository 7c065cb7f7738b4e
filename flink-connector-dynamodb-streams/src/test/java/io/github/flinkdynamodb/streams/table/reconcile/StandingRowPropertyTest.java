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
package io.github.flinkdynamodb.streams.table.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.table.reconcile.StandingHistory.Fault;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a source repeats, leaves out or says of what was there before: each row that is taken
 * back stands, and the end is what upserts would have left.
 */
@OnEachFlink
class StandingRowPropertyTest {

    private static final int HISTORIES = 150;

    private static final String[] SITUATIONS = {
        "a deletion by key",
        "a failure",
        "a failure, another parallelism",
        "repeated history",
        "rows that are old"
    };

    private static Map<String, Integer> run(long seed, boolean fromItems, Fault fault)
            throws Exception {
        try (StandingHistory history = new StandingHistory(seed, fromItems, fault)) {
            history.run();
            return history.situations;
        } catch (AssertionError e) {
            throw new AssertionError("history " + seed + ": " + e.getMessage(), e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyRowThatIsTakenBackStands(boolean fromItems) throws Exception {
        Map<String, Integer> situations = new TreeMap<>();
        for (long seed = 1; seed <= HISTORIES; seed++) {
            run(seed, fromItems, Fault.NONE)
                    .forEach((name, times) -> situations.merge(name, times, Integer::sum));
        }

        assertThat(situations).containsKeys(SITUATIONS);
        assertThat(situations.containsKey("an item of the table")).isEqualTo(fromItems);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aFaultThatIsBuiltInIsFound(Fault fault) throws Exception {
        for (long seed = 1; seed <= HISTORIES; seed++) {
            try {
                run(seed, true, fault);
            } catch (AssertionError found) {
                assertThat(found).hasMessageContaining("stands");
                return;
            }
        }
        throw new AssertionError(fault + " isn't found in " + HISTORIES + " histories");
    }
}
