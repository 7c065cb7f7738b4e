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

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the SQL jar contains of others: licences that allow it, and no version known to be bad. */
class DependenciesITCase {

    /** As the POMs of the bundled artifacts word them; another licence needs a decision. */
    private static final Set<String> ALLOWED =
            Set.of("Apache License, Version 2.0", "Apache-2.0", "MIT-0");

    private static List<Artifact> artifacts;

    @BeforeAll
    static void read() throws Exception {
        artifacts = Artifact.bundled();
    }

    @Test
    void everyLicenceAllowsToShipIt() throws Exception {
        Map<String, Set<String>> artifactsByLicence = new TreeMap<>();
        for (Artifact artifact : artifacts) {
            List<String> licences = artifact.licences();
            assertThat(licences).as("licences of %s", artifact).isNotEmpty();
            assertThat(ALLOWED).as("licences of %s", artifact).containsAll(licences);
            artifactsByLicence
                    .computeIfAbsent(String.join(", ", licences), name -> new TreeSet<>())
                    .add(artifact.group() + " " + artifact.version());
        }

        System.out.println("The SQL jar contains " + artifacts.size() + " artifacts:");
        artifactsByLicence.forEach(
                (licence, names) -> System.out.println("  " + licence + ": " + names));
        assertThat(artifacts).hasSizeGreaterThan(30);
    }

    @Test
    void noVersionIsOlderThanTheOneThatFixesAnAdvisory() throws Exception {
        for (List<String> advisory : advisories()) {
            List<Artifact> meant =
                    artifacts.stream()
                            .filter(artifact -> artifact.group().equals(advisory.get(1)))
                            .filter(
                                    artifact ->
                                            advisory.get(2).equals("*")
                                                    || artifact.name().equals(advisory.get(2)))
                            .collect(Collectors.toList());

            assertThat(meant).as("bundled artifacts of %s", advisory).isNotEmpty();
            assertThat(meant)
                    .as("older than the fix of %s", advisory)
                    .noneMatch(artifact -> isOlder(artifact.version(), advisory.get(3)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "4.1.136.Final, 4.1.137.Final, true",
        "4.1.137.Final, 4.1.137.Final, false",
        "4.1.138.Final, 4.1.137.Final, false",
        "4.1.99.Final, 4.1.137.Final, true",
        "4.2.1.Final, 4.1.137.Final, false",
        "2.9.30, 2.10.1, true"
    })
    void versionsAreComparedByTheirNumbers(String version, String fixed, boolean older) {
        assertThat(isOlder(version, fixed)).isEqualTo(older);
    }

    private static boolean isOlder(String version, String fixed) {
        String[] one = version.split("\\.");
        String[] other = fixed.split("\\.");
        for (int i = 0; i < 3; i++) {
            int difference = Integer.parseInt(one[i]) - Integer.parseInt(other[i]);
            if (difference != 0) {
                return difference < 0;
            }
        }
        return false;
    }

    /** Rows of an id, a group, an artifact or {@code *}, and the first version without it. */
    private static List<List<String>> advisories() throws Exception {
        try (InputStream in = DependenciesITCase.class.getResourceAsStream("/advisories.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> List.of(line.split(",")))
                    .collect(Collectors.toList());
        }
    }
}
