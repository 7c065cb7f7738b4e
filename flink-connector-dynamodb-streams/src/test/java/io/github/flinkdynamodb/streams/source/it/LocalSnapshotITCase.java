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

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The items of a table of DynamoDB Local, which has no stream. */
@OnEachFlink
class LocalSnapshotITCase {

    private static final int ITEMS = 300;

    private static LocalJobs jobs;

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

    /** Fills a table, and returns what a job is to see of its items. */
    private static List<String> fill(LocalTable table) {
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= ITEMS; i++) {
            table.put("key-" + i);
            expected.add("key-" + i + " " + i);
        }
        return expected;
    }

    private static DynamoDbStreamsSource<String> source(LocalTable table) {
        return jobs.<String>source(table)
                .setStartupPosition(StartupPosition.snapshot())
                .set(DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS, 11)
                .setDeserializer(new ItemText())
                .build();
    }

    @Test
    void aTableWithoutAStreamIsReadOnce() throws Exception {
        try (LocalTable table = LocalTable.createWithoutStream(jobs.server(), "local-snapshot")) {
            List<String> expected = fill(table);

            LocalJobs.awaitEnd(jobs.run(table.name(), source(table), 3, null));

            assertThat(Journal.read(table.name())).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void aTaskThatFailsReadsOnWhereItsCheckpointIs() throws Exception {
        try (LocalTable table = LocalTable.createWithoutStream(jobs.server(), "local-failure")) {
            List<String> expected = fill(table);
            FailOnce.arm(table.name());

            LocalJobs.awaitEnd(jobs.run(table.name(), source(table), 2, null));

            assertThat(FailOnce.failures(table.name())).isEqualTo(1);
            assertThat(Journal.read(table.name())).containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
