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

import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.ON_DECODE_ERROR;
import static io.github.flinkdynamodb.streams.table.DynamoDbStreamsTableOptions.CHANGELOG_MODE;
import static io.github.flinkdynamodb.streams.table.DynamoDbStreamsTableOptions.FIELDS_PREFIX;

import io.github.flinkdynamodb.streams.source.config.KnownOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.factories.FactoryUtil;

/** Reads and validates the options of a SQL table, but for those of its fields. */
final class TableOptions {

    /** Flink's own options of a table that is read. */
    private static final List<ConfigOption<?>> FRAMEWORK =
            List.of(
                    FactoryUtil.CONNECTOR,
                    FactoryUtil.PROPERTY_VERSION,
                    FactoryUtil.SOURCE_PARALLELISM,
                    FactoryUtil.WATERMARK_EMIT_STRATEGY,
                    FactoryUtil.WATERMARK_ALIGNMENT_GROUP,
                    FactoryUtil.WATERMARK_ALIGNMENT_MAX_DRIFT,
                    FactoryUtil.WATERMARK_ALIGNMENT_UPDATE_INTERVAL,
                    FactoryUtil.SOURCE_IDLE_TIMEOUT);

    private static final List<ConfigOption<?>> OWN =
            List.of(CHANGELOG_MODE, DynamoDbStreamsTableOptions.EPOCH_UNIT);

    private static final String FAIL = "fail";
    private static final Map<String, Boolean> DECODE_ERRORS =
            Map.of(FAIL, false, "skip", false, "null", true);

    private final Map<String, String> options;

    /**
     * Takes the options of a table.
     *
     * @throws ValidationException if a key is none that anybody reads; the message names the
     *     nearest that is
     */
    TableOptions(Map<String, String> options) {
        this.options = options;
        options.keySet().forEach(TableOptions::requireKnown);
    }

    private static void requireKnown(String key) {
        List<String> more =
                Stream.concat(FRAMEWORK.stream(), OWN.stream())
                        .map(ConfigOption::key)
                        .collect(Collectors.toList());
        boolean known =
                more.contains(key) || key.startsWith(FIELDS_PREFIX) || KnownOptions.contains(key);
        if (!known) {
            throw new ValidationException(
                    String.format(
                            "'%s' is no option of a table with 'connector' = '%s': did you mean"
                                    + " '%s'? Leave it out, or write it so",
                            key,
                            DynamoDbStreamsTableFactory.IDENTIFIER,
                            KnownOptions.nearest(key, withFieldOption(key, more))));
        }
    }

    /** What may be meant for the option of a field is told with its path. */
    private static List<String> withFieldOption(String key, List<String> keys) {
        List<String> more = new ArrayList<>(keys);
        if (FieldOptions.hasSuffix(key)) {
            more.add(FIELDS_PREFIX + key.substring(key.indexOf('.') + 1));
        }
        return more;
    }

    /** The options that are the source's own, as its builder takes them. */
    Map<String, String> sourceValues() {
        Map<String, String> values = new HashMap<>(options);
        values.keySet().removeIf(key -> !KnownOptions.contains(key));
        if (nullOnDecodeError()) {
            values.put(ON_DECODE_ERROR.key(), FAIL);
        }
        return values;
    }

    /** Says whether a field that can't be decoded becomes NULL. */
    boolean nullOnDecodeError() {
        String value = options.get(ON_DECODE_ERROR.key());
        return value != null && oneOf(ON_DECODE_ERROR.key(), value, DECODE_ERRORS);
    }

    /**
     * The changelog mode: what is set, else the one that fits the primary key.
     *
     * @throws ValidationException if it is unknown or contradicts the primary key
     */
    ScanChangelogMode mode(List<String> primaryKey) {
        String value = options.get(CHANGELOG_MODE.key());
        if (value == null) {
            return primaryKey.isEmpty() ? ScanChangelogMode.APPEND_ONLY : ScanChangelogMode.UPSERT;
        }
        Map<String, ScanChangelogMode> modes =
                Arrays.stream(ScanChangelogMode.values())
                        .collect(Collectors.toMap(ScanChangelogMode::optionValue, mode -> mode));
        ScanChangelogMode mode = oneOf(CHANGELOG_MODE.key(), value, modes);
        requireFittingKey(mode, primaryKey);
        return mode;
    }

    private static void requireFittingKey(ScanChangelogMode mode, List<String> primaryKey) {
        if (mode == ScanChangelogMode.UPSERT && primaryKey.isEmpty()) {
            throw new ValidationException(
                    String.format(
                            "'%s' = 'upsert' needs a PRIMARY KEY: declare the columns of the"
                                    + " DynamoDB table's key as PRIMARY KEY (...) NOT ENFORCED, or"
                                    + " set 'append-only'",
                            CHANGELOG_MODE.key()));
        }
        if (mode == ScanChangelogMode.APPEND_ONLY && !primaryKey.isEmpty()) {
            throw new ValidationException(
                    String.format(
                            "'%s' = 'append-only' contradicts PRIMARY KEY %s: each change is a row"
                                    + " of its own, so that there are several rows a key. Leave the"
                                    + " PRIMARY KEY out, or set 'upsert' or 'full'",
                            CHANGELOG_MODE.key(), primaryKey));
        }
    }

    /**
     * The parallelism of the scan.
     *
     * @return null for that of the job
     * @throws ValidationException if it is no positive number, or if the rows of a key couldn't be
     *     kept in order
     */
    Integer parallelism(ScanChangelogMode mode, List<String> primaryKey) {
        String key = FactoryUtil.SOURCE_PARALLELISM.key();
        String value = options.get(key);
        if (value == null) {
            return null;
        }
        if (!value.matches("0*[1-9][0-9]{0,8}")) {
            throw new ValidationException(
                    String.format(
                            "'%s' = '%s' can't be used: expected a whole number from 1 on, such as"
                                    + " '4'",
                            key, value));
        }
        if (mode != ScanChangelogMode.APPEND_ONLY && primaryKey.isEmpty()) {
            throw new ValidationException(
                    String.format(
                            "'%s' = '%s' with '%s' = '%s' needs a PRIMARY KEY, by which the rows"
                                    + " are kept in order on their way to other subtasks: declare"
                                    + " one, or leave the parallelism out",
                            key, value, CHANGELOG_MODE.key(), mode.optionValue()));
        }
        return Integer.valueOf(value);
    }

    /** The watermarks of SOURCE_WATERMARK(). */
    SourceWatermarks watermarks(ReadableConfig session) {
        return SourceWatermarks.of(Configuration.fromMap(options), session);
    }

    /**
     * Finds a word among those that an option knows.
     *
     * @throws ValidationException if it is none of them
     */
    static <T> T oneOf(String key, String value, Map<String, T> allowed) {
        T found = allowed.get(value);
        if (found == null) {
            throw new ValidationException(
                    String.format(
                            "'%s' = '%s' is not known: allowed are %s%s",
                            key,
                            value,
                            new TreeMap<>(allowed).keySet(),
                            hint(value, allowed.keySet())));
        }
        return found;
    }

    private static String hint(String value, Collection<String> allowed) {
        String word = value.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        return new TreeSet<>(allowed).contains(word) ? ". Did you mean '" + word + "'?" : "";
    }
}
