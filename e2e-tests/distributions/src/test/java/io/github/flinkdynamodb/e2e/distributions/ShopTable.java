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

import io.github.flinkdynamodb.tools.dynamodblocal.DynamoDbLocal;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
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
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** A table of orders on DynamoDB Local, that come, change and go; its stream has both images. */
final class ShopTable implements AutoCloseable {

    private static final String REGION = "ddblocal";
    private static final String KEY = "shop";
    private static final int ORDERS = 40;
    private static final int REMOVALS_PERCENT = 15;
    private static final String[] STATES = {"NEW", "PAID", "SHIPPED"};
    private static final String[] CITIES = {"Berlin", "Lyon", "Oslo"};

    private final DynamoDbLocal server;
    private final DynamoDbClient client;
    private final String name;
    private final Random random = new Random(4);
    private final Map<String, Integer> versions = new TreeMap<>();
    private int written;

    private ShopTable(DynamoDbLocal server, DynamoDbClient client, String name) {
        this.server = server;
        this.client = client;
        this.name = name;
    }

    static ShopTable create(DynamoDbLocal server, String name) {
        DynamoDbClient client =
                DynamoDbClient.builder()
                        .endpointOverride(server.endpoint())
                        .region(Region.of(REGION))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(KEY, KEY)))
                        .httpClient(UrlConnectionHttpClient.create())
                        .build();
        client.createTable(
                request ->
                        request.tableName(name)
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
                                        stream ->
                                                stream.streamEnabled(true)
                                                        .streamViewType(
                                                                StreamViewType
                                                                        .NEW_AND_OLD_IMAGES)));
        return new ShopTable(server, client, name);
    }

    /** The options of a SQL table on this one, but for those that a test is about. */
    String options() {
        return "'connector' = 'dynamodb-streams', 'table-name' = '"
                + name
                + "', 'aws.region' = '"
                + REGION
                + "', 'aws.endpoint' = '"
                + server.endpoint()
                + "', 'aws.credentials.provider' = 'BASIC', 'aws.credentials.basic.accesskeyid' = '"
                + KEY
                + "', 'aws.credentials.basic.secretkey' = '"
                + KEY
                + "', 'scan.startup.mode' = 'trim-horizon'";
    }

    /** Declares a SQL table on an export of this one: DynamoDB isn't asked. */
    String exported(String sqlName, String columns, String location) {
        return "CREATE TABLE "
                + sqlName
                + " ("
                + columns
                + ") WITH ('connector' = 'dynamodb-streams', 'table-name' = '"
                + name
                + "', 'scan.startup.mode' = 'snapshot', 'scan.snapshot.export' = '"
                + location
                + "')";
    }

    /** Writes that many changes; each is one record in the stream. */
    void write(int changes) {
        for (int i = 0; i < changes; i++) {
            String id = "order-" + random.nextInt(ORDERS);
            if (versions.containsKey(id) && random.nextInt(100) < REMOVALS_PERCENT) {
                versions.remove(id);
                client.deleteItem(
                        delete ->
                                delete.tableName(name).key(Map.of("id", AttributeValue.fromS(id))));
            } else {
                put(id, written + 1);
            }
            written++;
        }
    }

    private void put(String id, int version) {
        versions.put(id, version);
        Map<String, AttributeValue> customer =
                Map.of(
                        "name", AttributeValue.fromS("customer of " + id),
                        "city", AttributeValue.fromS(oneOf(CITIES)));
        Map<String, AttributeValue> item =
                Map.of(
                        "id", AttributeValue.fromS(id),
                        "status", AttributeValue.fromS(oneOf(STATES)),
                        "version", AttributeValue.fromN(Integer.toString(version)),
                        "total", AttributeValue.fromN(random.nextInt(1_000) + ".25"),
                        "customer", AttributeValue.fromM(customer));
        client.putItem(put -> put.tableName(name).item(item));
    }

    private String oneOf(String[] values) {
        return values[random.nextInt(values.length)];
    }

    /** Its name. */
    String name() {
        return name;
    }

    /** The items as they are in the table, whole. */
    List<Item> items() {
        List<Item> items = new ArrayList<>();
        client.scanPaginator(scan -> scan.tableName(name).consistentRead(true))
                .items()
                .forEach(item -> items.add(Item.parse(json(item))));
        return items;
    }

    private static String json(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .map(attribute -> quoted(attribute.getKey()) + ":" + json(attribute.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String json(AttributeValue value) {
        return switch (value.type()) {
            case S -> "{\"S\":" + quoted(value.s()) + "}";
            case N -> "{\"N\":" + quoted(value.n()) + "}";
            case M -> "{\"M\":" + json(value.m()) + "}";
            default -> throw new IllegalStateException("An order has no " + value);
        };
    }

    /** Of letters, digits, dashes and spaces; nothing needs to be escaped. */
    private static String quoted(String text) {
        return '"' + text + '"';
    }

    /** How many changes were made. */
    int written() {
        return written;
    }

    /** The items as they are in the table: version and status by id. */
    Map<String, String> scan() {
        Map<String, String> items = new TreeMap<>();
        client.scanPaginator(scan -> scan.tableName(name).consistentRead(true))
                .items()
                .forEach(
                        item ->
                                items.put(
                                        item.get("id").s(),
                                        item.get("version").n() + " " + item.get("status").s()));
        return items;
    }

    /** The sum of the totals by the city of the customer, as a scan of the table gives it. */
    Map<String, String> totals() {
        Map<String, BigDecimal> totals = new TreeMap<>();
        client.scanPaginator(scan -> scan.tableName(name).consistentRead(true))
                .items()
                .forEach(
                        item ->
                                totals.merge(
                                        item.get("customer").m().get("city").s(),
                                        new BigDecimal(item.get("total").n()),
                                        BigDecimal::add));
        Map<String, String> texts = new TreeMap<>();
        totals.forEach((city, total) -> texts.put(city, total.toPlainString()));
        return texts;
    }

    @Override
    public void close() {
        client.close();
    }
}
