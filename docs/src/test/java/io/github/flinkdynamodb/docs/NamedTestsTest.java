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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tests that the documentation names exist, and every guarantee names one. */
class NamedTestsTest {

    private static final String GUARANTEES = "docs/delivery-guarantees.md";

    private static final Pattern NAMED =
            Pattern.compile("`([A-Z]\\w*(?:Test|ITCase))(?:\\.(\\w+))?`");

    private static final Pattern ANNOTATION =
            Pattern.compile("\\s*@(Test|ParameterizedTest|RepeatedTest|TestFactory|Property)\\b.*");

    private static final Map<String, List<String>> SOURCES = new HashMap<>();

    @BeforeAll
    static void readSources() throws IOException {
        for (Path path : Repository.testSources()) {
            String name = path.getFileName().toString().replaceFirst("\\.java$", "");
            SOURCES.put(name, Repository.lines(path));
        }
    }

    /** Says whether a class has a method that is run as a test. */
    private static boolean hasTest(List<String> source, String method) {
        Pattern declaration = Pattern.compile("\\s*(public )?void " + method + "\\(.*");
        for (int i = 0; i < source.size(); i++) {
            if (declaration.matcher(source.get(i)).matches() && isAnnotated(source, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAnnotated(List<String> source, int declaration) {
        for (int i = declaration - 1; i >= 0 && !source.get(i).isBlank(); i--) {
            if (ANNOTATION.matcher(source.get(i)).matches()) {
                return true;
            }
        }
        return false;
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        List<String> missing = new ArrayList<>();
        int named = 0;

        for (MarkdownFile page : Repository.pages()) {
            Matcher names = NAMED.matcher(String.join("\n", page.lines()));
            while (names.find()) {
                named++;
                List<String> source = SOURCES.get(names.group(1));
                if (source == null
                        || (names.group(2) != null && !hasTest(source, names.group(2)))) {
                    missing.add(page + ": " + names.group());
                }
            }
        }

        assertThat(missing).as("tests that are named and do not exist").isEmpty();
        assertThat(named).isGreaterThan(30);
    }

    @Test
    void everyGuaranteeNamesATest() throws IOException {
        MarkdownFile page = MarkdownFile.read(Repository.file(GUARANTEES));
        List<String> withoutTest = new ArrayList<>();
        int guarantees = 0;

        for (List<String> row : MarkdownFile.rows(page.section("guarantees"))) {
            boolean isHead = row.get(0).equals("what is promised") || row.get(0).startsWith("---");
            if (!isHead) {
                guarantees++;
                if (!NAMED.matcher(row.get(row.size() - 1)).find()) {
                    withoutTest.add(row.get(0));
                }
            }
        }

        assertThat(withoutTest).as("guarantees without a test").isEmpty();
        assertThat(guarantees).isGreaterThan(10);
    }

    @Test
    void aMethodThatIsNoTestIsNotTakenForOne() {
        List<String> source =
                List.of("    @Test", "    void rule() {}", "", "    void helper() {}");

        assertThat(hasTest(source, "rule")).isTrue();
        assertThat(hasTest(source, "helper")).isFalse();
        assertThat(hasTest(source, "other")).isFalse();
    }
}
