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
package io.github.flinkdynamodb.streams.table.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.VariantType;
import io.github.flinkdynamodb.streams.source.it.StandIn;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that others have met in the records of the service or of what stands in for it. */
@OnEachFlink
class UnusualValuesITCase {

    private static final String SHARD =
            StandIn.shard("shardId-00000001541626099285-f35f62ef", null, "999");

    private static TestCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** A stream that has ended, with one shard and these records. */
    private static StandIn stream(String... records) throws Exception {
        return new StandIn(
                (call, body, nth) -> {
                    switch (call) {
                        case "DescribeStream":
                            return StandIn.stream("DISABLED", SHARD, "");
                        case "GetShardIterator":
                            return StandIn.iterator("i0");
                        default:
                            return StandIn.page(null, records);
                    }
                });
    }

    private static List<String> rows(StandIn server, String columns, String query, String onError)
            throws Exception {
        try (SqlSession session = SqlSession.start(1)) {
            session.sql().getConfig().set("restart-strategy.type", "none");
            Map<String, String> options = new LinkedHashMap<>();
            options.put("connector", "dynamodb-streams");
            options.put("stream.arn", StandIn.ARN);
            options.put("aws.endpoint", server.url());
            options.put("aws.credentials.basic.accesskeyid", "any");
            options.put("aws.credentials.basic.secretkey", "any");
            options.put("scan.startup.mode", "trim-horizon");
            options.put("scan.bounded.mode", "latest");
            options.put("scan.on-decode-error", onError);
            session.create("log", columns, options);
            return session.result(query);
        }
    }

    /** DynamoDB Local 3 leaves out the type of empty lists in images. The column knows it. */
    @Test
    void anEmptyListWithoutItsTypeIsAnEmptyArray() throws Exception {
        try (StandIn server = stream(StandIn.insert("10", "{}"))) {
            assertThat(
                            rows(
                                    server,
                                    "id STRING, x ARRAY<STRING>",
                                    "SELECT id, CARDINALITY(x) FROM log",
                                    "fail"))
                    .containsExactly("[a | 0]");
        }
    }

    /** Some send an empty image where there is none. The item is that of the keys. */
    @Test
    void aDeleteWithAnEmptyNewImageHasItsKey() throws Exception {
        String image = "{\"id\":{\"S\":\"a\"},\"x\":{\"S\":\"1\"}}";
        try (StandIn server =
                stream(
                        StandIn.record("10", "INSERT", image, "{}"),
                        StandIn.record("11", "REMOVE", "{}", image))) {
            assertThat(
                            rows(
                                    server,
                                    "id STRING, event STRING METADATA FROM 'event-name' VIRTUAL,"
                                            + " before_it STRING METADATA FROM 'old-image' VIRTUAL,"
                                            + " after_it STRING METADATA FROM 'new-image' VIRTUAL",
                                    "SELECT id, event, before_it IS NULL, after_it IS NULL FROM"
                                            + " log",
                                    "fail"))
                    .containsExactlyInAnyOrder(
                            "[a | INSERT | true | false]", "[a | REMOVE | false | true]");
        }
    }

    /** 'null' makes a field NULL that can't be decoded, whatever is wrong with it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"{\"B\":\"raw text\"} ; BYTES", "{\"N\":\"NaN\"} ; DOUBLE"})
    void aFieldThatCanNotBeDecodedBecomesNull(String attribute, String type) throws Exception {
        try (StandIn server = stream(StandIn.insert("10", attribute))) {
            assertThat(
                            rows(
                                    server,
                                    "id STRING, x " + type,
                                    "SELECT id, x IS NULL FROM log",
                                    "null"))
                    .containsExactly("[a | true]");
        }
    }

    /**
     * Where it fails the job, the last cause, which SQL clients show, says where and what to do.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"{\"B\":\"raw text\"} ; BYTES", "{\"N\":\"NaN\"} ; DOUBLE"})
    void aFieldThatCanNotBeDecodedIsNamed(String attribute, String type) throws Exception {
        try (StandIn server = stream(StandIn.insert("10", attribute))) {
            assertThatThrownBy(
                            () -> rows(server, "id STRING, x " + type, "SELECT * FROM log", "fail"))
                    .rootCause()
                    .hasMessageContaining("Cannot deserialize record ")
                    .hasMessageContaining("column 'x'")
                    .hasMessageContaining("'scan.on-decode-error' = 'skip'");
        }
    }

    /** A number that DynamoDB takes, with more digits than a VARIANT has room for. */
    @Test
    void anImageWithALongNumberIsNullWhereErrorsAre() throws Exception {
        VariantType.assumeExists();
        try (StandIn server =
                stream(
                        StandIn.insert(
                                "10", "{\"N\":\"110111111111111110000000000000000000000\"}"))) {
            assertThat(
                            rows(
                                    server,
                                    "id STRING, i VARIANT METADATA FROM 'new-image' VIRTUAL",
                                    "SELECT id, JSON_STRING(i) IS NULL FROM log",
                                    "null"))
                    .containsExactly("[a | true]");
        }
    }

    /** As older versions of Jackson write a java.util.Date. Of +00 the reader takes the rest. */
    @Test
    void anOffsetWithoutColonIsAnOffset() throws Exception {
        try (StandIn server =
                stream(StandIn.insert("10", "{\"S\":\"2026-02-28T10:00:00.000+0000\"}"))) {
            assertThat(
                            rows(
                                    server,
                                    "id STRING, x TIMESTAMP_LTZ(3)",
                                    "SELECT id, CAST(x AS STRING) FROM log",
                                    "fail"))
                    .containsExactly("[a | 2026-02-28 10:00:00.000]");
        }
    }
}
