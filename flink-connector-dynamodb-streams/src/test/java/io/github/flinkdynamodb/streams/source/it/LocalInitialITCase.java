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
package io.github.flinkdynamodb.streams.source.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/**
 * A table of DynamoDB Local, by its ARN, that has items before it has a stream, and is written
 * without a pause while a job reads it, fails, is stopped with a savepoint and rescaled.
 */
class LocalInitialITCase {

    private static final int ITEMS = 300;

    /** So slow that the scan takes some seconds, and what happens meets it. */
    private static final long FEW_UNITS = 2;

    /** Of the job that goes on, to which nothing happens any more. */
    private static final long MANY_UNITS = 50;

    private static LocalJobs jobs;

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws Exception {
        jobs = LocalJobs.start();
    }

    @AfterEach
    void endJobs() throws Exception {
        jobs.cancelAll();
    }

    @AfterAll
    static void stop() {
        jobs.close();
    }

    private static DynamoDbStreamsSource<String> source(LocalTable table, long readUnits) {
        return jobs.<String>source(table)
                .setTableName(table.arn())
                .setStartupPosition(StartupPosition.initial())
                .set(DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS, 5)
                .set(DynamoDbStreamsSourceOptions.SNAPSHOT_MAX_READ_CAPACITY, readUnits)
                .setDeserializer(new ChangeText())
                .build();
    }

    private static long items(String name) {
        return Journal.read(name).stream().filter(WholeTable::isItem).count();
    }

    private static List<String> changes(String name) {
        return Journal.read(name).stream()
                .filter(line -> !WholeTable.isItem(line))
                .collect(Collectors.toList());
    }

    @Test
    void itemsAndChangesThroughAFailureASavepointAndARescaling() throws Exception {
        try (LocalTable table = LocalTable.createWithoutStream(jobs.server(), "local-initial")) {
            String name = table.name();
            for (int i = 0; i < ITEMS; i++) {
                table.put("k" + i);
            }
            table.enableStream(StreamViewType.NEW_AND_OLD_IMAGES);
            int before = table.writtenCount();
            try (Writer writer = Writer.start(table, 2)) {
                JobClient job = jobs.run(name, source(table, FEW_UNITS), 1, null);
                SimulatedJobs.await("some items", () -> items(name) > 20);
                FailOnce.arm(name);
                jobs.awaitFailures(table, 1);
                SimulatedJobs.await("more items", () -> items(name) > 60);
                String savepoint = jobs.stopWithSavepoint(job, folder);
                assertThat(items(name)).as("items in the savepoint").isLessThan(ITEMS);
                writer.writeMore(100);
                jobs.run(name, source(table, MANY_UNITS), 3, savepoint);
                SimulatedJobs.await(
                        "all items", () -> items(name) >= ITEMS - deletedMeanwhile(table));
                writer.writeMore(100);
                writer.stop();
            }
            SimulatedJobs.await(
                    "all changes", () -> changes(name).size() >= table.writtenCount() - before);

            assertThat(ChangeText.byKey(changes(name))).isEqualTo(changesSince(table));
            assertThat(itemKeys(name)).doesNotHaveDuplicates();
            assertThat(WholeTable.last(Journal.read(name)))
                    .isEqualTo(WholeTable.last(lines(table.written())));
        }
    }

    private static long deletedMeanwhile(LocalTable table) {
        return table.written().values().stream()
                .filter(lines -> lines.stream().anyMatch(line -> line.startsWith("REMOVE")))
                .count();
    }

    private static List<String> itemKeys(String name) {
        return Journal.read(name).stream()
                .filter(WholeTable::isItem)
                .map(WholeTable::key)
                .collect(Collectors.toList());
    }

    /** Each item was inserted before the stream was enabled, as its first change. */
    private static Map<String, List<String>> changesSince(LocalTable table) {
        Map<String, List<String>> since = new TreeMap<>();
        table.written()
                .forEach(
                        (key, lines) -> {
                            if (lines.size() > 1) {
                                since.put(key, lines.subList(1, lines.size()));
                            }
                        });
        return since;
    }

    private static List<String> lines(Map<String, List<String>> byKey) {
        List<String> lines = new ArrayList<>();
        byKey.forEach((key, changes) -> changes.forEach(change -> lines.add(key + " " + change)));
        return lines;
    }
}
