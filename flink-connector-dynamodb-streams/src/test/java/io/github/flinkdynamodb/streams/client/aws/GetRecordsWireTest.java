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

import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.ITERATOR;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.client;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.failure;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.result;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.settings;
import static io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.bytes;
import static io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.crc;
import static io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.error;
import static io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.gzip;
import static io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.client.PageResponse;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.Answer;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GetRecords over a real connection: the body, its checks, and what is retried. */
class GetRecordsWireTest extends ClientOfStub {

    /** Spaces, escapes, unicode and unknown fields: nothing that a parser would keep as it is. */
    private static final String SECOND = "{\"Records\":[],\"second\":true}";

    private static final String PAGE =
            "{ \"Records\" : [ {\"dynamodb\":{\"Keys\":{\"k\":{\"S\":\"h\\u00e9llo"
                    + " \u4e16\ud83d\ude00\"}},\"SizeBytes\":1.0e1}} ],\n"
                    + "\t\"New\":[],\"NextShardIterator\":\"n\" }  ";

    private static final byte[] PAGE_BYTES = PAGE.getBytes(StandardCharsets.UTF_8);

    @Test
    void bodyArrivesByteForByte() throws Exception {
        server.on("GetRecords", ok(PAGE));

        PageResponse response = result(client.getRecords(ITERATOR, 1000));

        assertThat(response.body()).isEqualTo(PAGE_BYTES);
        assertThat(response.retries()).isZero();
        assertThat(server.requests().get(0).field("ShardIterator")).isEqualTo(ITERATOR);
        assertThat(server.requests().get(0).field("Limit")).isEqualTo("1000");
    }

    @Test
    void bodyOfMegabytesArrivesByteForByte() throws Exception {
        byte[] page = large(10_000_000);
        server.on("GetRecords", bytes(page, crc(page)));

        PageResponse response = result(client.getRecords(ITERATOR, 1000));

        assertThat(Arrays.equals(response.body(), page)).isTrue();
    }

    @Test
    void bodyInChunksWithoutLengthAndChecksumArrives() throws Exception {
        byte[] page = large(300_000);
        server.on(
                "GetRecords",
                request -> {
                    try (OutputStream out = request.begin(200, 0)) {
                        for (int i = 0; i < page.length; i += 50_000) {
                            out.write(page, i, 50_000);
                            out.flush();
                        }
                    }
                });

        PageResponse response = result(client.getRecords(ITERATOR, 1000));

        assertThat(Arrays.equals(response.body(), page)).isTrue();
    }

    @Test
    void wrongChecksumIsRetriedAndCounted() throws Exception {
        server.on("GetRecords", bytes(PAGE_BYTES, "12345"), ok(PAGE));

        PageResponse response = result(client.getRecords(ITERATOR, 1000));

        assertThat(response.body()).isEqualTo(PAGE_BYTES);
        assertThat(response.retries()).isBetween(1, QuickRetries.MAX_ATTEMPTS - 1);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void checksumThatStaysWrongIsTransient() throws Exception {
        server.on("GetRecords", bytes(PAGE_BYTES, "12345"));

        StreamsException failure = failure(client.getRecords(ITERATOR, 1000));

        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure).hasMessageContaining("checksum").hasMessageContaining("GetRecords");
        assertRetried();
    }

    @Test
    void checksumThatIsNoNumberIsTransient() throws Exception {
        server.on("GetRecords", bytes(PAGE_BYTES, "no number"));

        assertThat(failure(client.getRecords(ITERATOR, 1000)).kind()).isEqualTo(Kind.TRANSIENT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gzipIsUnpackedWhicheverBytesTheChecksumIsOf(boolean ofPacked) throws Exception {
        byte[] packed = gzip(PAGE_BYTES);
        server.on("GetRecords", encoded("gzip", packed, crc(ofPacked ? packed : PAGE_BYTES)));

        PageResponse response = result(client.getRecords(ITERATOR, 1000));

        assertThat(response.body()).isEqualTo(PAGE_BYTES);
        assertThat(response.retries()).isZero();
    }

    @Test
    void gzipWithWrongChecksumIsTransient() throws Exception {
        server.on("GetRecords", encoded("gzip", gzip(PAGE_BYTES), "12345"));

        assertThat(failure(client.getRecords(ITERATOR, 1000)).kind()).isEqualTo(Kind.TRANSIENT);
    }

    @Test
    void brokenGzipIsTransient() throws Exception {
        server.on("GetRecords", encoded("gzip", PAGE_BYTES, null));

        StreamsException failure = failure(client.getRecords(ITERATOR, 1000));

        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure).hasMessageContaining("gzip");
        assertRetried();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"message\":\"Internal server error\"}",
                "{\"Records\":null}",
                "{\"Records\":{}}",
                "{\"Records\":[],\"NextShardIterator\":5}",
                "{\"Records\":[],\"NextShardIterator\":true }",
                "{\"Records\":[],\"NextShardIterator\":{\"a\":\"b\"}}",
                "{\"Records\":[{}],\"NextShardIterator\" : [\"i\"] }",
                "{\"NextShardIterator\":{},\"Records\":[]}",
                "{\"NextShardIterator\":\"i1\"}",
                "{\"a\":{\"Records\":[]},\"b\":[{}, \"\\\"Records\\\":[\"]}",
                "[]",
                "null",
                "<html>gateway</html>",
                "{\"Records\":[",
                "  "
            })
    void responseThatIsNotOneOfGetRecordsIsTransientAndShown(String body) throws Exception {
        server.on("GetRecords", ok(body));

        StreamsException failure = failure(client.getRecords(ITERATOR, 1000));

        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure)
                .hasMessageContaining("GetRecords for a shard of stream")
                .hasMessageContaining("the response ")
                .hasMessageContaining(body)
                .hasMessageContaining("aws.endpoint");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Records\":[]}",
                "{\"Records\":[],\"NextShardIterator\":null}",
                "{\"NextShardIterator\":null,\"Records\":[]}",
                "{\"Records\":[{\"a\":\",\\\"NextShardIterator\\\":5}\"}]}",
                "{\"Records\":[{\"NextShardIterator\":5}]}",
                " { \"Records\" : [ ] } \n",
                "{\"NextShardIterator\":\"a\\\"b\",\"Records\":[{}]}",
                "{\"x\":[1,{\"y\":\"]\"}],\"z\":{},\"n\":-1.5e3,\"Records\":[],\"t\":0}"
            })
    void responseOfGetRecordsIsTakenWhateverElseItHolds(String body) throws Exception {
        server.on("GetRecords", ok(body));

        assertThat(result(client.getRecords(ITERATOR, 1000)).body()).asString().isEqualTo(body);
    }

    @Test
    void emptyBodyIsTransient() throws Exception {
        server.on("GetRecords", bytes(new byte[0], null));

        StreamsException failure = failure(client.getRecords(ITERATOR, 1000));

        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure).hasMessageContaining("no body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ThrottlingException",
                "ProvisionedThroughputExceededException",
                "RequestLimitExceeded",
                "LimitExceededException",
                "TooManyRequestsException"
            })
    void throttlingComesAtOnce(String code) throws Exception {
        server.on("GetRecords", error(400, code, "slow down"), ok(PAGE));

        StreamsException failure = failure(client.getRecords(ITERATOR, 1000));

        assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
        assertThat(failure).hasMessageContaining(code).hasMessageContaining("slow down");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void status429AndThrottlingUnder5xxComeAtOnce() throws Exception {
        server.on(
                "GetRecords",
                request -> request.send(429, new byte[0]),
                error(503, "ThrottlingException", "slow down"),
                ok(PAGE));

        assertThat(failure(client.getRecords(ITERATOR, 1000)).kind()).isEqualTo(Kind.THROTTLED);
        assertThat(failure(client.getRecords(ITERATOR, 1000)).kind()).isEqualTo(Kind.THROTTLED);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void serverErrorsAreRetriedAndCounted() throws Exception {
        server.on(
                "GetRecords",
                error(500, "InternalServerError", "oops"),
                error(503, "ServiceUnavailable", "oops"),
                ok(PAGE));

        PageResponse response = result(client.getRecords(ITERATOR, 1000));

        assertThat(response.body()).isEqualTo(PAGE_BYTES);
        assertThat(response.retries()).isEqualTo(2);
    }

    @Test
    void manyFailuresOnOneShardLeaveRetriesToTheOthers() throws Exception {
        // Given: enough failed calls to use up the SDK's shared budget of retries, if it had one
        server.on("GetRecords", error(500, "InternalServerError", "oops"));
        List<CompletableFuture<PageResponse>> calls = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            calls.add(client.getRecords(ITERATOR, 1000));
        }
        for (CompletableFuture<PageResponse> call : calls) {
            failure(call);
        }
        server.on("GetRecords", error(500, "InternalServerError", "oops"), ok(PAGE));

        // When
        PageResponse response = result(client.getRecords(ITERATOR, 1000));

        // Then
        assertThat(response.retries()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "400, ExpiredIteratorException, EXPIRED_ITERATOR, 1",
        "400, TrimmedDataAccessException, TRIMMED_DATA, 1",
        "400, ResourceNotFoundException, RESOURCE_NOT_FOUND, 1",
        "400, ValidationException, INVALID_REQUEST, 1",
        "400, AccessDeniedException, ACCESS_DENIED, 1",
        "400, UnrecognizedClientException, ACCESS_DENIED, 1",
        "400, ExpiredTokenException, ACCESS_DENIED, 1",
        "500, InternalFailure, TRANSIENT, 3"
    })
    void errorsReachTheCallerByTheirMeaning(int status, String code, Kind kind, int attempts)
            throws Exception {
        server.on("GetRecords", error(status, code, "the reason"));

        StreamsException failure = failure(client.getRecords(ITERATOR, 1000));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure)
                .hasMessageContaining("GetRecords for a shard of stream " + ClientFixture.STREAM)
                .hasMessageContaining(code)
                .hasMessageContaining("the reason")
                .hasMessageContaining("REQUEST-1");
        assertThat(failure.getMessage()).doesNotContain("opaque");
        assertThat(server.requests()).hasSize(attempts);
    }

    @Test
    void connectionThatBreaksInTheBodyIsRetried() throws Exception {
        server.on("GetRecords", broken(), ok(PAGE));

        PageResponse response = result(client.getRecords(ITERATOR, 1000));

        assertThat(response.body()).isEqualTo(PAGE_BYTES);
        assertThat(response.retries()).isBetween(1, QuickRetries.MAX_ATTEMPTS - 1);
    }

    @Test
    void connectionThatKeepsBreakingIsTransient() throws Exception {
        server.on("GetRecords", broken());

        assertThat(failure(client.getRecords(ITERATOR, 1000)).kind()).isEqualTo(Kind.TRANSIENT);
        assertRetried();
    }

    @Test
    void slowBodyArrivesWhole() throws Exception {
        CountDownLatch halfSent = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        server.on("GetRecords", inHalves(halfSent, goOn));

        CompletableFuture<PageResponse> call = client.getRecords(ITERATOR, 1000);
        assertThat(halfSent.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(call).isNotDone();
        goOn.countDown();

        assertThat(result(call).body()).isEqualTo(PAGE_BYTES);
        assertThat(result(call).retries()).isZero();
    }

    @Test
    void attemptThatTakesTooLongIsReplacedAndSpoilsNothing() throws Exception {
        // Given: a first attempt that sends half a page of other bytes, and the rest much later
        CountDownLatch halfSent = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        server.on("GetRecords", inHalves(halfSent, goOn), ok(SECOND));
        try (AwsStreamsClient hasty =
                client(settings(server.endpoint()), ClientFixture.limits(2_000, 60_000))) {

            // When
            PageResponse response = result(hasty.getRecords(ITERATOR, 1000));
            goOn.countDown();
            PageResponse next = result(hasty.getRecords(ITERATOR, 1000));

            // Then
            assertThat(response.body()).asString().isEqualTo(SECOND);
            assertThat(response.retries()).isPositive();
            assertThat(next.body()).asString().isEqualTo(SECOND);
        }
    }

    @Test
    void callThatIsNeverAnsweredEndsAsTransient() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        server.on("GetRecords", request -> await(never));
        try (AwsStreamsClient hasty =
                client(settings(server.endpoint()), ClientFixture.limits(300, 700))) {

            StreamsException failure = failure(hasty.getRecords(ITERATOR, 1000));

            assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        } finally {
            never.countDown();
        }
    }

    /**
     * The server saw the call more than once. Not always all attempts: an answer that is broken off
     * ends its connection, and the next attempt may still be put onto it.
     */
    private void assertRetried() {
        assertThat(server.requests()).hasSizeBetween(2, QuickRetries.MAX_ATTEMPTS);
    }

    private static Answer encoded(String encoding, byte[] bytes, String crc) {
        return request -> {
            request.setHeader("Content-Encoding", encoding);
            bytes(bytes, crc).to(request);
        };
    }

    private static Answer broken() {
        return request -> {
            OutputStream out = request.begin(200, PAGE_BYTES.length);
            out.write(PAGE_BYTES, 0, PAGE_BYTES.length / 2);
            out.flush();
        };
    }

    private static Answer inHalves(CountDownLatch halfSent, CountDownLatch goOn) {
        int half = PAGE_BYTES.length / 2;
        return request -> {
            request.setHeader("x-amz-crc32", crc(PAGE_BYTES));
            OutputStream out = request.begin(200, PAGE_BYTES.length);
            out.write(PAGE_BYTES, 0, half);
            out.flush();
            halfSent.countDown();
            await(goOn);
            out.write(PAGE_BYTES, half, PAGE_BYTES.length - half);
            out.flush();
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] large(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + (i * 31L + i / 7) % 26);
        }
        byte[] begin = "{\"Records\":[\"".getBytes(StandardCharsets.UTF_8);
        byte[] end = "\"]}".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(begin, 0, bytes, 0, begin.length);
        System.arraycopy(end, 0, bytes, length - end.length, end.length);
        return bytes;
    }
}
