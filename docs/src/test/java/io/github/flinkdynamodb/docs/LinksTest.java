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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Links between the pages lead somewhere, and every page can be found. */
class LinksTest {

    private static boolean isExternal(String link) {
        return link.startsWith("http://") || link.startsWith("https://");
    }

    /** The file that a link leads to; that of the page for a mere anchor. */
    private static Path target(MarkdownFile page, String link) {
        String file = link.replaceFirst("#.*", "");
        return file.isEmpty() ? page.path() : page.path().resolveSibling(file).normalize();
    }

    /** What is wrong with a link; null for nothing. */
    private static String problem(MarkdownFile page, String link) throws IOException {
        Path target = target(page, link);
        if (!Files.exists(target)) {
            return page + ": " + link + ": there is no such file";
        }
        int anchor = link.indexOf('#');
        if (anchor >= 0
                && !MarkdownFile.read(target).anchors().contains(link.substring(anchor + 1))) {
            return page + ": " + link + ": there is no such heading";
        }
        return null;
    }

    @Test
    void everyRelativeLinkLeadsToAFileAndAHeading() throws IOException {
        List<String> problems = new ArrayList<>();
        int links = 0;

        for (MarkdownFile page : Repository.pages()) {
            for (String link : page.links()) {
                if (!isExternal(link)) {
                    links++;
                    String problem = problem(page, link);
                    if (problem != null) {
                        problems.add(problem);
                    }
                }
            }
        }

        assertThat(problems).isEmpty();
        assertThat(links).as("relative links").isGreaterThan(10);
    }

    @Test
    void everyPageCanBeReachedFromTheReadme() throws IOException {
        Set<Path> reached = new HashSet<>();
        Deque<Path> open = new ArrayDeque<>(List.of(Repository.file("README.md")));

        while (!open.isEmpty()) {
            Path path = open.pop();
            if (path.toString().endsWith(".md") && reached.add(path)) {
                MarkdownFile page = MarkdownFile.read(path);
                page.links().stream()
                        .filter(link -> !isExternal(link))
                        .forEach(link -> open.push(target(page, link)));
            }
        }

        assertThat(Repository.pages())
                .extracting(MarkdownFile::path)
                .allSatisfy(path -> assertThat(reached).contains(path));
    }
}
