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
package io.github.flinkdynamodb.streams.table;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import io.github.flinkdynamodb.streams.table.decode.DecodedColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.connector.source.abilities.SupportsWatermarkPushDown;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** The scan of a table's stream, as the planner sees it. */
final class DynamoDbStreamsTableSource
        implements ScanTableSource,
                SupportsProjectionPushDown,
                SupportsReadingMetadata,
                SupportsWatermarkPushDown {

    private final TableScan scan;
    private PushedDown pushedDown;

    DynamoDbStreamsTableSource(TableScan scan, PushedDown pushedDown) {
        this.scan = scan;
        this.pushedDown = pushedDown;
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return scan.mode().flinkMode();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        DynamoDbStreamsSource<RowData> source =
                scan.source(
                        new ChangeRowSchema(
                                scan.mode(),
                                columns(),
                                pushedDown.metadata(),
                                scan.fields(),
                                requirements(),
                                context.createTypeInformation(pushedDown.producedType())));
        WatermarkStrategy<RowData> watermarks =
                pushedDown.watermarks().orElse(WatermarkStrategy.noWatermarks());
        return new Provider(source, watermarks, scan);
    }

    private StreamRequirements requirements() {
        StreamRequirements requirements =
                StreamRequirements.none()
                        .withViewTypes(
                                scan.mode().viewTypes(),
                                "'"
                                        + DynamoDbStreamsTableOptions.CHANGELOG_MODE.key()
                                        + "' = '"
                                        + scan.mode().optionValue()
                                        + "'");
        return scan.primaryKey().isEmpty()
                ? requirements
                : requirements.withKeyAttributes(
                        scan.primaryKey().stream()
                                .map(column -> scan.fields().attributeName(List.of(column)))
                                .collect(Collectors.toList()),
                        "the PRIMARY KEY of the SQL table");
    }

    private List<DecodedColumn> columns() {
        List<DecodedColumn> columns = new ArrayList<>();
        for (int[] indexes : pushedDown.projection()) {
            List<String> path = new ArrayList<>();
            LogicalType type = scan.physicalType().getLogicalType();
            for (int index : indexes) {
                RowType.RowField field = ((RowType) type).getFields().get(index);
                path.add(field.getName());
                type = field.getType();
            }
            boolean key = path.size() == 1 && scan.primaryKey().contains(path.get(0));
            columns.add(new DecodedColumn(path, type, key));
        }
        return columns;
    }

    @Override
    public boolean supportsNestedProjection() {
        return false;
    }

    @Override
    public void applyProjection(int[][] projectedFields, DataType producedDataType) {
        pushedDown = pushedDown.withProjection(projectedFields, producedDataType);
    }

    @Override
    public Map<String, DataType> listReadableMetadata() {
        Map<String, DataType> types = new LinkedHashMap<>();
        for (ReadableMetadata metadata : ReadableMetadata.values()) {
            types.put(metadata.key(), metadata.type());
        }
        return types;
    }

    @Override
    public void applyReadableMetadata(List<String> metadataKeys, DataType producedDataType) {
        Map<String, ReadableMetadata> known = new LinkedHashMap<>();
        for (ReadableMetadata metadata : ReadableMetadata.values()) {
            known.put(metadata.key(), metadata);
        }
        pushedDown =
                pushedDown.withMetadata(
                        metadataKeys.stream().map(known::get).collect(Collectors.toList()),
                        producedDataType);
    }

    @Override
    public void applyWatermark(WatermarkStrategy<RowData> watermarkStrategy) {
        pushedDown = pushedDown.withWatermarks(watermarkStrategy);
    }

    @Override
    public DynamicTableSource copy() {
        return new DynamoDbStreamsTableSource(scan, pushedDown);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof DynamoDbStreamsTableSource
                && scan.equals(((DynamoDbStreamsTableSource) o).scan)
                && pushedDown.equals(((DynamoDbStreamsTableSource) o).pushedDown);
    }

    @Override
    public int hashCode() {
        return 31 * scan.hashCode() + pushedDown.hashCode();
    }

    @Override
    public String asSummaryString() {
        return "DynamoDB Streams";
    }

    /** Puts the source into the job; with the watermarks, which belong to its splits. */
    private static final class Provider implements DataStreamScanProvider {
        private static final String NAME = "dynamodb-streams";

        private final DynamoDbStreamsSource<RowData> source;
        private final WatermarkStrategy<RowData> watermarks;
        private final TableScan scan;

        Provider(
                DynamoDbStreamsSource<RowData> source,
                WatermarkStrategy<RowData> watermarks,
                TableScan scan) {
            this.source = source;
            this.watermarks = watermarks;
            this.scan = scan;
        }

        @Override
        public DataStream<RowData> produceDataStream(
                ProviderContext context, StreamExecutionEnvironment environment) {
            DataStreamSource<RowData> stream =
                    environment.fromSource(source, watermarks, NAME + "-" + scan.identifier());
            context.generateUid(NAME).ifPresent(stream::uid);
            return stream;
        }

        @Override
        public boolean isBounded() {
            return source.getBoundedness() == Boundedness.BOUNDED;
        }

        @Override
        public Optional<Integer> getParallelism() {
            return scan.parallelism();
        }
    }
}
