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
package io.github.flinkdynamodb.e2e.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The jars of one version of Flink, as the build puts them together.
 *
 * @param version such as {@code 2.3.0}
 * @param jars the folder of the jars
 * @param added jars that were put beside them, as a user puts connectors into the folder lib
 * @param plugins the folder of the plugins of the JobManager and the TaskManagers, empty if they
 *     have none
 */
public record FlinkDistribution(
        String version, Path jars, List<Path> added, Optional<Path> plugins) {

    /** Checks that the jars are there. */
    public FlinkDistribution {
        added = List.copyOf(added);
        if (!Files.isRegularFile(jars.resolve("flink-runtime-" + version + ".jar"))) {
            throw new IllegalArgumentException(
                    "Flink "
                            + version
                            + " isn't in "
                            + jars
                            + ". The build of e2e-tests/flink-newest and e2e-tests/flink-oldest"
                            + " puts it there: ./mvnw -pl e2e-tests/distributions -am verify");
        }
    }

    /**
     * Returns the newest version that is supported.
     *
     * @return what the system properties {@code flink.newest.version} and {@code flink.newest.dir}
     *     name
     * @throws IllegalStateException if a property isn't set
     * @throws IllegalArgumentException if the jars aren't there
     */
    public static FlinkDistribution newest() {
        return named("newest");
    }

    /**
     * Returns the oldest version that is supported.
     *
     * @return what the system properties {@code flink.oldest.version} and {@code flink.oldest.dir}
     *     name
     * @throws IllegalStateException if a property isn't set
     * @throws IllegalArgumentException if the jars aren't there
     */
    public static FlinkDistribution oldest() {
        return named("oldest");
    }

    private static FlinkDistribution named(String name) {
        return new FlinkDistribution(
                property("flink." + name + ".version"),
                Path.of(property("flink." + name + ".dir")),
                List.of(),
                Optional.empty());
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("The system property " + name + " isn't set");
        }
        return value;
    }

    /**
     * Puts a jar beside those of Flink.
     *
     * @param jar the file
     * @return a distribution that has it as well
     */
    public FlinkDistribution with(Path jar) {
        List<Path> more = new ArrayList<>(added);
        more.add(jar);
        return new FlinkDistribution(version, jars, more, plugins);
    }

    /**
     * Installs the plugin {@code flink-s3-fs-hadoop}, on the JobManager and the TaskManagers.
     *
     * @return a distribution that has it, and no other plugin
     */
    public FlinkDistribution withS3() {
        return withPlugins("plugins-" + version);
    }

    /**
     * Installs the plugin {@code flink-s3-fs-presto}, on the JobManager and the TaskManagers. The
     * build has it for the newest version alone.
     *
     * @return a distribution that has it, and no other plugin
     */
    public FlinkDistribution withS3Presto() {
        return withPlugins("plugins-presto-" + version);
    }

    private FlinkDistribution withPlugins(String folder) {
        Path plugins = jars.resolveSibling(folder);
        if (!Files.isDirectory(plugins)) {
            throw new IllegalStateException("The build puts no plugins into " + plugins);
        }
        return new FlinkDistribution(version, jars, added, Optional.of(plugins));
    }

    /** Returns the class path of Flink's processes. */
    String classPath() {
        return Stream.concat(Stream.of(jars.resolve("*")), added.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
