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
package io.github.flinkdynamodb.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.table.DynamoDbStreamsConnectorOptions;
import io.github.flinkdynamodb.streams.table.DynamoDbStreamsDynamicTableFactory;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.util.TimeUtils;
import org.junit.jupiter.api.Test;

/** The table of options is that of the code. */
class OptionsTableTest {

    private static final String PAGE = "docs/options.md";
    private static final String SECTION = "options";
    private static final List<String> KEYS_OF_FLINK =
            List.of(
                    FactoryUtil.SOURCE_PARALLELISM.key(),
                    FactoryUtil.SOURCE_IDLE_TIMEOUT.key(),
                    FactoryUtil.WATERMARK_ALIGNMENT_GROUP.key());
    private static final Pattern KEY =
            Pattern.compile("`((?:scan|aws\\.credentials)\\.[\\w.-]*\\w)`");

    /** Options that are required if others are set, or none, with those that are set then. */
    private static final Map<String, Condition> REQUIRED =
            Map.of(
                    "stream.arn", new Condition("this or `table-name`"),
                    "table-name", new Condition("this or `stream.arn`"),
                    "scan.startup.timestamp-millis",
                            new Condition("for `timestamp`", "scan.startup.mode", "timestamp"),
                    "scan.startup.positions-file",
                            new Condition("for `positions`", "scan.startup.mode", "positions"),
                    "scan.bounded.timestamp-millis",
                            new Condition("for `timestamp`", "scan.bounded.mode", "timestamp"),
                    "scan.incremental-export.folders",
                            new Condition(
                                    "for `incremental-export`",
                                    "scan.startup.mode",
                                    "incremental-export"),
                    "aws.credentials.basic.accesskeyid",
                            new Condition("for BASIC", "aws.credentials.provider", "BASIC"),
                    "aws.credentials.basic.secretkey",
                            new Condition("for BASIC", "aws.credentials.basic.accesskeyid", "key"),
                    "aws.credentials.role.arn",
                            new Condition(
                                    "for ASSUME_ROLE", "aws.credentials.provider", "ASSUME_ROLE"),
                    "aws.credentials.custom.class",
                            new Condition("for CUSTOM", "aws.credentials.provider", "CUSTOM"));

    /** When an option is required. */
    private static final class Condition {
        final String text;
        final Map<String, String> options;

        Condition(String text) {
            this(text, Map.of());
        }

        Condition(String text, String key, String value) {
            this(text, Map.of("table-name", "orders", key, value));
        }

        private Condition(String text, Map<String, String> options) {
            this.text = text;
            this.options = options;
        }
    }

    /** The options that a class has as constants, with the types of their values, by their keys. */
    static Map<ConfigOption<?>, Class<?>> options(Class<?> holder) throws IllegalAccessException {
        Map<ConfigOption<?>, Class<?>> options =
                new TreeMap<>(Comparator.comparing((ConfigOption<?> option) -> option.key()));
        for (Field field : holder.getFields()) {
            if (field.getType() == ConfigOption.class) {
                Type type =
                        ((ParameterizedType) field.getGenericType()).getActualTypeArguments()[0];
                options.put((ConfigOption<?>) field.get(null), rawType(type));
            }
        }
        return options;
    }

    private static Class<?> rawType(Type type) {
        return (Class<?>)
                (type instanceof ParameterizedType
                        ? ((ParameterizedType) type).getRawType()
                        : type);
    }

    /** The name of a type; of an enumeration its words. Lists are of strings. */
    static String type(Class<?> type) {
        if (type == List.class) {
            return "List of String";
        }
        return type.isEnum()
                ? Arrays.stream(type.getEnumConstants())
                        .map(word -> "`" + word + "`")
                        .collect(Collectors.joining(", "))
                : type.getSimpleName();
    }

    private static List<String> table() throws IllegalAccessException {
        Set<ConfigOption<?>> forwarded = new DynamoDbStreamsDynamicTableFactory().forwardOptions();
        List<String> table = new ArrayList<>();
        table.add("| key | type | default | required | forwarded | description |");
        table.add("|---|---|---|---|---|---|");
        options(DynamoDbStreamsSourceOptions.class)
                .forEach(
                        (option, type) ->
                                table.add(
                                        row(
                                                "`" + option.key() + "`",
                                                type(type),
                                                value(option),
                                                required(option),
                                                forwarded.contains(option) ? "yes" : "no",
                                                description(option))));
        return table;
    }

    static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    static String description(ConfigOption<?> option) {
        return new HtmlFormatter().format(option.description()).replace("|", "\\|");
    }

    private static String required(ConfigOption<?> option) {
        Condition condition = REQUIRED.get(option.key());
        return condition == null ? "no" : condition.text;
    }

    private static String value(ConfigOption<?> option) {
        if (!option.hasDefaultValue()) {
            return "none";
        }
        Object value = option.defaultValue();
        return value instanceof Duration
                ? TimeUtils.formatWithHighestUnit((Duration) value)
                : "`" + value + "`";
    }

    @Test
    void theListsOfOptionsAreComplete() throws Exception {
        assertThat(DynamoDbStreamsSourceOptions.all())
                .containsExactlyInAnyOrderElementsOf(
                        options(DynamoDbStreamsSourceOptions.class).keySet());
        assertThat(DynamoDbStreamsConnectorOptions.all())
                .containsExactlyInAnyOrderElementsOf(
                        options(DynamoDbStreamsConnectorOptions.class).keySet());
    }

    @Test
    void optionsAreRequiredWhenTheTableSaysSo() {
        REQUIRED.forEach(
                (key, condition) ->
                        assertThatThrownBy(
                                        () ->
                                                DynamoDbStreamsSource.builder()
                                                        .setOptions(condition.options)
                                                        .validateOptions())
                                .as(key)
                                .hasMessageContaining("Missing option '")
                                .hasMessageContaining("'" + key + "'"));
        DynamoDbStreamsSource.builder().setTableName("orders").validateOptions();
    }

    @Test
    void theTableIsThatOfTheOptions() throws Exception {
        MarkdownFile page = MarkdownFile.read(Repository.file(PAGE));
        List<String> table = table();

        if (Boolean.getBoolean("docs.update")) {
            page.withSection(SECTION, table).write();
            page = MarkdownFile.read(Repository.file(PAGE));
        }

        assertThat(page.section(SECTION))
                .as(
                        "%s differs from DynamoDbStreamsSourceOptions: regenerate it with"
                                + " './mvnw -Dquick -pl docs -am test"
                                + " -Dtest=OptionsTableTest -Dsurefire.failIfNoSpecifiedTests=false"
                                + " -Ddocs.update=true'",
                        PAGE)
                .isEqualTo(table);
    }

    @Test
    void everyKeyThatThePagesNameIsAnOption() throws Exception {
        List<String> keys = new ArrayList<>(KEYS_OF_FLINK);
        for (Class<?> holder :
                List.of(
                        DynamoDbStreamsSourceOptions.class,
                        DynamoDbStreamsConnectorOptions.class)) {
            options(holder).keySet().forEach(option -> keys.add(option.key()));
        }
        List<String> unknown = new ArrayList<>();

        for (MarkdownFile page : Repository.pages()) {
            for (String name : keysNamedIn(page)) {
                if (!keys.contains(name)) {
                    unknown.add(page + ": " + name);
                }
            }
        }

        assertThat(unknown).as("keys that are no options").isEmpty();
    }

    /** What looks like the key of an option: whole, in code, and not the beginning of several. */
    private static List<String> keysNamedIn(MarkdownFile page) {
        List<String> names = new ArrayList<>();
        for (String line : page.lines()) {
            KEY.matcher(line).results().forEach(match -> names.add(match.group(1)));
        }
        return names;
    }
}
