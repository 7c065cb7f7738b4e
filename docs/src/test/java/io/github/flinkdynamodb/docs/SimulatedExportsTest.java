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
package io.github.flinkdynamodb.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.docs.examples.SimulatedExports;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of exports do what the page says. */
class SimulatedExportsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/orders";

    @TempDir Path directory;

    @Test
    void theTableOfTheExampleCanBeExported() {
        try (Simulator simulator = SimulatedExports.start(NOW, directory)) {
            assertThat(simulator.table("orders").pointInTimeRecovery().earliest()).isEqualTo(NOW);
            assertThat(simulator.clock().instant()).isEqualTo(NOW);
        }
    }

    @Test
    void theExampleWritesAnExport() {
        List<Item> items = List.of(Item.builder().s("pk", "a").build());

        Path folder = SimulatedExports.write(directory, ARN, NOW, items);

        assertThat(folder).startsWith(directory.resolve("AWSDynamoDB"));
        assertThat(folder.resolve("manifest-summary.json")).content().contains(ARN + "/export/");
    }
}
