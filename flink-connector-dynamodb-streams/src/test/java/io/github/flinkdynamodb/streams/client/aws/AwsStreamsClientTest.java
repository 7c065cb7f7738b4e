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
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.STREAM;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.client;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.failure;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.result;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.settings;
import static io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.client.ClientSettings;
import io.github.flinkdynamodb.streams.client.CredentialsSettings;
import io.github.flinkdynamodb.streams.client.PageResponse;
import io.github.flinkdynamodb.streams.client.ShardIteratorStart;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.Request;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.flink.util.InstantiationUtil;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The client over a real connection: what it asks, what it makes of the answers, how it ends. */
class AwsStreamsClientTest extends ClientOfStub {

    private static final ShardIteratorStart HORIZON = ShardIteratorStart.trimHorizon();

    @Test
    void shardIteratorIsAskedForByTypeAndSequenceNumber() throws Exception {
        server.on("GetShardIterator", ok("{\"ShardIterator\":\"it\"}"));

        assertThat(result(client.getShardIterator(STREAM, "s", HORIZON))).isEqualTo("it");
        result(client.getShardIterator(STREAM, "s", ShardIteratorStart.latest()));
        result(
                client.getShardIterator(
                        STREAM, "s", ShardIteratorStart.after(SequenceNumber.of("000123"))));

        assertThat(fields("ShardIteratorType"))
                .containsExactly("TRIM_HORIZON", "LATEST", "AFTER_SEQUENCE_NUMBER");
        assertThat(fields("SequenceNumber")).containsExactly(null, null, "000123");
        assertThat(fields("ShardId")).containsOnly("s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"ShardIterator\":null}", "{\"ShardIterator\":\"\"}"})
    void responseWithoutAnIteratorIsTransient(String body) throws Exception {
        server.on("GetShardIterator", ok(body));

        assertThat(failure(client.getShardIterator(STREAM, "s", HORIZON)).kind())
                .isEqualTo(Kind.TRANSIENT);
    }

    @Test
    void requestsAreSignedForTheRegionAndNameTheConnector() throws Exception {
        server.on("GetShardIterator", ok("{\"ShardIterator\":\"it\"}"));

        result(client.getShardIterator(STREAM, "s", HORIZON));

        Request request = server.requests().get(0);
        assertThat(request.header("Authorization"))
                .contains("Credential=AKIDEXAMPLE/")
                .contains("/eu-west-1/dynamodb/aws4_request");
        assertThat(request.header("User-Agent")).contains("flink-connector-dynamodb-streams/");
    }

    @Test
    void hundredCallsAreInFlightAtOnce() throws Exception {
        // Given: a server that answers nobody before all have asked
        CountDownLatch all = new CountDownLatch(100);
        server.on(
                "GetRecords",
                request -> {
                    all.countDown();
                    await(all);
                    ok(page(request.field("ShardIterator"))).to(request);
                });
        try (AwsStreamsClient wide = client(wide(100))) {

            // When
            List<CompletableFuture<PageResponse>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                calls.add(wide.getRecords("it-" + i, 1000));
            }

            // Then
            for (int i = 0; i < 100; i++) {
                PageResponse response = result(calls.get(i));
                assertThat(response.body()).asString().isEqualTo(page("it-" + i));
                assertThat(response.retries()).isZero();
            }
        }
    }

    @Test
    void moreCallsThanConnectionsWaitForTheirTurn() throws Exception {
        // Given: the first requests are answered when four are there
        CountDownLatch four = new CountDownLatch(4);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        server.on(
                "GetRecords",
                request -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    four.countDown();
                    await(four);
                    // Counted down before the answer: the next request may come on its heels.
                    now.decrementAndGet();
                    ok("{\"Records\":[]}").to(request);
                });
        try (AwsStreamsClient narrow = client(wide(4))) {
            List<CompletableFuture<PageResponse>> calls = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                calls.add(narrow.getRecords(ITERATOR, 1000));
            }
            for (CompletableFuture<PageResponse> call : calls) {
                assertThat(result(call).retries()).isZero();
            }
        }
        assertThat(most.get()).isEqualTo(4);
    }

    @Test
    void closingEndsCallsUnderWayAndAllThreads() throws Exception {
        CountDownLatch asked = new CountDownLatch(10);
        CountDownLatch never = new CountDownLatch(1);
        server.on(
                "GetRecords",
                request -> {
                    asked.countDown();
                    await(never);
                });
        List<CompletableFuture<PageResponse>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(client.getRecords(ITERATOR, 1000));
        }
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        client.close();

        for (CompletableFuture<PageResponse> call : calls) {
            assertThat(failure(call).kind()).isEqualTo(Kind.TRANSIENT);
        }
        never.countDown();
        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> threads("dynamodb-streams-").isEmpty());
    }

    @Test
    void closedClientRefusesCallsAndMayBeClosedAgain() throws Exception {
        client.close();
        client.close();

        StreamsException failure = failure(client.getRecords(ITERATOR, 1000));

        assertThat(failure).hasMessageContaining("closed");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void serverThatIsNotThereIsTransientAndNamedInTheMessage() throws Exception {
        try (RefusingPort port = new RefusingPort();
                AwsStreamsClient lost = client(settings(port.endpoint()))) {

            StreamsException failure = failure(lost.describeStream(STREAM, null));

            assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(failure)
                    .hasMessageContaining("Connection refused")
                    .hasMessageContaining("aws.endpoint. The calls go to " + port.endpoint());
        }
    }

    @Test
    void callReturnsAtOnceWhileCredentialsTakeTheirTime() throws Exception {
        server.on("GetShardIterator", ok("{\"ShardIterator\":\"it\"}"));
        SlowCredentials.gate = new CountDownLatch(1);
        SlowCredentials.passed = false;
        try (AwsStreamsClient waiting = client(settings(server.endpoint(), slowCredentials(), 8))) {

            CompletableFuture<String> call = waiting.getShardIterator(STREAM, "s", HORIZON);
            boolean passedBefore = SlowCredentials.passed;
            SlowCredentials.gate.countDown();

            assertThat(passedBefore).isFalse();
            assertThat(result(call)).isEqualTo("it");
            assertThat(server.requests().get(0).header("Authorization")).contains("AKIDSLOW");
        }
    }

    @Test
    void callEndsAlsoWhereCredentialsNeverCome() throws Exception {
        server.on("GetShardIterator", ok("{\"ShardIterator\":\"it\"}"));
        SlowCredentials.gate = new CountDownLatch(1);
        try (AwsStreamsClient waiting =
                client(
                        settings(server.endpoint(), slowCredentials(), 8),
                        ClientFixture.limits(100, 200))) {

            StreamsException first = failure(waiting.getShardIterator(STREAM, "s", HORIZON));
            StreamsException second = failure(waiting.getShardIterator(STREAM, "s", HORIZON));

            assertThat(first.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(first).hasMessageContaining("no credentials");
            assertThat(second.kind()).isEqualTo(Kind.TRANSIENT);
        }
        SlowCredentials.gate.countDown();
        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> threads("dynamodb-streams-calls").isEmpty());
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void providerSurvivesSerialization() throws Exception {
        AwsStreamsClientProvider provider =
                new AwsStreamsClientProvider(settings(server.endpoint()));
        server.on("GetShardIterator", ok("{\"ShardIterator\":\"it\"}"));

        AwsStreamsClientProvider copy = InstantiationUtil.clone(provider);

        try (AwsStreamsClient copied =
                copy.create(getClass().getClassLoader(), CallLimits.standard())) {
            assertThat(result(copied.getShardIterator(STREAM, "s", HORIZON))).isEqualTo("it");
        }
    }

    @Test
    void failedCreationNamesTheSettingAndLeavesNoThread() {
        CredentialsSettings wrong =
                ClientFixture.credentials("CUSTOM", "custom.class", "no.such.Provider");
        client.close();

        assertThatThrownBy(() -> client(settings(server.endpoint(), wrong, 8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("aws.credentials.custom.class")
                .hasMessageContaining("no.such.Provider");
        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> threads("dynamodb-streams-").isEmpty());
    }

    /** A provider that waits for the test. */
    public static final class SlowCredentials implements AwsCredentialsProvider {

        static volatile CountDownLatch gate = new CountDownLatch(0);
        static volatile boolean passed;

        @Override
        public AwsCredentials resolveCredentials() {
            await(gate);
            passed = true;
            return AwsBasicCredentials.create("AKIDSLOW", "secret");
        }
    }

    private static CredentialsSettings slowCredentials() {
        return ClientFixture.credentials("CUSTOM", "custom.class", SlowCredentials.class.getName());
    }

    private ClientSettings wide(int connections) {
        return settings(
                server.endpoint(), CredentialsSettings.basic("AKIDEXAMPLE", "x"), connections);
    }

    private static String page(String name) {
        return "{\"Records\":[],\"it\":\"" + name + "\"}";
    }

    private List<String> fields(String name) {
        List<String> values = new ArrayList<>();
        server.requests().forEach(request -> values.add(request.field(name)));
        return values;
    }

    private static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toList());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
