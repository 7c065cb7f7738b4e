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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.client.ClientSettings;
import io.github.flinkdynamodb.streams.client.CredentialsSettings;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.aws.AwsStreamsClientProvider;
import io.github.flinkdynamodb.tools.benchmarks.rows.ConnectorPageRows;
import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** What is compared makes the same rows. */
class SameRowsTest {

    private static final String ITERATOR = "it-0-0";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bothWaysMakeTheSameRows(boolean mixed) throws Exception {
        PreparedStream stream = new PreparedStream(1, 200, 100, 1100, mixed, false);
        List<BinaryRowData> bySdk = new ArrayList<>();
        List<BinaryRowData> byConnector = new ArrayList<>();
        try (PreparedPagesServer server = new PreparedPagesServer(stream, Duration.ZERO, 1)) {
            SdkRowConverter converter = new SdkRowConverter();
            for (Record record : sdkRecords(server)) {
                converter.convert(record, row -> bySdk.add(binary(row)));
            }
            String next =
                    new ConnectorPageRows(Orders.rowType().getFieldNames(), Orders.types())
                            .read(
                                    page(server),
                                    "arn",
                                    "shard",
                                    row -> byConnector.add(binary(row)));

            assertThat(next).isEqualTo("it-0-100");
        }

        assertThat(bySdk).hasSize(200);
        assertThat(byConnector).isEqualTo(bySdk);
        assertThat(byConnector.get(199).getLong(Orders.NUMBER_COLUMN))
                .isEqualTo(Orders.FIRST_ORDER + 99);
    }

    private static BinaryRowData binary(RowData row) {
        return new RowDataSerializer(Orders.types()).toBinaryRow(row).copy();
    }

    private static List<Record> sdkRecords(PreparedPagesServer server) {
        try (DynamoDbStreamsClient client =
                DynamoDbStreamsClient.builder()
                        .endpointOverride(server.endpoint())
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .httpClient(UrlConnectionHttpClient.create())
                        .build()) {
            return client.getRecords(r -> r.shardIterator(ITERATOR)).records();
        }
    }

    private static byte[] page(PreparedPagesServer server) {
        ClientSettings settings =
                new ClientSettings(
                        "eu-west-1",
                        server.endpoint(),
                        CredentialsSettings.basic("key", "secret"),
                        1);
        try (StreamsClient client =
                new AwsStreamsClientProvider(settings)
                        .create(SameRowsTest.class.getClassLoader())) {
            return client.getRecords(ITERATOR, 1000).join().body();
        }
    }
}
