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
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorStateSerializer;
import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a check says of a job that has sources, too, that it can't read. */
class OtherSourcesCheckTest extends CheckScene {

    @Test
    void theVerdictIsNotOfSourcesThatCanNotBeRead() throws Exception {
        EnumeratorState state = new EnumeratorState(orders.streamArn(), START, true, List.of());
        String savepoint =
                TestSavepoint.in(folder)
                        .operator(
                                "newer",
                                99,
                                new EnumeratorStateSerializer().serialize(state),
                                List.of())
                        .source("orders", state)
                        .write();

        Run run = check(savepoint);

        assertThat(run.out)
                .contains("state of version 99")
                .contains("can be read, of the sources that could be checked.");
        assertThat(run.exitCode).isEqualTo(1);
        assertThat(Run.by(clock, savepoint).exitCode).as("without --check").isZero();
    }

    @Test
    void aLossCountsMoreThanASourceThatCanNotBeRead() throws Exception {
        String savepoint =
                TestSavepoint.in(folder)
                        .operator(
                                "newer",
                                99,
                                new EnumeratorStateSerializer()
                                        .serialize(
                                                new EnumeratorState(
                                                        orders.streamArn(),
                                                        START,
                                                        true,
                                                        List.of())),
                                List.of())
                        .source(
                                "orders",
                                RepairCheckTest.repaired(
                                        null, new RepairPlan("id", START, List.of())))
                        .write();
        pass(30);

        assertThat(check(savepoint, "--aws.region", "us-east-1").exitCode).isEqualTo(3);
    }

    @Test
    void aSourceOfApachesIsNamedAndDoesNotCount() throws Exception {
        String savepoint =
                TestSavepoint.in(folder)
                        .operator(
                                "apache",
                                0,
                                ApacheBytes.enumerator(
                                        List.of(ApacheBytes.split("a", "TRIM_HORIZON", null)),
                                        ApacheBytes.UNASSIGNED),
                                List.of(List.of()))
                        .source(
                                "orders",
                                new EnumeratorState(orders.streamArn(), START, true, List.of()))
                        .write();

        Run run = check(savepoint);

        assertThat(run.err).isEmpty();
        assertThat(run.exitCode).isZero();
        assertThat(run.out)
                .contains("(Source: apache) is that of Apache's DynamoDbStreamsSource")
                .contains("Verdict: all that is still to be read can be read.");
        assertThat(json(savepoint).get("ofApache")).hasSize(1);
        assertThat(json(savepoint).get("unreadable")).isEmpty();
    }
}
