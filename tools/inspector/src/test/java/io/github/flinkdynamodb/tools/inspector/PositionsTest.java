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

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorStateSerializer;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.positions.PositionsFormat;
import io.github.flinkdynamodb.streams.source.positions.ReadShard;
import io.github.flinkdynamodb.streams.source.positions.StartPositions;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Positions of savepoints of both sources. */
class PositionsTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Instant START = Instant.parse("2026-11-30T09:00:00Z");
    private static final String TAKEN = "2026-11-30T10:30:00Z";
    private static final String ARN =
            "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-11-01T00:00:00.000";

    private static final Path ROOT = Path.of(System.getProperty("project.root", "../.."));
    private static final Path APACHE = ROOT.resolve("docs/src/test/resources/apache");

    private static final ShardPosition OLDEST = ShardPosition.trimHorizon();

    @TempDir private Path folder;

    private static ShardPosition after(String number) {
        return ShardPosition.trimHorizon().advanceTo(SequenceNumber.of(number));
    }

    private static StartPositions read(Run run) {
        assertThat(run.exitCode).as(run.err).isZero();
        return PositionsFormat.read(run.out.getBytes(StandardCharsets.UTF_8));
    }

    private static EnumeratorState state(ShardState... shards) {
        return new EnumeratorState(ARN, START, true, List.of(shards));
    }

    private static ShardState known(String shard, String parent, ShardStatus status) {
        return new ShardState(shard, parent, status, null);
    }

    private static ShardSplit split(String shard, ShardPosition position) {
        return ShardSplit.of(ARN, shard, null, position);
    }

    @Test
    void positionsOfASavepointOfThisSource() throws Exception {
        Instant last = Instant.parse("2026-11-30T10:00:00Z");
        String savepoint =
                TestSavepoint.in(folder)
                        .source(
                                "orders",
                                state(
                                        known("done", null, ShardStatus.FINISHED),
                                        known("ended", "done", ShardStatus.ASSIGNED),
                                        known("reading", "done", ShardStatus.ASSIGNED),
                                        known("child", "reading", ShardStatus.WAITING)
                                                .beginningAfter(SequenceNumber.of("40"), last),
                                        known("overtaken", "done", ShardStatus.ASSIGNED),
                                        new ShardState("new", null, ShardStatus.READY, START)),
                                List.of(
                                        split("ended", after("30"))
                                                .at(after("30"), ShardSplit.Progress.ENDED)),
                                List.of(split("reading", after("17")).withLastRecordTime(last)))
                        .write();

        StartPositions positions = read(Run.at(NOW, "positions", "--taken-at", TAKEN, savepoint));

        assertThat(positions.streamArn()).isEqualTo(ARN);
        assertThat(positions.takenAt()).contains(Instant.parse(TAKEN));
        assertThat(positions.takenFrom().orElseThrow()).startsWith("a savepoint, file:");
        assertThat(positions.shards().values())
                .containsExactlyInAnyOrder(
                        ReadShard.finished("done", null),
                        ReadShard.finished("ended", null),
                        ReadShard.upTo("reading", null, after("17"), last),
                        ReadShard.upTo("child", "reading", after("40"), last),
                        ReadShard.upTo("overtaken", "done", ShardPosition.trimHorizon(), null),
                        ReadShard.upTo("new", null, ShardPosition.trimHorizon(START), null));
    }

    @Test
    void aSourceIsChosenByItsUid() throws Exception {
        String savepoint =
                TestSavepoint.in(folder)
                        .source("a", state(known("of a", null, ShardStatus.READY)), List.of())
                        .source("b", state(known("of b", null, ShardStatus.READY)), List.of())
                        .write();

        assertThat(read(Run.at(NOW, "positions", "--source", "b", savepoint)).shards())
                .containsOnlyKeys("of b");
        assertThat(Run.at(NOW, "positions", savepoint).err)
                .contains("several sources", "choose one with --source, of a, b");
        assertThat(Run.at(NOW, "positions", "--source", "c", savepoint).err)
                .contains("The savepoint has no source c");
    }

    @Test
    void aSourceThatCanNotBeReadIsOneOfSeveral() throws Exception {
        byte[] newer = new EnumeratorStateSerializer().serialize(state());
        String savepoint =
                TestSavepoint.in(folder)
                        .operator("newer", 99, newer, List.of())
                        .source("a", state(known("of a", null, ShardStatus.READY)), List.of())
                        .write();

        Run any = Run.at(NOW, "positions", savepoint);
        assertThat(any.exitCode).isEqualTo(1);
        assertThat(any.err).contains("several sources", "choose one with --source, of a, newer");
        Run wanted = Run.at(NOW, "positions", "--source", "newer", savepoint);
        assertThat(wanted.exitCode).isEqualTo(1);
        assertThat(wanted.err).contains("state of version 99");
        assertThat(read(Run.at(NOW, "positions", "--source", "a", savepoint)).shards())
                .containsOnlyKeys("of a");
    }

    @Test
    void aMissingFileOfASourceBesideApachesIsNamed() throws Exception {
        byte[] apache =
                ApacheBytes.enumerator(
                        List.of(ApacheBytes.split("a", "TRIM_HORIZON", null)),
                        ApacheBytes.UNASSIGNED);
        String savepoint =
                TestSavepoint.in(folder)
                        .operator("apache", 0, apache, List.of(List.of()))
                        .withFiles()
                        .source(
                                "ours",
                                state(known("one", null, ShardStatus.ASSIGNED)),
                                List.of(split("one", after("17"))))
                        .write();
        assertThat(Run.at(NOW, "positions", savepoint).err)
                .as("Apache's is named once")
                .contains("several sources", "of apache, ours");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.collect(Collectors.toList())) {
                if (!file.endsWith("_metadata")) {
                    Files.delete(file);
                }
            }
        }

        Run run = Run.at(NOW, "positions", savepoint);

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.out).isEmpty();
        assertThat(run.err).contains("which the metadata names, doesn't exist here");
    }

    @Test
    void aFileIsWrittenAndWhatItIsIsSaid() throws Exception {
        String savepoint =
                TestSavepoint.in(folder)
                        .source("a", state(known("one", null, ShardStatus.READY)), List.of())
                        .write();
        Path file = folder.resolve("positions.json");

        Run run = Run.at(NOW, "positions", "--out", file.toString(), savepoint);

        assertThat(run.out).isEmpty();
        assertThat(run.err.strip())
                .isEqualTo("1 shards of " + ARN + ": 1 to be read on, 0 finished");
        assertThat(PositionsFormat.read(Files.readAllBytes(file)).shards()).containsOnlyKeys("one");
    }

    @Test
    void aFileIsReplacedAsAWhole() throws Exception {
        String savepoint =
                TestSavepoint.in(folder)
                        .source("a", state(known("one", null, ShardStatus.READY)), List.of())
                        .write();
        Path file = Files.writeString(folder.resolve("x.json"), "old");
        Path part = Files.createDirectory(folder.resolve("x.json.part"));

        Run run = Run.at(NOW, "positions", "--out", file.toString(), savepoint);

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.err).startsWith(file + " can't be written: ");
        assertThat(file).hasContent("old");

        Files.delete(part);
        assertThat(Run.at(NOW, "positions", "--out", file.toString(), savepoint).exitCode).isZero();
        assertThat(PositionsFormat.read(Files.readAllBytes(file)).shards()).containsOnlyKeys("one");
        assertThat(part).doesNotExist();
    }

    /** Such as the standard output. */
    @Test
    void aLinkIsWrittenToAsItIs() throws Exception {
        String savepoint =
                TestSavepoint.in(folder)
                        .source("a", state(known("one", null, ShardStatus.READY)), List.of())
                        .write();
        Path file = Files.writeString(folder.resolve("x.json"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), file);

        assertThat(Run.at(NOW, "positions", "--out", link.toString(), savepoint).exitCode).isZero();

        assertThat(link).isSymbolicLink();
        assertThat(PositionsFormat.read(Files.readAllBytes(file)).shards()).containsOnlyKeys("one");
    }

    @Test
    void anOutputThatCanNotBeWrittenIsAnError() throws Exception {
        String savepoint =
                TestSavepoint.in(folder)
                        .source("a", state(known("one", null, ShardStatus.READY)), List.of())
                        .write();
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("No space left on device");
                    }
                };

        Run positions = Run.into(full, NOW, "positions", savepoint);
        assertThat(positions.exitCode).isEqualTo(1);
        assertThat(positions.err).contains("The output couldn't be written");
        Run report = Run.into(full, NOW, "--json", savepoint);
        assertThat(report.exitCode).isEqualTo(1);
        assertThat(report.err.strip()).isEqualTo("The output couldn't be written");
        assertThat(Run.into(OutputStream.nullOutputStream(), NOW, "--json", savepoint).exitCode)
                .isZero();
    }

    @Test
    void aSourceThatStopsSomewhereHasNoPositions() throws Exception {
        String savepoint =
                TestSavepoint.in(folder)
                        .source(
                                "orders",
                                state(known("a", null, ShardStatus.ASSIGNED)),
                                List.of(split("a", after("17")).withStopAt(NOW)))
                        .write();

        assertThat(Run.at(NOW, "positions", savepoint).err)
                .startsWith("The source reads up to 2026-11-30T12:00:00Z only");
    }

    @Test
    void aSourceThatHasntListedItsStreamHasNoPositions() throws Exception {
        EnumeratorState state =
                new EnumeratorState(
                        ARN, START, false, List.of(known("a", null, ShardStatus.READY)));
        String savepoint = TestSavepoint.in(folder).source("orders", state, List.of()).write();

        assertThat(Run.at(NOW, "positions", savepoint).err)
                .startsWith("The source hasn't listed all shards of its stream yet");
    }

    @Test
    void theFileOfThePageIsOneOfPositions() throws Exception {
        String page = Files.readString(ROOT.resolve("docs/migrating.md"));
        String begin = "```json\n";
        int from = page.indexOf(begin) + begin.length();
        String file = page.substring(from, page.indexOf("```", from));

        assertThat(PositionsFormat.read(file.getBytes(StandardCharsets.UTF_8)).shards()).hasSize(4);
    }

    /** Taken by a job; its scene is that of {@code TakeoverITCase}. */
    @Test
    void positionsOfASavepointOfApachesSource() {
        StartPositions positions =
                read(Run.at(NOW, "positions", APACHE.resolve("trim-horizon").toString()));

        assertThat(positions.streamArn())
                .isEqualTo(
                        "arn:aws:dynamodb:us-east-1:000000000000:table/orders"
                                + "/stream/2026-11-30T10:00:00.000");
        assertThat(positions.takenFrom().orElseThrow()).contains("Apache's DynamoDbStreamsSource");
        assertThat(positions.shards()).hasSize(9);
        assertThat(positions.shards().values()).filteredOn(ReadShard::isFinished).hasSize(3);
        assertThat(positions.shards().values())
                .filteredOn(shard -> shard.position().equals(Optional.of(OLDEST)))
                .as("children of a shard that was read to its end as the job stopped")
                .hasSize(2)
                .allSatisfy(
                        shard ->
                                assertThat(shard.parentShardId())
                                        .contains("shardId-00000001796032860000-6079e4d3"));
        assertThat(positions.shards().get("shardId-00000001796032860000-0194476b"))
                .satisfies(
                        shard ->
                                assertThat(shard.parentShardId())
                                        .contains("shardId-00000001796032800000-f9a47fc2"));
    }

    /** A shard at "latest" has returned nothing since the start, a minute before 23:00. */
    @Test
    void apachesLatestIsTheTimeOfItsStart() {
        StartPositions positions =
                read(Run.at(NOW, "positions", APACHE.resolve("latest").toString()));

        assertThat(positions.shards()).hasSize(5);
        assertThat(positions.shards().values())
                .filteredOn(shard -> shard.position().get().after().isPresent())
                .hasSize(1);
        assertThat(positions.shards().values())
                .filteredOn(shard -> shard.position().get().notBefore().isPresent())
                .hasSize(4)
                .allSatisfy(
                        shard ->
                                assertThat(shard.position().get().notBefore().get())
                                        .isBetween("2026-11-30T22:00:00Z", "2026-11-30T23:30:00Z"));
    }

    @Test
    void aShardThatApachesReadersHaveLostIsAnError() throws Exception {
        String savepoint =
                TestSavepoint.in(folder)
                        .operator(
                                "apache",
                                0,
                                ApacheBytes.enumerator(
                                        List.of(ApacheBytes.split("a", "TRIM_HORIZON", null)),
                                        ApacheBytes.ASSIGNED),
                                List.of(List.of()))
                        .write();

        assertThat(Run.at(NOW, "positions", savepoint).err)
                .startsWith("a was assigned to a reader, but no reader has it");
    }

    @Test
    void apachesShardsOfEachKind() throws Exception {
        String savepoint =
                TestSavepoint.in(folder)
                        .operator(
                                "apache",
                                0,
                                ApacheBytes.enumerator(
                                        List.of(
                                                ApacheBytes.split("a", "TRIM_HORIZON", null),
                                                ApacheBytes.split("b", "LATEST", null)),
                                        ApacheBytes.UNASSIGNED),
                                List.of(
                                        List.of(
                                                ApacheBytes.versioned(
                                                        ApacheBytes.finished("c", "d", "e")),
                                                ApacheBytes.versioned(
                                                        ApacheBytes.split(
                                                                "a",
                                                                "AFTER_SEQUENCE_NUMBER",
                                                                "17")))))
                        .write();

        StartPositions positions = read(Run.at(NOW, "positions", savepoint));

        Instant latest = ApacheBytes.START.minusSeconds(60);
        assertThat(positions.shards().values())
                .containsExactlyInAnyOrder(
                        ReadShard.upTo("a", null, after("17"), null),
                        ReadShard.upTo("b", null, ShardPosition.trimHorizon(latest), null),
                        ReadShard.finished("c", null),
                        ReadShard.upTo("d", "c", ShardPosition.trimHorizon(), null),
                        ReadShard.upTo("e", "c", ShardPosition.trimHorizon(), null));
    }

    @Test
    void aReportOfApachesSavepointNamesThisCommand() throws Exception {
        byte[] state =
                ApacheBytes.enumerator(
                        List.of(ApacheBytes.split("a", "TRIM_HORIZON", null)),
                        ApacheBytes.UNASSIGNED);
        String savepoint =
                TestSavepoint.in(folder).operator("apache", 0, state, List.of(List.of())).write();

        Run report = Run.at(NOW, savepoint);

        assertThat(report.exitCode).isEqualTo(1);
        assertThat(report.err)
                .contains("has the state of Apache's DynamoDbStreamsSource")
                .contains("'tools/inspector/run positions' writes the positions");
    }

    @Test
    void aNewerFormatOfApachesIsNamed() throws Exception {
        byte[] state =
                ApacheBytes.enumerator(
                        List.of(ApacheBytes.split("a", "LATEST", null)), ApacheBytes.UNASSIGNED);
        state[7] = 3;
        String savepoint =
                TestSavepoint.in(folder).operator("apache", 0, state, List.of(List.of())).write();

        assertThat(Run.at(NOW, "positions", savepoint).err)
                .contains("may be that of Apache's DynamoDbStreamsSource")
                .contains("the version of its splits is 3");
    }
}
