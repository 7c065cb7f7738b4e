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
import io.github.flinkdynamodb.streams.source.StartupPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/**
 * Nothing is lost, nothing is twice in the state, and each key keeps its order: whatever happens.
 */
@OnEachFlink
class RecoveryITCase {

    private static final String BEFORE = "before";

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
    static void stop() throws Exception {
        jobs.close();
    }

    @Test
    void aTaskThatFailsWhileChangesAreWritten() throws Exception {
        try (LocalTable table = jobs.table("task-failure", StreamViewType.NEW_AND_OLD_IMAGES);
                Writer writer = Writer.start(table, 20)) {
            JobClient job = jobs.run(table, StartupPosition.trimHorizon(), 2, null);
            jobs.awaitJournal(table, 100);

            FailOnce.arm(table.name());
            jobs.awaitFailures(table, 1);
            writer.writeMore(200);
            FailOnce.arm(table.name());
            jobs.awaitFailures(table, 2);
            writer.stop();

            jobs.awaitAllWritten(table);
            assertThat(FailOnce.failures(table.name())).isEqualTo(2);
        }
    }

    @Test
    void aSavepointAndARestart() throws Exception {
        try (LocalTable table = jobs.table("savepoint", StreamViewType.NEW_AND_OLD_IMAGES);
                Writer writer = Writer.start(table, 20)) {
            JobClient first = jobs.run(table, StartupPosition.trimHorizon(), 1, null);
            jobs.awaitJournal(table, 100);
            String savepoint = jobs.stopWithSavepoint(first, folder);
            writer.writeMore(100);

            JobClient second = jobs.run(table, StartupPosition.trimHorizon(), 1, savepoint);
            writer.writeMore(100);
            writer.stop();

            jobs.awaitAllWritten(table);
        }
    }

    @Test
    void aRescalingFromOneToThreeToTwo() throws Exception {
        try (LocalTable table = jobs.table("rescale", StreamViewType.NEW_AND_OLD_IMAGES);
                Writer writer = Writer.start(table, 20)) {
            String savepoint = null;
            for (int parallelism : new int[] {1, 3}) {
                JobClient job =
                        jobs.run(table, StartupPosition.trimHorizon(), parallelism, savepoint);
                jobs.awaitJournal(table, Journal.read(table.name()).size() + 100);
                savepoint = jobs.stopWithSavepoint(job, folder);
                writer.writeMore(50);
            }
            JobClient last = jobs.run(table, StartupPosition.trimHorizon(), 2, savepoint);
            writer.writeMore(50);
            writer.stop();

            jobs.awaitAllWritten(table);
        }
    }

    @Test
    void aQuietShardThatWasStartedAtLatestLosesNothingInARestart() throws Exception {
        try (LocalTable table = jobs.table("quiet", StreamViewType.NEW_AND_OLD_IMAGES)) {
            table.put(BEFORE);
            JobClient first = jobs.run(table, StartupPosition.latest(), 1, null);
            jobs.awaitPolls(first, 1);
            String savepoint = jobs.stopWithSavepoint(first, folder);
            assertThat(Journal.read(table.name())).isEmpty();
            table.put("while-away");

            JobClient second = jobs.run(table, StartupPosition.latest(), 1, savepoint);
            awaitAllSince(table, "while-away");
            table.put("later");

            awaitAllSince(table, "later");
        }
    }

    @Test
    void aJobThatFailsBeforeItsFirstCheckpointGoesBackToItsFirstStart() throws Exception {
        try (LocalTable table = jobs.table("early-failure", StreamViewType.NEW_AND_OLD_IMAGES)) {
            table.put(BEFORE);
            FailOnce.arm(table.name());
            JobClient job =
                    jobs.run(
                            LocalJobs.environmentWithoutCheckpoints(),
                            table.name(),
                            jobs.<String>source(table)
                                    .setStartupPosition(StartupPosition.latest())
                                    .setDeserializer(new ChangeText())
                                    .build(),
                            1);
            jobs.awaitPolls(job, 1);
            table.put("seen-by-the-failing-task");
            jobs.awaitFailures(table, 1);
            table.put("later");

            awaitAllSince(table, "later");
            assertThat(FailOnce.failures(table.name())).isEqualTo(1);
        }
    }

    /**
     * Waits for the change of a key, and checks that all the others since the start have come too,
     * once. What was written before a start at latest may come after a restore, for the service's
     * clock is rounded: rather a record too many than one lost.
     */
    private static void awaitAllSince(LocalTable table, String key) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> ChangeText.byKey(Journal.read(table.name())).containsKey(key));
        Map<String, List<String>> read = ChangeText.byKey(Journal.read(table.name()));
        Map<String, List<String>> written = table.written();
        List<String> before = written.remove(BEFORE);
        assertThat(read.getOrDefault(BEFORE, before)).isEqualTo(before);
        read.remove(BEFORE);
        assertThat(read).isEqualTo(written);
    }
}
