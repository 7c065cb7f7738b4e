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

import io.github.flinkdynamodb.streams.client.ExportRequest;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.enumerator.AskedExport;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorStateSerializer;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from savepoints, where it may lie, and what is said of those that can't be read. */
class SavepointsTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final String ARN =
            "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-11-01T00:00:00.000";

    @TempDir private Path folder;

    private static ShardSplit split(String shard, String after, String lastRecord) {
        return ShardSplit.of(
                        ARN,
                        shard,
                        null,
                        ShardPosition.trimHorizon().advanceTo(SequenceNumber.of(after)))
                .withLastRecordTime(Instant.parse(lastRecord));
    }

    private static EnumeratorState state(ShardState... shards) {
        return new EnumeratorState(
                ARN, Instant.parse("2026-11-01T00:00:00Z"), true, List.of(shards));
    }

    private static ShardState assigned(String shard) {
        return new ShardState(shard, null, ShardStatus.ASSIGNED, null);
    }

    private static void move(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.isRegularFile(file)) {
                    Files.move(file, to.resolve(file.getFileName()));
                }
            }
        }
    }

    @Test
    void severalSourcesOfAJobAreToldApartByTheirUids() throws Exception {
        String savepoint =
                TestSavepoint.in(folder)
                        .source(
                                "orders",
                                state(assigned("shard-a"), assigned("shard-b")),
                                List.of(split("shard-a", "17", "2026-11-30T11:00:00Z")),
                                List.of(split("shard-b", "18", "2026-11-30T10:00:00Z")))
                        .operatorWithoutState("sink")
                        .source("parcels", state())
                        .write();

        Run run = Run.at(NOW, savepoint);

        assertThat(run.exitCode).isZero();
        assertThat(run.out)
                .contains("uid orders, 2 subtasks")
                .contains("uid parcels, 1 subtask")
                .containsPattern("shard-b +reading +1 +after 18 ")
                .contains("in 3 operators");
        assertThat(run.out.indexOf("shard-b "))
                .as("the oldest position comes first")
                .isLessThan(run.out.indexOf("shard-a "));
    }

    @Test
    void stateInFilesIsReadAlsoAfterTheFolderHasMoved() throws Exception {
        TestSavepoint.in(folder)
                .withFiles()
                .source(
                        "orders",
                        state(assigned("shard-a")),
                        List.of(split("shard-a", "17", "2026-11-30T11:00:00Z")))
                .write();
        Path elsewhere = folder.resolve("elsewhere");
        move(folder, elsewhere);

        Run run = Run.at(NOW, elsewhere.toString());

        assertThat(elsewhere).isDirectoryContaining(file -> !file.endsWith("_metadata"));
        assertThat(run.out).containsPattern("shard-a +reading +0 +after 17 ");
    }

    @Test
    void filesThatAreNamedByTheirWholePathAreLookedForBesideTheMetadata() throws Exception {
        TestSavepoint.in(folder)
                .withFilesByWholePaths()
                .source(
                        "orders",
                        state(assigned("shard-a")),
                        List.of(split("shard-a", "17", "2026-11-30T11:00:00Z")))
                .write();
        Path elsewhere = folder.resolve("elsewhere");
        move(folder, elsewhere);

        assertThat(Run.at(NOW, elsewhere.toString()).out)
                .containsPattern("shard-a +reading +0 +after 17 ");
    }

    @Test
    void aFileThatIsMissingIsNamed() throws Exception {
        TestSavepoint.in(folder)
                .withFiles()
                .source("orders", state(), List.of(split("shard-a", "1", "2026-11-30T11:00:00Z")))
                .write();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!file.endsWith("_metadata")) {
                    Files.delete(file);
                }
            }
        }

        Run run = Run.at(NOW, folder.toString());

        assertFails(run, "which the metadata names, doesn't exist here or beside the metadata");
    }

    private static void assertFails(Run run, String reason) {
        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.out).isEmpty();
        assertThat(run.err).contains(reason).hasLineCount(1);
    }

    @Test
    void anExportThatIsWaitedForIsTold() throws Exception {
        EnumeratorState waiting =
                state().withAskedExport(
                                new AskedExport(
                                        ExportRequest.of(
                                                        "arn:aws:dynamodb:eu-west-1:1:table/orders",
                                                        "bucket",
                                                        "",
                                                        null,
                                                        null)
                                                .withToken("token"),
                                        Instant.parse("2026-11-30T11:50:00Z"),
                                        null));
        String savepoint = TestSavepoint.in(folder).source("orders", waiting).write();

        assertThat(Run.at(NOW, savepoint).out)
                .contains(
                        "waits for an export of arn:aws:dynamodb:eu-west-1:1:table/orders, asked"
                                + " for at 2026-11-30 11:50:00Z");
    }

    @Test
    void aQuietShardThatIsKnownToBeReadIsNotOld() throws Exception {
        ShardSplit quiet =
                split("shard-a", "17", "2026-11-20T11:00:00Z")
                        .withReadUpTo(Instant.parse("2026-11-30T11:30:00Z"));
        String savepoint =
                TestSavepoint.in(folder)
                        .source("orders", state(assigned("shard-a")), List.of(quiet))
                        .write();

        assertThat(Run.at(NOW, savepoint).out)
                .contains("2026-11-20 11:00:00Z, all up to 2026-11-30 11:30:00Z")
                .contains("By its age, all can be read for another 23 h 30 min.");
    }

    @Test
    void aShardThatNobodyHoldsThoughItWasAssignedIsTold() throws Exception {
        String savepoint =
                TestSavepoint.in(folder).source("orders", state(assigned("shard-a"))).write();

        assertThat(Run.at(NOW, savepoint).out).containsPattern("shard-a +unheld +- ");
    }

    @Test
    void stateOfOtherSourcesIsNotTakenForOurs() throws Exception {
        byte[] withoutPartitions = new byte[5];
        String savepoint =
                TestSavepoint.in(folder)
                        .operator("other", 2, withoutPartitions, List.of())
                        .operator("text", 1, bytes("splits of files"), List.of())
                        .source("orders", state())
                        .write();

        Run run = Run.at(NOW, savepoint);

        assertThat(run.out).contains("uid orders").doesNotContain("uid other", "uid text");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aJobWithoutASourceOfOursIsRefused() throws Exception {
        String savepoint = TestSavepoint.in(folder).operatorWithoutState("sink").write();

        assertFails(
                Run.at(NOW, savepoint),
                "has the state of 1 operators, but not of a source of this connector");
    }

    @Test
    void aVersionThatIsNewerThanTheToolIsRefusedWithIt() throws Exception {
        byte[] state = new EnumeratorStateSerializer().serialize(state());
        String savepoint =
                TestSavepoint.in(folder).operator("orders", 99, state, List.of()).write();

        Run run = Run.at(NOW, savepoint);

        assertFails(run, "Can't read an enumerator's state of version 99");
        assertThat(run.err).contains("(Source: orders)");
    }

    @Test
    void besideAStateThatCanBeReadANewerOneIsANote() throws Exception {
        byte[] state = new EnumeratorStateSerializer().serialize(state());
        String savepoint =
                TestSavepoint.in(folder)
                        .operator("newer", 99, state, List.of())
                        .source("orders", state())
                        .write();

        Run run = Run.at(NOW, savepoint);

        assertThat(run.exitCode).isZero();
        assertThat(run.out).contains("uid orders").contains("state of version 99");
    }

    @Test
    void splitsThatAreDamagedAreTold() throws Exception {
        byte[] state = new EnumeratorStateSerializer().serialize(state());
        byte[] split = {0, 0, 0, 1, 0, 0, 0, 2, 1, 99};
        String savepoint =
                TestSavepoint.in(folder)
                        .operator("orders", 2, state, List.of(List.of(split)))
                        .write();

        assertFails(Run.at(NOW, savepoint), "(Source: orders) names DynamoDB, but");
    }

    @Test
    void whatIsNotASavepointIsRefused() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "not a savepoint, but a text");
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertFails(
                Run.at(NOW, text.toString()), "isn't the metadata of a savepoint or checkpoint");
        assertFails(Run.at(NOW, empty.toString()), "has no file _metadata");
        assertFails(Run.at(NOW, folder.resolve("none").toString()), "doesn't exist");
        assertFails(Run.at(NOW, "nowhere://bucket/savepoint"), "There is no file system for");
    }

    @Test
    void aFolderOfCheckpointsNamesTheNewestOne() throws Exception {
        Path checkpoint = Files.createDirectory(folder.resolve("chk-7"));
        TestSavepoint.in(checkpoint).source("orders", state()).write();

        Run run = Run.at(NOW, folder.toString());

        assertFails(run, "chk-7 has one");
    }

    @Test
    void metadataThatIsCutOffIsRefused() throws Exception {
        TestSavepoint.in(folder)
                .source("orders", state(), List.of(split("shard-a", "1", "2026-11-30T11:00:00Z")))
                .write();
        byte[] whole = Files.readAllBytes(folder.resolve("_metadata"));
        for (int length : new int[] {3, 7, 40, whole.length / 2}) {
            Files.write(folder.resolve("_metadata"), Arrays.copyOf(whole, length));

            assertFails(Run.at(NOW, folder.toString()), "is damaged or incomplete");
        }
    }

    @Test
    void aNewerVersionOfFlinksFormatIsRefusedWithIt() throws Exception {
        TestSavepoint.in(folder).source("orders", state()).write();
        byte[] bytes = Files.readAllBytes(folder.resolve("_metadata"));
        bytes[7] = 99;
        Files.write(folder.resolve("_metadata"), bytes);

        assertFails(Run.at(NOW, folder.toString()), "which this tool contains");
    }
}
