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

import io.github.flinkdynamodb.tools.dynamodblocal.DynamoDbLocal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
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
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * A table with a stream on DynamoDB Local, and a log of what was written to it: for each key the
 * changes in their order, as "eventName version".
 */
public final class LocalTable implements AutoCloseable {

    private final URI endpoint;
    private final String name;
    private final DynamoDbClient client;
    private final Map<String, List<String>> written = new TreeMap<>();
    private int versions;

    private LocalTable(DynamoDbLocal server, String name) {
        this.endpoint = server.endpoint();
        this.name = name;
        this.client =
                DynamoDbClient.builder()
                        .endpointOverride(endpoint)
                        .region(Region.of("ddblocal"))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("local", "local")))
                        .httpClient(UrlConnectionHttpClient.create())
                        .build();
    }

    /** Creates a table with the key {@code pk} and a stream. */
    public static LocalTable create(DynamoDbLocal server, String name, StreamViewType viewType) {
        return create(server, name, stream(viewType));
    }

    /** Creates a table that never had a stream. */
    public static LocalTable createWithoutStream(DynamoDbLocal server, String name) {
        return create(server, name, StreamSpecification.builder().streamEnabled(false).build());
    }

    private static LocalTable create(
            DynamoDbLocal server, String name, StreamSpecification stream) {
        LocalTable table = new LocalTable(server, name);
        table.client.createTable(
                request ->
                        request.tableName(name)
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .keySchema(
                                        KeySchemaElement.builder()
                                                .attributeName("pk")
                                                .keyType(KeyType.HASH)
                                                .build())
                                .attributeDefinitions(
                                        AttributeDefinition.builder()
                                                .attributeName("pk")
                                                .attributeType(ScalarAttributeType.S)
                                                .build())
                                .streamSpecification(stream));
        return table;
    }

    private static StreamSpecification stream(StreamViewType viewType) {
        return StreamSpecification.builder().streamEnabled(true).streamViewType(viewType).build();
    }

    public URI endpoint() {
        return endpoint;
    }

    public String name() {
        return name;
    }

    public DynamoDbClient client() {
        return client;
    }

    /** The table's ARN. */
    String arn() {
        return describe().tableArn();
    }

    public String streamArn() {
        return describe().latestStreamArn();
    }

    private TableDescription describe() {
        return client.describeTable(request -> request.tableName(name)).table();
    }

    /** Writes a new version of an item: an INSERT or, if the key is there, a MODIFY. */
    public synchronized void put(String key) {
        boolean exists = !changes(key).isEmpty() && !last(key).startsWith("REMOVE");
        String version = Integer.toString(++versions);
        client.putItem(
                request ->
                        request.tableName(name)
                                .item(
                                        Map.of(
                                                "pk", AttributeValue.fromS(key),
                                                "v", AttributeValue.fromN(version))));
        changes(key).add((exists ? "MODIFY " : "INSERT ") + version);
    }

    /** Deletes an item that is there. */
    public synchronized void delete(String key) {
        String version = last(key).substring(last(key).indexOf(' ') + 1);
        client.deleteItem(
                request -> request.tableName(name).key(Map.of("pk", AttributeValue.fromS(key))));
        changes(key).add("REMOVE " + version);
    }

    /** Writes any item, which doesn't count as {@link #written()}. */
    void putItem(Map<String, AttributeValue> item) {
        client.putItem(request -> request.tableName(name).item(item));
    }

    /** Deletes any item, which doesn't count as {@link #written()}. */
    void deleteItem(String key) {
        client.deleteItem(
                request -> request.tableName(name).key(Map.of("pk", AttributeValue.fromS(key))));
    }

    private String last(String key) {
        List<String> changes = changes(key);
        return changes.get(changes.size() - 1);
    }

    private List<String> changes(String key) {
        return written.computeIfAbsent(key, k -> new ArrayList<>());
    }

    /** What was written, by key, in order. */
    public synchronized Map<String, List<String>> written() {
        Map<String, List<String>> copy = new TreeMap<>();
        written.forEach((key, changes) -> copy.put(key, new ArrayList<>(changes)));
        return copy;
    }

    public synchronized int writtenCount() {
        return written.values().stream().mapToInt(List::size).sum();
    }

    /** Disables the stream; what is in it stays readable. */
    public void disableStream() {
        client.updateTable(
                request ->
                        request.tableName(name)
                                .streamSpecification(
                                        StreamSpecification.builder()
                                                .streamEnabled(false)
                                                .build()));
        Awaitility.await()
                .until(
                        () ->
                                describe().streamSpecification() == null
                                        || !describe().streamSpecification().streamEnabled());
    }

    /** Enables a new stream. */
    public void enableStream(StreamViewType viewType) {
        client.updateTable(
                request -> request.tableName(name).streamSpecification(stream(viewType)));
    }

    @Override
    public void close() {
        client.close();
    }
}
