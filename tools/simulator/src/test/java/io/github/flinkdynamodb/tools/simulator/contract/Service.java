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

import io.github.flinkdynamodb.tools.simulator.SdkClients;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** A stand-in for the service, what only it can be told, and the SDK's clients for it. */
abstract class Service implements AutoCloseable {

    private final AtomicInteger tableCount = new AtomicInteger();
    private final URI endpoint;
    private final Set<Difference> differences;
    private final DynamoDbClient tables;
    private final DynamoDbStreamsClient streams;

    Service(URI endpoint, Set<Difference> differences) {
        this.endpoint = endpoint;
        this.differences = differences;
        this.tables = SdkClients.tables(endpoint);
        this.streams = SdkClients.streams(endpoint);
    }

    /**
     * Creates a table with the key "pk" and, if its type isn't null, "sk".
     *
     * @param partitionType the type of "pk": S, N or B
     * @param sortType the type of "sk", or null
     */
    abstract void createTable(
            String name, StreamViewType viewType, String partitionType, String sortType);

    abstract void disableStream(String table);

    abstract void enableStream(String table, StreamViewType viewType);

    abstract void deleteTable(String table);

    /** Writes an item whose time to live ends at once. */
    abstract void putExpired(String table, String key);

    /** Creates an iterator 15 minutes old; gives it as it is then. */
    abstract String aged(String iterator);

    /** An iterator at a position of a shard that has been trimmed. */
    abstract String trimmedIterator(String table, String streamArn, String shardId);

    URI endpoint() {
        return endpoint;
    }

    DynamoDbClient tables() {
        return tables;
    }

    DynamoDbStreamsClient streams() {
        return streams;
    }

    /** What the service does, or what this stand-in does where it is known to differ. */
    <T> T expected(Difference difference, T ofTheService, T ofTheStandIn) {
        return differs(difference) ? ofTheStandIn : ofTheService;
    }

    boolean differs(Difference difference) {
        return differences.contains(difference);
    }

    /** A new table's name. */
    String newTable(StreamViewType viewType) {
        String name = "orders-" + tableCount.incrementAndGet();
        createTable(name, viewType, "S", null);
        return name;
    }

    String newTable() {
        return newTable(StreamViewType.NEW_AND_OLD_IMAGES);
    }

    String newTableWithSortKey() {
        return newTable("S", "N");
    }

    /** A new table with keys of these types, the second one null for none. */
    String newTable(String partitionType, String sortType) {
        String name = "lines-" + tableCount.incrementAndGet();
        createTable(name, StreamViewType.NEW_AND_OLD_IMAGES, partitionType, sortType);
        return name;
    }

    String latestArn(String table) {
        return tables.describeTable(r -> r.tableName(table)).table().latestStreamArn();
    }

    StreamDescription describe(String arn) {
        return streams.describeStream(r -> r.streamArn(arn)).streamDescription();
    }

    Shard onlyShard(String arn) {
        List<Shard> shards = describe(arn).shards();
        if (shards.size() != 1) {
            throw new IllegalStateException("Not one shard but " + shards);
        }
        return shards.get(0);
    }

    void put(String table, String key) {
        put(table, Map.of("pk", AttributeValue.fromS(key)));
    }

    void put(String table, String key, long value) {
        put(
                table,
                Map.of(
                        "pk", AttributeValue.fromS(key),
                        "v", AttributeValue.fromN(Long.toString(value))));
    }

    void put(String table, Map<String, AttributeValue> item) {
        tables.putItem(r -> r.tableName(table).item(item));
    }

    void delete(String table, String key) {
        tables.deleteItem(r -> r.tableName(table).key(Map.of("pk", AttributeValue.fromS(key))));
    }

    String iterator(String arn, ShardIteratorType type) {
        return SdkClients.iterator(streams, arn, onlyShard(arn).shardId(), type);
    }

    String iterator(String arn, ShardIteratorType type, String number) {
        String shard = onlyShard(arn).shardId();
        return streams.getShardIterator(
                        r ->
                                r.streamArn(arn)
                                        .shardId(shard)
                                        .shardIteratorType(type)
                                        .sequenceNumber(number))
                .shardIterator();
    }

    GetRecordsResponse page(String iterator) {
        return streams.getRecords(r -> r.shardIterator(iterator));
    }

    GetRecordsResponse page(String iterator, int limit) {
        return streams.getRecords(r -> r.shardIterator(iterator).limit(limit));
    }

    /** The records of a table's only shard, from the trim horizon to the first empty page. */
    List<Record> records(String table) {
        String arn = latestArn(table);
        return SdkClients.read(streams, arn, onlyShard(arn).shardId());
    }

    static List<String> numbers(List<Record> records) {
        List<String> numbers = new ArrayList<>();
        records.forEach(record -> numbers.add(record.dynamodb().sequenceNumber()));
        return numbers;
    }

    @Override
    public void close() {
        streams.close();
        tables.close();
    }
}
