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
package io.github.flinkdynamodb.streams.table.it;

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * A table to write to, {@code 'connector' = 'checked'}: it applies a changelog as a database would,
 * and fails on a change that is impossible. Tests read it as {@link CheckedTable}.
 */
public final class CheckedTableFactory implements DynamicTableSinkFactory {

    /** What tests call the table. */
    static final ConfigOption<String> NAME =
            ConfigOptions.key("name").stringType().noDefaultValue();

    /** Which changes it takes: all, upsert or append. */
    static final ConfigOption<String> TAKES =
            ConfigOptions.key("takes").stringType().defaultValue("all");

    @Override
    public String factoryIdentifier() {
        return "checked";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(NAME);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of(TAKES);
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        helper.validate();
        ResolvedSchema schema = context.getCatalogTable().getResolvedSchema();
        int[] key =
                schema.getPrimaryKey()
                        .map(UniqueConstraint::getColumns)
                        .map(
                                columns ->
                                        columns.stream()
                                                .mapToInt(schema.getColumnNames()::indexOf)
                                                .toArray())
                        .orElse(new int[0]);
        return new CheckedTableSink(
                helper.getOptions().get(NAME),
                mode(helper.getOptions().get(TAKES)),
                context.getPhysicalRowDataType(),
                key);
    }

    private static ChangelogMode mode(String takes) {
        switch (takes) {
            case "all":
                return ChangelogMode.all();
            case "upsert":
                return ChangelogMode.upsert();
            case "append":
                return ChangelogMode.insertOnly();
            default:
                throw new IllegalArgumentException("takes = " + takes);
        }
    }
}
