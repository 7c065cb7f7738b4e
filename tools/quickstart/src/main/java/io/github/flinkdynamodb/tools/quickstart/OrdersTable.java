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
package io.github.flinkdynamodb.tools.quickstart;

import io.github.flinkdynamodb.streams.model.AttributeValue;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** The table of orders, through the AWS SDK. */
final class OrdersTable {

    /** The name of the table. */
    static final String NAME = "quickstart-orders";

    private final DynamoDbClient client;

    OrdersTable(DynamoDbClient client) {
        this.client = client;
    }

    /** Creates the table, without a stream. */
    void create() {
        KeySchemaElement key =
                KeySchemaElement.builder().attributeName(Order.KEY).keyType(KeyType.HASH).build();
        AttributeDefinition attribute =
                AttributeDefinition.builder()
                        .attributeName(Order.KEY)
                        .attributeType(ScalarAttributeType.S)
                        .build();
        client.createTable(
                table ->
                        table.tableName(NAME)
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .keySchema(key)
                                .attributeDefinitions(attribute));
    }

    /** Enables a stream of new and old images: what was written before isn't in it. */
    void enableStream() {
        StreamSpecification stream =
                StreamSpecification.builder()
                        .streamEnabled(true)
                        .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)
                        .build();
        client.updateTable(table -> table.tableName(NAME).streamSpecification(stream));
    }

    /** Writes a change; returns once DynamoDB has confirmed it. */
    void write(PlannedChange change) {
        if (change.newItem() == null) {
            client.deleteItem(
                    delete ->
                            delete.tableName(NAME)
                                    .key(
                                            Map.of(
                                                    Order.KEY,
                                                    toSdk(
                                                            AttributeValue.ofS(
                                                                    change.id().orderId())))));
        } else {
            client.putItem(put -> put.tableName(NAME).item(toSdk(change.newItem())));
        }
    }

    /** Reads the whole table: orders and revenue by status. */
    Map<String, Revenue.Group> revenue() {
        Map<String, Revenue.Group> groups = new TreeMap<>();
        client.scanPaginator(scan -> scan.tableName(NAME).consistentRead(true))
                .items()
                .forEach(
                        item -> {
                            BigDecimal total = new BigDecimal(item.get("total").n());
                            groups.merge(
                                    item.get("status").s(),
                                    new Revenue.Group(1, total),
                                    (before, one) -> before.plus(total));
                        });
        return groups;
    }

    private static Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> toSdk(
            Map<String, AttributeValue> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> toSdk(entry.getValue())));
    }

    private static software.amazon.awssdk.services.dynamodb.model.AttributeValue toSdk(
            AttributeValue value) {
        var builder = software.amazon.awssdk.services.dynamodb.model.AttributeValue.builder();
        return switch (value.type()) {
            case S -> builder.s(value.s()).build();
            case N -> builder.n(value.n()).build();
            case B -> builder.b(SdkBytes.fromByteArray(value.b())).build();
            case BOOL -> builder.bool(value.bool()).build();
            case NULL -> builder.nul(true).build();
            case SS -> builder.ss(value.ss()).build();
            case NS -> builder.ns(value.ns()).build();
            case BS ->
                    builder.bs(value.bs().stream().map(SdkBytes::fromByteArray).toList()).build();
            case L -> builder.l(value.l().stream().map(OrdersTable::toSdk).toList()).build();
            case M -> builder.m(toSdk(value.m())).build();
        };
    }
}
