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

import io.github.flinkdynamodb.streams.table.DynamoDbStreamsConnectorOptions;
import io.github.flinkdynamodb.streams.table.ReadableMetadata;
import io.github.flinkdynamodb.streams.table.convert.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of the SQL page are those of the code: options, types, metadata columns. */
class SqlTablesTest {

    private static final String PAGE = "docs/sql.md";

    /** Keeps what generates the tables from what compares them with the page. */
    private static void check(String section, List<String> table) throws Exception {
        MarkdownFile page = MarkdownFile.read(Repository.file(PAGE));
        if (Boolean.getBoolean("docs.update")) {
            page.withSection(section, table).write();
            page = MarkdownFile.read(Repository.file(PAGE));
        }
        assertThat(page.section(section))
                .as(
                        "%s differs from the code: regenerate it with"
                                + " './mvnw -Dquick -pl docs -am test -Dtest=SqlTablesTest"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.update=true'",
                        PAGE)
                .isEqualTo(table);
    }

    private static String row(Object... cells) {
        List<String> texts = new ArrayList<>();
        for (Object cell : cells) {
            texts.add(cell.toString().replace("|", "\\|"));
        }
        return "| " + String.join(" | ", texts) + " |";
    }

    @Test
    void theOptionsAreThoseOfSqlTables() throws Exception {
        List<String> table =
                new ArrayList<>(List.of(row("key", "type", "description"), "|---|---|---|"));
        OptionsTableTest.options(DynamoDbStreamsConnectorOptions.class)
                .forEach(
                        (option, type) ->
                                table.add(
                                        row(
                                                "`" + option.key() + "`",
                                                OptionsTableTest.type(type),
                                                OptionsTableTest.description(option))));

        check("sql options", table);
    }

    @Test
    void theTypesAreThoseOfTheDecoder() throws Exception {
        List<String> table =
                new ArrayList<>(List.of(row("DynamoDB", "Flink SQL", "how"), "|---|---|---|"));
        for (TypeMapping mapping : TypeMapping.values()) {
            table.add(
                    row(
                            mapping.attributeTypes().stream()
                                    .map(Object::toString)
                                    .collect(Collectors.joining(", ")),
                            "`" + mapping.flinkTypes() + "`",
                            mapping.conditions()));
        }

        check("types", table);
    }

    @Test
    void theMetadataAreThoseOfTheTable() throws Exception {
        List<String> table = new ArrayList<>(List.of(row("key", "type", "what"), "|---|---|---|"));
        for (ReadableMetadata metadata : ReadableMetadata.values()) {
            String type = metadata.type().getLogicalType().asSummaryString();
            table.add(
                    row(
                            "`" + metadata.key() + "`",
                            "`"
                                    + type.replace("VARCHAR(2147483647)", "STRING").replace("`", "")
                                    + "`"
                                    + (metadata.mayBeVariant() ? ", `VARIANT`" : ""),
                            metadata.description()));
        }

        check("metadata", table);
    }
}
