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
package io.github.flinkdynamodb.streams.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is published beside the jars, which {@code -Prelease} and {@code -Pfull} make. */
@Tag("full")
class ReleaseFilesITCase {

    private static final String PLAIN = "flink-connector-dynamodb-streams-";
    private static final String SQL = "flink-sql-connector-dynamodb-streams-";

    private static Path file(String name, String ending) {
        return Path.of(System.getProperty("release.dir"))
                .resolve(name + System.getProperty("release.version") + ending);
    }

    @Test
    void theSourcesOfEveryClassArePacked() throws IOException {
        try (SqlJar classes = new SqlJar(file(PLAIN, ".jar"));
                SqlJar sources = new SqlJar(file(PLAIN, "-sources.jar"))) {
            Set<String> expected =
                    classes.classes().stream()
                            .map(name -> name.replaceFirst("(\\$.*)?\\.class$", ".java"))
                            .collect(Collectors.toSet());

            assertThat(expected).hasSizeGreaterThan(150);
            assertThat(sources.files()).containsAll(expected);
        }
    }

    @Test
    void theJavadocHasAPageForWhatUsersCall() throws IOException {
        try (SqlJar javadoc = new SqlJar(file(PLAIN, "-javadoc.jar"))) {
            assertThat(javadoc.files())
                    .contains(
                            "index.html",
                            "io/github/flinkdynamodb/streams/source/DynamoDbStreamsSource.html");
        }
    }

    /** The SQL jar contains what the plain jar needs, but for SLF4J, which Flink brings to both. */
    @ParameterizedTest
    @ValueSource(strings = {PLAIN, SQL})
    void theBillOfMaterialsNamesEveryArtifactWithItsLicenceAndChecksum(String name)
            throws IOException {
        JsonNode bom = new ObjectMapper().readTree(file(name, "-cyclonedx.json").toFile());

        Set<String> listed = new TreeSet<>();
        for (JsonNode component : bom.get("components")) {
            String artifact = component.get("name").asText();
            assertThat(component.get("licenses")).as(artifact).isNotEmpty();
            assertThat(component.get("hashes")).as(artifact).isNotEmpty();
            assertThat(component.get("purl").asText()).startsWith("pkg:maven/");
            if (!artifact.equals("slf4j-api")) {
                listed.add(artifact + "-" + component.get("version").asText() + ".jar");
            }
        }
        assertThat(bom.get("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(listed).isEqualTo(bundled());
    }

    private static Set<String> bundled() throws IOException {
        List<String> paths =
                List.of(
                        Files.readString(Path.of(System.getProperty("sql.jar.artifacts")))
                                .strip()
                                .split(System.getProperty("path.separator")));
        return paths.stream()
                .map(path -> Path.of(path).getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
