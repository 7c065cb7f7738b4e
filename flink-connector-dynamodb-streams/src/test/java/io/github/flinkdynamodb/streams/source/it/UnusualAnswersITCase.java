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
package io.github.flinkdynamodb.streams.source.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceBuilder;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import io.github.flinkdynamodb.streams.source.deserializer.JsonStringDeserializationSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that others have seen from stand-ins of the service and from what stands before it. */
@OnEachFlink
class UnusualAnswersITCase {

    private static final String OPEN = "shardId-00000001541626099285-f35f62ef";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static TestCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static DynamoDbStreamsSourceBuilder<String> source(StandIn server) {
        return DynamoDbStreamsSource.<String>builder()
                .setStreamArn(StandIn.ARN)
                .setEndpoint(server.url())
                .setRegion("us-east-1")
                .setBasicCredentials("any", "any")
                .setStartupPosition(StartupPosition.trimHorizon())
                .set(DynamoDbStreamsSourceOptions.RETRY_MAX_DURATION, Duration.ofSeconds(10))
                .setDeserializer(JsonStringDeserializationSchema.plainJson());
    }

    /** What a job has emitted when so many records were there, it ended, or the time was up. */
    private static final class Run {
        final List<String> got = Collections.synchronizedList(new ArrayList<>());
        volatile boolean ended;
        volatile Throwable failure;

        static Run of(DynamoDbStreamsSource<String> source, int wanted) throws Exception {
            Run run = new Run();
            StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
            env.setParallelism(1);
            try (CloseableIterator<String> elements =
                    env.fromSource(source, WatermarkStrategy.noWatermarks(), "stand-in")
                            .executeAndCollect()) {
                Thread thread = new Thread(() -> run.collect(elements, wanted));
                thread.setDaemon(true);
                thread.start();
                thread.join(PATIENCE.toMillis());
            }
            return run;
        }

        private void collect(CloseableIterator<String> elements, int wanted) {
            try {
                while (got.size() < wanted && elements.hasNext()) {
                    got.add(elements.next());
                }
                ended = got.size() < wanted;
            } catch (RuntimeException e) {
                failure = e;
            }
        }
    }

    /** A stream of one open shard with the record 10 at i0 and 11 at i1; the rest is a test's. */
    private static StandIn.Answers openShard(StandIn.Answers records) {
        return (call, body, nth) -> {
            switch (call) {
                case "DescribeStream":
                    boolean children = body.contains("CHILD_SHARDS");
                    return StandIn.stream(
                            "ENABLED", children ? "" : StandIn.shard(OPEN, null, null), "");
                case "GetShardIterator":
                    return StandIn.iterator(body.contains("AFTER") ? "i1" : "i0");
                default:
                    String odd = records.of(call, body, nth);
                    if (odd != null) {
                        return odd;
                    }
                    return body.contains("\"i0\"")
                            ? StandIn.page("i1", StandIn.insert("10", "{\"S\":\"1\"}"))
                            : body.contains("\"i1\"")
                                    ? StandIn.page("i2", StandIn.insert("11", "{\"S\":\"2\"}"))
                                    : StandIn.page("i2");
            }
        };
    }

    /**
     * Gateways and stand-ins answer with 200 and a body that isn't an answer to GetRecords, and
     * DynamoDB Local leaves out the next iterator at times. Neither is the end of an open shard.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"message\":\"Internal server error\"}",
                "{\"Records\":null}",
                "{\"Records\":{},\"NextShardIterator\":\"i2\"}",
                "{\"NextShardIterator\":\"i2\"}",
                "{\"Records\":[],\"NextShardIterator\":5}",
                "<html>gateway</html>",
                "{\"Records\":[]}",
                "{\"Records\":[],\"NextShardIterator\":null}",
                "{\"Records\":[],\"NextShardIterator\":\"\"}"
            })
    void anOddAnswerIsNotTheEndOfAnOpenShard(String odd) throws Exception {
        AtomicBoolean answered = new AtomicBoolean();
        try (StandIn server =
                new StandIn(
                        openShard(
                                (call, body, nth) ->
                                        nth == 2 && answered.compareAndSet(false, true)
                                                ? odd
                                                : null))) {

            Run run = Run.of(source(server).build(), 2);

            assertThat(answered).isTrue();
            assertThat(run.failure).isNull();
            assertThat(run.got).as("what came after the odd answer").hasSize(2);
        }
    }

    /** A listing that always names a next page, and the same one, must come to an end. */
    @Test
    void aListingThatDoesNotMoveOnEndsOrFails() throws Exception {
        try (StandIn server =
                new StandIn(
                        (call, body, nth) -> {
                            switch (call) {
                                case "DescribeStream":
                                    return StandIn.stream(
                                            "ENABLED",
                                            StandIn.shard(OPEN, null, null),
                                            ",\"LastEvaluatedShardId\":\"" + OPEN + "\"");
                                case "GetShardIterator":
                                    return StandIn.iterator("i0");
                                default:
                                    return body.contains("\"i0\"")
                                            ? StandIn.page(
                                                    "i1", StandIn.insert("10", "{\"S\":\"1\"}"))
                                            : StandIn.page("i1");
                            }
                        })) {

            Run run =
                    Run.of(
                            source(server).setStoppingPosition(StoppingPosition.latest()).build(),
                            Integer.MAX_VALUE);

            assertThat(run.ended || run.failure != null)
                    .as(
                            "a bounded read ends, or says what is wrong; after %s calls of"
                                    + " DescribeStream",
                            server.calls("DescribeStream"))
                    .isTrue();
            assertThat(server.calls("DescribeStream")).isLessThan(30);
        }
    }

    /** Servers that are written in languages without null send an empty text instead. */
    @Test
    void anEmptyNextIteratorIsTheEndOfTheShard() throws Exception {
        String child = "shardId-00000001541626199285-f35f62ee";
        try (StandIn server =
                new StandIn(
                        (call, body, nth) -> {
                            switch (call) {
                                case "DescribeStream":
                                    return StandIn.stream(
                                            "ENABLED",
                                            StandIn.shard(OPEN, null, "10")
                                                    + ","
                                                    + StandIn.shard(child, OPEN, null),
                                            "");
                                case "GetShardIterator":
                                    return StandIn.iterator(body.contains(child) ? "c0" : "i0");
                                default:
                                    if (body.contains("\"i0\"")) {
                                        return StandIn.page(
                                                "", StandIn.insert("10", "{\"S\":\"1\"}"));
                                    }
                                    if (body.contains("\"\"")) {
                                        return "{\"__type\":\"x#ValidationException\","
                                                + "\"message\":\"Invalid ShardIterator\"}";
                                    }
                                    return body.contains("\"c0\"")
                                            ? StandIn.page(
                                                    "c1", StandIn.insert("12", "{\"S\":\"2\"}"))
                                            : StandIn.page("c1");
                            }
                        })) {

            Run run = Run.of(source(server).build(), 2);

            assertThat(run.failure).isNull();
            assertThat(run.got).as("the parent's record and the child's").hasSize(2);
        }
    }
}
