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
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tests that the documentation names exist, and every guarantee names one. */
class NamedTestsTest {

    private static final String GUARANTEES = "docs/delivery-guarantees.md";

    private static final Pattern NAMED =
            Pattern.compile("`([A-Z]\\w*(?:Test|ITCase))(?:\\.(\\w+))?`");

    private static final String TEST =
            "@(Test|ParameterizedTest|RepeatedTest|TestFactory|Property)\\b.*";

    private static final Map<String, List<String>> SOURCES = new HashMap<>();

    @BeforeAll
    static void readSources() throws IOException {
        for (Path path : Repository.testSources()) {
            String name = path.getFileName().toString().replaceFirst("\\.java$", "");
            SOURCES.put(name, Repository.lines(path));
        }
    }

    /** Returns whether a class has a method that is run as a test. */
    private static boolean hasTest(List<String> source, String method) {
        Pattern declaration = Pattern.compile("\\s*(public )?void " + method + "\\(.*");
        for (int i = 0; i < source.size(); i++) {
            if (declaration.matcher(source.get(i)).matches() && isAnnotated(source, i, TEST)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAnnotated(List<String> source, int declaration, String annotation) {
        Pattern pattern = Pattern.compile("\\s*" + annotation);
        for (int i = declaration - 1; i >= 0 && !source.get(i).isBlank(); i--) {
            if (pattern.matcher(source.get(i)).matches()) {
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
        assertThat(guarantees())
                .hasSizeGreaterThan(25)
                .allSatisfy(row -> assertThat(named(row)).as(row.get(0)).isNotEmpty());
    }

    @Test
    void everyTestOfAGuaranteeRunsInEveryBuild() throws IOException {
        for (List<String> row : guarantees()) {
            assertThat(named(row))
                    .as(row.get(0))
                    .noneMatch(test -> isMarked(test, "@Tag\\(\"full\"\\)"));
        }
    }

    /** The modules below e2e-tests run what they have on both. */
    @Test
    void everyGuaranteeIsTestedOnBothFlinksUnlessItsRowSaysThatFlinkIsNotInvolved()
            throws IOException {
        for (List<String> row : guarantees()) {
            boolean meetsFlink = !row.get(1).contains("without Flink");

            assertThat(named(row).stream().anyMatch(test -> isMarked(test, "@OnEachFlink\\b.*")))
                    .as(row.get(0))
                    .isEqualTo(meetsFlink);
        }
    }

    /** The rows of both tables, of DataStream and of SQL, without their heads. */
    private static List<List<String>> guarantees() throws IOException {
        MarkdownFile page = MarkdownFile.read(Repository.file(GUARANTEES));
        List<List<String>> rows = new ArrayList<>();
        for (String table : List.of("guarantees", "guarantees of SQL tables")) {
            rows.addAll(MarkdownFile.rows(page.section(table)));
        }
        rows.removeIf(row -> row.get(0).equals("what is promised") || row.get(0).startsWith("---"));
        return rows;
    }

    /** The tests that a row names, each as "CLASS" or "CLASS.METHOD". */
    private static List<String> named(List<String> row) {
        return NAMED.matcher(row.get(row.size() - 1))
                .results()
                .map(name -> name.group().replace("`", ""))
                .collect(Collectors.toList());
    }

    /** Returns whether a test, or the class that it is in, has an annotation. */
    private static boolean isMarked(String test, String annotation) {
        String[] names = test.split("\\.");
        List<String> source = SOURCES.get(names[0]);
        Pattern declaration =
                Pattern.compile(
                        "(.* )?class "
                                + names[0]
                                + "\\b.*"
                                + (names.length == 1 ? "" : "|.*\\bvoid " + names[1] + "\\(.*"));
        for (int i = 0; i < source.size(); i++) {
            if (declaration.matcher(source.get(i)).matches()
                    && isAnnotated(source, i, annotation)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void anAnnotationOfTheClassCountsForItsTestsAndOneOfATestForItAlone() {
        SOURCES.put("WholeTest", List.of("@OnEachFlink", "class WholeTest {", "    void rule() {"));
        SOURCES.put(
                "PartTest",
                List.of(
                        "class PartTest {",
                        "",
                        "    @OnEachFlink",
                        "    @Test",
                        "    void rule() {"));

        assertThat(isMarked("WholeTest", "@OnEachFlink")).isTrue();
        assertThat(isMarked("WholeTest.rule", "@OnEachFlink")).isTrue();
        assertThat(isMarked("PartTest", "@OnEachFlink")).isFalse();
        assertThat(isMarked("PartTest.rule", "@OnEachFlink")).isTrue();
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
