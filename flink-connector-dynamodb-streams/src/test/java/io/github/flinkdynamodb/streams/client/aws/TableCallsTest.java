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
package io.github.flinkdynamodb.streams.client.aws;

import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.client;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.failure;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.result;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.settings;
import static io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.bytes;
import static io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.error;
import static io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.gzip;
import static io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.ok;
import static io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.throttled;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.client.PageResponse;
import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.Answer;
import io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.Request;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DescribeTable and Scan over a real connection: what is asked, and what becomes of the answer. */
class TableCallsTest extends ClientOfStub {

    private static final String ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders";

    /** Spaces, escapes and unicode: nothing that a parser would keep as it is. */
    private static final String PAGE =
            "{ \"ConsumedCapacity\":{\"CapacityUnits\":0.50}, \"Items\" : [ {\"k\":"
                    + " {\"S\":\"h\\u00e9llo \u4e16\ud83d\ude00\"},\"n\":{\"N\":\"1E+2\"}} ],\n"
                    + "\t\"LastEvaluatedKey\":{\"k\":{\"S\":\"x\"}} }  ";

    private static final byte[] PAGE_BYTES = PAGE.getBytes(StandardCharsets.UTF_8);

    private static final SegmentScan SCAN = SegmentScan.of("Orders", 3, 16, true);

    @Test
    void bodyOfAPageArrivesByteForByteWithTheServicesTime() throws Exception {
        server.on("Scan", ok(PAGE));

        PageResponse response = result(client.scan(SCAN));

        assertThat(response.body()).isEqualTo(PAGE_BYTES);
        assertThat(response.retries()).isZero();
        assertThat(response.sentAt()).isPresent();
    }

    @Test
    void firstPageOfASegmentIsAskedForWithItsCapacity() throws Exception {
        server.on("Scan", ok(PAGE));

        result(client.scan(SCAN));

        assertThat(server.requests().get(0).body())
                .isEqualTo(
                        "{\"TableName\":\"Orders\",\"ReturnConsumedCapacity\":\"TOTAL\","
                                + "\"TotalSegments\":16,\"Segment\":3,\"ConsistentRead\":true}");
        assertThat(server.requests().get(0).header("Authorization"))
                .contains("/eu-west-1/dynamodb/aws4_request");
    }

    @Test
    void laterPageIsAskedForByKeyAndLimit() throws Exception {
        server.on("Scan", ok(PAGE));
        String key = "{\"id\":{\"S\":\"a\\\"\u00e9\"},\"at\":{\"N\":\"-1.50\"}}";

        result(client.scan(SegmentScan.of(ARN, 0, 1, false).after(key).atMost(25)));

        assertThat(server.requests().get(0).body())
                .contains("\"TableName\":\"" + ARN + "\"")
                .contains("\"ConsistentRead\":false")
                .contains("\"Limit\":25")
                .contains("\"id\":{\"S\":\"a\\\"\u00e9\"}")
                .contains("\"at\":{\"N\":\"-1.50\"}");
    }

    @Test
    void binaryKeysGoBackAsTheyCame() throws Exception {
        server.on("Scan", ok(PAGE));

        result(client.scan(SCAN.after("{\"b\":{\"B\":\"AAH+/w==\"}}")));

        assertThat(server.requests().get(0).body())
                .contains("\"ExclusiveStartKey\":{\"b\":{\"B\":\"AAH+/w==\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":{\"L\":[]}}", "{\"id\":", ""})
    void keyThatIsNoneIsAnInvalidRequest(String key) throws Exception {
        StreamsException failure = failure(client.scan(SCAN.after(key)));

        assertThat(failure).hasMessageStartingWith("Scan for segment 3 of table Orders failed: ");
        assertThat(failure.kind()).isEqualTo(Kind.INVALID_REQUEST);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void wrongChecksumsBrokenConnectionsAndGzipAreTreatedAsForRecords() throws Exception {
        server.on("Scan", bytes(PAGE_BYTES, "12345"), broken(), packed());

        PageResponse response = result(client.scan(SCAN));

        assertThat(response.body()).isEqualTo(PAGE_BYTES);
        assertThat(response.retries()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"message\":\"Internal server error\"}",
                "{\"Items\":null}",
                "{\"Items\":{}}",
                "{\"Count\":0,\"ScannedCount\":0}",
                "{\"a\":{\"Items\":[]}}",
                "{\"Records\":[]}",
                "[]",
                "<html>gateway</html>",
                "{\"Items\":["
            })
    void responseThatIsNotOneOfScanIsTransientAndShown(String body) throws Exception {
        server.on("Scan", ok(body));

        StreamsException failure = failure(client.scan(SCAN));

        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure)
                .hasMessageContaining("Scan for segment 3 of table Orders failed: the response ")
                .hasMessageContaining(body)
                .hasMessageContaining("Check that 'scan.snapshot.endpoint' leads to DynamoDB.");
    }

    @ParameterizedTest
    @CsvSource({
        "400, ProvisionedThroughputExceededException, THROTTLED, 1",
        "400, ThrottlingException, THROTTLED, 1",
        "400, ResourceNotFoundException, RESOURCE_NOT_FOUND, 1",
        "400, ValidationException, INVALID_REQUEST, 1",
        "400, AccessDeniedException, ACCESS_DENIED, 1",
        "500, InternalServerError, TRANSIENT, 3"
    })
    void errorsReachTheCallerByTheirMeaning(int status, String code, Kind kind, int attempts)
            throws Exception {
        server.on("Scan", error(status, code, "the reason"));

        StreamsException failure = failure(client.scan(SCAN));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure)
                .hasMessageStartingWith("Scan for segment 3 of table Orders failed: " + code)
                .hasMessageContaining("the reason");
        assertThat(server.requests()).hasSize(attempts);
    }

    @Test
    void serverThatIsNotThereIsTransientAndNamedInTheMessage() throws Exception {
        try (RefusingPort port = new RefusingPort();
                AwsStreamsClient lost =
                        client(settings(server.endpoint()).withTableEndpoint(port.endpoint()))) {

            StreamsException failure = failure(lost.scan(SCAN));

            assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(failure)
                    .hasMessageContaining("Connection refused")
                    .hasMessageContaining(
                            "scan.snapshot.endpoint. The calls go to " + port.endpoint());
        }
    }

    @Test
    void tablesAndStreamsMayHaveEndpointsOfTheirOwn() throws Exception {
        try (StubStreamsServer tables = new StubStreamsServer();
                AwsStreamsClient both =
                        client(settings(server.endpoint()).withTableEndpoint(tables.endpoint()))) {
            server.on("GetRecords", ok("{\"Records\":[]}"));
            tables.on("Scan", ok(PAGE));

            result(both.scan(SCAN));
            result(both.getRecords(ClientFixture.ITERATOR, 1));

            assertThat(tables.requests()).extracting(Request::call).containsExactly("Scan");
            assertThat(server.requests()).extracting(Request::call).containsExactly("GetRecords");
        }
    }

    @Test
    void closedClientRefusesTheCalls() throws Exception {
        server.on("Scan", ok(PAGE));
        result(client.scan(SCAN));
        client.close();

        assertThat(failure(client.scan(SCAN))).hasMessageContaining("closed");
        assertThat(failure(client.describeTable("Orders"))).hasMessageContaining("closed");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aTableIsDescribed() throws Exception {
        server.on(
                "DescribeTable",
                ok(
                        table(
                                "\"TableId\":\"id-1\",\"CreationDateTime\":1.7959536E9,"
                                        + "\"TableSizeBytes\":4096,\"ItemCount\":12,"
                                        + "\"ProvisionedThroughput\":{\"ReadCapacityUnits\":50},"
                                        + "\"StreamSpecification\":{\"StreamEnabled\":true},"
                                        + "\"LatestStreamArn\":\""
                                        + ARN
                                        + "/stream/1\"")));

        TableDescription table = result(client.describeTable("Orders"));

        assertThat(server.requests().get(0).body()).isEqualTo("{\"TableName\":\"Orders\"}");
        assertThat(table.name()).isEqualTo("Orders");
        assertThat(table.arn()).isEqualTo(ARN);
        assertThat(table.tableId()).isEqualTo("id-1");
        assertThat(table.status()).isEqualTo("ACTIVE");
        assertThat(table.keyNames()).containsExactly("id", "at");
        assertThat(table.sizeBytes()).isEqualTo(4096);
        assertThat(table.itemCount()).isEqualTo(12);
        assertThat(table.provisionedReadUnits()).isEqualTo(50);
        assertThat(table.latestStreamArn()).contains(ARN + "/stream/1");
        assertThat(table.streamEnabled()).isTrue();
        assertThat(table.sentAt()).isPresent();
    }

    @Test
    void aTableOnDemandHasNoProvisionedUnits() throws Exception {
        server.on(
                "DescribeTable",
                ok(
                        table(
                                "\"TableId\":\"i\",\"BillingModeSummary\":{\"BillingMode\":"
                                        + "\"PAY_PER_REQUEST\"},\"ProvisionedThroughput\":"
                                        + "{\"ReadCapacityUnits\":7}")));

        assertThat(result(client.describeTable("Orders")).provisionedReadUnits()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "'\"WarmThroughput\":{\"ReadUnitsPerSecond\":12000},', 12000",
        "'\"WarmThroughput\":{\"Status\":\"UPDATING\"},', 0",
        "'\"WarmThroughput\":{\"ReadUnitsPerSecond\":12000},"
                + "\"OnDemandThroughput\":{\"MaxReadRequestUnits\":500},', 500",
        "'\"WarmThroughput\":{\"ReadUnitsPerSecond\":12000},"
                + "\"OnDemandThroughput\":{\"MaxReadRequestUnits\":-1},', 12000"
    })
    void theWarmThroughputIsNoMoreThanTheTablesOwnLimit(String fields, long units)
            throws Exception {
        server.on("DescribeTable", ok(table(fields + "\"TableId\":\"i\"")));

        assertThat(result(client.describeTable("Orders")).warmReadUnits()).isEqualTo(units);
    }

    @ParameterizedTest
    @CsvSource({
        "ProvisionedThroughputExceededException, TableReadKeyRangeThroughputExceeded, true",
        "ThrottlingException, TableReadKeyRangeThroughputExceeded, true",
        "RequestLimitExceeded, TableReadKeyRangeThroughputExceeded, true",
        "ProvisionedThroughputExceededException, TableReadProvisionedThroughputExceeded, false",
        "ThrottlingException, TableReadMaxOnDemandThroughputExceeded, false",
        "RequestLimitExceeded, TableReadAccountLimitExceeded, false"
    })
    void theReasonOfThrottlingSaysWhetherItIsOfAPartition(
            String code, String reason, boolean ofPartition) throws Exception {
        server.on("Scan", throttled(code, reason));

        StreamsException failure = failure(client.scan(SCAN));

        assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
        assertThat(failure.isOfPartition()).isEqualTo(ofPartition);
    }

    @Test
    void throttlingOfATableAndAPartitionIsOfTheTable() throws Exception {
        server.on(
                "Scan",
                throttled(
                        "ThrottlingException",
                        "TableReadKeyRangeThroughputExceeded",
                        "TableReadMaxOnDemandThroughputExceeded"));

        assertThat(failure(client.scan(SCAN)).isOfPartition()).isFalse();
    }

    @Test
    void throttlingWithoutAReasonIsOfTheTable() throws Exception {
        server.on("Scan", error(400, "ThrottlingException", "too much"));

        assertThat(failure(client.scan(SCAN)).isOfPartition()).isFalse();
    }

    @Test
    void whatStandInsLeaveOutIsZeroAndTheTimeOfCreationIsTheId() throws Exception {
        server.on("DescribeTable", ok(table("\"CreationDateTime\":1795953600")));

        TableDescription table = result(client.describeTable("Orders"));

        assertThat(table.tableId()).isEqualTo("2026-11-29T12:00:00Z");
        assertThat(table.itemCount()).isZero();
        assertThat(table.provisionedReadUnits()).isZero();
        assertThat(table.latestStreamArn()).isEmpty();
        assertThat(table.streamEnabled()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"Table\":{}}", "{\"Table\":{\"TableName\":\"Orders\"}}"})
    void responseWithoutATableIsTransient(String body) throws Exception {
        server.on("DescribeTable", ok(body));

        StreamsException failure = failure(client.describeTable("Orders"));

        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure)
                .hasMessageStartingWith(
                        "DescribeTable for table Orders failed: the response has no")
                .hasMessageContaining("'scan.snapshot.endpoint'");
    }

    private static String table(String more) {
        return "{\"Table\":{\"TableName\":\"Orders\",\"TableArn\":\""
                + ARN
                + "\",\"TableStatus\":\"ACTIVE\",\"KeySchema\":["
                + "{\"AttributeName\":\"at\",\"KeyType\":\"RANGE\"},"
                + "{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}],"
                + more
                + "}}";
    }

    private static Answer broken() {
        return request -> {
            OutputStream out = request.begin(200, PAGE_BYTES.length);
            out.write(PAGE_BYTES, 0, PAGE_BYTES.length / 2);
            out.flush();
        };
    }

    private static Answer packed() {
        return request -> {
            request.setHeader("Content-Encoding", "gzip");
            bytes(gzip(PAGE_BYTES), null).to(request);
        };
    }
}
