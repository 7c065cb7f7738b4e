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
package io.github.flinkdynamodb.tools.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;

/** What goes over the wire: headers, names of fields and their types, bodies of errors. */
interface WireContract extends Contract {

    @Test
    default void listStreamsHasTheseFields() {
        String table = service().newTable();

        HttpResponse<byte[]> answer =
                raw().streams("ListStreams", "{\"TableName\":\"" + table + "\"}");

        assertGood(answer);
        assertThat(RawCalls.shape(RawCalls.json(answer)))
                .containsExactlyInAnyOrder(
                        "Streams[].StreamArn STRING",
                        "Streams[].TableName STRING",
                        "Streams[].StreamLabel STRING");
    }

    @Test
    default void aPageOfListStreamsSaysWhereItEnds() {
        service().newTable();
        service().newTable();

        HttpResponse<byte[]> answer = raw().streams("ListStreams", "{\"Limit\":1}");

        assertThat(RawCalls.shape(RawCalls.json(answer))).contains("LastEvaluatedStreamArn STRING");
    }

    @Test
    default void describeStreamHasTheseFieldsOfAnOpenShard() {
        String arn = service().latestArn(service().newTable());

        HttpResponse<byte[]> answer = raw().streams("DescribeStream", streamArn(arn));

        assertGood(answer);
        assertThat(RawCalls.shape(RawCalls.json(answer)))
                .containsExactlyInAnyOrder(
                        "StreamDescription.StreamArn STRING",
                        "StreamDescription.StreamLabel STRING",
                        "StreamDescription.StreamStatus STRING",
                        "StreamDescription.StreamViewType STRING",
                        "StreamDescription.CreationRequestDateTime NUMBER",
                        "StreamDescription.TableName STRING",
                        "StreamDescription.KeySchema[].AttributeName STRING",
                        "StreamDescription.KeySchema[].KeyType STRING",
                        "StreamDescription.Shards[].ShardId STRING",
                        "StreamDescription.Shards[].SequenceNumberRange.StartingSequenceNumber"
                                + " STRING");
    }

    @Test
    default void describeStreamHasTheEndOfAnEndedShard() {
        String table = service().newTable();
        String arn = service().latestArn(table);
        service().disableStream(table);

        HttpResponse<byte[]> answer = raw().streams("DescribeStream", streamArn(arn));

        assertThat(RawCalls.shape(RawCalls.json(answer)))
                .contains(
                        "StreamDescription.Shards[].SequenceNumberRange.EndingSequenceNumber"
                                + " STRING");
    }

    @Test
    default void noShardIsAnEmptyArray() {
        String arn = service().latestArn(service().newTable());
        String shard = service().onlyShard(arn).shardId();

        HttpResponse<byte[]> answer =
                raw().streams(
                                "DescribeStream",
                                "{\"StreamArn\":\""
                                        + arn
                                        + "\",\"ExclusiveStartShardId\":\""
                                        + shard
                                        + "\"}");

        assertThat(RawCalls.shape(RawCalls.json(answer)))
                .contains("StreamDescription.Shards ARRAY");
    }

    @Test
    default void getShardIteratorHasAnIteratorThatIsNotTooLong() {
        String arn = service().latestArn(service().newTable());
        String shard = service().onlyShard(arn).shardId();

        HttpResponse<byte[]> answer =
                raw().streams(
                                "GetShardIterator",
                                "{\"StreamArn\":\""
                                        + arn
                                        + "\",\"ShardId\":\""
                                        + shard
                                        + "\",\"ShardIteratorType\":\"LATEST\"}");

        assertGood(answer);
        JsonNode json = RawCalls.json(answer);
        assertThat(RawCalls.shape(json)).containsExactly("ShardIterator STRING");
        assertThat(json.get("ShardIterator").asText()).hasSizeBetween(1, 2048);
    }

    @Test
    default void getRecordsHasTheseFieldsOfAModification() {
        String table = service().newTable();
        service().put(table, "a", 1);
        service().put(table, "a", 2);
        String begin =
                service().iterator(service().latestArn(table), ShardIteratorType.TRIM_HORIZON);
        String second = service().page(begin, 1).nextShardIterator();

        HttpResponse<byte[]> answer = raw().streams("GetRecords", iterator(second));

        assertGood(answer);
        assertThat(RawCalls.shape(RawCalls.json(answer)))
                .containsExactlyInAnyOrder(
                        "NextShardIterator STRING",
                        "Records[].eventID STRING",
                        "Records[].eventName STRING",
                        "Records[].eventVersion STRING",
                        "Records[].eventSource STRING",
                        "Records[].awsRegion STRING",
                        "Records[].dynamodb.ApproximateCreationDateTime NUMBER",
                        "Records[].dynamodb.Keys.pk.S STRING",
                        "Records[].dynamodb.NewImage.pk.S STRING",
                        "Records[].dynamodb.NewImage.v.N STRING",
                        "Records[].dynamodb.OldImage.pk.S STRING",
                        "Records[].dynamodb.OldImage.v.N STRING",
                        "Records[].dynamodb.SequenceNumber STRING",
                        "Records[].dynamodb.SizeBytes NUMBER",
                        "Records[].dynamodb.StreamViewType STRING");
    }

    @Test
    default void aRemovalByTheServiceHasTheseFieldsOfItsIdentity() {
        String table = service().newTable();
        service().putExpired(table, "a");
        Awaitility.await("the removal")
                .atMost(Duration.ofMinutes(1))
                .until(() -> service().records(table).size() == 2);
        String begin =
                service().iterator(service().latestArn(table), ShardIteratorType.TRIM_HORIZON);

        HttpResponse<byte[]> answer = raw().streams("GetRecords", iterator(begin));

        assertThat(RawCalls.shape(RawCalls.json(answer)))
                .contains(
                        "Records[].userIdentity.PrincipalId STRING",
                        "Records[].userIdentity.Type STRING");
    }

    @Test
    default void theLastPageOfAnEndedShardHasRecordsAlone() {
        String table = service().newTable();
        String begin =
                service().iterator(service().latestArn(table), ShardIteratorType.TRIM_HORIZON);
        service().disableStream(table);

        HttpResponse<byte[]> answer = raw().streams("GetRecords", iterator(begin));

        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("{\"Records\":[]}");
    }

    @Test
    default void describeTableHasAtLeastTheseFields() {
        String table = service().newTable();

        HttpResponse<byte[]> answer =
                raw().tables("DescribeTable", "{\"TableName\":\"" + table + "\"}");

        assertGood(answer);
        assertThat(RawCalls.shape(RawCalls.json(answer)))
                .contains(
                        "Table.TableName STRING",
                        "Table.TableArn STRING",
                        "Table.TableStatus STRING",
                        "Table.CreationDateTime NUMBER",
                        "Table.ItemCount NUMBER",
                        "Table.AttributeDefinitions[].AttributeName STRING",
                        "Table.AttributeDefinitions[].AttributeType STRING",
                        "Table.KeySchema[].AttributeName STRING",
                        "Table.KeySchema[].KeyType STRING",
                        "Table.LatestStreamArn STRING",
                        "Table.LatestStreamLabel STRING",
                        "Table.StreamSpecification.StreamEnabled BOOLEAN",
                        "Table.StreamSpecification.StreamViewType STRING");
    }

    @Test
    default void writesAnswerWithNothingOfNote() {
        String table = service().newTable();
        String item = "{\"pk\":{\"S\":\"a\"}}";

        HttpResponse<byte[]> put =
                raw().tables("PutItem", "{\"TableName\":\"" + table + "\",\"Item\":" + item + "}");
        HttpResponse<byte[]> batch =
                raw().tables(
                                "BatchWriteItem",
                                "{\"RequestItems\":{\""
                                        + table
                                        + "\":[{\"DeleteRequest\":{\"Key\":"
                                        + item
                                        + "}}]}}");

        assertGood(put);
        assertGood(batch);
        assertThat(RawCalls.json(put)).isEmpty();
        assertThat(RawCalls.shape(RawCalls.json(batch))).containsExactly("UnprocessedItems OBJECT");
    }

    @Test
    default void anErrorHasATypeAMessageAndARequestId() {
        String arn = "arn:aws:dynamodb:us-east-1:000000000000:table/no-such/stream/2026";

        HttpResponse<byte[]> answer = raw().streams("DescribeStream", streamArn(arn));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(header(answer, "content-type")).hasValue("application/x-amz-json-1.0");
        assertThat(header(answer, "x-amzn-requestid")).isPresent();
        assertThat(date(answer)).isNotNull();
        JsonNode json = RawCalls.json(answer);
        assertThat(RawCalls.shape(json))
                .containsExactlyInAnyOrder(
                        "__type STRING",
                        service()
                                .expected(
                                        Difference.MESSAGE_WITH_A_CAPITAL,
                                        "message STRING",
                                        "Message STRING"));
        assertThat(json.get("__type").asText())
                .isEqualTo("com.amazonaws.dynamodb.v20120810#ResourceNotFoundException");
        assertThat(header(answer, "x-amz-crc32"))
                .isEqualTo(
                        service()
                                .expected(
                                        Difference.NO_CHECKSUM_OF_ERRORS,
                                        Optional.of(crc(answer)),
                                        Optional.empty()));
    }

    @Test
    default void anInvalidRequestHasTheTypeOfTheFrameworksValidation() {
        HttpResponse<byte[]> answer = raw().streams("ListStreams", "{\"Limit\":0}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RawCalls.json(answer).get("__type").asText())
                .isEqualTo("com.amazon.coral.validate#ValidationException");
    }

    @Test
    default void aRequestWithoutASignatureIsRefused() {
        HttpResponse<byte[]> answer =
                raw().call("DynamoDBStreams_20120810.ListStreams", "{}", false);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(code(answer))
                .isEqualTo(
                        service()
                                .expected(
                                        Difference.MISSING_TOKEN_WITHOUT_EXCEPTION,
                                        "MissingAuthenticationTokenException",
                                        "MissingAuthenticationToken"));
    }

    @Test
    default void anUnknownOperationIsRefused() {
        HttpResponse<byte[]> answer = raw().streams("GetEverything", "{}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo("UnknownOperationException");
    }

    @Test
    default void aBodyThatIsNoJsonObjectIsRefused() {
        for (String body : List.of("nonsense", "[]", "")) {
            HttpResponse<byte[]> answer = raw().streams("ListStreams", body);

            assertThat(answer.statusCode())
                    .isEqualTo(service().expected(Difference.NO_SERIALIZATION_EXCEPTION, 400, 500));
            assertThat(code(answer))
                    .isEqualTo(
                            service()
                                    .expected(
                                            Difference.NO_SERIALIZATION_EXCEPTION,
                                            "SerializationException",
                                            "InternalFailure"));
        }
    }

    @Test
    default void anotherFilterThanChildShardsIsRefused() {
        String arn = service().latestArn(service().newTable());
        String shard = service().onlyShard(arn).shardId();

        HttpResponse<byte[]> answer =
                raw().streams(
                                "DescribeStream",
                                "{\"StreamArn\":\""
                                        + arn
                                        + "\",\"ShardFilter\":{\"Type\":\"ALL\",\"ShardId\":\""
                                        + shard
                                        + "\"}}");

        assertThat(answer.statusCode())
                .isEqualTo(service().expected(Difference.FILTER_OF_ANY_TYPE, 400, 200));
    }

    private RawCalls raw() {
        return new RawCalls(service().endpoint());
    }

    private static String streamArn(String arn) {
        return "{\"StreamArn\":\"" + arn + "\"}";
    }

    private static String iterator(String iterator) {
        return "{\"ShardIterator\":\"" + iterator + "\"}";
    }

    private static String code(HttpResponse<byte[]> answer) {
        String type = RawCalls.json(answer).get("__type").asText();
        return type.substring(type.indexOf('#') + 1);
    }

    private static Optional<String> header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name);
    }

    /** The time that an answer is dated with; fails where there is none or not of the format. */
    private static Instant date(HttpResponse<byte[]> answer) {
        return DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                .withZone(ZoneOffset.UTC)
                .parse(header(answer, "date").orElseThrow(), Instant::from);
    }

    private static String crc(HttpResponse<byte[]> answer) {
        CRC32 crc = new CRC32();
        crc.update(answer.body());
        return Long.toString(crc.getValue());
    }

    /** Sees that an answer is what every good one is. */
    static void assertGood(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "content-type")).hasValue("application/x-amz-json-1.0");
        assertThat(header(answer, "x-amz-crc32")).hasValue(crc(answer));
        assertThat(header(answer, "x-amzn-requestid")).isPresent();
        assertThat(header(answer, "content-encoding")).isEmpty();
        assertThat(date(answer)).isNotNull();
    }
}
