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

import io.github.flinkdynamodb.tools.dynamodblocal.DynamoDbLocal;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/**
 * A table with a stream, on DynamoDB Local or the simulator, and what was written to it, as this
 * class knows it by itself.
 */
final class ItemTable implements AutoCloseable {

    private final URI endpoint;
    private final String region;
    private final String name;
    private final DynamoDbClient client;
    private final List<String> keyNames = new ArrayList<>();
    private final Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items =
            new LinkedHashMap<>();
    private final List<ItemChange> changes = new ArrayList<>();

    /** Where the table is; null if it is on DynamoDB Local. */
    private final Simulator simulator;

    private ItemTable(URI endpoint, String region, String name) {
        this(endpoint, region, name, null);
    }

    private ItemTable(URI endpoint, String region, String name, Simulator simulator) {
        this.simulator = simulator;
        this.endpoint = endpoint;
        this.region = region;
        this.name = name;
        this.client =
                DynamoDbClient.builder()
                        .endpointOverride(endpoint)
                        .region(Region.of(region))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("local", "local")))
                        .httpClient(UrlConnectionHttpClient.create())
                        .build();
    }

    /**
     * Creates a table on DynamoDB Local.
     *
     * @param keys the key attributes and their types in turn: {@code "pk", "S", "sk", "N"}
     */
    static ItemTable create(
            DynamoDbLocal server, String name, StreamViewType viewType, String... keys) {
        return create(server, name, stream(viewType), keys);
    }

    /** The same without a stream; see {@link #enableStream}. */
    static ItemTable createWithoutStream(DynamoDbLocal server, String name, String... keys) {
        StreamSpecification none = StreamSpecification.builder().streamEnabled(false).build();
        return create(server, name, none, keys);
    }

    private static StreamSpecification stream(StreamViewType viewType) {
        return StreamSpecification.builder().streamEnabled(true).streamViewType(viewType).build();
    }

    private static ItemTable create(
            DynamoDbLocal server, String name, StreamSpecification stream, String... keys) {
        ItemTable table = new ItemTable(server.endpoint(), "ddblocal", name);
        List<KeySchemaElement> schema = new ArrayList<>();
        List<AttributeDefinition> attributes = new ArrayList<>();
        for (int i = 0; i < keys.length; i += 2) {
            KeyType type = i == 0 ? KeyType.HASH : KeyType.RANGE;
            String key = keys[i];
            table.keyNames.add(key);
            schema.add(KeySchemaElement.builder().attributeName(key).keyType(type).build());
            attributes.add(
                    AttributeDefinition.builder()
                            .attributeName(key)
                            .attributeType(ScalarAttributeType.fromValue(keys[i + 1]))
                            .build());
        }
        table.client.createTable(
                request ->
                        request.tableName(name)
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .keySchema(schema)
                                .attributeDefinitions(attributes)
                                .streamSpecification(stream));
        return table;
    }

    void enableStream(StreamViewType viewType) {
        client.updateTable(
                request -> request.tableName(name).streamSpecification(stream(viewType)));
    }

    /** Writes to a table that a simulator has; puts and deletes go there without the network. */
    static ItemTable of(Simulator simulator, String name, String... keys) {
        ItemTable table = new ItemTable(simulator.endpoint(), simulator.region(), name, simulator);
        table.keyNames.addAll(List.of(keys));
        return table;
    }

    /** Writes to a table that DynamoDB Local has; what others wrote isn't in this one's books. */
    static ItemTable of(DynamoDbLocal server, String name, String... keys) {
        ItemTable table = new ItemTable(server.endpoint(), "ddblocal", name);
        table.keyNames.addAll(List.of(keys));
        return table;
    }

    String name() {
        return name;
    }

    /** The options with which a SQL table reads the stream from its beginning. */
    Map<String, String> sqlOptions() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("connector", "dynamodb-streams");
        options.put("table-name", name);
        options.put("aws.region", region);
        options.put("aws.endpoint", endpoint.toString());
        options.put("aws.credentials.provider", "BASIC");
        options.put("aws.credentials.basic.accesskeyid", "local");
        options.put("aws.credentials.basic.secretkey", "local");
        options.put("scan.startup.mode", "trim-horizon");
        options.put("scan.poll.min-interval", "20 ms");
        options.put("scan.poll.max-interval", "60 ms");
        return options;
    }

    /** Writes a whole item. */
    synchronized void put(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> key = keyOf(item);
        if (simulator != null) {
            simulator.table(name).put(SimulatedItems.of(item));
        } else {
            client.putItem(request -> request.tableName(name).item(item));
        }
        note(key, items.put(key, Map.copyOf(item)), item);
    }

    /** Sets attributes of an item, or removes those that are null, in place. */
    synchronized void update(
            Map<String, AttributeValue> key, String attribute, AttributeValue value) {
        Map<String, AttributeValue> item = new LinkedHashMap<>(items.getOrDefault(key, key));
        if (value == null) {
            item.remove(attribute);
        } else {
            item.put(attribute, value);
        }
        client.updateItem(
                request -> {
                    request.tableName(name).key(key);
                    request.expressionAttributeNames(Map.of("#a", attribute));
                    if (value == null) {
                        request.updateExpression("REMOVE #a");
                    } else {
                        request.updateExpression("SET #a = :v");
                        request.expressionAttributeValues(Map.of(":v", value));
                    }
                });
        note(key, items.put(key, Map.copyOf(item)), item);
    }

    /** Deletes an item; one that isn't there makes no change. */
    synchronized void delete(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> key = keyOf(item);
        if (simulator != null) {
            simulator.table(name).delete(SimulatedItems.of(key));
        } else {
            client.deleteItem(request -> request.tableName(name).key(key));
        }
        note(key, items.remove(key), null);
    }

    private void note(
            Map<String, AttributeValue> key,
            Map<String, AttributeValue> before,
            Map<String, AttributeValue> after) {
        boolean changesNothing = before == null ? after == null : before.equals(after);
        if (!changesNothing) {
            changes.add(new ItemChange(key, before, after));
        }
    }

    private Map<String, AttributeValue> keyOf(Map<String, AttributeValue> item) {
        return keyNames.stream().collect(Collectors.toMap(key -> key, item::get));
    }

    /** The changes that were made, in order. */
    synchronized List<ItemChange> changes() {
        return List.copyOf(changes);
    }

    /** The items that are there, by this class's own books. */
    synchronized List<Map<String, AttributeValue>> items() {
        return List.copyOf(items.values());
    }

    /** The items that are there, as the server says: DynamoDB Local can be asked. */
    List<Map<String, AttributeValue>> scan() {
        return client
                .scanPaginator(request -> request.tableName(name).consistentRead(true))
                .items()
                .stream()
                .collect(Collectors.toList());
    }

    @Override
    public void close() {
        client.close();
    }
}
