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
package io.github.flinkdynamodb.tools.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarksTest {

    private static final Path DOCS = Path.of("..", "..", "docs");

    @TempDir private Path folder;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private String run(String... arguments) throws Exception {
        Benchmarks.run(
                List.of(arguments), folder, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void pagesOfTheDocumentationAreThoseOfItsResults() throws Exception {
        Map<String, String> pages = Benchmarks.pages(DOCS);

        assertThat(pages).containsOnlyKeys("benchmarks.md", "benchmarks/README.md");
        for (Map.Entry<String, String> page : pages.entrySet()) {
            assertThat(Files.readString(DOCS.resolve(page.getKey())))
                    .as("%s: run tools/benchmarks/run page", page.getKey())
                    .isEqualTo(page.getValue());
        }
    }

    @Test
    void pageOfTheTargetsIsShort() throws Exception {
        assertThat(Benchmarks.pages(DOCS).get("benchmarks.md").lines())
                .hasSizeLessThanOrEqualTo(150);
    }

    @Test
    void helpNamesTheBenchmarks() throws Exception {
        assertThat(run("--help")).contains("latency ", "idle ", "handover ");
        assertThat(run()).contains("latency ");
    }

    @Test
    void helpOfABenchmarkNamesItsOptions() throws Exception {
        assertThat(run("idle", "--help")).contains("run idle", "--samples", "--quick");
    }

    @Test
    void aTableThatDoesNotGrowHasNoBalanceToMeasure() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run("balance", "--readers", "4", "--shards", "4"))
                .withMessage("--shards takes 5 to 1000, not '4'");
    }

    @Test
    void unknownNameIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run("idel"))
                .withMessageStartingWith("There is no benchmark 'idel', only ")
                .withMessageContaining("idle");
    }
}
