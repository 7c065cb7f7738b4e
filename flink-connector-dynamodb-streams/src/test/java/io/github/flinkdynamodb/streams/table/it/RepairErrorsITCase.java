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
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.it.StandingFiles;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A gap that can't be repaired fails the job. The last cause, which SQL clients show, names why.
 */
class RepairErrorsITCase extends GapScene {

    private String failure(String savepoint) throws Exception {
        try (SqlSession session = table.session(2, savepoint, "all")) {
            session.sql().getConfig().set("restart-strategy.type", "none");
            JobClient job = table.insert(session);
            Throwable failure =
                    catchThrowable(() -> job.getJobExecutionResult().get(1, TimeUnit.MINUTES));
            while (failure.getCause() != null) {
                failure = failure.getCause();
            }
            return failure.getMessage();
        }
    }

    @Test
    void withoutPointInTimeRecovery() throws Exception {
        table = GapTable.create(GapTable.settings("repair_without_recovery"), folder);
        String savepoint = table.runAndStop(2, "all");
        table.passThreeDays();

        assertThat(failure(savepoint))
                .contains("PointInTimeRecoveryUnavailableException")
                .contains("need point-in-time recovery, enabled since before the gap")
                .contains("Start the job without its state");
        assertThat(table.exports()).isEmpty();
    }

    @Test
    void withPointInTimeRecoverySinceTheGapBegan() throws Exception {
        table = GapTable.create(GapTable.settings("repair_recovery_too_late"), folder);
        String savepoint = table.runAndStop(2, "all");
        table.passDays(1);
        table.simulated().pointInTimeRecovery().enable();
        table.passDays(2);

        assertThat(failure(savepoint))
                .contains("InvalidExportTimeException")
                .contains("after point-in-time recovery was enabled")
                .contains("Start the job without its state");
    }

    @Test
    void withABucketThatDoesNotExist() throws Exception {
        table = GapTable.create("repair_without_bucket", folder);
        table.set("scan.repair.export-bucket", "missing");
        String savepoint = table.runAndStop(2, "all");
        table.passThreeDays();

        assertThat(failure(savepoint))
                .contains("into bucket 'missing'")
                .contains("NoSuchBucket")
                .contains("Create the bucket, or set 'scan.repair.export-bucket'");

        table.set("scan.repair.export-bucket", "exports");
        table.runOn(2, savepoint, "all");
    }

    /** The exports are made, but Flink looks for them elsewhere. */
    @Test
    void withAPathThatIsNotTheBuckets() throws Exception {
        table = GapTable.create("repair_wrong_path", folder);
        table.set("scan.repair.export-bucket-path", folder.resolve("elsewhere").toUri().toString());
        String savepoint = table.runAndStop(2, "all");
        table.passThreeDays();

        assertThat(failure(savepoint))
                .contains("the folder doesn't exist, or is empty, but DynamoDB has completed the")
                .contains("Check that 'scan.repair.export-bucket-path' leads to the bucket");
    }

    @OnEachFlink
    @Test
    void withAStateThatRemembersNoKeys() throws Exception {
        table = GapTable.create("repair_without_keys", folder);
        table.setToFail();
        String savepoint = table.runAndStop(2, "all");
        table.passThreeDays();
        table.set("scan.on-data-loss", "repair");
        table.set("scan.repair.export-bucket", "exports");

        assertThat(failure(savepoint))
                .contains("Data loss that can't be repaired")
                .contains("doesn't hold the keys of the items that were inserted last in")
                .contains("written without 'scan.on-data-loss' = 'repair'")
                .contains("start the job without its state, with 'scan.startup.mode' = 'initial'");
        assertThat(table.exports()).isEmpty();
    }

    /** It was compared, and not kept, what was given out: at first by the source's state too. */
    @Test
    void inFullModeSoonAfterTheItemsWereReadWithoutRepair() throws Exception {
        table = GapTable.create("repair_still_reconciled", folder);
        table.set("scan.startup.mode", "initial");
        table.set("scan.changelog-mode", "full");
        table.setToFail();
        String savepoint = table.runAndStop(2, "all");
        table.set("scan.on-data-loss", "repair");
        table.set("scan.repair.export-bucket", "exports");

        assertThat(failure(savepoint))
                .containsAnyOf(
                        "are still being reconciled, without 'scan.on-data-loss' = 'repair'",
                        "with the changelog mode, and 'scan.on-data-loss', that it had");
    }

    /** Its readers have no positions any more, so nothing else can be done with the state. */
    @OnEachFlink
    @ParameterizedTest
    @ValueSource(strings = {"waiting", "reading"})
    void withAnotherPolicyInTheMiddleOfARepair(String where) throws Exception {
        table = GapTable.create("repair_abandoned_" + where, folder);
        table.setStandingFiles();
        String savepoint = table.runAndStop(2, "all");
        table.passThreeDays();
        boolean waiting = where.equals("waiting");
        table.simulator().exports().duration(waiting ? Duration.ofDays(1) : Duration.ZERO);
        StandingFiles.standAfter(100);
        try (SqlSession session = table.session(2, savepoint, "all")) {
            JobClient job = table.insert(session);
            await(
                    where,
                    () -> waiting ? table.exports().size() == 5 : StandingFiles.standing() > 0);
            savepoint = table.stop(job);
        }
        table.setToFail();

        assertThat(failure(savepoint))
                .contains("holds an unfinished repair")
                .contains("'scan.on-data-loss' isn't 'repair'. Set it, with")
                .contains("'scan.repair.export-bucket'");
    }
}
