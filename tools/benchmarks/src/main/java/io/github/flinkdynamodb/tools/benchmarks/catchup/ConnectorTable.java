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

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.table.DynamoDbStreamsDynamicTableFactory;
import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.runtime.connector.source.ScanRuntimeProviderContext;
import org.apache.flink.table.types.DataType;

/**
 * The connector's table of {@link Orders}, with the full changelog, put into a job as the planner
 * does it; only the planner itself isn't here.
 */
public final class ConnectorTable {

    private ConnectorTable() {}

    /** Reads the table's stream from its trim horizon on. */
    static DataStream<RowData> read(StreamExecutionEnvironment environment, URI endpoint) {
        return read(
                environment,
                endpoint,
                Map.of(
                        DynamoDbStreamsSourceOptions.STREAM_ARN.key(),
                        PreparedStream.ARN,
                        DynamoDbStreamsSourceOptions.STARTUP_MODE.key(),
                        "trim-horizon",
                        "scan.changelog-mode",
                        "full"));
    }

    /**
     * Reads the table.
     *
     * @param endpoint of the service
     * @param what is read, as options
     */
    public static DataStream<RowData> read(
            StreamExecutionEnvironment environment, URI endpoint, Map<String, String> what) {
        return read(environment, table(columns(), null, endpoint, what));
    }

    /** Reads the table, with {@link Orders#KEYS} as its primary key. */
    public static DataStream<RowData> readKeyed(
            StreamExecutionEnvironment environment, URI endpoint, Map<String, String> what) {
        UniqueConstraint key = UniqueConstraint.primaryKey("key", Orders.KEYS);
        return read(environment, table(columns(), key, endpoint, what));
    }

    private static DataStream<RowData> read(
            StreamExecutionEnvironment environment, ResolvedCatalogTable declared) {
        ScanTableSource table =
                (ScanTableSource)
                        FactoryUtil.createDynamicTableSource(
                                new DynamoDbStreamsDynamicTableFactory(),
                                ObjectIdentifier.of("catalog", "database", "orders"),
                                declared,
                                Map.of(),
                                new Configuration(),
                                ConnectorTable.class.getClassLoader(),
                                true);
        DataStreamScanProvider provider =
                (DataStreamScanProvider)
                        table.getScanRuntimeProvider(ScanRuntimeProviderContext.INSTANCE);
        return provider.produceDataStream(name -> Optional.empty(), environment);
    }

    private static List<Column> columns() {
        return DataType.getFields(Orders.ROW).stream()
                .map(field -> Column.physical(field.getName(), field.getDataType()))
                .collect(Collectors.toList());
    }

    private static ResolvedCatalogTable table(
            List<Column> columns, UniqueConstraint key, URI endpoint, Map<String, String> what) {
        ResolvedSchema schema = new ResolvedSchema(columns, List.of(), key, List.of());
        return new ResolvedCatalogTable(
                CatalogTable.newBuilder()
                        .schema(Schema.newBuilder().fromResolvedSchema(schema).build())
                        .options(options(endpoint, what))
                        .build(),
                schema);
    }

    private static Map<String, String> options(URI endpoint, Map<String, String> what) {
        Map<String, String> options = new HashMap<>(what);
        options.put(FactoryUtil.CONNECTOR.key(), DynamoDbStreamsDynamicTableFactory.IDENTIFIER);
        options.put(DynamoDbStreamsSourceOptions.AWS_ENDPOINT.key(), endpoint.toString());
        options.put(DynamoDbStreamsSourceOptions.AWS_REGION.key(), "eu-west-1");
        options.put(DynamoDbStreamsSourceOptions.CREDENTIALS_PROVIDER.key(), "BASIC");
        options.put(DynamoDbStreamsSourceOptions.CREDENTIALS_ACCESS_KEY_ID.key(), "key");
        options.put(DynamoDbStreamsSourceOptions.CREDENTIALS_SECRET_KEY.key(), "secret");
        return options;
    }
}
