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
package io.github.flinkdynamodb.tools.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import io.github.flinkdynamodb.streams.source.repair.RepairStep;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a check says of a savepoint of a repair. */
class RepairCheckTest extends CheckScene {

    private String savepointOf(String streamArn, RepairPlan plan) throws Exception {
        return TestSavepoint.in(folder).source("orders", repaired(streamArn, plan)).write();
    }

    static EnumeratorState repaired(String streamArn, RepairPlan plan) {
        return new EnumeratorState(streamArn, START, false, List.of()).withRepair(plan);
    }

    @Test
    void aRepairThatIsUnderWayNeedsPointInTimeRecovery() throws Exception {
        RepairStep window =
                RepairStep.ofChanges(START.plusSeconds(3600), START.plusSeconds(3600 + 900));
        String savepoint =
                savepointOf(orders.streamArn(), new RepairPlan("id", window.to(), List.of(window)));
        pass(2);

        Run off = check(savepoint);

        assertThat(off.err).isEmpty();
        assertThat(off.exitCode).isEqualTo(3);
        assertThat(off.out)
                .contains("under way, from 1 incremental export:")
                .contains("point-in-time recovery is off: nothing can be exported")
                .containsPattern("gap +that of the repair\n")
                .contains("Verdict: changes can't be read any more, or may be lost.");

        RepairStep asked = window.exportedAs("arn:export");
        Run exported =
                check(
                        savepointOf(
                                orders.streamArn(),
                                new RepairPlan("id", window.to(), List.of(asked))));
        assertThat(exported.exitCode).isZero();
        assertThat(exported.out).contains("not needed any more: all exports have been asked for");
    }

    @Test
    void aRepairThatIsUnderWayGoesOnWithinPointInTimeRecovery() throws Exception {
        orders.pointInTimeRecovery().enable();
        pass(1);
        RepairStep window = RepairStep.ofChanges(clock.instant(), clock.instant().plusSeconds(900));
        String savepoint =
                savepointOf(orders.streamArn(), new RepairPlan("id", window.to(), List.of(window)));
        pass(1);

        Run run = check(savepoint);

        assertThat(run.err).isEmpty();
        assertThat(run.exitCode).isZero();
        assertThat(run.out)
                .contains("point-in-time recovery covers that")
                .containsPattern("gap +none\n");
    }

    /** The source names the table: its state has no stream until one is listed. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStreamThatWasNotListedForADayBehindARepairIsALoss(boolean named) throws Exception {
        RepairPlan plan = new RepairPlan("id", START, List.of());
        String savepoint = savepointOf(named ? orders.streamArn() : null, plan);
        pass(20);
        assertThat(check(savepoint, "--aws.region", "us-east-1").exitCode).isZero();

        pass(10);
        Run run = check(savepoint, "--aws.region", "us-east-1");

        assertThat(run.err).isEmpty();
        assertThat(run.exitCode).isEqualTo(3);
        assertThat(run.out)
                .containsPattern("gap +from 2026-11-28 10:00:00Z to 2026-11-28 16:00:00Z")
                .contains("Verdict: changes can't");
    }
}
