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
package io.github.flinkdynamodb.e2e.containers;

import java.net.URI;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
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

/** A table of orders with a stream, and random changes to it. */
final class OrdersTable implements AutoCloseable {

    static final String NAME = "orders";

    private static final int ORDERS = 50;

    private final DynamoDbClient client;
    private final Random random = new Random(1);

    OrdersTable(URI endpoint) {
        client =
                DynamoDbClient.builder()
                        .endpointOverride(endpoint)
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("any", "any")))
                        .httpClient(UrlConnectionHttpClient.create())
                        .build();
        client.createTable(
                table ->
                        table.tableName(NAME)
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .keySchema(
                                        KeySchemaElement.builder()
                                                .attributeName("id")
                                                .keyType(KeyType.HASH)
                                                .build())
                                .attributeDefinitions(
                                        AttributeDefinition.builder()
                                                .attributeName("id")
                                                .attributeType(ScalarAttributeType.S)
                                                .build())
                                .streamSpecification(
                                        StreamSpecification.builder()
                                                .streamEnabled(true)
                                                .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)
                                                .build()));
    }

    /** Writes random changes: two of three put an order, the third deletes one. */
    void change(int times) {
        for (int i = 0; i < times; i++) {
            AttributeValue id = AttributeValue.fromS("order-" + random.nextInt(ORDERS));
            if (random.nextInt(3) == 0) {
                client.deleteItem(delete -> delete.tableName(NAME).key(Map.of("id", id)));
            } else {
                AttributeValue amount = AttributeValue.fromN("" + random.nextInt(1000));
                client.putItem(put -> put.tableName(NAME).item(Map.of("id", id, "amount", amount)));
            }
        }
    }

    /** What is in the table now: the amounts by the orders' ids. */
    Map<String, Long> amounts() {
        Map<String, Long> amounts = new TreeMap<>();
        client.scan(scan -> scan.tableName(NAME))
                .items()
                .forEach(
                        item ->
                                amounts.put(
                                        item.get("id").s(), Long.valueOf(item.get("amount").n())));
        return amounts;
    }

    @Override
    public void close() {
        client.close();
    }
}
