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

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * The options of a SQL table that a DataStream source doesn't have. All others are those of {@link
 * io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions}, the very same objects.
 */
@PublicEvolving
public final class DynamoDbStreamsTableOptions {

    /** What the key of a setting of one field begins with. */
    static final String FIELDS_PREFIX = "fields.";

    private DynamoDbStreamsTableOptions() {}

    /**
     * Which rows a change becomes: full, upsert, append-only. By default upsert with a primary key,
     * append-only without one.
     */
    public static final ConfigOption<String> CHANGELOG_MODE =
            ConfigOptions.key("scan.changelog-mode")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Which rows a change becomes: full, upsert, append-only. By default"
                                    + " upsert with a primary key, append-only without one.");

    /**
     * What numbers count since 1970 where a column is of a time type: seconds, milliseconds,
     * microseconds, nanoseconds. Without it a number is no time.
     */
    public static final ConfigOption<String> EPOCH_UNIT =
            ConfigOptions.key("scan.epoch-unit")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "What numbers count since 1970 where a column is of a time type:"
                                    + " seconds, milliseconds, microseconds, nanoseconds. Without"
                                    + " it a number is no time.");

    /** The attribute that a field is read from, where its name isn't the field's. */
    public static final ConfigOption<String> FIELD_ATTRIBUTE =
            ConfigOptions.key("fields.#.attribute")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The attribute that a field is read from, where its name isn't the"
                                    + " field's. # stands for the column, or for a column and the"
                                    + " fields within its row, joined by dots.");

    /** The unit of one field, instead of scan.epoch-unit. */
    public static final ConfigOption<String> FIELD_EPOCH_UNIT =
            ConfigOptions.key("fields.#.epoch-unit")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("The unit of one field, instead of scan.epoch-unit.");
}
