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

import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.table.convert.ImageColumn;
import io.github.flinkdynamodb.streams.table.convert.ImageConverter;
import io.github.flinkdynamodb.streams.table.reconcile.ReconcileFunction;
import io.github.flinkdynamodb.streams.table.reconcile.RowHash;
import io.github.flinkdynamodb.streams.table.reconcile.StandingRowFunction;
import io.github.flinkdynamodb.streams.table.reconcile.TakenBack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsFilterPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsLimitPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.connector.source.abilities.SupportsSourceWatermark;
import org.apache.flink.table.connector.source.abilities.SupportsWatermarkPushDown;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** The scan of a table's stream, as the planner sees it. */
final class DynamoDbStreamsDynamicTableSource
        implements ScanTableSource,
                SupportsProjectionPushDown,
                SupportsReadingMetadata,
                SupportsWatermarkPushDown,
                SupportsSourceWatermark,
                SupportsFilterPushDown,
                SupportsLimitPushDown {

    private final TableScan scan;
    private PushedDown pushedDown;

    DynamoDbStreamsDynamicTableSource(TableScan scan, PushedDown pushedDown) {
        this.scan = scan;
        this.pushedDown = pushedDown;
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return scan.flinkMode();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        RowLayout layout =
                new RowLayout(
                        columns(),
                        pushedDown.metadata(),
                        context.createTypeInformation(pushedDown.producedType()));
        WatermarkStrategy<RowData> watermarks =
                pushedDown
                        .watermarks(scan.settings().watermarks())
                        .orElse(WatermarkStrategy.noWatermarks());
        ChangeRowSchema schema = schema(layout);
        if (scan.keepsRows()) {
            return kept(schema, layout, watermarks);
        }
        if (scan.isReconciled()) {
            return reconciled(schema, layout, watermarks);
        }
        return new TableSourceProvider(
                operator(withDeadLetters(schema, layout), watermarks), keyPositions());
    }

    private DynamoDbStreamsDeserializationSchema<RowData> withDeadLetters(
            ChangeRowSchema schema, RowLayout layout) {
        if (!scan.settings().emitsDeadLetters()) {
            return schema;
        }
        new DeadLetterCheck(scan).check(layout.metadata());
        return new DeadLetterRowSchema(schema, layout, scan.columns(), scan.fields());
    }

    private KeyedTableProvider kept(
            ChangeRowSchema schema, RowLayout layout, WatermarkStrategy<RowData> watermarks) {
        RecordKey key = new RecordKey(scan.columns(), keyPositions().orElse(null), scan.fields());
        return new KeyedTableProvider(
                operator(new KeyedRowSchema(schema, null, key), new KeyedWatermarks(watermarks)),
                new StandingRowFunction(
                        layout.type(),
                        layout.text(scan.fields()),
                        new TakenBack(layout.columnTypes(), layout.metadataTypes()),
                        scan.settings().isInitial()),
                layout.type());
    }

    private KeyedTableProvider reconciled(
            ChangeRowSchema schema, RowLayout layout, WatermarkStrategy<RowData> watermarks) {
        RecordKey key = new RecordKey(scan.columns(), keyPositions().orElse(null), scan.fields());
        KeyedRowSchema keyed =
                new KeyedRowSchema(
                        schema, new RowHash(layout.columns().size(), layout.metadataTypes()), key);
        return new KeyedTableProvider(
                operator(keyed, new KeyedWatermarks(watermarks)),
                new ReconcileFunction(layout.text(scan.fields()), key.inRows()),
                layout.type());
    }

    private <T> ScanOperator<T> operator(
            DynamoDbStreamsDeserializationSchema<T> schema, WatermarkStrategy<T> watermarks) {
        return new ScanOperator<>(scan.source(schema), watermarks, scan, asSummaryString());
    }

    /**
     * Checks that the columns can be read.
     *
     * @throws IllegalArgumentException if one has a type that no attribute becomes
     */
    void checkColumns() {
        ImageConverter.check(columns(), scan.fields());
    }

    private ChangeRowSchema schema(RowLayout layout) {
        long limit = scan.settings().isBounded() ? pushedDown.limit() : PushedDown.ALL_ROWS;
        return new ChangeRowSchema(
                new ChangelogRules(scan),
                layout,
                scan.fields(),
                scan.requirements(),
                new RowSelection(pushedDown.conditions(), scan.columns(), limit));
    }

    private List<ImageColumn> columns() {
        List<ImageColumn> columns = new ArrayList<>();
        for (int[] indexes : pushedDown.projection()) {
            columns.add(column(indexes));
        }
        return columns;
    }

    private ImageColumn column(int[] indexes) {
        List<String> path = new ArrayList<>();
        LogicalType type = scan.columns().physicalType().getLogicalType();
        boolean nullable = false;
        for (int index : indexes) {
            RowType.RowField field = ((RowType) type).getFields().get(index);
            path.add(field.getName());
            type = field.getType();
            nullable |= type.isNullable();
        }
        boolean key = path.size() == 1 && scan.columns().primaryKey().contains(path.get(0));
        return new ImageColumn(path, type.copy(nullable), key);
    }

    /** Where the columns of the primary key are in the rows; empty if one isn't. */
    private Optional<int[]> keyPositions() {
        List<ImageColumn> columns = columns();
        List<String> key = scan.columns().primaryKey();
        int[] positions =
                key.stream()
                        .mapToInt(name -> positionOf(name, columns))
                        .filter(position -> position >= 0)
                        .toArray();
        return key.isEmpty() || positions.length < key.size()
                ? Optional.empty()
                : Optional.of(positions);
    }

    private static int positionOf(String name, List<ImageColumn> columns) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).path().equals(List.of(name))) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean supportsNestedProjection() {
        return true;
    }

    @Override
    public void applyProjection(int[][] projectedFields, DataType producedDataType) {
        pushedDown = pushedDown.withProjection(projectedFields, producedDataType);
    }

    @Override
    public Map<String, DataType> listReadableMetadata() {
        Map<String, DataType> types = new LinkedHashMap<>();
        for (ReadableMetadata metadata : ReadableMetadata.values()) {
            types.put(metadata.key(), scan.columns().typeOf(metadata));
        }
        return types;
    }

    @Override
    public void applyReadableMetadata(List<String> metadataKeys, DataType producedDataType) {
        pushedDown =
                pushedDown.withMetadata(scan.columns().metadata(metadataKeys), producedDataType);
    }

    @Override
    public void applyWatermark(WatermarkStrategy<RowData> watermarkStrategy) {
        pushedDown = pushedDown.withWatermarks(watermarkStrategy);
    }

    @Override
    public void applySourceWatermark() {
        pushedDown = pushedDown.withSourceWatermarks();
    }

    @Override
    public Result applyFilters(List<ResolvedExpression> filters) {
        FilterTranslator translator = new FilterTranslator(scan, pushedDown);
        List<RowCondition> conditions = new ArrayList<>();
        List<ResolvedExpression> accepted = new ArrayList<>();
        List<ResolvedExpression> remaining = new ArrayList<>();
        for (ResolvedExpression filter : filters) {
            Optional<RowCondition> condition = translator.translate(filter);
            condition.ifPresent(conditions::add);
            (condition.isPresent() ? accepted : remaining).add(filter);
        }
        pushedDown = pushedDown.withConditions(conditions);
        return Result.of(accepted, remaining);
    }

    /**
     * Notes how many rows are enough. Where rows may be taken back, or where the source never ends,
     * that changes nothing; nor where it reads the table beside its stream, whose end depends on
     * both being read.
     */
    @Override
    public void applyLimit(long limit) {
        boolean isLog = scan.mode() == ScanChangelogMode.APPEND_ONLY;
        if (isLog && !scan.settings().isInitial() && limit >= 0) {
            pushedDown = pushedDown.withLimit(limit);
        }
    }

    @Override
    public DynamicTableSource copy() {
        return new DynamoDbStreamsDynamicTableSource(scan, pushedDown);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof DynamoDbStreamsDynamicTableSource
                && scan.equals(((DynamoDbStreamsDynamicTableSource) o).scan)
                && pushedDown.equals(((DynamoDbStreamsDynamicTableSource) o).pushedDown);
    }

    @Override
    public int hashCode() {
        return 31 * scan.hashCode() + pushedDown.hashCode();
    }

    @Override
    public String asSummaryString() {
        return scan.summary() + pushedDown;
    }
}
