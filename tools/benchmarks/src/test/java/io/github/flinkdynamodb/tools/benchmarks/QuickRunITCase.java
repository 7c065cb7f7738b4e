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
     * What a build leaves out of the short form. Of {@code decode}, a JVM for each form of a record
     * with each kind of items: {@code MakerTest} makes all of them. Of {@code catchup}, a JVM for
     * each variant: {@code CatchUpITCase} runs all of them. Of {@code snapshot}, a JVM for each
     * variant: {@code VariantITCase} runs all of them, and the budget, whose rule {@code
     * ReadCapacityBudgetTest} holds. Of {@code peer}, catching up, which {@code PeerITCase} runs,
     * and handovers and starts, which have benchmarks of their own. Of {@code handover} the run
     * whose calls are throttled, of {@code startup} that with more shards, of {@code balance} those
     * in other modes: they differ in a setting.
     */
    private static final Map<String, List<String>> LESS =
            Map.of(
                    "decode", List.of("--forms", "rows", "--items", "mixed", "--hops", "none"),
                    "catchup", List.of("--cases", "growth"),
                    "handover", List.of("--throttled-percent", "0"),
                    "balance", List.of("--modes", "shards"),
                    "startup", List.of("--shards", "1"),
                    "snapshot", List.of("--parts", "reconciler", "--backends", "heap"),
                    "peer", List.of("--parts", "latency"));

    /**
     * What a build leaves out: {@code heap} starts three JVMs, and {@code idle} lets five clusters
     * wait, with the readers that {@code latency} runs too.
     */
    private static final Set<String> LEFT_OUT = Set.of("heap", "idle");

    @TempDir private Path folder;

    static Stream<String> names() {
        return Benchmarks.names().stream().filter(name -> !LEFT_OUT.contains(name));
    }

    static Stream<String> shortenedOrLeftOut() {
        return Stream.concat(LESS.keySet().stream(), LEFT_OUT.stream());
    }

    @ParameterizedTest
    @MethodSource("names")
    void runsAndWritesWhatItHasFound(String name) throws Exception {
        JsonNode json = run(name, LESS.getOrDefault(name, List.of()));

        if (LESS.containsKey(name)) {
            assertThat(json.get("tables"))
                    .anySatisfy(table -> assertThat(table.get("rows")).isNotEmpty());
        } else {
            assertIsFilled(json);
        }
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("shortenedOrLeftOut")
    void theWholeShortFormRunsToo(String name) throws Exception {
        assertIsFilled(run(name, List.of()));
    }

    private JsonNode run(String name, List<String> options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(name, "--quick"));
        arguments.addAll(options);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Benchmarks.run(arguments, folder, new PrintStream(bytes, true, StandardCharsets.UTF_8));

        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("Wrote ");
        JsonNode json = new ObjectMapper().readTree(folder.resolve(name + ".json").toFile());
        assertThat(json.get("quick").asBoolean()).isTrue();
        assertThat(json.get("pictures"))
                .allSatisfy(
                        picture ->
                                assertThat(folder.resolve(picture.get("file").asText()))
                                        .isNotEmptyFile());
        return json;
    }

    private static void assertIsFilled(JsonNode json) {
        assertThat(json.get("limits")).isNotEmpty();
        assertThat(json.get("tables"))
                .isNotEmpty()
                .allSatisfy(table -> assertThat(table.get("rows")).isNotEmpty());
        assertThat(json.get("pictures")).isNotEmpty();
    }
}
