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
package io.github.flinkdynamodb.tools.simulator;

import static io.github.flinkdynamodb.tools.simulator.SimulatorFixture.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Eventually consistent scans return the table as it was; consistent ones as it is. */
class StaleReadsTest {

    @RegisterExtension final SimulatorFixture service = new SimulatorFixture();

    @Test
    void anEventuallyConsistentPageIsAsOldAsTheTablesStaleness() {
        SimulatedTable table =
                service.table(TableSettings.table("orders").staleness(Duration.ofSeconds(2)));
        table.put(item("changed", 1));
        table.put(item("deleted", 1));
        table.put(item("again", 1));
        service.advance("PT1S");
        table.put(item("changed", 2));
        table.put(item("new", 1));
        table.delete(item("deleted", 0));
        table.delete(item("again", 0));
        service.advance("PT0.5S");
        table.put(item("again", 2));

        Map<String, String> now = Map.of("changed", "2", "new", "1", "again", "2");
        assertThat(read(true)).isEqualTo(now);
        assertThat(read(false)).isEmpty();
        service.advance("PT0.5S");
        assertThat(read(false)).isEqualTo(Map.of("changed", "1", "deleted", "1", "again", "1"));
        service.advance("PT1S");
        assertThat(read(false)).isEqualTo(Map.of("changed", "2", "new", "1"));
        service.advance("PT0.5S");
        assertThat(read(false)).isEqualTo(now);
        assertThat(read(true)).isEqualTo(now);
    }

    @Test
    void stalePagesAreLimitedByTheItemsThatTheyHave() {
        SimulatedTable table =
                service.table(TableSettings.table("orders").staleness(Duration.ofSeconds(2)));
        for (int i = 0; i < 10; i++) {
            table.put(item("k" + i, i));
        }
        service.advance("PT2S");
        for (int i = 0; i < 10; i++) {
            table.delete(item("k" + i, i));
        }

        var page = service.tables().scan(r -> r.tableName("orders").limit(4));

        assertThat(page.items()).hasSize(4);
        assertThat(page.lastEvaluatedKey().get("pk")).isEqualTo(page.items().get(3).get("pk"));
    }

    @Test
    void whatIsOlderThanTheStalenessIsForgotten() {
        SimulatedTable table =
                service.table(TableSettings.table("orders").staleness(Duration.ofSeconds(2)));
        for (int i = 0; i < 100; i++) {
            table.put(item("a", i));
            table.put(item("k" + i, i));
            table.delete(item("k" + i, i));
            service.advance("PT1S");
        }

        // The newest one, and those of the last two seconds with the one that held before them.
        assertThat(table.items().history(item("a", 0))).hasSizeBetween(3, 4);
        assertThat(table.items().history(item("k1", 0))).isEmpty();
        assertThat(table.items().history(item("k99", 0))).hasSize(2);
    }

    @Test
    void theStalenessCanBeChangedAtAnyTime() {
        SimulatedTable table = service.table();
        table.put(item("a", 1));
        table.scans().setStaleness(Duration.ofSeconds(5));
        service.advance("PT10S");
        table.put(item("a", 2));
        assertThat(read(false)).isEqualTo(Map.of("a", "1"));

        table.scans().setStaleness(Duration.ZERO);

        assertThat(read(false)).isEqualTo(Map.of("a", "2"));
        assertThatThrownBy(() -> table.scans().setStaleness(Duration.ofSeconds(-1)))
                .hasMessage("Invalid staleness PT-1S: expected zero or more");
    }

    private Map<String, String> read(boolean consistent) {
        Map<String, String> versions = new TreeMap<>();
        service.tables()
                .scanPaginator(r -> r.tableName("orders").consistentRead(consistent))
                .items()
                .forEach(item -> versions.put(item.get("pk").s(), item.get("v").n()));
        return versions;
    }
}
