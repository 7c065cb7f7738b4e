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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.flinkdynamodb.streams.client.ClientSettings;
import io.github.flinkdynamodb.streams.client.CredentialsSettings;
import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.aws.AwsStreamsClientProvider;
import io.github.flinkdynamodb.tools.benchmarks.catchup.PreparedPagesServer;
import io.github.flinkdynamodb.tools.benchmarks.rows.ConnectorPageRows;
import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import io.github.flinkdynamodb.tools.benchmarks.rows.SdkItemRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** The SDK's own client understands what is prepared, and so does the connector's. */
class TableProtocolTest {

    private static PreparedPagesServer serve(PreparedTable table) {
        return new PreparedPagesServer(new TableProtocol(table), Duration.ZERO, 1, null);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bothWaysMakeTheSameRowsOfEachItem(boolean mixed) {
        PreparedTable table = new PreparedTable(2, 3, 50, 500, mixed);
        List<BinaryRowData> bySdk = new ArrayList<>();
        List<BinaryRowData> byConnector = new ArrayList<>();
        try (PreparedPagesServer server = serve(table)) {
            readWithSdk(server, bySdk);
            readWithConnector(server, byConnector);
        }

        assertThat(byConnector).isEqualTo(bySdk);
        assertThat(bySdk)
                .extracting(row -> row.getLong(Orders.NUMBER_COLUMN) - Orders.FIRST_ORDER)
                .containsExactlyElementsOf(LongStream.range(0, 150).boxed().toList());
    }

    private static BinaryRowData binary(RowData row) {
        return new RowDataSerializer(Orders.types()).toBinaryRow(row).copy();
    }

    private static void readWithSdk(PreparedPagesServer server, List<BinaryRowData> rows) {
        SdkItemRows sdk = new SdkItemRows(Orders.rowType().getFieldNames(), Orders.types());
        try (DynamoDbClient client = SdkTables.client(server.endpoint())) {
            Iterator<ScanResponse> pages = SdkTables.pages(client, 1, 2);
            while (pages.hasNext()) {
                pages.next()
                        .items()
                        .forEach(item -> rows.add(binary(sdk.row(RowKind.INSERT, item))));
            }
        }
    }

    private static void readWithConnector(PreparedPagesServer server, List<BinaryRowData> rows) {
        ClientSettings settings =
                new ClientSettings(
                        "eu-west-1",
                        server.endpoint(),
                        CredentialsSettings.basic("key", "secret"),
                        1);
        ConnectorPageRows reader =
                new ConnectorPageRows(Orders.rowType().getFieldNames(), Orders.types());
        try (StreamsClient client =
                new AwsStreamsClientProvider(settings)
                        .create(TableProtocolTest.class.getClassLoader())) {
            SegmentScan first = SegmentScan.of(PreparedTable.NAME, 1, 2, true);
            String key = null;
            do {
                byte[] page = client.scan(first.after(key)).join().body();
                key = reader.readItems(page, row -> rows.add(binary(row)));
            } while (key != null);
        }
    }

    @Test
    void anotherNumberOfSegmentsIsRefused() {
        try (PreparedPagesServer server = serve(new PreparedTable(2, 1, 1, 500, false));
                DynamoDbClient client = SdkTables.client(server.endpoint())) {
            Iterator<ScanResponse> pages = SdkTables.pages(client, 0, 3);

            assertThatExceptionOfType(DynamoDbException.class)
                    .isThrownBy(pages::next)
                    .withMessageContaining("not in 2");
        }
    }
}
