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
import io.github.flinkdynamodb.streams.source.it.FailOnce;
import io.github.flinkdynamodb.streams.source.it.StandingFiles;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import java.time.Duration;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What happens in the middle of a repair: a task or the enumerator fails, or the job is stopped
 * once more, for longer than the stream remembers. Each window is exported once, and the table is
 * right.
 */
class InterruptedRepairITCase extends GapScene {

    private static final Duration AN_EXPORT = Duration.ofMinutes(10);

    /** A table whose job has been stopped for three days; the files of its exports can stand. */
    private String stoppedForThreeDays(String name) throws Exception {
        return stoppedForThreeDays(name, "upsert");
    }

    private String stoppedForThreeDays(String name, String mode) throws Exception {
        table = GapTable.create(name, folder);
        table.set("scan.changelog-mode", mode);
        table.setStandingFiles();
        String savepoint = table.runAndStop(2, "all");
        table.passThreeDays();
        return savepoint;
    }

    private static void awaitStandingFiles() {
        await("files that stand", () -> StandingFiles.standing() > 0);
    }

    @OnEachFlink
    @ParameterizedTest
    @ValueSource(strings = {"upsert", "full"})
    void aTaskThatFailsWhileFilesAreReadReadsThemOn(String mode) throws Exception {
        String savepoint = stoppedForThreeDays("repair_task_fails_" + mode, mode);
        try (SqlSession session = table.session(2, savepoint, "all")) {
            StandingFiles.standAfter(100);
            JobClient job = table.insert(session);
            awaitStandingFiles();
            FailOnce.arm(table.name());
            StandingFiles.letGo();
            table.goOn(job);
        }

        assertThat(FailOnce.failures(table.name())).as("failures").isEqualTo(1);
        assertThat(table.exports()).hasSize(5);
    }

    @OnEachFlink
    @Test
    void anEnumeratorThatFailsWhileExportsAreMadeWaitsOnForTheSameOnes() throws Exception {
        String savepoint = stoppedForThreeDays("repair_enumerator_fails");
        table.simulator().exports().duration(AN_EXPORT);
        FaultRule denied =
                table.simulator()
                        .faults()
                        .add(
                                FaultRule.of(Fault.error(ServiceError.ACCESS_DENIED))
                                        .on(Operation.DESCRIBE_EXPORT)
                                        .after(2)
                                        .times(1));
        try (SqlSession session = table.session(2, savepoint, "all")) {
            JobClient job = table.insert(session);
            await("a failure", () -> denied.fired() == 1);
            long described = described();
            await("waits again", () -> described() >= described + 5);
            assertThat(table.exports().values())
                    .allMatch(
                            export -> export.get("ExportStatus").textValue().equals("IN_PROGRESS"));
            table.write(20);
            table.pass(AN_EXPORT);
            table.goOn(job);
        }

        assertThat(denied.fired()).isOne();
        assertThat(table.exports()).hasSize(5);
    }

    private long described() {
        return table.simulator().counts().calls(Operation.DESCRIBE_EXPORT);
    }

    /** The answer is lost, and the request repeated with its token by another enumerator. */
    @Test
    void anEnumeratorThatFailsBeforeItKnowsOfItsExportsFindsThem() throws Exception {
        String savepoint = stoppedForThreeDays("repair_request_fails");
        FaultRule denied =
                table.simulator()
                        .faults()
                        .add(
                                FaultRule.of(Fault.error(ServiceError.ACCESS_DENIED))
                                        .on(Operation.EXPORT_TABLE_TO_POINT_IN_TIME)
                                        .after(3)
                                        .times(1));
        table.runOn(2, savepoint, "all");

        assertThat(denied.fired()).isOne();
        assertThat(table.exports()).hasSize(5);
    }

    /** By then the first exports end two days and some seconds ago: three more windows follow. */
    @Test
    void aJobThatIsStoppedForTwoDaysWhileExportsAreMadeRepairsThoseTwoToo() throws Exception {
        String savepoint = stoppedForThreeDays("repair_stopped_waiting");
        table.simulator().exports().duration(AN_EXPORT);
        try (SqlSession session = table.session(2, savepoint, "all")) {
            JobClient job = table.insert(session);
            await("exports", () -> table.exports().size() == 5);
            savepoint = table.stop(job);
        }
        table.simulator().exports().duration(Duration.ZERO);
        table.passDays(2);

        table.runOn(2, savepoint, "all");

        assertThat(table.exports()).as("exports of three days, and of two").hasSize(8);
    }

    @OnEachFlink
    @ParameterizedTest
    @ValueSource(strings = {"upsert", "full"})
    void aJobThatIsStoppedForTwoDaysWhileFilesAreReadRepairsThoseTwoToo(String mode)
            throws Exception {
        String savepoint = stoppedForThreeDays("repair_stopped_reading_" + mode, mode);
        try (SqlSession session = table.session(2, savepoint, "all")) {
            StandingFiles.standAfter(100);
            JobClient job = table.insert(session);
            awaitStandingFiles();
            savepoint = table.stop(job);
        }
        await("files that are closed", () -> StandingFiles.standing() == 0);
        StandingFiles.letGo();
        table.passDays(2);

        table.runOn(2, savepoint, "all");

        assertThat(table.exports()).as("exports of three days, and of two").hasSize(8);
    }

    /** A second time, after the plan of the second outage has been made. */
    @Test
    void aJobThatIsStoppedForTwoDaysWhileItRepairsASecondOutageRepairsAThird() throws Exception {
        String savepoint = stoppedForThreeDays("repair_stopped_twice");
        table.simulator().exports().duration(AN_EXPORT);
        for (int exports : new int[] {5, 8}) {
            try (SqlSession session = table.session(2, savepoint, "all")) {
                JobClient job = table.insert(session);
                await("exports", () -> table.exports().size() == exports);
                savepoint = table.stop(job);
            }
            table.passDays(2);
        }
        table.simulator().exports().duration(Duration.ZERO);

        table.runOn(2, savepoint, "all");

        assertThat(table.exports()).hasSize(11);
    }
}
