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
package io.github.flinkdynamodb.streams.codec.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.ChangeType;
import io.github.flinkdynamodb.streams.model.UserIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordsPageTest {

    private static RecordsPage page(String json) {
        return RecordsPage.decode(json.getBytes(StandardCharsets.UTF_8), "arn", "shard");
    }

    private static ChangeRecord record(String json) {
        return page("{\"Records\":[" + json + "]}").records().get(0);
    }

    private static ChangeRecord change(String members) {
        return record("{\"dynamodb\":{" + members + "}}");
    }

    private static byte[] sample() throws IOException {
        try (InputStream in =
                RecordsPageTest.class.getResourceAsStream("/getrecords/dynamodb-local-3.json")) {
            return in.readAllBytes();
        }
    }

    @Test
    void answerOfDynamoDbLocalIsRead() throws IOException {
        List<ChangeRecord> records = RecordsPage.decode(sample(), "arn", "shard").records();

        assertThat(records)
                .extracting(ChangeRecord::changeType)
                .containsExactly(
                        ChangeType.INSERT,
                        ChangeType.MODIFY,
                        ChangeType.REMOVE,
                        ChangeType.INSERT,
                        ChangeType.REMOVE);
        ChangeRecord modify = records.get(1);
        assertThat(modify.eventId()).isEqualTo("be821c68-5793-42e3-b7f2-6b5b97aa6205");
        assertThat(modify.eventVersion()).isEqualTo("1.1");
        assertThat(modify.eventSource()).isEqualTo("aws:dynamodb");
        assertThat(modify.awsRegion()).isEqualTo("ddblocal");
        assertThat(modify.approximateCreationTime()).isEqualTo("2026-11-23T01:56:00Z");
        assertThat(modify.sequenceNumber().digits()).isEqualTo("000000000000000000002");
        assertThat(modify.sizeBytes()).isEqualTo(231);
        assertThat(modify.streamViewType()).isEqualTo("NEW_AND_OLD_IMAGES");
        assertThat(modify.userIdentity()).isNull();
    }

    @Test
    void imagesOfDynamoDbLocalAreRead() throws IOException {
        ChangeRecord modify = RecordsPage.decode(sample(), "arn", "shard").records().get(1);

        assertThat(modify.keys().attributes())
                .containsExactly(
                        Map.entry("sk", AttributeValue.ofN("1")),
                        Map.entry("pk", AttributeValue.ofS("o-1")));
        assertThat(modify.newImage().get("bool")).isEqualTo(AttributeValue.ofBool(false));
        assertThat(modify.newImage().get("list")).isNull();
        assertThat(modify.oldImage().get("bool")).isEqualTo(AttributeValue.ofBool(true));
        assertThat(modify.oldImage().get("nul")).isEqualTo(AttributeValue.ofNull());
        assertThat(modify.oldImage().get("num").n())
                .isEqualTo("12345678901234567890.123456789012345678");
        assertThat(modify.oldImage().get("str").s()).isEqualTo("h\u00e9llo \"q\"");
        assertThat(modify.oldImage().get("bs"))
                .isEqualTo(AttributeValue.ofBs(List.of(new byte[] {2}, new byte[] {1})));
        assertThat(modify.oldImage().get("bin").b()).containsExactly(0, 1, 2, 255);
        assertThat(modify.oldImage().get("map").m().get("y"))
                .isEqualTo(AttributeValue.ofM(Map.of()));
    }

    @Test
    void deleteByTtlOfDynamoDbLocalIsRecognised() throws IOException {
        List<ChangeRecord> records = RecordsPage.decode(sample(), "arn", "shard").records();

        assertThat(records.get(4).isTtlExpiry()).isTrue();
        assertThat(records.get(2).isTtlExpiry()).isFalse();
    }

    @Test
    void iteratorOfDynamoDbLocalIsPeekedAt() throws IOException {
        byte[] body = sample();

        assertThat(GetRecordsReader.peekNextShardIterator(body))
                .contains(RecordsPage.decode(body, null, null).nextShardIterator());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " {\n} ", "{\"Records\":null}", "{\"Records\":[ ]}"})
    void pageWithoutRecordsAndIteratorIsAnEmptyPageOfAnEndedShard(String json) {
        assertThat(page(json).records()).isEmpty();
        assertThat(page(json).nextShardIterator()).isNull();
    }

    @Test
    void iteratorThatIsNullMeansThatTheShardHasEnded() {
        assertThat(page("{\"NextShardIterator\":null}").nextShardIterator()).isNull();
    }

    @Test
    void missingFieldIsNull() {
        for (String json : List.of("{}", "{\"dynamodb\":{}}", "{\"dynamodb\":null}")) {
            ChangeRecord record = record(json);
            assertThat(record.eventId()).isNull();
            assertThat(record.eventName()).isNull();
            assertThat(record.changeType()).isNull();
            assertThat(record.approximateCreationTime()).isNull();
            assertThat(record.keys()).isNull();
            assertThat(record.newImage()).isNull();
            assertThat(record.sequenceNumber()).isNull();
            assertThat(record.sizeBytes()).isNull();
            assertThat(record.json().utf8()).isEqualTo(json);
        }
    }

    @Test
    void fieldThatIsNullIsAbsent() {
        ChangeRecord record =
                record(
                        "{\"eventID\":null,\"eventName\":null,\"eventVersion\":null,"
                                + "\"eventSource\":null,\"awsRegion\":null,\"userIdentity\":null,"
                                + "\"dynamodb\":{\"ApproximateCreationDateTime\":null,"
                                + "\"Keys\":null,\"NewImage\":null,\"OldImage\":null,"
                                + "\"SequenceNumber\":null,\"SizeBytes\":null,"
                                + "\"StreamViewType\":null}}");

        assertThat(record)
                .usingRecursiveComparison()
                .ignoringFields("json")
                .isEqualTo(record("{}"));
    }

    @Test
    void fieldThatIsUnknownIsIgnoredButKeptInTheText() {
        String json =
                "{\"a\":{\"b\":[1,{\"c\":\"}\\\"\"}]},\"eventID\":\"e\",\"dynamodb\":"
                        + "{\"x\":[[],{}],\"SizeBytes\":7,\"y\":-1.5e3,\"z\":true},\"n\":null}";

        ChangeRecord record = record(json);

        assertThat(record.eventId()).isEqualTo("e");
        assertThat(record.sizeBytes()).isEqualTo(7);
        assertThat(record.json().utf8()).isEqualTo(json);
    }

    @Test
    void ofAFieldThatIsThereTwiceTheLastOneCounts() {
        ChangeRecord record =
                record(
                        "{\"eventID\":\"a\",\"eventID\":\"b\",\"eventName\":\"INSERT\","
                                + "\"eventName\":null,\"dynamodb\":{\"SizeBytes\":1,\"Keys\":{}},"
                                + "\"dynamodb\":{\"SizeBytes\":2,\"SizeBytes\":3}}");

        assertThat(record.eventId()).isEqualTo("b");
        assertThat(record.eventName()).isNull();
        assertThat(record.sizeBytes()).isEqualTo(3);
        assertThat(record.keys()).isNull();
        assertThat(page("{\"Records\":[],\"Records\":[{}]}").records()).hasSize(1);
    }

    @Test
    void pageWithRecordsTwiceIsRefusedForNoneMayBeLost() {
        assertThatThrownBy(() -> page("{\"Records\":[{}],\"Records\":null}"))
                .isInstanceOf(DecodeException.class)
                .hasMessage("the page has records twice, at byte 26 of 31");
    }

    @Test
    void nameOfAFieldMayBeEscaped() {
        assertThat(record("{\"event\\u0049D\":\"e\"}").eventId()).isEqualTo("e");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"Service\",\"principalId\":\"p\"}",
                "{\"PrincipalId\":\"p\",\"Type\":\"Service\",\"Other\":{}}"
            })
    void userIdentityHasTwoSpellings(String identity) {
        assertThat(record("{\"userIdentity\":" + identity + "}").userIdentity())
                .isEqualTo(new UserIdentity("Service", "p"));
    }

    @ParameterizedTest
    @CsvSource({
        "1795398960, 2026-11-23T01:56:00Z",
        "1795398960.000, 2026-11-23T01:56:00Z",
        "1.79539896E9, 2026-11-23T01:56:00Z",
        "1795398960.123456789, 2026-11-23T01:56:00.123456789Z",
        "1795398960.1234567899, 2026-11-23T01:56:00.123456789Z",
        "-0.25, 1969-12-31T23:59:59.750Z",
        "0, 1970-01-01T00:00:00Z",
        "1795398960123, 2026-11-23T01:56:00.123Z",
        "1795398960123.5, 2026-11-23T01:56:00.123Z",
        "253402300799, 9999-12-31T23:59:59Z",
        "253402300800, 1978-01-11T21:31:40.800Z",
        "\"2026-11-23T01:56:00Z\", 2026-11-23T01:56:00Z",
        "\"2026-11-23T01:56:00\", 2026-11-23T01:56:00Z",
        "\"2026-11-23T01:56:00.250\", 2026-11-23T01:56:00.250Z",
        "\"2026-11-23T02:56:00.5+01:00\", 2026-11-23T01:56:00.5Z"
    })
    void creationTimeHasSeveralForms(String json, Instant time) {
        assertThat(change("\"ApproximateCreationDateTime\":" + json).approximateCreationTime())
                .isEqualTo(time);
    }

    @Test
    void creationTimesOfNeighboursDoNotMix() {
        String first = "{\"dynamodb\":{\"ApproximateCreationDateTime\":1}},";
        String second = "{\"dynamodb\":{\"ApproximateCreationDateTime\":12}}";

        assertThat(page("{\"Records\":[" + first + first + second + "]}").records())
                .extracting(record -> record.approximateCreationTime().getEpochSecond())
                .containsExactly(1L, 1L, 12L);
    }

    @Test
    void textThatRepeatsIsMadeOnce() {
        String json = "{\"eventVersion\":\"1.1\",\"awsRegion\":\"eu-central-1\"}";

        List<ChangeRecord> records = page("{\"Records\":[" + json + "," + json + "]}").records();

        assertThat(records.get(1).eventVersion()).isSameAs(records.get(0).eventVersion());
        assertThat(records.get(1).awsRegion()).isSameAs(records.get(0).awsRegion());
    }

    @Test
    void textThatBeginsLikeTheOneBeforeIsAnotherText() {
        String json =
                "{\"eventName\":\"a\"},{\"eventName\":\"ab\"},{\"eventName\":\"a\\\\\"},"
                        + "{\"eventName\":\"\"},{\"eventName\":\"a\\\"b\"}";

        assertThat(page("{\"Records\":[" + json + "]}").records())
                .extracting(ChangeRecord::eventName)
                .containsExactly("a", "ab", "a\\", "", "a\"b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | the text ends too early, at byte 0 of 0",
                "[] | expected an object but found '[', at byte 0 of 2",
                "{} x | expected the end of the text but found 'x', at byte 3 of 4",
                "{\"Records\":{}} | expected an array but found '{', at byte 11 of 14",
                "{\"NextShardIterator\":1} | expected a string but found '1', at byte 21 of 23",
                "{\"a\" 1} | expected ':' but found '1', at byte 5 of 7",
                "{\"a\":1 \"b\":2} | expected ',' or '}' but found '\"', at byte 7 of 13",
                "{\"a\":1,} | expected a member's name but found '}', at byte 7 of 8",
                "{\"a\":01} | expected a number but found '01', at byte 5 of 8",
                "{\"a\":1.} | expected a number but found '1.', at byte 5 of 8",
                "{\"a\":tru} | expected true, at byte 5 of 9",
                "{\"a\":[1} | expected ']' but found '}', at byte 7 of 8",
                "{\"a\":\"b} | the text ends within a string, at byte 8 of 8",
                "{\"a\\x\":1,\"Records\":1} | no escape begins with 'x', at byte 3 of 21",
                "{\"NextShardIterator\":\"\\u12g4\"} | expected four hexadecimal digits after \\u,"
                        + " at byte 22 of 30"
            })
    void messageSaysWhatIsWrongAndWhere(String json, String message) {
        assertThatThrownBy(() -> page(json))
                .isInstanceOf(DecodeException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"Keys\":[] | expected an object but found '['",
                "\"SizeBytes\":\"1\" | expected a number but found '\"'",
                "\"SizeBytes\":1.5 | expected an integer of 64 bits but found '1.5'",
                "\"SizeBytes\":9223372036854775808 | expected an integer of 64 bits but found '92",
                "\"SequenceNumber\":\"1x\" | a sequence number has digits only, but this is '1x'",
                "\"SequenceNumber\":\"\" | a sequence number must not be empty",
                "\"SequenceNumber\":1 | expected a string but found '1'",
                "\"StreamViewType\":false | expected a string but found 'f'",
                "\"ApproximateCreationDateTime\":true | expected a number but found 't'",
                "\"ApproximateCreationDateTime\":1e30 | expected seconds since 1970 but found"
                        + " '1e30",
                "\"ApproximateCreationDateTime\":1e-999999999 | expected seconds since 1970",
                "\"ApproximateCreationDateTime\":1795398960123456 | expected seconds since 1970",
                "\"ApproximateCreationDateTime\":\"soon\" | expected a time as in ISO 8601 but"
                        + " found"
            })
    void messageNamesTheRecord(String member, String problem) {
        String json = "{\"Records\":[{},{\"dynamodb\":{" + member + "}}]}";

        assertThatThrownBy(() -> page(json))
                .isInstanceOf(DecodeException.class)
                .hasMessageStartingWith("record 1 of the page: " + problem)
                .hasMessageMatching(".*at byte \\d+ of " + json.length());
    }

    @Test
    void messageNamesTheSequenceNumberOnceItIsKnown() {
        String json = "{\"Records\":[{\"dynamodb\":{\"SequenceNumber\":\"0042\"},\"eventID\":1}]}";

        assertThatThrownBy(() -> page(json))
                .isInstanceOf(DecodeException.class)
                .hasMessageStartingWith("record 0 of the page, sequence number 0042: expected a");
    }

    @Test
    void recordsCanNotBeChanged() {
        List<ChangeRecord> records = page("{\"Records\":[{}]}").records();

        assertThatThrownBy(records::clear).isInstanceOf(UnsupportedOperationException.class);
    }
}
