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
package io.github.flinkdynamodb.streams.table.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A job is stopped for three days, by the simulator's clock, in which everything that it hasn't
 * read is trimmed. It is started again, closes the gap from incremental exports, and says what a
 * Scan says. In {@code full} a row that is taken back and isn't the one that stands fails the job.
 */
class RepairITCase {

    private static TestCluster cluster;

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @OnEachFlink
    @ParameterizedTest
    @CsvSource({"upsert, all", "upsert, upsert", "full, all"})
    void theTableIsWhatAScanSaysAfterThreeDays(String mode, String takes) throws Exception {
        try (GapTable table = GapTable.create("repair_" + mode + "_" + takes, folder)) {
            table.set("scan.changelog-mode", mode);
            String savepoint = table.runAndStop(2, takes);
            table.passThreeDays();

            table.runOn(2, savepoint, takes);

            assertThat(table.exports()).as("exports: two first windows, three days").hasSize(5);
        }
    }

    @OnEachFlink
    @ParameterizedTest
    @CsvSource({"1, upsert", "3, upsert", "3, full"})
    void itIsWithAnotherParallelismAndOtherShardsToo(int parallelism, String mode)
            throws Exception {
        String name = "repair_rescaled_" + mode + parallelism;
        try (GapTable table = GapTable.create(name, folder)) {
            table.set("scan.changelog-mode", mode);
            String savepoint = table.runAndStop(2, "all");
            table.passDays(1);
            for (String shard : table.simulated().openShardIds()) {
                table.simulated().splitShard(shard);
            }
            table.passDays(1);
            table.simulated().rollAllShards();
            table.passThreeDays();

            table.runOn(parallelism, savepoint, "all");

            assertThat(table.exports()).as("exports: two first windows, five days").hasSize(7);
        }
    }

    /** What was changed while there was no stream is in the exports too. */
    @Test
    void itIsIfTheTableHasAnotherStreamByThen() throws Exception {
        try (GapTable table = GapTable.create("repair_another_stream", folder)) {
            String savepoint = table.runAndStop(2, "all");
            table.passDays(1);
            table.simulated().disableStream();
            table.passDays(1);
            assertThat(table.simulated().missed()).as("changes no stream has").isPositive();
            table.simulated().enableStream();
            table.passDays(1);

            table.runOn(2, savepoint, "all");

            assertThat(table.exports()).hasSize(5);
        }
    }

    /** Its items were read from the table, and are in the state of no reader. */
    @OnEachFlink
    @ParameterizedTest
    @ValueSource(strings = {"upsert", "full"})
    void itIsIfTheJobWasStartedWithTheItems(String mode) throws Exception {
        try (GapTable table = GapTable.create("repair_after_initial_" + mode, folder)) {
            table.set("scan.changelog-mode", mode);
            table.set("scan.startup.mode", "initial");
            String savepoint = table.runAndStop(2, "all");
            table.passThreeDays();

            table.runOn(2, savepoint, "all");

            assertThat(table.exports()).hasSize(5);
        }
    }

    /** Nothing has been trimmed, so nothing is asked for. */
    @Test
    void aJobThatWasStoppedForTwentyHoursReadsItsStreamOn() throws Exception {
        try (GapTable table = GapTable.create("repair_not_needed", folder)) {
            String savepoint = table.runAndStop(2, "all");
            for (int hour = 0; hour < 20; hour++) {
                table.write(5);
                table.pass(Duration.ofHours(1));
            }

            table.runOn(2, savepoint, "all");

            assertThat(table.simulated().trimmedUnread()).isZero();
            assertThat(table.exports()).isEmpty();
        }
    }

    /** Each outage has a repair of its own, the second one from where the first one ended. */
    @ParameterizedTest
    @ValueSource(strings = {"upsert", "full"})
    void itIsAfterAnotherThreeDays(String mode) throws Exception {
        try (GapTable table = GapTable.create("repair_twice_" + mode, folder)) {
            table.set("scan.changelog-mode", mode);
            String savepoint = table.runAndStop(2, "all");
            table.passThreeDays();
            try (SqlSession session = table.session(2, savepoint, "all")) {
                JobClient job = table.insert(session);
                table.awaitTable();
                table.pass(Duration.ofMinutes(10));
                List<Map<String, AttributeValue>> last = table.putLastItems();
                table.awaitTable();
                savepoint = table.stop(job);
                table.deleteHalf(last);
            }
            table.passThreeDays();

            table.runOn(2, savepoint, "all");

            assertThat(table.exports()).hasSize(10);
        }
    }
}
