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
package io.github.flinkdynamodb.e2e.linkcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connector, as it is built, links against every Flink that is supported. */
class ConnectorLinkTest {

    private static final String BASE = "io/github/flinkdynamodb/streams/";

    /** Holds what newer Flinks alone have, and is loaded there only. */
    private static final String COMPAT = BASE + "compat/";

    /** As well, and nothing else: the type VARIANT is newer than the oldest Flink. */
    private static final String VARIANT = BASE + "table/convert/Variants";

    private static final String ANY_CLASS = BASE + "source/DynamoDbStreamsSourceOptions";

    @ParameterizedTest
    @ValueSource(strings = {"oldest", "between", "newest"})
    void everythingOfFlinkThatTheConnectorRefersToExists(String version) throws Exception {
        Map<String, byte[]> connector = ClassWorld.classesOf(connector());
        Map<String, byte[]> flink =
                ClassWorld.classesOfJars(Path.of(System.getProperty("flink." + version)));
        ClassWorld world = new ClassWorld(connector, flink);

        List<String> problems =
                new LinkChecker(world, name -> name.startsWith(COMPAT) || name.equals(VARIANT))
                        .problems();

        assertThat(problems).as("with %s", System.getProperty("flink." + version)).isEmpty();
        assertThat(connector)
                .containsKeys(ANY_CLASS, BASE + "table/DynamoDbStreamsDynamicTableFactory");
        assertThat(flink)
                .hasSizeGreaterThan(1_000)
                .containsKeys(
                        "org/apache/flink/table/connector/source/DynamicTableSource",
                        "org/apache/flink/table/connector/source/SourceProvider",
                        "org/apache/flink/table/data/binary/BinaryRowData");
    }

    /** The jar, or the folder of classes where the build doesn't go as far as packaging. */
    private static Path connector() throws IOException, URISyntaxException {
        URL url = ClassLoader.getSystemResource(ANY_CLASS + ".class");
        String location = url.toString();
        if (url.getProtocol().equals("jar")) {
            String jar = location.substring("jar:".length(), location.indexOf("!/"));
            return Path.of(java.net.URI.create(jar));
        }
        String root = location.substring(0, location.length() - (ANY_CLASS + ".class").length());
        return Path.of(java.net.URI.create(root));
    }
}
