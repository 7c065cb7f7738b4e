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
package io.github.flinkdynamodb.streams.source.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.model.Hash128;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.split.ShardSplit.Progress;
import io.github.flinkdynamodb.streams.source.state.StateExamples;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@OnEachFlink
class DynamoDbStreamsSplitSerializerTest {

    private final DynamoDbStreamsSplitSerializer serializer = new DynamoDbStreamsSplitSerializer();

    @Property
    void everySplitIsReadAsItWasWritten(@ForAll("splits") ShardSplit split) throws IOException {
        byte[] bytes = serializer.serialize(split);

        ShardSplit read = (ShardSplit) serializer.deserialize(1, bytes);

        assertThat(read).isEqualTo(split);
        assertThat(read.position().after().map(SequenceNumber::digits))
                .isEqualTo(split.position().after().map(SequenceNumber::digits));
    }

    @Provide
    Arbitrary<ShardSplit> splits() {
        Arbitrary<String> texts =
                Arbitraries.strings().withChars("aZ0-:/ \u00e4\u20ac\u0000").ofMaxLength(300);
        Arbitrary<Instant> instants =
                Arbitraries.longs().map(millis -> Instant.ofEpochMilli(millis).plusNanos(1));
        Arbitrary<ShardPosition> positions =
                Combinators.combine(
                                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(40),
                                Arbitraries.of(true, false),
                                instants.injectNull(0.5))
                        .as(DynamoDbStreamsSplitSerializerTest::position);
        Arbitrary<ShardSplit> plain =
                Combinators.combine(texts, texts, texts.injectNull(0.3), positions)
                        .as(ShardSplit::of);
        return Combinators.combine(
                        plain,
                        positions,
                        Arbitraries.of(Progress.class),
                        Arbitraries.of(true, false),
                        instants.injectNull(0.5),
                        instants.injectNull(0.5),
                        instants.injectNull(0.5),
                        inserts().injectNull(0.5))
                .as(
                        (s, p, progress, l, t, r, upTo, inserts) ->
                                s.at(p, progress)
                                        .withLatestOnFirstRead(l)
                                        .withStopAt(t)
                                        .withLastRecordTime(r)
                                        .withReadUpTo(upTo)
                                        .withRecentInserts(inserts));
    }

    private static Arbitrary<RecentInserts> inserts() {
        return Combinators.combine(
                        Arbitraries.longs().between(-100, 100),
                        Arbitraries.strings().withChars("{aZ\u00e4").ofMaxLength(300))
                .as(RecentInsertsTest::inserts)
                .list()
                .ofMaxSize(20)
                .map(all -> all.stream().reduce(RecentInserts.none(), RecentInserts::and));
    }

    private static ShardPosition position(String digits, boolean after, Instant notBefore) {
        ShardPosition start = ShardPosition.trimHorizon(notBefore);
        return after ? start.advanceTo(SequenceNumber.of(digits)) : start;
    }

    @Property
    void everySegmentIsReadAsItWasWritten(@ForAll("segments") SegmentSplit split)
            throws IOException {
        byte[] bytes = serializer.serialize(split);

        assertThat(serializer.deserialize(1, bytes)).isEqualTo(split);
    }

    @Provide
    Arbitrary<SegmentSplit> segments() {
        Arbitrary<String> texts =
                Arbitraries.strings().withChars("aZ0-:/ \u00e4\u20ac\u0000").ofMaxLength(300);
        Arbitrary<ScannedTable> tables =
                Combinators.combine(
                                texts,
                                texts,
                                texts.list().ofMinSize(1).ofMaxSize(2),
                                Arbitraries.integers().between(1, 1_000_000),
                                Arbitraries.of(true, false))
                        .as(ScannedTable::new);
        Arbitrary<Hash128> hashes =
                Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(Hash128::new);
        return Combinators.combine(
                        tables,
                        Arbitraries.integers().greaterOrEqual(0),
                        texts.injectNull(0.3),
                        hashes.list().ofMaxSize(20),
                        Arbitraries.of(true, false))
                .as(
                        (table, number, key, emitted, ended) -> {
                            SegmentSplit split =
                                    SegmentSplit.of(table, number % table.totalSegments());
                            return ended ? split.end() : split.at(key, emitted);
                        });
    }

    @Property
    void everyFileIsReadAsItWasWritten(@ForAll("files") FileSplit split) throws IOException {
        byte[] bytes = serializer.serialize(split);

        assertThat(serializer.deserialize(1, bytes)).isEqualTo(split);
    }

    @Provide
    Arbitrary<FileSplit> files() {
        Arbitrary<String> texts =
                Arbitraries.strings().withChars("aZ0-:/ \u00e4\u20ac\u0000").ofMaxLength(300);
        Arbitrary<TableExport> exports =
                Combinators.combine(texts, Arbitraries.longs().map(Instant::ofEpochMilli), texts)
                        .as(TableExport::new);
        Arbitrary<ScannedTable> tables =
                Combinators.combine(
                                texts,
                                texts,
                                texts.list().ofMaxSize(2),
                                Arbitraries.integers().between(1, 1_000_000),
                                exports)
                        .as(ScannedTable::exported);
        return Combinators.combine(
                        tables,
                        Arbitraries.integers().greaterOrEqual(0),
                        texts,
                        Arbitraries.longs().greaterOrEqual(0),
                        Arbitraries.longs().greaterOrEqual(0),
                        Arbitraries.of(true, false))
                .as(
                        (table, index, name, items, lines, ended) -> {
                            FileSplit split =
                                    FileSplit.of(
                                            table,
                                            index % table.totalSegments(),
                                            new ExportFile(name, items, "md5 of " + name));
                            return ended ? split.end() : split.at(Math.min(lines, items));
                        });
    }

    @Test
    void aFileOfWhichMoreLinesAreOutThanItHasFails() throws IOException {
        FileSplit split = (FileSplit) StateExamples.splits().get("split-v1-file-within.bin");
        byte[] bytes = serializer.serialize(split.at(split.file().itemCount() + 1));

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(1, bytes))
                .withMessageContaining("number of lines: found 1001");
    }

    @Test
    void anUnknownFlagOfAFileFails() throws IOException {
        byte[] bytes = serializer.serialize(StateExamples.splits().get("split-v1-file-ended.bin"));
        bytes[1] |= 4;

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(1, bytes))
                .withMessageContaining("flags: found 0x05, expected 0x03");
    }

    static Stream<DynamoDbStreamsSplit> examples() {
        return StateExamples.splits().values().stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyTruncationFails(DynamoDbStreamsSplit split) throws IOException {
        byte[] bytes = serializer.serialize(split);

        for (int length = 0; length < bytes.length; length++) {
            byte[] truncated = Arrays.copyOf(bytes, length);
            assertThatIOException()
                    .as("%s of %s bytes", length, bytes.length)
                    .isThrownBy(() -> serializer.deserialize(1, truncated))
                    .withMessageStartingWith("Can't read a split (version 1): at byte ")
                    .withMessageContaining("found");
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aTrailingByteFails(DynamoDbStreamsSplit split) throws IOException {
        byte[] bytes = serializer.serialize(split);
        byte[] lengthened = Arrays.copyOf(bytes, bytes.length + 1);

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(1, lengthened))
                .withMessageContaining("end: found 1 more bytes, expected 0");
    }

    @Property
    void arbitraryBytesGiveASplitOrAnIoException(@ForAll byte[] bytes) {
        try {
            DynamoDbStreamsSplit split = serializer.deserialize(1, bytes);
            assertThat(split).isNotNull();
        } catch (IOException expected) {
            assertThat(expected).hasMessageStartingWith("Can't read a split (version 1)");
        }
    }

    @Provide
    Arbitrary<DynamoDbStreamsSplit> fullExamples() {
        return Arbitraries.of(
                        "split-v1-ended-with-everything",
                        "split-v1-with-recent-inserts",
                        "split-v1-segment-within-a-page")
                .map(name -> StateExamples.splits().get(name + ".bin"));
    }

    @Property
    void aChangedByteGivesAnotherSplitOrAnIoException(
            @ForAll("fullExamples") DynamoDbStreamsSplit split,
            @ForAll int position,
            @ForAll byte value)
            throws IOException {
        byte[] bytes = serializer.serialize(split);
        byte[] changed = bytes.clone();
        changed[Math.floorMod(position, bytes.length)] = value;

        try {
            DynamoDbStreamsSplit read = serializer.deserialize(1, changed);
            assertThat(serializer.serialize(read)).isEqualTo(changed);
        } catch (IOException expected) {
            assertThat(expected).hasMessageStartingWith("Can't read a split (version 1)");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 2, 3})
    void anUnknownVersionFailsNamingBothVersions(int version) {
        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(version, new byte[] {1}))
                .withMessage(
                        "Can't read a split of version %s: this release of the connector supports"
                                + " version 1. Use the release that wrote it, or a later one",
                        version);
    }

    @Test
    void anUnknownKindFailsNamingTheKnownOnes() throws IOException {
        byte[] bytes = anyBytes();
        bytes[0] = 5;

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(1, bytes))
                .withMessageContaining(
                        "kind of split: found 5, expected 1 (a shard), 2 (a segment), 3 (a file of"
                                + " an export) or 4 (a file of an incremental export); a later"
                                + " release of the connector may support it");
    }

    @Test
    void anUnknownFlagFails() throws IOException {
        byte[] bytes = anyBytes();
        bytes[1] |= (byte) 0x80;

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(1, bytes))
                .withMessageContaining("flags: found 0x");
    }

    @Test
    void anUnknownFlagOfASegmentFails() throws IOException {
        byte[] bytes = serializer.serialize(SegmentSplit.of(table(4), 3));
        bytes[1] |= 0x10;

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(1, bytes))
                .withMessageContaining("flags: found 0x14, expected 0x0f");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aSegmentThatHasEndedAndHasAPositionFails(int position) throws IOException {
        byte[] bytes =
                serializer.serialize(
                        SegmentSplit.of(table(4), 3).at("key", List.of(new Hash128(1, 2))));
        bytes[1] = (byte) (8 | position);

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(1, bytes))
                .withMessageContaining("flags: found a position in a segment that has ended");
    }

    @ParameterizedTest
    @CsvSource({
        "6, 3, 'number of key attributes: found 3, expected 0 to 2'",
        "6, 0, 'number of key attributes: found 0, expected 1 or more'",
        "10, 0, 'number of segments: found 0, expected 1 or more'",
        "11, 4, 'segment: found 4, expected 0 to 3'",
        "16, 0, 'number of emitted items: found 0, expected 1 or more'",
        "16, 2, 'hash of an emitted item''s key: found 0 bytes, the state is truncated'"
    })
    void aNumberOfASegmentThatCannotBeFails(int at, int value, String message) throws IOException {
        byte[] bytes =
                serializer.serialize(
                        SegmentSplit.of(table(4), 3).at("key", List.of(new Hash128(1, 2))));
        assertThat(bytes).hasSize(33);
        bytes[at] = (byte) value;

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(1, bytes))
                .withMessageContaining(message);
    }

    /** A table whose name and ARN are one byte each. */
    private static ScannedTable table(int segments) {
        return new ScannedTable("t", "a", List.of("id"), segments, true);
    }

    @Test
    void aSplitThatRemembersNothingIsAsSmallAsBefore() throws IOException {
        int size = anyBytes().length;
        ShardSplit split = (ShardSplit) serializer.deserialize(1, anyBytes());

        assertThat(serializer.serialize(split.withRecentInserts(RecentInserts.none())))
                .hasSize(size + 3);
        assertThat(serializer.serialize(split.withReadUpTo(null).withRecentInserts(null)))
                .isEqualTo(anyBytes());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 'more flags: found none, expected 1 or more'",
        "0, 8, 'more flags: found 0x08, expected 0x07'",
        "1, 2, 'flags of insertions: found 0x02, expected 0x01'",
        "2, 9, 'number of buckets of insertions: found 9, expected 0 to 6'",
        "3, 2, 'first second of insertions: found 1970-01-01T00:00:01Z'",
        "4, 1, 'first second of insertions: found 1970-01-01T00:00:10.000000001Z'",
        "5, 0, 'number of inserted keys: found 0, expected 1 or more'",
        "5, 4, 'number of inserted keys: found 4, expected 0 to 3'",
        "6, 10, 'second of an insertion: found 10, expected 0 to 9'",
        "7, 2, 'length of inserted key: found 2, expected 0 to 1'"
    })
    void whatNoInsertionsCanBeFails(int at, int value, String message) throws IOException {
        int begin = anyBytes().length;
        ShardSplit split = (ShardSplit) serializer.deserialize(1, anyBytes());
        byte[] bytes =
                serializer.serialize(split.withRecentInserts(RecentInsertsTest.inserts(17, "k")));
        assertThat(bytes).hasSize(begin + 9);
        bytes[begin + at] = (byte) value;

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(1, bytes))
                .withMessageContaining(message);
    }

    @Test
    void anUnknownProgressFails() throws IOException {
        byte[] bytes = anyBytes();
        bytes[2] = 3;

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(1, bytes))
                .withMessageContaining("progress: found the code 3, expected 0 to 2");
    }

    @Test
    void aSequenceNumberThatIsNoneFails() throws IOException {
        byte[] bytes = anyBytes();
        bytes[bytes.length - 1] = 'x';

        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(1, bytes))
                .withMessageContaining("sequence number: found '4x', expected digits");
    }

    @Test
    void aReadersCheckpointKeepsWhereToStopAndForgetsLatest() throws IOException {
        Instant stopAt = Instant.parse("2026-11-23T12:00:00Z");
        ShardSplit assigned =
                ShardSplit.of("arn", "shard", null, ShardPosition.trimHorizon(stopAt))
                        .withLatestOnFirstRead(true)
                        .withStopAt(stopAt);
        ShardSplit checkpointed = new ShardSplitState(assigned).toSplit();

        ShardSplit restored =
                (ShardSplit) serializer.deserialize(1, serializer.serialize(checkpointed));

        assertThat(restored.stopAt()).contains(stopAt);
        assertThat(restored.latestOnFirstRead()).isFalse();
        assertThat(restored.position()).isEqualTo(assigned.position());
    }

    private byte[] anyBytes() throws IOException {
        return serializer.serialize(
                ShardSplit.of(
                        "arn",
                        "shard",
                        null,
                        ShardPosition.trimHorizon().advanceTo(SequenceNumber.of("42"))));
    }
}
