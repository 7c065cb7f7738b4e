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

import io.github.flinkdynamodb.streams.table.convert.EpochUnit;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * The options of SQL tables that DataStream sources don't have. All others are shared with {@link
 * io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions}.
 */
@PublicEvolving
public final class DynamoDbStreamsConnectorOptions {

    /** The prefix of the options of single fields. */
    static final String FIELDS_PREFIX = "fields.";

    private DynamoDbStreamsConnectorOptions() {}

    /** {@code scan.changelog-mode}. */
    public static final ConfigOption<ScanChangelogMode> CHANGELOG_MODE =
            ConfigOptions.key("scan.changelog-mode")
                    .enumType(ScanChangelogMode.class)
                    .noDefaultValue()
                    .withDescription(
                            "Which rows a change becomes. Defaults to upsert with a PRIMARY KEY and"
                                    + " to append-only without one.");

    /** {@code scan.epoch-unit}. */
    public static final ConfigOption<EpochUnit> EPOCH_UNIT =
            ConfigOptions.key("scan.epoch-unit")
                    .enumType(EpochUnit.class)
                    .noDefaultValue()
                    .withDescription(
                            "Unit of numeric attributes that are read into time columns, counted"
                                    + " since 1970-01-01T00:00:00Z. Required for such columns.");

    /** {@code fields.#.attribute}, where # stands for the path of a field. */
    public static final ConfigOption<String> FIELD_ATTRIBUTE =
            ConfigOptions.key("fields.#.attribute")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Attribute that a field is read from, if its name is not that of the"
                                    + " field. # stands for a column, or for a column and the"
                                    + " fields within its row, joined by dots.");

    /** {@code fields.#.epoch-unit}, where # stands for the path of a field. */
    public static final ConfigOption<EpochUnit> FIELD_EPOCH_UNIT =
            ConfigOptions.key("fields.#.epoch-unit")
                    .enumType(EpochUnit.class)
                    .noDefaultValue()
                    .withDescription("Unit of one field, instead of scan.epoch-unit.");

    private static final List<ConfigOption<?>> ALL =
            List.of(CHANGELOG_MODE, EPOCH_UNIT, FIELD_ATTRIBUTE, FIELD_EPOCH_UNIT);

    /**
     * Returns all options that only SQL tables have.
     *
     * @return the options, in the order of their declaration; those whose keys contain # stand for
     *     one option of each field
     */
    public static List<ConfigOption<?>> all() {
        return ALL;
    }
}
