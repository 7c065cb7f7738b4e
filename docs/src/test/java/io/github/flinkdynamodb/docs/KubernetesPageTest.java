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
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.JarURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.FallbackKey;
import org.apache.flink.configuration.YamlParserUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The deployment on the page about Kubernetes is YAML, and what it says to Flink means something.
 */
class KubernetesPageTest {

    private static final String EXAMPLE = "docs/examples/kubernetes.yaml";
    private static final String AUTOSCALER = "job.autoscaler.";

    /** Of the class AutoScalerOptions of the operator; its jar isn't among the dependencies. */
    private static final Set<String> OF_AUTOSCALER =
            Set.of(
                    "enabled",
                    "scaling.enabled",
                    "stabilization.interval",
                    "metrics.window",
                    "catch-up.duration",
                    "restart.time",
                    "vertex.max-parallelism");

    @TempDir private Path folder;

    /** The documents of the file, in order. */
    private List<Map<String, Object>> documents() throws Exception {
        List<Map<String, Object>> documents = new ArrayList<>();
        String text = Files.readString(Repository.file(EXAMPLE));
        for (String document : text.split("(?m)^---$")) {
            Path file = Files.writeString(folder.resolve("document.yaml"), document);
            documents.add(YamlParserUtils.loadYamlFile(file.toFile()));
        }
        return documents;
    }

    private static Object at(Map<String, Object> document, String... path) {
        Object value = document;
        for (String name : path) {
            assertThat(value).as("%s of %s", name, List.of(path)).isInstanceOf(Map.class);
            value = ((Map<?, ?>) value).get(name);
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> flinkConfiguration() throws Exception {
        return (Map<String, Object>) at(documents().get(1), "spec", "flinkConfiguration");
    }

    @Test
    void thePageShowsTheFileLineForLine() throws IOException {
        assertThat(MarkdownFile.read(Repository.file("docs/kubernetes.md")).codeBlocks("yaml"))
                .containsExactly(Files.readAllLines(Repository.file(EXAMPLE)));
    }

    @Test
    void theDeploymentRunsWithTheServiceAccountThatHasTheRole() throws Exception {
        Map<String, Object> account = documents().get(0);
        Map<String, Object> deployment = documents().get(1);

        assertThat(at(account, "kind")).isEqualTo("ServiceAccount");
        assertThat(at(deployment, "kind")).isEqualTo("FlinkDeployment");
        assertThat(at(deployment, "spec", "serviceAccount"))
                .isEqualTo(at(account, "metadata", "name"));
        assertThat(at(deployment, "metadata", "namespace"))
                .isEqualTo(at(account, "metadata", "namespace"));
        assertThat((String) at(account, "metadata", "annotations", "eks.amazonaws.com/role-arn"))
                .matches("arn:aws:iam::\\d{12}:role/[\\w-]+");
        assertThat(at(deployment, "spec", "job", "upgradeMode")).isEqualTo("last-state");
    }

    @Test
    void itsOptionsAreFlinksAndTheAutoscalers() throws Exception {
        Map<String, ConfigOption<?>> known = optionsOfFlink();
        Configuration configuration = new Configuration();
        flinkConfiguration().forEach((key, value) -> configuration.setString(key, value + ""));

        assertThat(known).containsKeys("parallelism.default", "state.checkpoints.dir");
        for (String key : configuration.keySet()) {
            if (key.startsWith(AUTOSCALER)) {
                assertThat(OF_AUTOSCALER).contains(key.substring(AUTOSCALER.length()));
            } else {
                assertThat(known).containsKey(key);
                assertThat(configuration.getOptional(known.get(key)))
                        .as("value of %s", key)
                        .isPresent();
            }
        }
        assertThat(configuration.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY))
                .isEqualTo("s3://orders-flink/checkpoints");
        Set<String> named =
                configuration.keySet().stream()
                        .filter(key -> key.startsWith(AUTOSCALER))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).hasSizeGreaterThan(4);
    }

    /** The options of Flink's module core by all their keys. */
    private static Map<String, ConfigOption<?>> optionsOfFlink() throws Exception {
        Map<String, ConfigOption<?>> options = new HashMap<>();
        JarFile jar =
                ((JarURLConnection)
                                Configuration.class
                                        .getResource("Configuration.class")
                                        .openConnection())
                        .getJarFile();
        List<String> classes =
                jar.stream()
                        .map(entry -> entry.getName())
                        .filter(
                                name ->
                                        name.matches(
                                                "org/apache/flink/configuration/\\w+Options\\.class"))
                        .map(name -> name.replace('/', '.').replace(".class", ""))
                        .collect(Collectors.toList());
        for (String name : classes) {
            for (Field field : Class.forName(name).getFields()) {
                if (Modifier.isStatic(field.getModifiers())
                        && field.getType() == ConfigOption.class) {
                    ConfigOption<?> option = (ConfigOption<?>) field.get(null);
                    options.put(option.key(), option);
                    for (FallbackKey key : option.fallbackKeys()) {
                        options.put(key.getKey(), option);
                    }
                }
            }
        }
        return options;
    }
}
