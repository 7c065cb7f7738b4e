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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the short form of each benchmark: that it works, not how fast. */
@Timeout(300)
class QuickRunITCase {

    /**
     * What a build leaves out of the short form, since another test runs it: a JVM for each form of
     * a record, and for each way to catch up ({@code CatchUpITCase}, {@code PeerITCase}).
     */
    private static final Map<String, List<String>> LESS =
            Map.of(
                    "decode", List.of("--forms", "rows,json", "--items", "mixed", "--hops", "none"),
                    "catchup", List.of("--cases", "growth"),
                    "peer", List.of("--parts", "latency,handover"));

    @TempDir private Path folder;

    static Stream<String> names() {
        return Benchmarks.names().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void runsAndWritesWhatItHasFound(String name) throws Exception {
        run(name, LESS.getOrDefault(name, List.of()));
    }

    static Set<String> shortened() {
        return LESS.keySet();
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("shortened")
    void theWholeShortFormRunsToo(String name) throws Exception {
        run(name, List.of());
    }

    private void run(String name, List<String> options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(name, "--quick"));
        arguments.addAll(options);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Benchmarks.run(arguments, folder, new PrintStream(bytes, true, StandardCharsets.UTF_8));

        JsonNode json = new ObjectMapper().readTree(folder.resolve(name + ".json").toFile());
        assertThat(json.get("quick").asBoolean()).isTrue();
        assertThat(json.get("limits")).isNotEmpty();
        assertThat(json.get("tables"))
                .isNotEmpty()
                .allSatisfy(table -> assertThat(table.get("rows")).isNotEmpty());
        assertThat(json.get("pictures"))
                .isNotEmpty()
                .allSatisfy(
                        picture ->
                                assertThat(folder.resolve(picture.get("file").asText()))
                                        .isNotEmptyFile());
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("Wrote ");
    }
}
