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
package io.github.flinkdynamodb.tools.testreport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestReportTest {

    private static final Instant BEGIN = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir private Path root;

    private Path write(String path, String... lines) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(lines));
        return Files.setLastModifiedTime(file, FileTime.from(BEGIN));
    }

    private static String suite(String name, String time, String... cases) {
        return "<testsuite name='"
                + name
                + "' time='"
                + time
                + "'>"
                + String.join("", cases)
                + "</testsuite>";
    }

    private static String test(String name, String content) {
        return "<testcase classname='a.b.SomeTest' name='" + name + "'>" + content + "</testcase>";
    }

    private List<String> lines() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TestReport.read(root, BEGIN).print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8).lines().collect(Collectors.toList());
    }

    @Test
    void testsOfAllModulesAreCountedAndTheSlowestClassComesFirst() throws IOException {
        write(
                "one/target/surefire-reports/TEST-a.b.QuickTest.xml",
                suite("a.b.QuickTest", "0.25", test("first", ""), test("second", "")));
        write(
                "e2e/two/target/failsafe-reports/TEST-a.b.SlowITCase.xml",
                suite("a.b.SlowITCase", "1,003.4", test("third", "")));

        assertThat(lines())
                .containsExactly(
                        "The slowest of 2 test classes, in seconds:",
                        "  1003.4  SlowITCase (e2e/two)",
                        "     0.3  QuickTest (one)",
                        "3 passed, 0 failed, 0 skipped");
    }

    @Test
    void onlyTwentyClassesAreListed() throws IOException {
        for (int i = 0; i < 30; i++) {
            write(
                    "target/surefire-reports/TEST-C" + i + ".xml",
                    suite("C" + i, "" + i, test("any", "")));
        }

        assertThat(lines()).hasSize(22).contains("    10.0  C10").last().asString().contains("30");
    }

    @Test
    void whatFailedAndWhatWasSkippedIsNamedWithTheReason() throws IOException {
        write(
                "one/target/surefire-reports/TEST-a.b.SomeTest.xml",
                suite(
                        "a.b.SomeTest",
                        "1",
                        test(
                                "fails",
                                "<failure message='expected 1&#10;but was 2'>trace</failure>"),
                        test("throws", "<error type='NullPointerException'/>"),
                        test("waits", "<skipped message='there is no Docker engine'/>"),
                        test("alsoWaits", "<skipped message='there is no Docker engine'/>"),
                        test(
                                "assumes",
                                "<skipped type='any'><![CDATA[org.opentest4j.TestAbortedException:"
                                        + " Assumption failed: no faketime\n\tat a.b]]></skipped>"),
                        test("passes", "<system-out>failure error skipped</system-out>")));

        assertThat(lines())
                .containsSubsequence(
                        "Failed:",
                        "  SomeTest.fails (one): expected 1",
                        "  SomeTest.throws (one): no reason given",
                        "Skipped:",
                        "  no faketime: SomeTest.assumes (one)",
                        "  there is no Docker engine: SomeTest.alsoWaits (one), SomeTest.waits"
                                + " (one)",
                        "1 passed, 2 failed, 3 skipped");
    }

    @Test
    void aClassWithoutATestIsSkippedVisibly() throws IOException {
        write(
                "one/target/failsafe-reports/TEST-a.b.ContainersITCase.xml",
                suite("a.b.ContainersITCase", "1.8"));

        assertThat(lines())
                .containsSubsequence(
                        "Skipped:",
                        "  no test was run, for a reason in the log: ContainersITCase (one)",
                        "0 passed, 0 failed, 1 skipped");
    }

    @Test
    void reportsOfAnEarlierBuildAndOtherFilesDoNotCount() throws IOException {
        Path earlier =
                write("target/surefire-reports/TEST-Old.xml", suite("Old", "1", test("old", "")));
        Files.setLastModifiedTime(earlier, FileTime.from(BEGIN.minusSeconds(1)));
        write("target/classes/surefire-reports/TEST-Copy.xml", suite("Copy", "1", test("a", "")));
        write("target/failsafe-reports/failsafe-summary.xml", "<failsafe-summary/>");
        write("target/surefire-reports/TEST-New.xml", suite("New", "1", test("new", "")));

        assertThat(lines()).contains("1 passed, 0 failed, 0 skipped").doesNotContain("Old", "Copy");
    }

    @Test
    void halfAReportIsAFailure() throws IOException {
        write("target/surefire-reports/TEST-Killed.xml", "<testsuite name='Killed' time='1'>");

        assertThat(lines())
                .anyMatch(line -> line.contains("unreadable report target/surefire-reports/TEST-K"))
                .contains("0 passed, 1 failed, 0 skipped");
    }

    @Test
    void aBuildWithoutTestsHasNoReport() throws IOException {
        assertThat(lines()).isEmpty();
    }
}
