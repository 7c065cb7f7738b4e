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
package io.github.flinkdynamodb.e2e.scale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.tools.simulator.SimulatorProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand open shards on one subtask, each with pages of a megabyte, in a heap of 512 MB that
 * holds Flink's cluster as well.
 */
class ThousandShardsITCase {

    private static final String TABLE = "big";
    private static final int SIMULATOR_MEGABYTES = 2500;
    private static final int SHARDS = 1000;
    private static final int RECORDS = 120_000;
    private static final int ITEM_BYTES = 10_000;
    private static final long MEBIBYTE = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    @Test
    void aThousandShardsWithPagesOfAMegabyteAreReadInASmallHeap() throws Exception {
        assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(512 * MEBIBYTE);
        ObjectNode scenario = JSON.createObjectNode();
        scenario.putArray("setup")
                .addObject()
                .put("do", "create-table")
                .put("name", TABLE)
                .put("viewType", "NEW_IMAGE")
                .put("shards", SHARDS);
        try (SimulatorProcess simulator =
                SimulatorProcess.start(folder, SIMULATOR_MEGABYTES, scenario)) {
            simulator.act(
                    JSON.createObjectNode()
                            .put("do", "start-load")
                            .put("table", TABLE)
                            .put("keys", 8000)
                            .put("itemBytes", ITEM_BYTES)
                            .put("recordsPerSecond", 60_000)
                            .put("records", RECORDS));
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> written(simulator) == RECORDS);

            long start = System.nanoTime();
            ScaleJob.run(simulator.endpoint(), TABLE);

            long millis = (System.nanoTime() - start) / 1_000_000;
            JsonNode ledger = simulator.ledger();
            System.out.printf(
                    "%d shards, %,d records of %,d bytes in %,d ms with a heap of %,d MiB:"
                            + " pages %,d, calls %s%n",
                    SHARDS,
                    RECORDS,
                    ITEM_BYTES,
                    millis,
                    Runtime.getRuntime().maxMemory() / MEBIBYTE,
                    ledger.path("handedOut").path("pages").asInt(),
                    ledger.path("calls"));
            assertThat(VersionCheck.differences(TABLE, simulator.changesByKey(TABLE))).isEmpty();
            assertThat(VersionCheck.outOfTurn(TABLE)).isZero();
            assertThat(ledger.path("handedOut").path("pages").asInt())
                    .as("pages with records: most shards have more than one, the first of 1 MB")
                    .isGreaterThan(SHARDS);
        }
    }

    private static long written(SimulatorProcess simulator) {
        return simulator.ledger().path("tables").path(TABLE).path("written").asLong();
    }
}
