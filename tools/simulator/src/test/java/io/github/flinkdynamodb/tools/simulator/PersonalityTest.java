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
package io.github.flinkdynamodb.tools.simulator;

import static io.github.flinkdynamodb.tools.simulator.SimulatorFixture.code;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkdynamodb.tools.simulator.personality.Personality;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The answers of other servers: what is odd about them, and that they still say the same. */
class PersonalityTest {

    private Simulator simulator;
    private SimulatedTable table;
    private DynamoDbStreamsClient client;

    private void start(Personality personality, TableSettings settings) {
        simulator =
                Simulator.builder()
                        .clock(SimulatorClock.standing(Instant.parse("2026-03-01T10:00:00.250Z")))
                        .personality(personality)
                        .start();
        table = simulator.createTable(settings);
        client = SdkClients.streams(simulator.endpoint());
    }

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
    }

    private HttpResponse<String> raw(Operation operation, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(simulator.endpoint() + "/"))
                        .header("X-Amz-Target", operation.target())
                        .header("Authorization", "any")
                        .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                        .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode json(Operation operation, String body) throws Exception {
        return new ObjectMapper().readTree(raw(operation, body).body());
    }

    private String arn() {
        return client.listStreams(r -> r.tableName("orders")).streams().get(0).streamArn();
    }

    private void write(int count) {
        for (int i = 0; i < count; i++) {
            table.put(SimulatorFixture.item("k" + i % 7, table.written()));
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void everythingCanBeReadInItsOrder(Personality personality) {
        start(personality, TableSettings.table("orders").shards(3));
        write(50);
        table.rollShard(table.openShardIds().get(0));
        table.splitShard(table.openShardIds().get(1));
        write(50);
        Set<String> numbers = new HashSet<>();

        List<Shard> shards = SdkClients.shards(client, arn());
        for (Shard shard : shards) {
            String last = "0";
            for (Record record : SdkClients.read(client, arn(), shard.shardId())) {
                String number = record.dynamodb().sequenceNumber();
                assertThat(new BigInteger(number)).isGreaterThan(new BigInteger(last));
                numbers.add(number);
                last = number;
            }
        }

        Set<String> written =
                table.sequenceNumbersByKey().values().stream()
                        .flatMap(List::stream)
                        .map(simulator::onTheWire)
                        .collect(Collectors.toSet());
        assertThat(numbers).hasSize(100).isEqualTo(written);
        List<String> ids = new ArrayList<>();
        shards.forEach(shard -> ids.add(shard.shardId()));
        assertThat(ids).hasSize(6).doesNotHaveDuplicates();
        assertThat(shards).filteredOn(shard -> shard.parentShardId() != null).hasSize(3);
        assertThat(shards)
                .filteredOn(shard -> shard.parentShardId() != null)
                .allSatisfy(shard -> assertThat(ids).contains(shard.parentShardId()));
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void readingGoesOnAfterASequenceNumber(Personality personality) {
        start(personality, TableSettings.table("orders"));
        write(10);
        String shard = SdkClients.shards(client, arn()).get(0).shardId();
        List<Record> all = SdkClients.read(client, arn(), shard);

        String iterator =
                client.getShardIterator(
                                r ->
                                        r.streamArn(arn())
                                                .shardId(shard)
                                                .shardIteratorType(
                                                        ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                                .sequenceNumber(
                                                        all.get(3).dynamodb().sequenceNumber()))
                        .shardIterator();

        assertThat(client.getRecords(r -> r.shardIterator(iterator)).records())
                .isEqualTo(all.subList(4, 10));
    }

    @Test
    void localStacksListingsHaveOnePageAndNoFilter() throws Exception {
        start(Personality.LOCALSTACK, TableSettings.table("orders").shards(250));

        JsonNode answer =
                json(
                        Operation.DESCRIBE_STREAM,
                        "{'StreamArn':'"
                                + arn()
                                + "','Limit':10,'ShardFilter':{'Type':'CHILD_SHARDS',"
                                + "'ShardId':'shardId-00000000000000000000-000000000000'}}");

        JsonNode stream = answer.get("StreamDescription");
        assertThat(stream.get("Shards")).hasSize(250);
        assertThat(stream.has("LastEvaluatedShardId")).isFalse();
        assertThat(stream.has("CreationRequestDateTime")).isFalse();
        assertThat(stream.get("Shards").get(0).get("ShardId").asText())
                .isEqualTo("shardId-00000001772300000000-000000000000");
    }

    @Test
    void localStacksNumbersAreLongAndItsTimesHaveFractions() throws Exception {
        start(Personality.LOCALSTACK, TableSettings.table("orders"));
        write(1);
        String shard = SdkClients.shards(client, arn()).get(0).shardId();
        String iterator = SdkClients.iterator(client, arn(), shard, ShardIteratorType.TRIM_HORIZON);

        HttpResponse<String> page =
                raw(Operation.GET_RECORDS, "{'ShardIterator':'" + iterator + "'}");

        assertThat(iterator).startsWith(arn() + "|1|");
        assertThat(page.headers().map()).doesNotContainKey("x-amz-crc32").containsKey("date");
        assertThat(page.body())
                .containsPattern("\"SequenceNumber\":\"496\\d{53}\"")
                .contains("\"ApproximateCreationDateTime\":1772359200.162566");
    }

    @Test
    void alternatorsNamesAreOthersAndFieldsAreMissing() throws Exception {
        start(Personality.ALTERNATOR, TableSettings.table("orders"));
        write(1);

        JsonNode streams = json(Operation.LIST_STREAMS, "{'TableName':'orders'}");
        JsonNode stream =
                json(Operation.DESCRIBE_STREAM, "{'StreamArn':'" + arn() + "'}")
                        .get("StreamDescription");
        String shard = stream.get("Shards").get(0).get("ShardId").asText();
        String iterator = SdkClients.iterator(client, arn(), shard, ShardIteratorType.TRIM_HORIZON);
        HttpResponse<String> page =
                raw(Operation.GET_RECORDS, "{'ShardIterator':'" + iterator + "'}");

        assertThat(arn()).matches("S[0-9a-f-]{36}");
        assertThat(streams.get("LastEvaluatedStreamArn").asText()).isEqualTo(arn());
        assertThat(
                        json(Operation.LIST_STREAMS, "{'ExclusiveStartStreamArn':'" + arn() + "'}")
                                .get("Streams"))
                .isEmpty();
        assertThat(shard).matches("H [0-9a-f]+:[0-9a-f]{32}").hasSizeLessThan(66);
        assertThat(stream.has("StreamLabel")).isFalse();
        assertThat(page.headers().map()).doesNotContainKey("x-amz-crc32");
        assertThat(page.body())
                .containsPattern("\"SequenceNumber\":\"\\d{37}\"")
                .contains("\"eventSource\":\"scylladb:alternator\"")
                .doesNotContain("SizeBytes", "eventVersion", "awsRegion");
    }

    @Test
    void alternatorHasNoExports() {
        start(Personality.ALTERNATOR, TableSettings.table("orders").pointInTimeRecovery());
        simulator.clock().advance(Duration.ofMinutes(1));

        assertThat(
                        code(
                                () ->
                                        SdkClients.tables(simulator.endpoint())
                                                .listExports(r -> r.tableArn(table.arn()))))
                .isEqualTo("UnknownOperationException");
    }
}
