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
package io.github.flinkdynamodb.streams.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.flinkdynamodb.streams.source.it.Journal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * A savepoint that was taken long ago, in one file under {@code src/test/resources/savepoints/},
 * and the job that it is of: the source and a {@link Journal}.
 */
final class SavepointFixture {

    private SavepointFixture() {}

    /** A savepoint of a newer Flink isn't promised to be read by an older one. */
    static void assumeReadable(String fixture) {
        assumeTrue(
                isAtMost(fixture.substring(fixture.lastIndexOf('-') + 1), flinkVersion()),
                () -> "Flink " + flinkVersion() + " doesn't read the savepoint " + fixture);
    }

    /** Copies a savepoint, which may lie in a jar, into a folder, and returns its address. */
    static String copy(String fixture, Path folder) throws IOException {
        String resource = "/savepoints/" + fixture + "/_metadata";
        try (InputStream in = SavepointFixture.class.getResourceAsStream(resource)) {
            assertThat(in).as("src/test/resources%s", resource).isNotNull();
            Files.copy(in, folder.resolve("_metadata"));
        }
        return folder.toUri().toString();
    }

    /** Stops a job with a savepoint, and leaves it in the folder of -Dsavepoints.write. */
    static void take(JobClient job, String nameOfState, Path folder) throws Exception {
        String savepoint =
                job.stopWithSavepoint(
                                false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
                        .get(1, TimeUnit.MINUTES);
        Path taken = Path.of(URI.create(savepoint));
        assertThat(taken.toFile().list()).as("all in one file").containsExactly("_metadata");
        Path target =
                Path.of(System.getProperty("savepoints.write"))
                        .resolve(nameOfState + "-flink-" + flinkVersion());
        Files.createDirectories(target);
        Files.copy(
                taken.resolve("_metadata"),
                target.resolve("_metadata"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Starts the job, from a savepoint unless that is null. */
    static JobClient run(
            DynamoDbStreamsSource<String> source, String name, int parallelism, String savepoint)
            throws Exception {
        return run(source, WatermarkStrategy.noWatermarks(), name, parallelism, savepoint, null);
    }

    /** The same with watermarks that are held during a scan, and with checkpoints. */
    static JobClient runWithCheckpoints(
            DynamoDbStreamsSource<String> source, String name, int parallelism, String savepoint)
            throws Exception {
        WatermarkStrategy<String> held = source.holdWatermarks(WatermarkStrategy.noWatermarks());
        return run(source, held, name, parallelism, savepoint, "200 ms");
    }

    private static JobClient run(
            DynamoDbStreamsSource<String> source,
            WatermarkStrategy<String> watermarks,
            String name,
            int parallelism,
            String savepoint,
            String interval)
            throws Exception {
        Configuration configuration = new Configuration();
        if (interval != null) {
            configuration.setString("execution.checkpointing.interval", interval);
        }
        configuration.setString("restart-strategy.type", "none");
        if (savepoint != null) {
            configuration.setString("execution.state-recovery.path", savepoint);
            configuration.setString("execution.savepoint.path", savepoint);
        }
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.fromSource(source, watermarks, "changes")
                .uid("changes")
                .setParallelism(parallelism)
                .map(new Journal(name))
                .uid("journal")
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);
        return env.executeAsync(name);
    }

    private static String flinkVersion() {
        return EnvironmentInformation.getVersion();
    }

    private static boolean isAtMost(String version, String other) {
        return Arrays.compare(numbers(version), numbers(other)) <= 0;
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("[.-]"))
                .filter(part -> part.matches("\\d+"))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
