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
package io.github.flinkdynamodb.streams.client.aws;

import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.failure;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.client.PageResponse;
import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.snapshot.ItemKeys;
import io.github.flinkdynamodb.streams.codec.snapshot.ScanReader;
import io.github.flinkdynamodb.streams.model.Hash128;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.tools.dynamodblocal.DynamoDbLocal;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The client's pages of a table, on DynamoDB Local and on the simulator: every item, once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TableScanITCase {

    private static final int ITEMS = 60;
    private static final int SEGMENTS = 4;

    private final Map<String, URI> services = new HashMap<>();
    private DynamoDbLocal local;
    private Simulator simulator;

    @BeforeAll
    void start() {
        local = DynamoDbLocal.start();
        simulator = Simulator.builder().start();
        services.put("local", local.endpoint());
        services.put("simulator", simulator.endpoint());
    }

    @AfterAll
    void stop() {
        local.close();
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "local, S, N", "local, N, B", "local, B, S",
        "simulator, S, N", "simulator, N, B", "simulator, B, S"
    })
    void pagesGoOnByKeysOfEachTypeUntilEveryItemWasReadOnce(
            String service, ScalarAttributeType hash, ScalarAttributeType range) throws Exception {
        String table = "t_" + hash + "_" + range;
        Set<Hash128> written = new HashSet<>();
        try (DynamoDbClient sdk = sdk(services.get(service));
                AwsStreamsClient client = client(services.get(service))) {
            create(service, sdk, table, hash, range);
            for (int i = 0; i < ITEMS; i++) {
                put(sdk, table, value(hash, i / 2), value(range, i % 2));
            }

            TableDescription described = result(client.describeTable(table));
            ItemKeys keys = new ItemKeys(described.keyNames());
            double units = 0;
            int pages = 0;
            int items = 0;
            for (int segment = 0; segment < SEGMENTS; segment++) {
                SegmentScan first = SegmentScan.of(table, segment, SEGMENTS, true).atMost(7);
                for (SegmentScan next = first; next != null; pages++) {
                    PageResponse page = result(client.scan(next));
                    assertThat(page.retries()).isZero();
                    ScanReader reader = new ScanReader(page.body(), ItemReader.skipping());
                    for (Image item = reader.next(); item != null; item = reader.next()) {
                        written.add(keys.hash(item));
                        items++;
                    }
                    units += reader.consumedUnits();
                    String last = reader.lastEvaluatedKey();
                    next = last == null ? null : first.after(last);
                }
            }

            assertThat(described.keyNames()).containsExactly("h", "r");
            assertThat(described.status()).isEqualTo("ACTIVE");
            assertThat(described.provisionedReadUnits()).isZero();
            assertThat(items).isEqualTo(ITEMS);
            assertThat(written).hasSize(ITEMS);
            assertThat(pages).isGreaterThan(ITEMS / 7);
            assertThat(units).isGreaterThanOrEqualTo(pages - SEGMENTS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "simulator"})
    void aTableThatIsNotThereIsNamedWithTheEndpoint(String service) throws Exception {
        try (AwsStreamsClient client = client(services.get(service))) {
            StreamsException described = failure(client.describeTable("absent"));
            StreamsException scanned = failure(client.scan(SegmentScan.of("absent", 0, 1, true)));

            assertThat(described.kind()).isEqualTo(StreamsException.Kind.RESOURCE_NOT_FOUND);
            assertThat(scanned.kind()).isEqualTo(StreamsException.Kind.RESOURCE_NOT_FOUND);
            assertThat(scanned)
                    .hasMessageStartingWith("Scan for segment 0 of table absent failed: ")
                    .hasMessageContaining("The calls go to " + services.get(service));
        }
    }

    private static AwsStreamsClient client(URI endpoint) {
        return ClientFixture.client(ClientFixture.settings(endpoint));
    }

    private static DynamoDbClient sdk(URI endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private void create(
            String service,
            DynamoDbClient sdk,
            String table,
            ScalarAttributeType hash,
            ScalarAttributeType range) {
        if (service.equals("simulator")) {
            simulator.createTable(
                    TableSettings.table(table)
                            .partitionKey("h", hash.toString())
                            .sortKey("r", range.toString()));
            return;
        }
        sdk.createTable(
                request ->
                        request.tableName(table)
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .keySchema(key("h", KeyType.HASH), key("r", KeyType.RANGE))
                                .attributeDefinitions(attribute("h", hash), attribute("r", range)));
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
    }

    private static void put(
            DynamoDbClient sdk, String table, AttributeValue hash, AttributeValue range) {
        sdk.putItem(request -> request.tableName(table).item(Map.of("h", hash, "r", range)));
    }

    /** Values that JSON has to escape, that need a sign, and bytes that are no text. */
    private static AttributeValue value(ScalarAttributeType type, int i) {
        switch (type) {
            case S:
                return AttributeValue.fromS("\u00e9\"\\" + i);
            case N:
                return AttributeValue.fromN((i - 10) + ".50");
            default:
                return AttributeValue.fromB(
                        SdkBytes.fromByteArray(new byte[] {(byte) (200 + i), 0, (byte) i}));
        }
    }
}
