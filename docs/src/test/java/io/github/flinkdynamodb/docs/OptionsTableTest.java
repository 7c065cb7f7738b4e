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

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.table.DynamoDbStreamsTableOptions;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
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

    /** The options that a class has as constants, by their keys. */
    static List<ConfigOption<?>> options(Class<?> holder) throws IllegalAccessException {
        List<ConfigOption<?>> options = new ArrayList<>();
        for (Field field : holder.getFields()) {
            if (field.getType() == ConfigOption.class) {
                options.add((ConfigOption<?>) field.get(null));
            }
        }
        options.sort(Comparator.comparing(ConfigOption::key));
        return options;
    }

    private static List<String> table() throws IllegalAccessException {
        List<String> table = new ArrayList<>();
        table.add("| key | default | description |");
        table.add("|---|---|---|");
        for (ConfigOption<?> option : options(DynamoDbStreamsSourceOptions.class)) {
            String description = new HtmlFormatter().format(option.description());
            table.add(
                    String.format(
                            "| `%s` | %s | %s |",
                            option.key(), value(option), description.replace("|", "\\|")));
        }
        return table;
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
                List.of(DynamoDbStreamsSourceOptions.class, DynamoDbStreamsTableOptions.class)) {
            options(holder).forEach(option -> keys.add(option.key()));
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
