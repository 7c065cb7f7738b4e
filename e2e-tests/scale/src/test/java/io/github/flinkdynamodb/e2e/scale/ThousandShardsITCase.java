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
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A thousand open shards on one subtask, each with pages of a megabyte, in a heap of 512 MB that
 * holds Flink's cluster as well.
 */
class ThousandShardsITCase {

    private static final int SHARDS = 1000;
    private static final int RECORDS = 120_000;
    private static final int ITEM_BYTES = 10_000;
    private static final long MEBIBYTE = 1 << 20;

    @Test
    void aThousandShardsWithPagesOfAMegabyteAreReadInASmallHeap() throws Exception {
        assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(512 * MEBIBYTE);
        try (SimulatorProcess simulator = SimulatorProcess.start("2500m")) {
            simulator.act(
                    "{\"do\":\"create-table\",\"name\":\"big\",\"viewType\":\"NEW_IMAGE\",\"shards\":"
                            + SHARDS
                            + "}");
            simulator.act(
                    "{\"do\":\"start-load\",\"table\":\"big\",\"keys\":8000,\"itemBytes\":"
                            + ITEM_BYTES
                            + ",\"recordsPerSecond\":60000,\"records\":"
                            + RECORDS
                            + "}");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> written(simulator) == RECORDS);

            long start = System.nanoTime();
            ScaleJob.run(simulator.endpoint(), "big");

            long millis = (System.nanoTime() - start) / 1_000_000;
            JsonNode ledger = simulator.get("/ledger");
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
            assertThat(VersionCheck.differences("big", written(simulator, "big"))).isEmpty();
            assertThat(VersionCheck.outOfTurn("big")).isZero();
            assertThat(ledger.path("handedOut").path("pages").asInt())
                    .as("pages with records: most shards have more than one, the first of 1 MB")
                    .isGreaterThan(SHARDS);
        }
    }

    private static long written(SimulatorProcess simulator) throws Exception {
        return simulator.get("/ledger").path("tables").path("big").path("written").asLong();
    }

    private static Map<String, Long> written(SimulatorProcess simulator, String table)
            throws Exception {
        Map<String, Long> counts = new TreeMap<>();
        simulator
                .get("/tables/" + table + "/keys")
                .properties()
                .forEach(key -> counts.put(key.getKey(), key.getValue().asLong()));
        return counts;
    }
}
