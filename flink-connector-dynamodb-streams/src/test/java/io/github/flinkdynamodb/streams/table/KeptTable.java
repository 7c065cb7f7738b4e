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
import io.github.flinkdynamodb.streams.table.convert.FieldSettings;
import io.github.flinkdynamodb.streams.table.convert.ImageColumn;
import io.github.flinkdynamodb.streams.table.reconcile.KeyedRow;
import io.github.flinkdynamodb.streams.table.reconcile.StandingRowFunction;
import io.github.flinkdynamodb.streams.table.reconcile.TakenBack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.table.types.utils.TypeConversions;

/**
 * A SQL table in {@code full} whose gaps are repaired: what turns records into rows, and what keeps
 * these behind the source, as the table source plans them. Its columns are a key, a text, and
 * numbers.
 */
public final class KeptTable {

    private final TableScan scan;
    private final RowLayout layout;

    /**
     * Creates a table.
     *
     * @param key the column of the primary key
     * @param numbers the other columns
     * @param initial whether a job begins with the table's items
     */
    public KeptTable(String key, List<String> numbers, boolean initial) {
        List<String> names = new ArrayList<>(List.of(key));
        names.addAll(numbers);
        LogicalType[] types = new LogicalType[names.size()];
        List<ImageColumn> images = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            types[i] = i == 0 ? new VarCharType(false, 100) : new BigIntType();
            images.add(new ImageColumn(List.of(names.get(i)), types[i], i == 0));
        }
        RowType row = RowType.of(types, names.toArray(new String[0]));
        TableColumns columns =
                new TableColumns(
                        TypeConversions.fromLogicalToDataType(row), List.of(key), List.of(), false);
        Map<String, String> options =
                Map.of(
                        "scan.on-data-loss",
                        "repair",
                        "scan.startup.mode",
                        initial ? "initial" : "trim-horizon");
        this.layout = new RowLayout(images, List.of(), InternalTypeInfo.of(row));
        this.scan =
                new TableScan(
                        "t",
                        columns,
                        ScanChangelogMode.FULL,
                        FieldSettings.none(),
                        new SourceSettings(options, false, false, null, null));
    }

    /** Creates what turns records into rows, for one subtask. */
    public DynamoDbStreamsDeserializationSchema<KeyedRow> schema() {
        ChangeRowSchema rows =
                new ChangeRowSchema(
                        new ChangelogRules(scan),
                        layout,
                        scan.fields(),
                        scan.requirements(),
                        new RowSelection(List.of(), scan.columns(), PushedDown.ALL_ROWS));
        RecordKey key = new RecordKey(scan.columns(), new int[] {0}, scan.fields());
        return new KeyedRowSchema(rows, null, key);
    }

    /** Creates what keeps rows behind the source. */
    public StandingRowFunction function() {
        return new StandingRowFunction(
                layout.type(),
                layout.text(scan.fields()),
                new TakenBack(layout.columnTypes(), layout.metadataTypes()),
                scan.settings().isInitial());
    }
}
