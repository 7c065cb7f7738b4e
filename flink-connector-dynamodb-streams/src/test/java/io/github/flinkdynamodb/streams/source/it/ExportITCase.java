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
package io.github.flinkdynamodb.streams.source.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.tools.simulator.export.ExportWriter;
import io.github.flinkdynamodb.tools.simulator.export.WrittenExport;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The items of an export, each once in the state, whatever happens meanwhile; then the job ends.
 * There is neither a service nor a region.
 */
@OnEachFlink
class ExportITCase {

    /** A file is inflated to several chunks, of which so many compressed bytes have the first. */
    private static final int BYTES_UNTIL_IT_STANDS = 900_000;

    private static final int PADDING = 1500;

    private static TestCluster cluster;

    @TempDir private Path bucket;
    private final List<String> expected = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(4);
    }

    @AfterEach
    void endJobs() throws Exception {
        StandingFiles.letGo();
        LocalJobs.cancelAll(cluster);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private WrittenExport write(int items, int padding) {
        Random random = new Random(1);
        List<Item> all = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            StringBuilder pad = new StringBuilder();
            random.ints(padding, 'A', 'z').filter(c -> c != '\\').forEach(pad::appendCodePoint);
            all.add(Item.builder().s("id", "o" + i).s("pad", pad.toString()).build());
            expected.add("o" + i);
        }
        return ExportWriter.into(bucket)
                .tableArn("arn:aws:dynamodb:eu-west-1:123456789012:table/orders")
                .files(3)
                .full(Instant.parse("2026-03-01T10:00:00Z"), all);
    }

    private static JobClient run(String name, Path folder, int parallelism, String savepoint)
            throws Exception {
        DynamoDbStreamsSource<String> source =
                DynamoDbStreamsSource.<String>builder()
                        .setTableName("orders")
                        .setStartupPosition(StartupPosition.snapshot())
                        .set(DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT, "standing://" + folder)
                        .setDeserializer(new Ids())
                        .build();
        return LocalJobs.submit(LocalJobs.environment(savepoint), name, source, parallelism);
    }

    /** The attribute "id" of an item; nobody has told the source which the key is. */
    private static final class Ids implements DynamoDbStreamsDeserializationSchema<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ChangeRecord record, Collector<String> out) {
            if (!record.isSnapshot() || !record.keys().json().utf8().equals("{}")) {
                throw new IllegalStateException("not an exported item: " + record);
            }
            out.collect(record.newImage().get("id").s());
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }

    @Test
    void everyItemIsReadOnceWithoutAServiceThroughAFailureAndRescalings() throws Exception {
        Path folder = write(6000, PADDING).folder();
        String name = "export-rescale";
        List<Integer> sizes = new ArrayList<>();
        String savepoint = null;
        for (int parallelism : new int[] {1, 3}) {
            StandingFiles.standAfter(BYTES_UNTIL_IT_STANDS);
            JobClient job = run(name, folder, parallelism, savepoint);
            SimulatedJobs.await("readings that stand", () -> StandingFiles.standing() == 3);
            SimulatedJobs.awaitEntries(name, 500);
            savepoint = LocalJobs.savepointOf(job, bucket.resolve("savepoints"));
            sizes.add(Journal.read(name).size());
            SimulatedJobs.await("readings that end", () -> StandingFiles.standing() == 0);
        }
        StandingFiles.standAfter(2 * BYTES_UNTIL_IT_STANDS / 3);
        JobClient job = run(name, folder, 2, savepoint);
        SimulatedJobs.await("readings that stand", () -> StandingFiles.standing() == 3);
        FailOnce.arm(name);
        StandingFiles.letGo();
        LocalJobs.awaitEnd(job);

        assertThat(sizes).allSatisfy(size -> assertThat(size).isBetween(500, 5900));
        assertThat(FailOnce.failures(name)).isEqualTo(1);
        assertThat(Journal.read(name)).containsExactlyInAnyOrderElementsOf(expected);
    }

    /**
     * The error is one of the job's failures, and mostly the last one: an event that meets the task
     * as it fails, the enumerator's or one of Flink's own, is lost, and Flink may report that
     * first.
     */
    @Test
    void aFileThatIsDamagedFailsTheJobNamingIt() throws Exception {
        WrittenExport export = write(100, 10);
        Path file = export.dataFiles().get(0);
        Files.write(file, new byte[] {1, 2, 3});

        JobClient job = run("export-damaged", export.folder(), 2, null);

        LocalJobs.awaitFailure(job);
        assertThat(cluster.failures(job))
                .contains("Cannot read file data/" + file.getFileName())
                .contains("it can't be inflated (Not in GZIP format); its MD5 is ");
    }
}
