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

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the other tests see of a page. */
class MarkdownFileTest {

    private static MarkdownFile page(String... lines) {
        return new MarkdownFile(Path.of("page.md"), List.of(lines));
    }

    @Test
    void blocksOfCodeAreToldApartByTheirLanguage() {
        MarkdownFile page =
                page("```java", "int a;", "", "int b;", "```", "text", "```", "no language", "```");

        List<List<String>> blocks = page.codeBlocks("java");

        assertThat(blocks).containsExactly(List.of("int a;", "", "int b;"));
        assertThat(page.codeBlocks("bash")).isEmpty();
        assertThat(page.codeBlocks("")).containsExactly(List.of("no language"));
    }

    @Test
    void linksInCodeAreNone() {
        MarkdownFile page =
                page(
                        "[one](a.md), [`two`](b.md#c) and `[three](d.md)`",
                        "```",
                        "[four](e.md)",
                        "```");

        assertThat(page.links()).containsExactly("a.md", "b.md#c");
    }

    @Test
    void anchorsAreMadeAsGitHubMakesThem() {
        MarkdownFile page =
                page(
                        "# The `java` block, and (more)",
                        "## Twice",
                        "## Twice",
                        "## [A link](x.md) too",
                        "```",
                        "# a comment",
                        "```",
                        "#no heading");

        assertThat(page.anchors())
                .containsExactly("the-java-block-and-more", "twice", "twice-1", "a-link-too");
    }

    @Test
    void sectionsAreFoundAndReplacedBetweenTheirMarkers() {
        MarkdownFile page = page("a", "<!-- x -->", "b", "c", "<!-- end of x -->", "d");

        MarkdownFile changed = page.withSection("x", List.of("e"));

        assertThat(page.section("x")).containsExactly("b", "c");
        assertThat(changed.lines())
                .containsExactly("a", "<!-- x -->", "e", "<!-- end of x -->", "d");
        assertThatThrownBy(() -> page.section("y")).hasMessage("page.md has no line '<!-- y -->'");
    }

    @Test
    void rowsHaveTheirCells() {
        List<List<String>> rows =
                MarkdownFile.rows(List.of("text | no row", "| a | b \\| c |", "|---|---|", "|"));

        assertThat(rows).containsExactly(List.of("a", "b \\| c"), List.of("---", "---"));
    }
}
