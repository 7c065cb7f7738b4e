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

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetter;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetterSchema;
import io.github.flinkdynamodb.streams.source.deserializer.PartialRecordException;
import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import io.github.flinkdynamodb.streams.source.split.SegmentSplitState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.Collector;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnEachFlink
class ScanPageDecoderTest {

    private static final SegmentSplit SPLIT =
            SegmentSplit.of(
                    new ScannedTable(
                            "orders",
                            "arn:aws:dynamodb:eu-west-1:123456789012:table/orders",
                            List.of("id", "line"),
                            8,
                            true),
                    3);

    private static final String TWO_ITEMS =
            "{\"Items\":[{\"id\":{\"S\":\"a\"},\"line\":{\"N\":\"1\"},\"v\":{\"S\":\"x\"}},"
                    + "{\"line\":{\"N\":\"2\"},\"id\":{\"S\":\"a\"}}],"
                    + "\"LastEvaluatedKey\":{\"id\":{\"S\":\"a\"},\"line\":{\"N\":\"2\"}},"
                    + "\"ConsumedCapacity\":{\"CapacityUnits\":1.5}}";

    private final Configuration options = new Configuration();
    private final Schema schema = new Schema();
    private final RecordBatch<String> batch = RecordBatch.of("segment-3", 1, bytes -> {});
    private final SegmentSplitState state = new SegmentSplitState(SPLIT);
    private final RecordingMetricGroup group = new RecordingMetricGroup();

    @Test
    void anItemIsARecordOfTheTableWithItsKeysAndItself() throws IOException {
        ScanSummary summary = decode(TWO_ITEMS);

        ChangeRecord first = schema.seen.get(0);
        assertThat(first.isSnapshot()).isTrue();
        assertThat(first.tableName()).isEqualTo("orders");
        assertThat(first.keys().json().utf8())
                .isEqualTo("{\"id\":{\"S\":\"a\"},\"line\":{\"N\":\"1\"}}");
        assertThat(first.newImage().get("v").s()).isEqualTo("x");
        assertThat(first.approximateCreationTime()).isEqualTo(Instant.ofEpochSecond(940));
        assertThat(emitted()).containsExactly("a/1", "a/2");
        assertThat(summary.items).isEqualTo(2);
        assertThat(summary.units).isEqualTo(1.5);
        assertThat(summary.nextKey).isEqualTo("{\"id\":{\"S\":\"a\"},\"line\":{\"N\":\"2\"}}");
        assertThat(state.toSplit()).isEqualTo(SPLIT.at(summary.nextKey, List.of()));
    }

    @Test
    void thePageWithoutALastKeyEndsTheSegment() throws IOException {
        ScanSummary summary = decode("{\"Items\":[],\"Count\":0}");

        assertThat(emitted()).isEmpty();
        assertThat(summary.nextKey).isNull();
        assertThat(state.toSplit()).isEqualTo(SPLIT.end());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>",
                "{\"Items\":3}",
                "{\"Items\":[{\"id\":{\"S\":\"a\"}}",
                "{\"Items\":[],\"LastEvaluatedKey\":\"k\"}"
            })
    void whatIsNotAPageFailsTheJobNamingTheSegmentAndTheEndpoint(String body) {
        assertThatThrownBy(() -> decode(body))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot read a page of segment 3 of table orders: ")
                .hasMessageContaining(
                        "This is not a Scan response. Check that 'scan.snapshot.endpoint' points to"
                                + " DynamoDB")
                .hasNoCause();
    }

    @Test
    void ofAnItemThatIsRejectedNothingIsEmittedIfItIsSkipped() throws IOException {
        options.set(DynamoDbStreamsSourceOptions.ON_DECODE_ERROR, DecodeErrorPolicy.SKIP);
        schema.problem = new DecodeException("no number");

        decode(TWO_ITEMS);

        assertThat(emitted()).isEmpty();
        assertThat(group.getNumRecordsInErrorsCounter().getCount()).isEqualTo(2);
        assertThat(state.toSplit().startKey()).isPresent();
    }

    @Test
    void anItemThatIsRejectedIsADeadLetterInItsPlace() throws IOException {
        options.set(DynamoDbStreamsSourceOptions.ON_DECODE_ERROR, DecodeErrorPolicy.DEAD_LETTER);
        schema.problem = new DecodeException("no number");

        decode(TWO_ITEMS);

        assertThat(emitted())
                .containsExactly(
                        "SCAN {\"id\":{\"S\":\"a\"},\"line\":{\"N\":\"1\"},\"v\":{\"S\":\"x\"}} of"
                            + " orders at 940: item {\"id\":{\"S\":\"a\"},\"line\":{\"N\":\"1\"}}"
                            + " of segment 3 of table orders: no number",
                        "SCAN {\"line\":{\"N\":\"2\"},\"id\":{\"S\":\"a\"}} of orders at 940: item"
                            + " {\"id\":{\"S\":\"a\"},\"line\":{\"N\":\"2\"}} of segment 3 of table"
                            + " orders: no number");
        assertThat(group.getNumRecordsInErrorsCounter().getCount()).isEqualTo(2);
        assertThat(state.toSplit().startKey()).isPresent();
    }

    @Test
    void ofAnItemThatIsRejectedInPartTheRestIsEmittedIfItIsSkipped() throws IOException {
        options.set(DynamoDbStreamsSourceOptions.ON_DECODE_ERROR, DecodeErrorPolicy.SKIP);
        schema.problem = new PartialRecordException(new DecodeException("no number"));

        decode(TWO_ITEMS);

        assertThat(emitted()).containsExactly("a/1", "a/2");
        assertThat(group.getNumRecordsInErrorsCounter().getCount()).isEqualTo(2);
    }

    @Test
    void anItemThatIsRejectedInPartFailsTheJobUnlessItemsAreSkipped() {
        schema.problem = new PartialRecordException(new DecodeException("no number"));

        assertThatThrownBy(() -> decode(TWO_ITEMS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "Cannot deserialize item {\"id\":{\"S\":\"a\"},\"line\":{\"N\":\"1\"}} of"
                                + " segment 3 of table orders: no number. 'scan.on-decode-error' ="
                                + " 'skip' leaves such items out and counts them")
                .hasNoCause();
    }

    @Test
    void aRejectedItemWithoutItsKeyIsReportedAllTheSame() {
        schema.problem = new DecodeException("no number");

        assertThatThrownBy(() -> decode("{\"Items\":[{\"id\":{\"S\":\"a\"}}]}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "item without a key (the item has no attribute 'line', which is a key) of"
                                + " segment 3 of table orders");
    }

    @Test
    void aCheckpointWithinAPageWhoseItemsLackTheirKeySaysSo() throws IOException {
        schema.anyKey = true;
        decode("{\"Items\":[{\"id\":{\"S\":\"a\"}},{\"id\":{\"S\":\"b\"}}]}");

        batch.nextSplit();
        batch.nextRecordFromSplit().applyTo(state);

        assertThatThrownBy(state::toSplit)
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessage(
                        "Cannot remember which items of segment 3 of table orders are emitted: the"
                                + " item has no attribute 'line', which is a key");
    }

    @Test
    void aSnapshotEndsWhenTheSchemaHasEnough() throws IOException {
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.SNAPSHOT);
        schema.enough = 1;

        ScanSummary summary = decode(TWO_ITEMS);

        assertThat(emitted()).containsExactly("a/1");
        assertThat(summary.nextKey).isNull();
        assertThat(state.toSplit().isEnded()).isTrue();
    }

    @Test
    void aTableThatItsStreamFollowsIsReadWholeThoughTheSchemaHasEnough() throws IOException {
        schema.enough = 1;

        ScanSummary summary = decode(TWO_ITEMS);

        assertThat(emitted()).containsExactly("a/1", "a/2");
        assertThat(summary.nextKey).isNotNull();
    }

    private ScanSummary decode(String body) throws IOException {
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, ReaderHarness.ARN);
        SourceConfig config = SourceConfig.from(options);
        ReaderMetrics metrics = new ReaderMetrics(group, new ManualClock(), 3_000);
        FetchContext context = FetchContexts.of(config, new ManualClock(), metrics);
        SegmentPoller poller =
                new SegmentPoller(
                        SPLIT,
                        null,
                        new CallRetries(new Random(1)),
                        context.capacity,
                        new PageTimes(context));
        Instant askedAt = Instant.ofEpochMilli(1_000_900);
        SegmentCall call =
                new SegmentCall(
                        SegmentScan.of("orders", 3, 8, true),
                        0,
                        PageRequest.uncounted(askedAt),
                        0,
                        0,
                        context.clock);
        UndecodedPage page =
                UndecodedPage.ofSegment(
                        body.getBytes(StandardCharsets.UTF_8), call, false, askedAt);
        return new ScanPageDecoder<>(
                        new ItemElements<>(schema, context), ItemReader.skipping(), context)
                .decode(poller, page, batch);
    }

    private List<String> emitted() {
        List<String> emitted = new ArrayList<>();
        batch.nextSplit();
        for (RecordUnit<String> unit = batch.nextRecordFromSplit();
                unit != null;
                unit = batch.nextRecordFromSplit()) {
            unit.emitTo(new ListOutput<>(emitted));
            unit.applyTo(state);
        }
        return emitted;
    }

    /** Returns the two keys of each item. */
    private static final class Schema implements DeadLetterSchema<String> {
        private static final long serialVersionUID = 1L;

        private final transient List<ChangeRecord> seen = new ArrayList<>();
        private RuntimeException problem;
        private boolean anyKey;
        private int enough = Integer.MAX_VALUE;

        @Override
        public void deserialize(ChangeRecord record, Collector<String> out) {
            seen.add(record);
            if (anyKey) {
                return;
            }
            if (record.newImage().get("line") != null) {
                out.collect(
                        record.newImage().get("id").s() + "/" + record.newImage().get("line").n());
            }
            if (problem != null) {
                throw problem;
            }
        }

        @Override
        public void deserializeRejected(
                ChangeRecord record, DeadLetter letter, Collector<String> out) {
            out.collect(
                    letter.origin()
                            + " "
                            + letter.record().utf8()
                            + " of "
                            + letter.tableName()
                            + " at "
                            + letter.approximateCreationTime().getEpochSecond()
                            + ": "
                            + letter);
        }

        @Override
        public boolean isSatisfied() {
            return seen.size() >= enough;
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }
}
