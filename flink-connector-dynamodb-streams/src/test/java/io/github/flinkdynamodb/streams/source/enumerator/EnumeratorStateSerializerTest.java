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
package io.github.flinkdynamodb.streams.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ExportRequest;
import io.github.flinkdynamodb.streams.source.config.ScanConfig.Overlap;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.TableExport;
import io.github.flinkdynamodb.streams.source.state.StateExamples;
import java.io.IOException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@OnEachFlink
class EnumeratorStateSerializerTest {

    private static final Instant START = Instant.parse("2026-11-23T02:00:00.5Z");

    private static final CharsetEncoder UTF_8 = StandardCharsets.UTF_8.newEncoder();

    private final EnumeratorStateSerializer serializer = new EnumeratorStateSerializer();

    @Property
    void everyStateIsReadAsItWasWritten(@ForAll("states") EnumeratorState state)
            throws IOException {
        byte[] bytes = serializer.serialize(state);

        EnumeratorState read = serializer.deserialize(2, bytes);

        assertThat(read).isEqualTo(state);
    }

    @Provide
    Arbitrary<EnumeratorState> states() {
        Arbitrary<String> ids = Arbitraries.integers().between(0, 60).map(i -> "shardId-" + i);
        Arbitrary<Instant> instants =
                Arbitraries.oneOf(
                        Arbitraries.of(Instant.EPOCH, START),
                        Arbitraries.longs().map(Instant::ofEpochMilli));
        Arbitrary<ShardState> shards =
                Combinators.combine(
                                ids,
                                ids.injectNull(0.3),
                                Arbitraries.of(ShardStatus.class),
                                instants.injectNull(0.5))
                        .as(EnumeratorStateSerializerTest::shard);
        return Combinators.combine(
                        Arbitraries.strings().alpha().ofMaxLength(200).injectNull(0.2),
                        instants,
                        Arbitraries.of(true, false),
                        shards.list().ofMaxSize(60).uniqueElements(ShardState::shardId),
                        scans().injectNull(0.3))
                .as(
                        (arn, startedAt, listed, known, scan) ->
                                waiting(
                                        new EnumeratorState(arn, startedAt, listed, known)
                                                .withScan(scan)));
    }

    /** Half of the states without a scan wait for an export. */
    private static EnumeratorState waiting(EnumeratorState state) {
        if (state.scan().isPresent() || !state.listedOnce()) {
            return state;
        }
        String text = state.streamArn().orElse("");
        ExportRequest request =
                ExportRequest.of("table", text, text, null, "k" + text).withToken("t" + text);
        return state.withAskedExport(
                new AskedExport(request, state.startedAt(), text.isEmpty() ? null : text));
    }

    private static Arbitrary<ScanState> scans() {
        Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(20).filter(UTF_8::canEncode);
        return Combinators.combine(
                        Arbitraries.of(ScanPhase.SCANNING, ScanPhase.SCANNED, ScanPhase.OVER),
                        texts,
                        texts.list().ofMinSize(1).ofMaxSize(2),
                        Arbitraries.of(true, false),
                        Arbitraries.of(0, 1, 2).list().ofMinSize(1).ofMaxSize(40),
                        Arbitraries.of(Overlap.class))
                .as(
                        (phase, text, keys, consistent, segments, overlap) ->
                                overlapping(
                                        scan(phase, text, keys, consistent, segments), overlap));
    }

    private static ScanState overlapping(ScanState scan, Overlap overlap) {
        return overlap == Overlap.NONE ? scan : scan.withOverlap(overlap, START);
    }

    private static ScanState scan(
            ScanPhase phase,
            String text,
            List<String> keys,
            boolean consistent,
            List<Integer> segments) {
        BitSet finished = new BitSet();
        BitSet held = new BitSet();
        for (int i = 0; i < segments.size(); i++) {
            finished.set(i, segments.get(i) == 1);
            held.set(i, segments.get(i) == 2);
        }
        ScannedTable table =
                text.length() % 2 == 0
                        ? new ScannedTable(text, "arn " + text, keys, segments.size(), consistent)
                        : ScannedTable.exported(
                                text,
                                "arn " + text,
                                consistent ? List.of() : keys,
                                segments.size(),
                                new TableExport("export " + text, START, text));
        return new ScanState(phase, table, text + " id", finished, held);
    }

    /** Without a circle: a parent has the smaller number. */
    private static ShardState shard(
            String id, String parent, ShardStatus status, Instant notBefore) {
        boolean older = parent != null && parent.compareTo(id) < 0;
        return new ShardState(id, older ? parent : null, status, notBefore);
    }

    static Stream<EnumeratorState> examples() {
        return StateExamples.enumeratorStates().values().stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyTruncationFails(EnumeratorState state) throws IOException {
        byte[] bytes = serializer.serialize(state);

        for (int length = 0; length < bytes.length; length++) {
            byte[] truncated = Arrays.copyOf(bytes, length);
            assertThatIOException()
                    .as("%s of %s bytes", length, bytes.length)
                    .isThrownBy(() -> serializer.deserialize(2, truncated))
                    .withMessageStartingWith("Can't read the enumerator's state (version 2")
                    .withMessageContaining("found");
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aTrailingByteFails(EnumeratorState state) throws IOException {
        byte[] bytes = serializer.serialize(state);
        byte[] lengthened = Arrays.copyOf(bytes, bytes.length + 1);

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(2, lengthened))
                .withMessageContaining("end: found 1 more bytes, expected 0");
    }

    @Property
    void aChangedByteGivesAnotherStateOrAnIoException(@ForAll int position, @ForAll byte value)
            throws IOException {
        EnumeratorState state = StateExamples.enumeratorStates().get("enumerator-v1-shards.bin");
        byte[] changed = serializer.serialize(state);
        int changedAt = Math.floorMod(position, changed.length);
        boolean same = changed[changedAt] == value;
        changed[changedAt] = value;

        try {
            assertThat(serializer.deserialize(2, changed).equals(state)).isEqualTo(same);
        } catch (IOException expected) {
            assertThat(expected).hasMessageStartingWith("Can't read the enumerator's state");
        }
    }

    @Property
    void arbitraryBytesGiveAStateOrAnIoException(@ForAll byte[] bytes) {
        try {
            assertThat(serializer.deserialize(2, bytes)).isNotNull();
        } catch (IOException expected) {
            assertThat(expected).hasMessageStartingWith("Can't read the enumerator's state");
        }
    }

    @Test
    void anUnknownVersionFailsNamingBothVersions() {
        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(0, new byte[0]))
                .withMessageStartingWith(
                        "Can't read an enumerator's state of version 0: this release of the"
                                + " connector supports versions 1 and 2");
    }

    @Test
    void anUnknownStatusFails() throws IOException {
        byte[] bytes = oneShard();
        bytes[bytes.length - 2] = 4;

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(2, bytes))
                .withMessageContaining("status of a shard: found the code 4, expected 0 to 3");
    }

    @Test
    void aFilledReservedBlockOfVersion1Fails() throws IOException {
        byte[] bytes = oneShard();
        bytes[bytes.length - 1] = 5;

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(1, bytes))
                .withMessageContaining("reserved block: found 5 bytes, expected 0");
    }

    @Test
    void aSegmentThatIsReadAndHeldFails() throws IOException {
        byte[] bytes = scanOf(3, 2);
        bytes[bytes.length - 1] = 1;

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(2, bytes))
                .withMessageContaining("segments that readers hold: found one that has been read");
    }

    @Test
    void aSegmentBeyondTheLastOneFails() throws IOException {
        byte[] bytes = scanOf(3, 2);
        bytes[bytes.length - 1] = 8;

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(2, bytes))
                .withMessageContaining("segments that readers hold: found segment 3 of 3");
    }

    @Test
    void anUnknownPhaseOfTheScanFails() throws IOException {
        byte[] bytes = scanOf(3, 2);
        int phase = indexOf(bytes, (byte) 't') - 2;
        bytes[phase] = 0;

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(2, bytes))
                .withMessageContaining("phase of the scan: found the code 0, expected 1 to 3");
    }

    @Test
    void changesThatAreHeldBackAndReconciledFail() throws IOException {
        byte[] bytes = scanOf(3, 2);
        int flags = indexOf(bytes, (byte) 't') - 3;
        bytes[flags] = 2 | 4;

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(2, bytes))
                .withMessageContaining("flags of the scan: found 2 and 4, expected one of them");
    }

    @Test
    void aMillionSegmentsCostAQuarterOfAMegabyte() throws IOException {
        assertThat(scanOf(1_000_000, 999_999)).hasSizeLessThan(250_100);
    }

    /** The state of a scan whose segment 0 has been read, and of which one more is held. */
    private byte[] scanOf(int total, int held) throws IOException {
        BitSet finished = new BitSet();
        finished.set(0);
        BitSet others = new BitSet();
        others.set(held);
        ScannedTable table = new ScannedTable("t", "arn", List.of("id"), total, true);
        return serializer.serialize(
                state().withScan(new ScanState(ScanPhase.SCANNING, table, "1", finished, others)));
    }

    @Test
    void aParentOutsideOfTheListFails() throws IOException {
        byte[] bytes =
                serializer.serialize(state(new ShardState("a", "a", ShardStatus.READY, null)));
        bytes[bytes.length - 2] = 1;

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(2, bytes))
                .withMessageContaining("index of the parent shard: found 1, expected 0 to 0");
    }

    @Test
    void shardsThatAreTheirOwnAncestorsFail() throws IOException {
        byte[] alone =
                serializer.serialize(state(new ShardState("a", "a", ShardStatus.WAITING, null)));
        byte[] circle =
                serializer.serialize(
                        state(
                                new ShardState("x", null, ShardStatus.FINISHED, null),
                                new ShardState("a", "c", ShardStatus.WAITING, null),
                                new ShardState("b", "a", ShardStatus.WAITING, null),
                                new ShardState("c", "b", ShardStatus.WAITING, null)));

        for (byte[] bytes : List.of(alone, circle)) {
            assertThatIOException()
                    .isThrownBy(() -> serializer.deserialize(2, bytes))
                    .withMessageContaining("parents of the shards: found a before itself");
        }
    }

    @Test
    void aParentSpelledOutThoughItIsInTheListFails() throws IOException {
        byte[] bytes =
                serializer.serialize(
                        state(
                                new ShardState("a", null, ShardStatus.FINISHED, null),
                                new ShardState("b", "c", ShardStatus.WAITING, null)));
        bytes[bytes.length - 2] = 'a';

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(2, bytes))
                .withMessageContaining("parent shard id: found the id of a shard in the list");
    }

    @Test
    void theMomentOfTheShardBeforeWrittenAgainFails() throws IOException {
        Instant other = START.plusNanos(1);
        byte[] bytes =
                serializer.serialize(
                        state(
                                new ShardState("a", null, ShardStatus.FINISHED, START),
                                new ShardState("b", null, ShardStatus.FINISHED, other)));
        byte[] moment = serializer.serialize(state());
        int length = moment.length - 3;
        System.arraycopy(moment, 1, bytes, bytes.length - 1 - length, length);

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(2, bytes))
                .withMessageContaining("'not before' time: found that of the shard before");
    }

    @Test
    void twoParentsOfOneShardFail() throws IOException {
        byte[] bytes = oneShard();
        bytes[bytes.length - 3] = 3;

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(2, bytes))
                .withMessageContaining("found two parents");
    }

    @Test
    void aMomentTakenFromNoShardFails() throws IOException {
        byte[] bytes = oneShard();
        bytes[bytes.length - 3] = 8;

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(2, bytes))
                .withMessageContaining("the 'not before' time of a shard that has none");
    }

    @Test
    void anAbsurdNumberOfShardsFailsWithoutAllocatingForThem() throws IOException {
        byte[] empty = serializer.serialize(state());
        byte[] absurd = Arrays.copyOf(empty, empty.length + 3);
        Arrays.fill(absurd, empty.length - 2, absurd.length - 1, (byte) 0xFF);
        absurd[absurd.length - 1] = 7;

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(2, absurd))
                .withMessageContaining("number of shards: found 2147483647");
    }

    @Test
    void oneShardTwiceIsNeitherWrittenNorRead() throws IOException {
        ShardState shard = new ShardState("a", null, ShardStatus.READY, null);
        byte[] twoShards =
                serializer.serialize(
                        state(shard, new ShardState("b", null, ShardStatus.READY, null)));
        twoShards[indexOf(twoShards, (byte) 'b')] = 'a';

        assertThatIOException()
                .isThrownBy(() -> serializer.serialize(state(shard, shard)))
                .withMessageContaining("a shard is in it twice");
        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(2, twoShards))
                .withMessageContaining("found the same one twice");
    }

    @Test
    void aShardCostsItsIdAndAFewBytes() throws IOException {
        List<ShardState> shards = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            String parent = i < 5_000 ? null : id(i - 5_000);
            shards.add(new ShardState(id(i), parent, ShardStatus.ASSIGNED, START));
        }

        byte[] bytes = serializer.serialize(new EnumeratorState("arn", START, true, shards));

        assertThat(bytes.length / 10_000.0).isLessThan(id(0).length() + 5);
    }

    private static String id(int i) {
        return String.format("shardId-%020d-%08x", 1_700_000_000_000L + i, i);
    }

    private static int indexOf(byte[] bytes, byte value) {
        int i = 0;
        while (bytes[i] != value) {
            i++;
        }
        return i;
    }

    private byte[] oneShard() throws IOException {
        return serializer.serialize(state(new ShardState("a", null, ShardStatus.READY, null)));
    }

    private static EnumeratorState state(ShardState... shards) {
        return new EnumeratorState(null, START, true, List.of(shards));
    }
}
