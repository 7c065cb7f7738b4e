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

import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.STREAM;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.failure;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.result;
import static io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.bytes;
import static io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.crc;
import static io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.error;
import static io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.client.StreamPage;
import io.github.flinkdynamodb.streams.client.StreamSummary;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.model.StreamViewType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DescribeStream and ListStreams over a real connection: paging, filters, odd answers. */
class StreamListingTest extends ClientOfStub {

    @Test
    void describeStreamGivesThePropertiesAndTheShardsOfOnePage() throws Exception {
        server.on(
                "DescribeStream",
                ok(page("DISABLED", "s-2", shard("s-1", null, "100", "199"), shard("s-2", "s-1"))));

        StreamPage page = result(client.describeStream(STREAM, null));

        assertThat(page.status()).isEqualTo(StreamStatus.DISABLED);
        assertThat(page.viewType()).contains(StreamViewType.NEW_AND_OLD_IMAGES);
        assertThat(page.tableName()).contains("Orders");
        assertThat(page.lastEvaluatedShardId()).contains("s-2");
        assertThat(page.sentAt()).isPresent();
        assertThat(page.shards())
                .containsExactly(
                        new ShardDescriptor(
                                "s-1", null, SequenceNumber.of("100"), SequenceNumber.of("199")),
                        new ShardDescriptor("s-2", "s-1", SequenceNumber.of("200"), null));
    }

    @Test
    void describeStreamAsksForThePageAfterAShard() throws Exception {
        server.on(
                "DescribeStream",
                ok(page("ENABLED", "s-1", shard("s-1", null))),
                ok(page("ENABLED", null, shard("s-2", "s-1"))));

        StreamPage first = result(client.describeStream(STREAM, null));
        StreamPage second =
                result(client.describeStream(STREAM, first.lastEvaluatedShardId().get()));

        assertThat(ids(second.shards())).containsExactly("s-2");
        assertThat(second.lastEvaluatedShardId()).isEmpty();
        assertThat(fields("ExclusiveStartShardId")).containsExactly(null, "s-1");
        assertThat(fields("StreamArn")).containsExactly(STREAM, STREAM);
    }

    @Test
    void describeStreamWithoutADescriptionIsTransient() throws Exception {
        server.on("DescribeStream", ok("{}"));

        StreamsException failure = failure(client.describeStream(STREAM, null));

        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure)
                .hasMessageContaining("DescribeStream for stream " + STREAM)
                .hasMessageContaining("no StreamDescription");
    }

    @Test
    void answerThatIsNoJsonIsTransient() throws Exception {
        server.on(
                "DescribeStream",
                bytes("<html>welcome</html>".getBytes(StandardCharsets.UTF_8), null));

        assertThat(failure(client.describeStream(STREAM, null)).kind()).isEqualTo(Kind.TRANSIENT);
    }

    @Test
    void errorPageOfAProxyIsClassifiedByItsStatus() throws Exception {
        server.on(
                "DescribeStream",
                request -> request.send(403, "<html>no</html>".getBytes(StandardCharsets.UTF_8)));

        assertThat(failure(client.describeStream(STREAM, null)).kind())
                .isEqualTo(Kind.ACCESS_DENIED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1795000000.123",
                "1795000000123",
                "\"2026-11-29T00:00:00.000\"",
                "\"2026-11-29 00:00:00\"",
                "\"\"",
                "null",
                "{\"a\":1}"
            })
    void timeOfTheStreamsCreationIsNotRead(String time) throws Exception {
        String page = page("ENABLED", null, shard("a", "CreationRequestDateTime"));
        String body =
                page.replace(
                        "{\"StreamArn\"",
                        "{\"CreationRequestDateTime\" : " + time + ",\"StreamArn\"");
        server.on(
                "DescribeStream",
                bytes(
                        body.getBytes(StandardCharsets.UTF_8),
                        crc(body.getBytes(StandardCharsets.UTF_8))));

        StreamPage read = result(client.describeStream(STREAM, null));
        List<ShardDescriptor> children =
                result(client.childShards(STREAM, "CreationRequestDateTime"));

        assertThat(body).contains("\"CreationRequestDateTime\" : " + time);
        assertThat(ids(read.shards())).containsExactly("a");
        assertThat(read.shards().get(0).parentShardId()).contains("CreationRequestDateTime");
        assertThat(ids(children)).containsExactly("a");
    }

    @Test
    void childShardsAsksWithTheFilter() throws Exception {
        server.on("DescribeStream", ok(page("ENABLED", null, shard("c", "p"))));

        List<ShardDescriptor> children = result(client.childShards(STREAM, "p"));

        assertThat(ids(children)).containsExactly("c");
        assertThat(server.requests().get(0).body())
                .contains("\"ShardFilter\":{")
                .contains("\"Type\":\"CHILD_SHARDS\"")
                .contains("\"ShardId\":\"p\"");
    }

    @Test
    void childShardsOfAServiceThatIgnoresTheFilterAreStillOnlyTheChildren() throws Exception {
        server.on(
                "DescribeStream",
                ok(page("ENABLED", "b", shard("p", null), shard("b", "p"))),
                ok(page("ENABLED", "c")),
                ok(page("ENABLED", null, shard("x", "b"), shard("d", "p"), shard("y", null))));

        List<ShardDescriptor> children = result(client.childShards(STREAM, "p"));

        assertThat(ids(children)).containsExactly("b", "d");
        assertThat(fields("ExclusiveStartShardId")).containsExactly(null, "b", "c");
    }

    @Test
    void childShardsMayNotBeVisibleYet() throws Exception {
        server.on("DescribeStream", ok(page("ENABLED", null)));

        assertThat(result(client.childShards(STREAM, "p"))).isEmpty();
    }

    @Test
    void childrenOfAListingThatGoesInCirclesAreThoseOfItsPages() throws Exception {
        server.on(
                "DescribeStream",
                ok(page("ENABLED", "s-1", shard("s-1", "p"))),
                ok(page("ENABLED", "s-2", shard("s-2", "p"))),
                ok(page("ENABLED", "s-1", shard("s-2", "p"))),
                error(400, "ThrottlingException", "asked once too often"));

        List<ShardDescriptor> children = result(client.childShards(STREAM, "p"));

        assertThat(ids(children)).contains("s-1", "s-2");
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void streamsOfAListingThatAlwaysNamesANextPageAreFoundAll() throws Exception {
        AtomicInteger pages = new AtomicInteger();
        server.on(
                "ListStreams",
                request ->
                        ok(streams("arn:" + pages.incrementAndGet(), stream(STREAM, "Orders", "x")))
                                .to(request));

        List<StreamSummary> streams = result(client.listStreams("Orders"));

        assertThat(streams).extracting(StreamSummary::streamArn).containsOnly(STREAM);
        assertThat(pages).hasValueLessThan(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"Streams\":null}",
                "{\"message\":\"gateway\"}",
                "{\"Streams\":[{\"TableName\":\"Orders\"}]}",
                "{\"Streams\":[{\"StreamArn\":\"\",\"TableName\":\"Orders\"}]}"
            })
    void responseWithoutStreamsIsTransientAndNoEmptyListing(String body) throws Exception {
        server.on("ListStreams", ok(body));

        assertThat(failure(client.listStreams("Orders")).kind()).isEqualTo(Kind.TRANSIENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"StreamDescription\":{}}",
                "{\"StreamDescription\":null}",
                "{\"StreamDescription\":{\"Shards\":[{}]}}",
                "{\"StreamDescription\":{\"Shards\":[{\"ShardId\":\"\"}]}}"
            })
    void responseWithoutADescriptionIsTransientAndNoEmptyStream(String body) throws Exception {
        server.on("DescribeStream", ok(body));

        StreamsException failure = failure(client.describeStream(STREAM, null));

        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure).hasMessageContaining("the response has ");
    }

    @Test
    void failureOnALaterPageFailsTheListing() throws Exception {
        server.on(
                "DescribeStream",
                ok(page("ENABLED", "s-1", shard("s-1", "p"))),
                error(400, "ThrottlingException", "slow down"));

        assertThat(failure(client.childShards(STREAM, "p")).kind()).isEqualTo(Kind.THROTTLED);
    }

    @Test
    void listStreamsGivesAllStreamsOfTheTableAndNoOther() throws Exception {
        String older = STREAM.replace("2026-11-23", "2026-11-20");
        server.on(
                "ListStreams",
                ok(streams("arn:last", stream(older, "Orders", "2026-11-20T00:00:00.000"))),
                ok(
                        streams(
                                null,
                                stream(STREAM.replace("Orders", "Orders2"), "Orders2", "x"),
                                "{\"StreamArn\":\"" + STREAM + "\",\"TableName\":\"Orders\"}")));

        List<StreamSummary> streams = result(client.listStreams("Orders"));

        assertThat(streams).extracting(StreamSummary::streamArn).containsExactly(older, STREAM);
        assertThat(streams)
                .extracting(StreamSummary::streamLabel)
                .containsExactly("2026-11-20T00:00:00.000", "2026-11-23T00:00:00.000");
        assertThat(fields("TableName")).containsExactly("Orders", "Orders");
        assertThat(fields("ExclusiveStartStreamArn")).containsExactly(null, "arn:last");
    }

    private List<String> fields(String name) {
        List<String> values = new ArrayList<>();
        server.requests().forEach(request -> values.add(request.field(name)));
        return values;
    }

    private static List<String> ids(List<ShardDescriptor> shards) {
        return shards.stream().map(ShardDescriptor::shardId).collect(Collectors.toList());
    }

    private static String page(String status, String last, String... shards) {
        return "{\"StreamDescription\":{\"StreamArn\":\""
                + STREAM
                + "\",\"StreamStatus\":\""
                + status
                + "\",\"StreamViewType\":\"NEW_AND_OLD_IMAGES\",\"TableName\":\"Orders\","
                + "\"Shards\":["
                + String.join(",", shards)
                + "]"
                + (last == null ? "" : ",\"LastEvaluatedShardId\":\"" + last + "\"")
                + "}}";
    }

    private static String shard(String id, String parent) {
        return shard(id, parent, "200", null);
    }

    private static String shard(String id, String parent, String first, String last) {
        return "{\"ShardId\":\""
                + id
                + "\""
                + (parent == null ? "" : ",\"ParentShardId\":\"" + parent + "\"")
                + ",\"SequenceNumberRange\":{\"StartingSequenceNumber\":\""
                + first
                + "\""
                + (last == null ? "" : ",\"EndingSequenceNumber\":\"" + last + "\"")
                + "}}";
    }

    private static String streams(String last, String... streams) {
        return "{\"Streams\":["
                + String.join(",", streams)
                + "]"
                + (last == null ? "" : ",\"LastEvaluatedStreamArn\":\"" + last + "\"")
                + "}";
    }

    private static String stream(String arn, String table, String label) {
        return String.format(
                "{\"StreamArn\":\"%s\",\"TableName\":\"%s\",\"StreamLabel\":\"%s\"}",
                arn, table, label);
    }
}
