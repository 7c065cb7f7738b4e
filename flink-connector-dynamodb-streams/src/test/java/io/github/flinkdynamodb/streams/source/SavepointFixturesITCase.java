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
package io.github.flinkdynamodb.streams.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.client.ShardIteratorStart.Type;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.it.ChangeText;
import io.github.flinkdynamodb.streams.source.it.Journal;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplitSerializer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Savepoints that were taken long ago go on: of each version of the state, on each Flink that it
 * was taken on. They lie under {@code src/test/resources/savepoints/}, one file each.
 *
 * <p>A savepoint of a newer Flink isn't promised to be read by an older one: it is skipped there.
 *
 * <p>{@code -Dsavepoints.write=FOLDER} takes a new one, with the Flink that the test runs on, and
 * leaves it in the folder: to be done, and committed, for each new version of the state.
 */
@OnEachFlink
class SavepointFixturesITCase {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static TestCluster cluster;

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(4);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource({
        "state-v1-flink-1.20.0, 1",
        "state-v1-flink-1.20.0, 3",
        "state-v1-flink-2.3.0, 1",
        "state-v1-flink-2.3.0, 3"
    })
    void aSavepointThatWasTakenLongAgoGoesOn(String fixture, int parallelism) throws Exception {
        SavepointFixture.assumeReadable(fixture);
        String name = fixture + "-at-" + parallelism;
        SavepointScene scene = SavepointScene.begin();
        scene.holdUp();
        scene.goOn();

        JobClient job = run(name, parallelism, SavepointFixture.copy(fixture, folder));

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Journal.read(name).size() >= scene.writtenCount());
        job.cancel().get(1, TimeUnit.MINUTES);
        assertThat(ChangeText.byKey(Journal.read(name))).isEqualTo(scene.written());
        assertThat(scene.service().iteratorStarts())
                .filteredOn(start -> start.type() == Type.TRIM_HORIZON)
                .as("shards that are read from their beginning: the two children")
                .hasSize(2);
        assertThat(scene.service().calls(Operation.GET_RECORDS, SavepointScene.ENDED))
                .as("reading of the shard that had ended")
                .isZero();
    }

    @Test
    @EnabledIfSystemProperty(named = "savepoints.write", matches = ".+")
    void aNewSavepointIsTaken() throws Exception {
        SavepointScene scene = SavepointScene.begin();
        JobClient job = run("new-savepoint", 1, null);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Journal.read("new-savepoint").size() == SavepointScene.BEFORE);
        scene.holdUp();
        Awaitility.await().atMost(PATIENCE).until(SavepointScene::isHeldUp);
        int listings = SavepointScene.listings();
        Awaitility.await().atMost(PATIENCE).until(() -> SavepointScene.listings() > listings + 1);

        SavepointFixture.take(job, "state-v" + stateVersion(), folder);

        assertThat(Journal.read("new-savepoint")).hasSize(SavepointScene.BEFORE);
    }

    /** The version that splits have; the enumerator's state counts for itself. */
    private static int stateVersion() {
        return new DynamoDbStreamsSplitSerializer().getVersion();
    }

    private static JobClient run(String name, int parallelism, String savepoint) throws Exception {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, SavepointScene.ARN);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.TRIM_HORIZON);
        options.set(DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL, Duration.ofMillis(10));
        options.set(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, Duration.ofMillis(50));
        options.set(DynamoDbStreamsSourceOptions.SHARD_DISCOVERY_INTERVAL, Duration.ofSeconds(1));
        DynamoDbStreamsSource<String> source =
                new DynamoDbStreamsSource<>(
                        SourceConfig.from(options),
                        SavepointScene.clients(),
                        new KeyAndSequenceNumber());
        return SavepointFixture.run(source, name, parallelism, savepoint);
    }
}
