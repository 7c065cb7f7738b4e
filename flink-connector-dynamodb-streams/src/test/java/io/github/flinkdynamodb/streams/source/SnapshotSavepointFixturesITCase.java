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
import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorStateSerializer;
import io.github.flinkdynamodb.streams.source.it.Journal;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Savepoints that were taken long ago in the middle of a table's snapshot go on: of its four
 * segments one has been read, two are behind their first page, and nobody has the fourth yet. How
 * they are taken: see {@link SavepointFixturesITCase}.
 */
@OnEachFlink
class SnapshotSavepointFixturesITCase {

    /** In the order in which segments are given out, two at a time. */
    private static final int READ = 0;

    private static final int SECOND = 2;
    private static final int THIRD = 1;

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
    void aTable() {
        service = ScannedScene.begin();
    }

    @ParameterizedTest
    @CsvSource({
        "snapshot-v2-flink-1.20.0, 1",
        "snapshot-v2-flink-1.20.0, 3",
        "snapshot-v2-flink-2.3.0, 1",
        "snapshot-v2-flink-2.3.0, 3"
    })
    void aSnapshotThatWasStoppedLongAgoGoesOn(String fixture, int parallelism) throws Exception {
        SavepointFixture.assumeReadable(fixture);
        String name = fixture + "-at-" + parallelism;

        run(name, parallelism, SavepointFixture.copy(fixture, folder))
                .getJobExecutionResult()
                .get(ScannedScene.PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(Journal.read(name))
                .containsExactlyInAnyOrderElementsOf(service.itemKeys(ScannedScene.TABLE));
        assertThat(firstPagesAsked())
                .as("segments that are read from their beginning: the one that nobody had")
                .containsExactly(ScannedScene.SEGMENTS - 1);
        assertThat(service.calls(Operation.SCAN, ScannedScene.segment(READ)))
                .as("reading of the segment that had been read")
                .isZero();
    }

    private static List<Integer> firstPagesAsked() {
        return service.scans().stream()
                .filter(page -> page.exclusiveStartKey().isEmpty())
                .map(SegmentScan::segment)
                .collect(Collectors.toList());
    }

    @Test
    @EnabledIfSystemProperty(named = "savepoints.write", matches = ".+")
    void aNewSavepointIsTaken() throws Exception {
        ScannedScene.holdAll();
        JobClient job = run("new-snapshot-savepoint", 1, null);
        int read = ScannedScene.itemsOf(READ);
        ScannedScene.answerUntil(READ, () -> journalled() == read);
        ScannedScene.answerUntil(SECOND, () -> journalled() == read + ScannedScene.ITEMS_A_PAGE);
        ScannedScene.answerUntil(THIRD, () -> journalled() == read + 2 * ScannedScene.ITEMS_A_PAGE);

        SavepointFixture.take(
                job, "snapshot-v" + new EnumeratorStateSerializer().getVersion(), folder);

        assertThat(journalled()).isEqualTo(read + 2 * ScannedScene.ITEMS_A_PAGE);
    }

    private static int journalled() {
        return Journal.read("new-snapshot-savepoint").size();
    }

    private static JobClient run(String name, int parallelism, String savepoint) throws Exception {
        Configuration options = ScannedScene.options(ScanStartupMode.SNAPSHOT);
        options.set(DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS, 4);
        DynamoDbStreamsSource<String> source =
                new DynamoDbStreamsSource<>(
                        SourceConfig.from(options), ScannedScene.clients(), new ItemId());
        return SavepointFixture.run(source, name, parallelism, savepoint);
    }

    private static final class ItemId implements DynamoDbStreamsDeserializationSchema<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ChangeRecord record, Collector<String> out) {
            out.collect(record.newImage().get("id").s());
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }
}
