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
package io.github.flinkdynamodb.tools.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Savepoints that jobs on both Flinks have taken, all in the file of the metadata. */
class FixturesTest {

    private static final Path SAVEPOINTS =
            Path.of(System.getProperty("project.root", "../.."))
                    .resolve("flink-connector-dynamodb-streams/src/test/resources/savepoints");

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String ACTIVE = "shardId-00000001795392000000-active";

    private static JsonNode source(String savepoint) throws IOException {
        Run run = Run.at(NOW, "--json", SAVEPOINTS.resolve(savepoint).toString());
        assertThat(run.err).isEmpty();
        assertThat(run.exitCode).isZero();
        JsonNode sources = new ObjectMapper().readTree(run.out).get("sources");
        assertThat(sources).hasSize(1);
        return sources.get(0);
    }

    private static JsonNode shard(JsonNode source, String ending) {
        for (JsonNode shard : source.get("shards")) {
            if (shard.get("shardId").asText().endsWith(ending)) {
                return shard;
            }
        }
        throw new AssertionError(ending + " isn't in " + source);
    }

    @ParameterizedTest
    @ValueSource(strings = {"state-v1-flink-1.20.0", "state-v1-flink-2.3.0"})
    void shardsOfEachStateAreToldWithTheirPositions(String savepoint) throws IOException {
        JsonNode source = source(savepoint);

        assertThat(source.get("streamArns").get(0).asText())
                .endsWith("/stream/2026-11-23T00:00:00.000");
        assertThat(source.get("shards")).hasSize(4);
        JsonNode active = shard(source, "-active");
        assertThat(active.get("state").asText()).isEqualTo("reading");
        assertThat(active.get("position").asText()).isEqualTo("after-sequence-number");
        assertThat(active.get("afterSequenceNumber").asText()).isEqualTo("1002");
        assertThat(active.get("lastRecordAt").asText()).isEqualTo("2026-11-23T02:00:00Z");
        assertThat(active.get("ageSeconds").asLong()).isEqualTo(8 * 3600);
        assertThat(active.get("readableUntil").asText()).isEqualTo("2026-11-24T02:00:00Z");
        assertThat(shard(source, "-ended").get("state").asText()).isEqualTo("ended");
        JsonNode waiting = shard(source, "-waitingchild");
        assertThat(waiting.get("state").asText()).isEqualTo("waiting");
        assertThat(waiting.get("subtask").isNull()).isTrue();
        assertThat(waiting.get("position").asText()).isEqualTo("trim-horizon");
        assertThat(waiting.get("unreadSince").asText())
                .as("its changes are made after its parent's")
                .isEqualTo("2026-11-23T02:00:00Z");
        assertThat(source.get("secondsLeft").asLong()).isEqualTo(16 * 3600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"state-v1-flink-1.20.0", "state-v1-flink-2.3.0"})
    void theTableSaysHowLongAllCanBeRead(String savepoint) {
        Run run = Run.at(NOW, SAVEPOINTS.resolve(savepoint).resolve("_metadata").toString());

        assertThat(run.out)
                .contains("4: 2 reading, 1 ended, 1 waiting")
                .contains("2026-11-24 02:00:00Z: 16 h 0 min left")
                .containsPattern(ACTIVE + " +reading +0 +after 1002 ")
                .contains("By its age, all can be read for another 16 h 0 min.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.3.0", "1.20.0"})
    void theUidIsShownIfTheSavepointHasItAndTheOperatorsIdAlways(String flink) throws IOException {
        JsonNode source = source("state-v1-flink-" + flink);

        assertThat(source.get("operatorId").asText()).isEqualTo("af851a478bbd7797de1e2a4885b68d13");
        if (flink.startsWith("2.")) {
            assertThat(source.get("uid").asText()).isEqualTo("changes");
        } else {
            assertThat(source.get("uid").isNull()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "initial-v2-flink-1.20.0",
                "initial-v2-flink-2.3.0",
                "reconciled-v2-flink-1.20.0",
                "reconciled-v2-flink-2.3.0"
            })
    void aScanBesideAStreamIsToldWithItsSegments(String savepoint) throws IOException {
        JsonNode snapshot = source(savepoint).get("snapshot");

        assertThat(snapshot.get("kind").asText()).isEqualTo("scan");
        assertThat(snapshot.get("parts").asInt()).isEqualTo(4);
        assertThat(snapshot.get("partsRead").asInt()).isEqualTo(1);
        assertThat(snapshot.get("partsWithReaders").asInt()).isEqualTo(3);
        assertThat(snapshot.get("changesUpTo").asText()).startsWith("2026-11-23T02:00:0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"export-v2-flink-1.20.0", "export-v2-flink-2.3.0"})
    void filesOfAnExportAreCounted(String savepoint) throws IOException {
        JsonNode snapshot = source(savepoint).get("snapshot");

        assertThat(snapshot.get("kind").asText()).isEqualTo("export");
        assertThat(snapshot.get("exportArn").asText()).contains(":table/orders/export/");
        assertThat(snapshot.get("parts").asInt()).isEqualTo(12);
        assertThat(snapshot.get("partsRead").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chain-v2-flink-1.20.0", "chain-v2-flink-2.3.0"})
    void filesOfAChainAreCountedToo(String savepoint) throws IOException {
        assertThat(source(savepoint).get("snapshot").get("kind").asText())
                .isEqualTo("incremental-export");
        assertThat(Run.at(NOW, SAVEPOINTS.resolve(savepoint).toString()).out)
                .contains("5 of 12 files read, 3 with readers")
                .contains("Nothing of a stream is to be read.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"snapshot-v2-flink-1.20.0", "snapshot-v2-flink-2.3.0"})
    void aTableWithoutItsStreamHasNoShards(String savepoint) throws IOException {
        JsonNode source = source(savepoint);

        assertThat(source.get("streamArns")).isEmpty();
        assertThat(source.get("shards")).isEmpty();
        assertThat(source.get("unreadSince").isNull()).isTrue();
        assertThat(source.get("snapshot").get("partsRead").asInt()).isEqualTo(1);
    }
}
