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

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The error messages that the pages explain are those of the connector. */
class MessagesTest {

    private static final String MAIN = "flink-connector-dynamodb-streams/src/main/java";

    /** Where a text goes on in another literal, on the next line. */
    private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

    private static String join(String source) {
        return JOINT.matcher(source).replaceAll("");
    }

    private static String mainSources() throws IOException {
        StringBuilder sources = new StringBuilder();
        for (Path path : Repository.files(MAIN, ".java")) {
            sources.append(join(String.join("\n", Repository.lines(path))));
        }
        return sources.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/datastream-guide.md", "docs/sql.md"})
    void everyMessageIsOneOfTheConnectors(String file) throws IOException {
        MarkdownFile page = MarkdownFile.read(Repository.file(file));
        String sources = mainSources();

        List<String> messages =
                MarkdownFile.rows(page.section("messages")).stream()
                        .map(row -> row.get(0))
                        .filter(cell -> cell.startsWith("`"))
                        .map(cell -> cell.replace("`", ""))
                        .collect(Collectors.toCollection(ArrayList::new));
        List<String> unknown = new ArrayList<>(messages);
        unknown.removeIf(sources::contains);

        assertThat(unknown).as("messages that the connector doesn't have").isEmpty();
        assertThat(messages).hasSizeGreaterThan(10);
    }

    @Test
    void aMessageMayGoOnInTheNextLineOfTheSource() {
        assertThat(join("\"one \"\n        + \"two\"")).isEqualTo("\"one two\"");
    }
}
