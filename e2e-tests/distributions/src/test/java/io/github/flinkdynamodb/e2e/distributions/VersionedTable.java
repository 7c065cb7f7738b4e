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
package io.github.flinkdynamodb.e2e.distributions;

import io.github.flinkdynamodb.e2e.cluster.Verdict;
import io.github.flinkdynamodb.tools.dynamodblocal.DynamoDbLocal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** A table on DynamoDB Local whose items are written again and again, with versions. */
final class VersionedTable implements AutoCloseable {

    static final String REGION = "ddblocal";

    private static final int BATCH = 25;

    /** An item of this many characters costs one read unit. */
    private static final int PADDING = 3_500;

    private final DynamoDbClient client;
    private final String name;
    private final int keys;
    private final String padding;
    private int versions;

    private VersionedTable(DynamoDbClient client, String name, int keys, int padding) {
        this.client = client;
        this.name = name;
        this.keys = keys;
        this.padding = "x".repeat(padding);
    }

    /** Creates a table that is empty. */
    static VersionedTable create(DynamoDbLocal server, String name, int keys) {
        VersionedTable table = new VersionedTable(client(server), name, keys, 0);
        table.create(true);
        return table;
    }

    /** Creates a table with large items of version 0 that its stream doesn't have. */
    static VersionedTable createWithItems(DynamoDbLocal server, String name, int keys) {
        VersionedTable table = new VersionedTable(client(server), name, keys, PADDING);
        table.create(false);
        table.putAll(false);
        table.client.updateTable(
                request -> request.tableName(name).streamSpecification(stream(true)));
        return table;
    }

    private static DynamoDbClient client(DynamoDbLocal server) {
        return DynamoDbClient.builder()
                .endpointOverride(server.endpoint())
                .region(Region.of(REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("chaos", "chaos")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private static StreamSpecification stream(boolean enabled) {
        StreamSpecification.Builder stream = StreamSpecification.builder().streamEnabled(enabled);
        return (enabled ? stream.streamViewType(StreamViewType.NEW_IMAGE) : stream).build();
    }

    private void create(boolean withStream) {
        client.createTable(
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
                                .streamSpecification(stream(withStream)));
    }

    String name() {
        return name;
    }

    String streamArn() {
        return client.describeTable(request -> request.tableName(name)).table().latestStreamArn();
    }

    /** Writes every item so many times more. */
    void write(int times) {
        for (int i = 0; i < times; i++) {
            writeAll(false);
        }
    }

    /** Writes every item for the last time. */
    void writeLast() {
        writeAll(true);
    }

    private void writeAll(boolean last) {
        versions++;
        putAll(last);
    }

    private void putAll(boolean last) {
        for (int from = 0; from < keys; from += BATCH) {
            List<WriteRequest> batch =
                    IntStream.range(from, Math.min(keys, from + BATCH))
                            .mapToObj(key -> put(key, last))
                            .toList();
            client.batchWriteItem(request -> request.requestItems(Map.of(name, batch)));
        }
    }

    private WriteRequest put(int key, boolean last) {
        Map<String, AttributeValue> item =
                Map.of(
                        "pk", AttributeValue.fromS("key-" + key),
                        "v", AttributeValue.fromN(Integer.toString(versions)),
                        "padding", AttributeValue.fromS(padding),
                        "last", AttributeValue.fromBool(last));
        return WriteRequest.builder().putRequest(put -> put.item(item)).build();
    }

    int versions() {
        return versions;
    }

    int written() {
        return keys * versions;
    }

    /** What the job says once it has seen all changes once and in order. */
    List<Verdict> flawless() {
        return IntStream.range(0, keys)
                .mapToObj(key -> Verdict.flawless("key-" + key, versions))
                .toList();
    }

    /** The same of a job that has read the items before. */
    List<Verdict> flawlessFromTable() {
        return IntStream.range(0, keys)
                .mapToObj(key -> Verdict.flawlessFromTable("key-" + key, versions))
                .toList();
    }

    @Override
    public void close() {
        client.close();
    }
}
