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

import io.github.flinkdynamodb.tools.dynamodblocal.DynamoDbLocal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** Amazon DynamoDB Local. Its iterators say shard, sequence number and time of issue in base64. */
final class DynamoDbLocalService extends Service {

    private static final int SHARD = 0;
    private static final int NUMBER = 1;
    private static final int MILLIS = 2;

    private final DynamoDbLocal local;

    private DynamoDbLocalService(DynamoDbLocal local) {
        super(local.endpoint(), EnumSet.complementOf(EnumSet.of(Difference.NO_CONDITIONS)));
        this.local = local;
    }

    static DynamoDbLocalService start() {
        return new DynamoDbLocalService(DynamoDbLocal.start());
    }

    @Override
    void createTable(String name, StreamViewType viewType, String partitionType, String sortType) {
        List<KeySchemaElement> schema = new ArrayList<>();
        List<AttributeDefinition> attributes = new ArrayList<>();
        schema.add(key("pk", KeyType.HASH));
        attributes.add(attribute("pk", partitionType));
        if (sortType != null) {
            schema.add(key("sk", KeyType.RANGE));
            attributes.add(attribute("sk", sortType));
        }
        tables().createTable(
                        r ->
                                r.tableName(name)
                                        .keySchema(schema)
                                        .attributeDefinitions(attributes)
                                        .billingMode(BillingMode.PAY_PER_REQUEST)
                                        .streamSpecification(
                                                s ->
                                                        s.streamEnabled(true)
                                                                .streamViewType(viewType)));
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition attribute(String name, String type) {
        return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
    }

    @Override
    void disableStream(String table) {
        tables().updateTable(
                        r -> r.tableName(table).streamSpecification(s -> s.streamEnabled(false)));
    }

    @Override
    void enableStream(String table, StreamViewType viewType) {
        tables().updateTable(
                        r ->
                                r.tableName(table)
                                        .streamSpecification(
                                                s ->
                                                        s.streamEnabled(true)
                                                                .streamViewType(viewType)));
    }

    @Override
    void deleteTable(String table) {
        tables().deleteTable(r -> r.tableName(table));
    }

    @Override
    void putExpired(String table, String key) {
        tables().updateTimeToLive(
                        r ->
                                r.tableName(table)
                                        .timeToLiveSpecification(
                                                t -> t.enabled(true).attributeName("ttl")));
        long past = Instant.now().minus(Duration.ofMinutes(1)).getEpochSecond();
        put(
                table,
                Map.of(
                        "pk", AttributeValue.fromS(key),
                        "ttl", AttributeValue.fromN(Long.toString(past))));
    }

    @Override
    String aged(String iterator) {
        long issued = Long.parseLong(fields(iterator)[MILLIS]);
        return with(iterator, MILLIS, issued - Duration.ofMinutes(15).toMillis() - 1000);
    }

    @Override
    String trimmedIterator(String table, String streamArn, String shardId) {
        return with(iterator(streamArn, ShardIteratorType.TRIM_HORIZON), NUMBER, 0);
    }

    private static String[] fields(String iterator) {
        byte[] last = Base64.getDecoder().decode(iterator.substring(iterator.lastIndexOf('|') + 1));
        String[] fields = new String(last, StandardCharsets.UTF_8).split("\\|");
        if (fields.length != 3 || !fields[SHARD].startsWith("shardId-")) {
            throw new IllegalStateException("Another kind of iterator: " + iterator);
        }
        return fields;
    }

    private static String with(String iterator, int field, long number) {
        String[] fields = fields(iterator);
        fields[field] = String.format("%0" + fields[field].length() + "d", number);
        return iterator.substring(0, iterator.lastIndexOf('|') + 1)
                + Base64.getEncoder()
                        .encodeToString(String.join("|", fields).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        super.close();
        local.close();
    }
}
