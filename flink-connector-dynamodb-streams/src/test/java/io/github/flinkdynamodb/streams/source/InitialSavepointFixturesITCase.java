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
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.config.Downstream;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.config.StopMargin;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorStateSerializer;
import io.github.flinkdynamodb.streams.source.it.Journal;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.util.Collector;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Savepoints that were taken long ago while a table was read beside its stream go on: of its four
 * segments one has been read, another is behind its first page. Of the stream's first three changes
 * none is out if they wait for the frontier, and all are if an operator reconciles them. How they
 * are taken: see {@link SavepointFixturesITCase}.
 */
@OnEachFlink
class InitialSavepointFixturesITCase {

    private enum Mode {
        FRONTIER,
        RECONCILED
    }

    private static final String SHARD = "shardId-00000001795392000000-open";
    private static final int CHANGES_BEFORE = 3;
    private static final int FIRST_NUMBER = 1_000;
    private static final String CHANGE = "change ";
    private static final int READ = 0;
    private static final int BEGUN = 2;

    private static TestCluster cluster;
    private static ScriptedStreamsClient service;

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(4);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void aTableAndItsStream() {
        service = ScannedScene.begin();
        service.stream(SavepointScene.ARN, ScannedScene.TABLE)
                .shard(SavepointScene.ARN, SHARD, null);
        service.tellTime(Duration.ZERO);
        append(CHANGES_BEFORE);
    }

    private static void append(int changes) {
        for (int i = 0; i < changes; i++) {
            service.append(SHARD, "new-item");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "initial-v2-flink-1.20.0, FRONTIER, 1",
        "initial-v2-flink-1.20.0, FRONTIER, 3",
        "initial-v2-flink-2.3.0, FRONTIER, 1",
        "initial-v2-flink-2.3.0, FRONTIER, 3",
        "reconciled-v2-flink-1.20.0, RECONCILED, 1",
        "reconciled-v2-flink-1.20.0, RECONCILED, 3",
        "reconciled-v2-flink-2.3.0, RECONCILED, 1",
        "reconciled-v2-flink-2.3.0, RECONCILED, 3"
    })
    void aScanBesideTheStreamThatWasStoppedLongAgoGoesOn(String fixture, Mode mode, int parallelism)
            throws Exception {
        SavepointFixture.assumeReadable(fixture);
        String name = fixture + "-at-" + parallelism;
        append(2);

        JobClient job = run(name, mode, parallelism, SavepointFixture.copy(fixture, folder));

        List<String> all = new ArrayList<>(service.itemKeys(ScannedScene.TABLE));
        all.addAll(changes(CHANGES_BEFORE + 2));
        await(() -> Journal.read(name).size() >= all.size());
        job.cancel().get(1, TimeUnit.MINUTES);
        assertThat(Journal.read(name))
                .containsExactlyInAnyOrderElementsOf(all)
                .containsSubsequence(changes(CHANGES_BEFORE + 2));
        assertThat(service.calls(Operation.SCAN, ScannedScene.segment(READ)))
                .as("reading of the segment that had been read")
                .isZero();
        assertThat(service.scans())
                .as("reading of the segment that had been begun, from its beginning")
                .noneMatch(page -> page.segment() == BEGUN && page.exclusiveStartKey().isEmpty())
                .anyMatch(page -> page.segment() == BEGUN);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @EnabledIfSystemProperty(named = "savepoints.write", matches = ".+")
    void aNewSavepointIsTaken(Mode mode) throws Exception {
        String name = "new-savepoint-of-" + mode;
        ScannedScene.holdAll();
        JobClient job = run(name, mode, 1, null);
        int early = mode == Mode.RECONCILED ? CHANGES_BEFORE : 0;
        int read = early + ScannedScene.itemsOf(READ);
        await(() -> Journal.read(name).size() == early);
        ScannedScene.answerUntil(READ, () -> Journal.read(name).size() == read);
        ScannedScene.answerUntil(
                BEGUN, () -> Journal.read(name).size() == read + ScannedScene.ITEMS_A_PAGE);

        String kind = mode == Mode.FRONTIER ? "initial" : "reconciled";
        SavepointFixture.take(
                job, kind + "-v" + new EnumeratorStateSerializer().getVersion(), folder);

        assertThat(Journal.read(name)).hasSize(read + ScannedScene.ITEMS_A_PAGE);
    }

    /** The changes in the order of the shard, as the journal has them. */
    private static List<String> changes(int count) {
        return IntStream.range(FIRST_NUMBER, FIRST_NUMBER + count)
                .mapToObj(number -> CHANGE + number)
                .collect(Collectors.toList());
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await().atMost(ScannedScene.PATIENCE).until(condition::getAsBoolean);
    }

    private static JobClient run(String name, Mode mode, int parallelism, String savepoint)
            throws Exception {
        Configuration options = ScannedScene.options(ScanStartupMode.INITIAL);
        options.set(DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL, Duration.ofMillis(10));
        options.set(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, Duration.ofMillis(50));
        DynamoDbStreamsSource<String> source =
                new DynamoDbStreamsSource<>(
                        SourceConfig.from(
                                options,
                                StopMargin.standard(),
                                mode == Mode.RECONCILED
                                        ? Downstream.RECONCILES
                                        : Downstream.UPSERTS),
                        ScannedScene.clients(),
                        new KeyAndNumber());
        return SavepointFixture.runWithCheckpoints(source, name, parallelism, savepoint);
    }

    private static final class KeyAndNumber
            implements DynamoDbStreamsDeserializationSchema<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ChangeRecord record, Collector<String> out) {
            out.collect(
                    record.isSnapshot()
                            ? record.newImage().get("id").s()
                            : CHANGE + record.sequenceNumber());
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }
}
