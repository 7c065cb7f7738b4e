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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.ShownCause;
import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import io.github.flinkdynamodb.streams.source.config.StopMargin;
import io.github.flinkdynamodb.streams.source.deserializer.AttributeSelection;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetter;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetterSchema;
import io.github.flinkdynamodb.streams.source.deserializer.PartialRecordException;
import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplitState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

@OnEachFlink
class PageDecoderTest {

    private static final String TWO_RECORDS =
            "{\"Records\":[{\"dynamodb\":{\"SequenceNumber\":\"1\",\"NewImage\":{\"a\":{\"S\":\"x\"}}}},"
                + "{\"dynamodb\":{\"OldImage\":{},\"SequenceNumber\":\"2\"}}],"
                + "\"NextShardIterator\":\"next\"}";

    private final SeeingSchema schema = new SeeingSchema();
    private final RecordBatch<String> batch = RecordBatch.of("s1", 1, bytes -> {});
    private final RecordingMetricGroup group = new RecordingMetricGroup();
    private final ReaderMetrics metrics = new ReaderMetrics(group, new ManualClock(), 3_000);

    @Test
    void imagesAreReadAsTheSchemaWantsThemBeforeTheirRecordIsDeserialized() throws IOException {
        PageSummary summary = decode(TWO_RECORDS);

        assertThat(schema.seen).containsExactly("new at 57", "record 1", "old at 99", "record 2");
        assertThat(summary.records).isEqualTo(2);
        assertThat(summary.nextIterator).isEqualTo("next");
    }

    @Test
    void aPageFailsAtTheRecordThatCantBeReadAndNamesIt() {
        String page = TWO_RECORDS.replace("\"OldImage\":{}", "\"OldImage\":7");

        assertThatThrownBy(() -> decode(page))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Cannot read a page of shard s1")
                .hasMessageContaining("record 1 of the page: expected an object but found '7'")
                .hasNoCause();
        assertThat(schema.seen).containsExactly("new at 57", "record 1", "old at 99");
    }

    @Test
    void recordsWhoseNumberIsNotGreaterThanTheLastAreDroppedAndCounted() throws IOException {
        ShardCursor cursor = cursor();

        decode(page("1", "2", "2"), cursor, DecodeErrorPolicy.FAIL);
        decode(page("1", "3"), cursor, DecodeErrorPolicy.FAIL);

        assertThat(schema.seen).containsExactly("record 1", "record 2", "record 3");
        assertThat(group.counted("duplicateRecords")).isEqualTo(2);
    }

    private static String page(String... numbers) {
        StringJoiner records = new StringJoiner(",", "{\"Records\":[", "]}");
        for (String number : numbers) {
            records.add("{\"dynamodb\":{\"SequenceNumber\":\"" + number + "\"}}");
        }
        return records.toString();
    }

    @Test
    void ofARecordThatIsRejectedInPartTheOtherPartIsEmitted() throws IOException {
        schema.problem = new PartialRecordException(new DecodeException("no number"));

        decode(TWO_RECORDS, DecodeErrorPolicy.SKIP);

        assertThat(emitted()).containsExactly("record 1", "record 2");
        assertThat(group.getNumRecordsInErrorsCounter().getCount()).isEqualTo(2);
    }

    @Test
    void ofARecordThatIsRejectedNothingIsEmitted() throws IOException {
        schema.problem = new DecodeException("no number");

        decode(TWO_RECORDS, DecodeErrorPolicy.SKIP);

        assertThat(emitted()).isEmpty();
        assertThat(group.getNumRecordsInErrorsCounter().getCount()).isEqualTo(2);
    }

    @Test
    void aRecordThatIsRejectedIsADeadLetterInItsPlace() throws IOException {
        schema.problem = new DecodeException("no number");

        decode(TWO_RECORDS, DecodeErrorPolicy.DEAD_LETTER);

        assertThat(emitted())
                .containsExactly(
                        "{\"dynamodb\":{\"SequenceNumber\":\"1\",\"NewImage\":{\"a\":{\"S\":\"x\"}}}}:"
                            + " record 1 of shard s1 of stream "
                                + ReaderHarness.ARN
                                + ": no number",
                        "{\"dynamodb\":{\"OldImage\":{},\"SequenceNumber\":\"2\"}}: record 2 of"
                                + " shard s1 of stream "
                                + ReaderHarness.ARN
                                + ": no number");
        assertThat(group.getNumRecordsInErrorsCounter().getCount()).isEqualTo(2);
    }

    @Test
    void aDeadLetterMovesThePositionPastItsRecord() throws IOException {
        schema.problem = new DecodeException("no number");
        ShardSplitState state = new ShardSplitState(ReaderHarness.split("s1"));

        decode(TWO_RECORDS, DecodeErrorPolicy.DEAD_LETTER);
        batch.nextSplit();
        batch.nextRecordFromSplit().applyTo(state);

        assertThat(state.toSplit()).isEqualTo(after("1"));
        batch.nextRecordFromSplit().applyTo(state);
        assertThat(state.toSplit()).isEqualTo(after("2"));
    }

    private static ShardSplit after(String number) {
        ShardSplitState state = new ShardSplitState(ReaderHarness.split("s1"));
        state.advanceTo(SequenceNumber.of(number), RecordUnit.NO_TIMESTAMP);
        return state.toSplit();
    }

    @Test
    void ofARecordThatIsRejectedInPartTheOtherPartIsEmittedBeforeTheDeadLetter()
            throws IOException {
        schema.problem = new PartialRecordException(new DecodeException("no number"));

        decode(TWO_RECORDS, DecodeErrorPolicy.DEAD_LETTER);

        assertThat(emitted()).hasSize(4).startsWith("record 1").element(2).isEqualTo("record 2");
    }

    @Test
    void aRecordThatIsRejectedInPartFailsTheJobUnlessRecordsAreSkipped() {
        schema.problem = new PartialRecordException(new DecodeException("no number"));

        assertThatThrownBy(() -> decode(TWO_RECORDS))
                .isInstanceOf(IOException.class)
                .hasMessageMatching(
                        "Cannot deserialize record 1 of shard s1 of stream arn:.*: no number\\."
                            + " 'scan.on-decode-error' = 'skip' leaves such records out and counts"
                            + " them")
                .hasNoCause();
    }

    @Test
    void theErrorIsShownInSqlAndNotWhatTheSchemaFoundItBy() {
        schema.problem = new DecodeException("a field", new DecodeException("no number"));

        Throwable error = catchThrowable(() -> decode(TWO_RECORDS));

        assertThat(ShownCause.of(new RuntimeException(error)))
                .startsWith("java.io.IOException: Cannot deserialize record 1 of shard s1 of ")
                .contains(": a field. ");
    }

    @Test
    void whatASchemaOfTheUsersThrowsStaysInTheChainOfCauses() {
        schema.problem = new IllegalStateException("not today", new IOException("no network"));

        assertThatThrownBy(() -> decode(TWO_RECORDS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "Cannot deserialize record 1 of shard s1 of stream "
                                + ReaderHarness.ARN
                                + ": java.lang.IllegalStateException: not today. ")
                .hasMessageContaining("'scan.on-decode-error' = 'skip'")
                .hasCause(schema.problem)
                .hasRootCauseMessage("no network");
    }

    private List<String> emitted() {
        List<String> emitted = new ArrayList<>();
        batch.nextSplit();
        for (RecordUnit<String> unit = batch.nextRecordFromSplit();
                unit != null;
                unit = batch.nextRecordFromSplit()) {
            unit.emitTo(new ListOutput<>(emitted));
        }
        return emitted;
    }

    private PageSummary decode(String page) throws IOException {
        return decode(page, DecodeErrorPolicy.FAIL);
    }

    private PageSummary decode(String page, DecodeErrorPolicy onError) throws IOException {
        return decode(page, cursor(), onError);
    }

    private static ShardCursor cursor() {
        ShardSplit split = ReaderHarness.split("s1");
        return new ShardCursor(
                split,
                StopRule.of(split, StoppingPosition.Mode.NEVER, StopMargin.standard()),
                false);
    }

    private PageSummary decode(String page, ShardCursor cursor, DecodeErrorPolicy onError)
            throws IOException {
        ShardSplit split = ReaderHarness.split("s1");
        byte[] body = page.getBytes(StandardCharsets.UTF_8);
        return new PageDecoder<>(schema, FetchContexts.of(onError, new ManualClock(), metrics))
                .decode(
                        split,
                        cursor,
                        new UndecodedPage(body, "iterator", false, Instant.EPOCH, null),
                        batch);
    }

    private static final class SeeingSchema implements DeadLetterSchema<String> {
        private static final long serialVersionUID = 1L;

        private final transient List<String> seen = new ArrayList<>();
        private RuntimeException problem;

        @Override
        public AttributeSelection attributes() {
            return AttributeSelection.by(seeing("new"), seeing("old"));
        }

        private ItemReader seeing(String which) {
            return reader -> {
                reader.peek();
                seen.add(which + " at " + reader.position());
                return ItemReader.skipping().read(reader);
            };
        }

        @Override
        public void deserialize(ChangeRecord record, Collector<String> out) {
            seen.add("record " + record.sequenceNumber());
            if (problem != null) {
                out.collect("record " + record.sequenceNumber());
                throw problem;
            }
        }

        @Override
        public void deserializeRejected(
                ChangeRecord record, DeadLetter letter, Collector<String> out) {
            out.collect(letter.record().utf8() + ": " + letter);
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }
}
