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

import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardFilterType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** A simulator whose clock stands still until it is moved, and the SDK's clients for it. */
final class SimulatorFixture implements AfterEachCallback {

    static final Instant START = Instant.parse("2026-03-01T10:00:00.250Z");

    private final Simulator simulator;
    private final DynamoDbStreamsClient client;
    private final DynamoDbClient tables;

    SimulatorFixture() {
        this(ServiceLimits.none());
    }

    SimulatorFixture(ServiceLimits limits) {
        simulator =
                Simulator.builder().clock(SimulatorClock.standing(START)).limits(limits).start();
        client = SdkClients.streams(simulator.endpoint());
        tables = SdkClients.tables(simulator.endpoint());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        client.close();
        tables.close();
        simulator.close();
    }

    Simulator simulator() {
        return simulator;
    }

    DynamoDbStreamsClient client() {
        return client;
    }

    DynamoDbClient tables() {
        return tables;
    }

    SimulatedTable table(TableSettings settings) {
        return simulator.createTable(settings);
    }

    SimulatedTable table() {
        return table(TableSettings.table("orders"));
    }

    void advance(String duration) {
        simulator.clock().advance(Duration.parse(duration));
    }

    static Item item(String key, long version) {
        return Item.builder().s("pk", key).n("v", version).build();
    }

    List<Shard> shards(SimulatedTable table) {
        return SdkClients.shards(client, table.streamArn());
    }

    List<String> listedIds(SimulatedTable table) {
        List<String> ids = new ArrayList<>();
        shards(table).forEach(shard -> ids.add(shard.shardId()));
        return ids;
    }

    Shard listed(SimulatedTable table, String id) {
        return shards(table).stream()
                .filter(shard -> shard.shardId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    List<Shard> children(SimulatedTable table, String parent) {
        return client.describeStream(
                        r ->
                                r.streamArn(table.streamArn())
                                        .shardFilter(
                                                f ->
                                                        f.type(ShardFilterType.CHILD_SHARDS)
                                                                .shardId(parent)))
                .streamDescription()
                .shards();
    }

    String status(SimulatedTable table) {
        return client.describeStream(r -> r.streamArn(table.streamArn()))
                .streamDescription()
                .streamStatusAsString();
    }

    String begin(SimulatedTable table, String shard) {
        return SdkClients.iterator(
                client, table.streamArn(), shard, ShardIteratorType.TRIM_HORIZON);
    }

    String after(SimulatedTable table, String shard, String number) {
        return client.getShardIterator(
                        r ->
                                r.streamArn(table.streamArn())
                                        .shardId(shard)
                                        .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                        .sequenceNumber(number))
                .shardIterator();
    }

    GetRecordsResponse page(String iterator) {
        return client.getRecords(r -> r.shardIterator(iterator));
    }

    List<Record> read(SimulatedTable table, String shard) {
        return SdkClients.read(client, table.streamArn(), shard);
    }

    /** The code of the error that a call is answered with. */
    static String code(Runnable call) {
        try {
            call.run();
            return "no error";
        } catch (DynamoDbException e) {
            return e.awsErrorDetails().errorCode();
        }
    }

    static List<BigInteger> numbers(List<Record> records) {
        List<BigInteger> numbers = new ArrayList<>();
        records.forEach(record -> numbers.add(new BigInteger(record.dynamodb().sequenceNumber())));
        return numbers;
    }
}
