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
import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsClientProvider;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.config.StopMargin;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorStateSerializer;
import io.github.flinkdynamodb.streams.source.it.Journal;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String TABLE = "Orders";
    private static final String SHARD = "shardId-00000001795392000000-open";
    private static final int ITEMS = 60;
    private static final int ITEMS_A_PAGE = 4;
    private static final int SEGMENTS = 4;
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

    /** The service's clock stands, so that no savepoint grows too old. */
    @BeforeEach
    void aTableAndItsStream() {
        service =
                new ScriptedStreamsClient(new ManualClock(Instant.ofEpochMilli(1795399200000L)))
                        .stream(SavepointScene.ARN, TABLE)
                                .shard(SavepointScene.ARN, SHARD, null)
                                .table(TABLE);
        service.tellTime(Duration.ZERO);
        service.itemsPerPage(TABLE, ITEMS_A_PAGE);
        for (int i = 0; i < ITEMS; i++) {
            service.putItem(TABLE, "item-" + i, i);
        }
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

        List<String> all = new ArrayList<>(service.itemKeys(TABLE));
        all.addAll(changes(CHANGES_BEFORE + 2));
        await(() -> Journal.read(name).size() >= all.size());
        job.cancel().get(1, TimeUnit.MINUTES);
        assertThat(Journal.read(name))
                .containsExactlyInAnyOrderElementsOf(all)
                .containsSubsequence(changes(CHANGES_BEFORE + 2));
        assertThat(service.calls(Operation.SCAN, segment(READ)))
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
        IntStream.range(0, SEGMENTS).forEach(segment -> service.hold(segment(segment)));
        JobClient job = run(name, mode, 1, null);
        int early = mode == Mode.RECONCILED ? CHANGES_BEFORE : 0;
        int read = early + itemsOf(READ);
        await(() -> Journal.read(name).size() == early);
        answerUntil(segment(READ), () -> Journal.read(name).size() == read);
        answerUntil(segment(BEGUN), () -> Journal.read(name).size() == read + ITEMS_A_PAGE);

        String kind = mode == Mode.FRONTIER ? "initial" : "reconciled";
        SavepointFixture.take(
                job, kind + "-v" + new EnumeratorStateSerializer().getVersion(), folder);

        assertThat(Journal.read(name)).hasSize(read + ITEMS_A_PAGE);
    }

    /** The changes in the order of the shard, as the journal has them. */
    private static List<String> changes(int count) {
        return IntStream.range(FIRST_NUMBER, FIRST_NUMBER + count)
                .mapToObj(number -> CHANGE + number)
                .collect(Collectors.toList());
    }

    private static String segment(int segment) {
        return ScriptedStreamsClient.segment(TABLE, segment);
    }

    private static int itemsOf(int segment) {
        return (int)
                service.itemKeys(TABLE).stream()
                        .filter(key -> service.segmentOf(TABLE, key, SEGMENTS) == segment)
                        .count();
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await().atMost(PATIENCE).until(condition::getAsBoolean);
    }

    /** Answers held calls one by one, and gives each a second to come to something. */
    private static void answerUntil(String target, BooleanSupplier enough) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () -> {
                            boolean done = enough.getAsBoolean();
                            service.answerHeld(target, done ? 0 : 1);
                            return done;
                        });
    }

    private static JobClient run(String name, Mode mode, int parallelism, String savepoint)
            throws Exception {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.TABLE_NAME, TABLE);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.INITIAL);
        options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS, SEGMENTS);
        options.set(DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL, Duration.ofMillis(10));
        options.set(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, Duration.ofMillis(50));
        DynamoDbStreamsSource<String> source =
                new DynamoDbStreamsSource<>(
                        SourceConfig.from(options, StopMargin.standard(), mode == Mode.RECONCILED),
                        new Clients(),
                        new KeyAndNumber());
        return SavepointFixture.runWithCheckpoints(source, name, parallelism, savepoint);
    }

    private static final class Clients implements StreamsClientProvider {
        private static final long serialVersionUID = 1L;

        @Override
        public StreamsClient create(ClassLoader userCodeClassLoader) {
            return service;
        }
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
