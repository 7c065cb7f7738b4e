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
package io.github.flinkdynamodb.e2e.sinks;

import io.github.flinkdynamodb.e2e.cluster.FlinkDistribution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The jars of sinks, as the build puts them into folders. */
final class Jars {

    private Jars() {}

    /** Returns Flink with all jars of folders in its folder lib. */
    static FlinkDistribution add(FlinkDistribution flink, String... folders) {
        FlinkDistribution more = flink;
        for (String folder : folders) {
            for (Path jar : jars(Path.of(System.getProperty("sinks.dir"), folder))) {
                more = more.with(jar);
            }
        }
        return more;
    }

    private static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The build puts no jars into " + folder, e);
        }
    }

    /** Returns the folder of the jars for a version of Flink. */
    static String named(String sink, FlinkDistribution flink) {
        boolean newest = flink.version().equals(System.getProperty("flink.newest.version"));
        return sink + (newest ? "-newest" : "-oldest");
    }
}
