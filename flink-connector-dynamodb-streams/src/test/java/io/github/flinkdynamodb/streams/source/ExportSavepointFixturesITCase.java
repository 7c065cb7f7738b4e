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
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorStateSerializer;
import io.github.flinkdynamodb.streams.source.export.ExportChain;
import io.github.flinkdynamodb.streams.source.export.ExportFolder;
import io.github.flinkdynamodb.streams.source.export.ExportManifest;
import io.github.flinkdynamodb.streams.source.export.ManifestReader;
import io.github.flinkdynamodb.streams.source.it.Journal;
import io.github.flinkdynamodb.streams.source.it.StandingFiles;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.streams.source.split.ExportFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.util.Collector;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Savepoints that were taken long ago in the middle of a full export, and of the second of three
 * incremental ones, go on: some files have been read, some are behind their first chunk, and nobody
 * has the others yet. How they are taken: see {@link SavepointFixturesITCase}. They are all of the
 * same exports, those of {@link ExportedScene}, which {@code -Dexports.write=FOLDER} has written
 * once.
 */
@OnEachFlink
class ExportSavepointFixturesITCase {

    private enum Kind {
        FULL("export", 8, 2_600),
        INCREMENTAL("chain", 3, 4_500);

        final String state;

        /** How many files are behind their first chunk when the savepoint is taken. */
        final int begun;

        /** What inflates to more than one chunk and less than two; a file that is read has more. */
        final int bytesUntilItStands;

        Kind(String state, int begun, int bytesUntilItStands) {
            this.state = state;
            this.begun = begun;
            this.bytesUntilItStands = bytesUntilItStands;
        }

        String exports() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int LINES_OF_A_CHUNK = 20;

    /** So many files a reader reads at the same time. */
    private static final int THREADS = 4;

    private static TestCluster cluster;

    @TempDir private Path folder;
    @TempDir private Path bucket;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(4);
    }

    @AfterEach
    void letGo() {
        StandingFiles.letGo();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource({
        "export-v2-flink-1.20.0, FULL, 1",
        "export-v2-flink-1.20.0, FULL, 3",
        "export-v2-flink-2.3.0, FULL, 1",
        "export-v2-flink-2.3.0, FULL, 3",
        "chain-v2-flink-1.20.0, INCREMENTAL, 1",
        "chain-v2-flink-1.20.0, INCREMENTAL, 3",
        "chain-v2-flink-2.3.0, INCREMENTAL, 1",
        "chain-v2-flink-2.3.0, INCREMENTAL, 3"
    })
    void aReadingThatWasStoppedLongAgoGoesOn(String fixture, Kind kind, int parallelism)
            throws Exception {
        SavepointFixture.assumeReadable(fixture);
        String name = fixture + "-at-" + parallelism;
        List<Path> exports = ExportedScene.unpack(kind.exports(), bucket).folders();
        int deleted = deleteWhatHasBeenRead(kind, exports);

        run(name, kind, exports, parallelism, SavepointFixture.copy(fixture, folder))
                .getJobExecutionResult()
                .get(ScannedScene.PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(deleted).as("files that are not read again").isPositive();
        assertThat(byItem(Journal.read(name))).isEqualTo(expected(kind));
    }

    /** Of the full export those without lines have been read, of the others the first one. */
    private static int deleteWhatHasBeenRead(Kind kind, List<Path> exports) throws IOException {
        List<String> locations = exports.stream().map(Path::toString).collect(Collectors.toList());
        ExportManifest export =
                kind == Kind.FULL
                        ? ManifestReader.read(new ExportFolder(locations.get(0)))
                        : ExportChain.read(locations).windows().get(0);
        int deleted = 0;
        for (ExportFile file : export.files()) {
            if (kind == Kind.INCREMENTAL || file.itemCount() == 0) {
                Files.delete(exports.get(0).resolve(file.name()));
                deleted++;
            }
        }
        return deleted;
    }

    private static Map<String, List<String>> byItem(List<String> entries) {
        return entries.stream()
                .collect(
                        Collectors.groupingBy(
                                entry -> entry.substring(0, entry.indexOf(' ')),
                                TreeMap::new,
                                Collectors.toList()));
    }

    /** Of each item its changes, in the order of the windows. */
    private static Map<String, List<String>> expected(Kind kind) {
        List<String> entries = new ArrayList<>();
        if (kind == Kind.FULL) {
            IntStream.range(0, ExportedScene.ITEMS)
                    .forEach(i -> entries.add("item-" + i + " exported"));
            return byItem(entries);
        }
        for (int i = 0; i < ExportedScene.CHANGED_ITEMS; i++) {
            for (int window = 0; window < ExportedScene.WINDOWS; window++) {
                String event = ExportedScene.isDeleted(i, window) ? "REMOVE" : "MODIFY";
                entries.add("item-" + i + " " + window + (window == 0 ? " INSERT" : " " + event));
            }
        }
        return byItem(entries);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    @EnabledIfSystemProperty(named = "savepoints.write", matches = ".+")
    void aNewSavepointIsTaken(Kind kind) throws Exception {
        String name = "new-savepoint-of-" + kind;
        List<Path> exports = ExportedScene.unpack(kind.exports(), bucket).folders();
        int before = kind == Kind.FULL ? 0 : ExportedScene.CHANGED_ITEMS;
        int out = before + kind.begun * LINES_OF_A_CHUNK;
        StandingFiles.standAfter(kind.bytesUntilItStands);
        JobClient job = run(name, kind, exports, 1, null);
        Awaitility.await()
                .atMost(ScannedScene.PATIENCE)
                .untilAsserted(
                        () -> {
                            assertThat(StandingFiles.standing())
                                    .isEqualTo(Math.min(kind.begun, THREADS));
                            assertThat(Journal.read(name)).hasSize(out);
                        });

        SavepointFixture.take(
                job, kind.state + "-v" + new EnumeratorStateSerializer().getVersion(), folder);

        assertThat(Journal.read(name)).hasSize(out);
    }

    @Test
    @EnabledIfSystemProperty(named = "exports.write", matches = ".+")
    void newExportsAreWritten() throws IOException {
        Path target = Path.of(System.getProperty("exports.write"));
        ExportedScene.writeFull(target.resolve("full.zip"), folder);
        ExportedScene.writeIncremental(target.resolve("incremental.zip"), bucket);

        assertThat(target.resolve("full.zip")).isNotEmptyFile();
        assertThat(target.resolve("incremental.zip")).isNotEmptyFile();
    }

    private static JobClient run(
            String name, Kind kind, List<Path> exports, int parallelism, String savepoint)
            throws Exception {
        List<String> folders =
                exports.stream().map(export -> "standing://" + export).collect(Collectors.toList());
        DynamoDbStreamsSourceBuilder<String> builder =
                DynamoDbStreamsSource.<String>builder()
                        .setTableName("orders")
                        .setDeserializer(new ItemAndWindow());
        if (kind == Kind.FULL) {
            builder.setStartupPosition(StartupPosition.snapshot())
                    .set(DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT, folders.get(0));
            return SavepointFixture.run(builder.build(), name, parallelism, savepoint);
        }
        builder.setStartupPosition(StartupPosition.incrementalExport())
                .set(DynamoDbStreamsSourceOptions.INCREMENTAL_EXPORT_FOLDERS, folders);
        return SavepointFixture.runWithCheckpoints(builder.build(), name, parallelism, savepoint);
    }

    /** Of a change also when and how the item was changed. */
    private static final class ItemAndWindow
            implements DynamoDbStreamsDeserializationSchema<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ChangeRecord record, Collector<String> out) {
            out.collect(
                    record.isSnapshot()
                            ? record.newImage().get("id").s() + " exported"
                            : record.keys().get("id").s()
                                    + " "
                                    + ExportedScene.windowOf(record.approximateCreationTime())
                                    + " "
                                    + record.eventName());
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }
}
