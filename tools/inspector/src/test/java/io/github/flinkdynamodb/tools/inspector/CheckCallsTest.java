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

import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a check makes of calls that fail. */
class CheckCallsTest extends CheckScene {

    @Test
    void aCallThatIsNotPermittedIsAnErrorUnlessTheVerdictDoesNotNeedIt() throws Exception {
        String savepoint = savepointAfter(put(1));
        simulator.fail(
                Fault.error(ServiceError.ACCESS_DENIED),
                2,
                Operation.DESCRIBE_TABLE,
                Operation.DESCRIBE_CONTINUOUS_BACKUPS);

        Run withoutTable = check(savepoint);
        assertThat(withoutTable.exitCode).isZero();
        assertThat(withoutTable.out).contains("not known");

        simulator.fail(Fault.error(ServiceError.ACCESS_DENIED), 1, Operation.GET_SHARD_ITERATOR);
        Run withoutIterator = check(savepoint);
        assertThat(withoutIterator.exitCode).isEqualTo(1);
        assertThat(withoutIterator.out).isEmpty();
        assertThat(withoutIterator.err).contains("GetShardIterator").hasLineCount(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {
                "DESCRIBE_STREAM",
                "GET_SHARD_ITERATOR",
                "GET_RECORDS",
                "DESCRIBE_TABLE",
                "DESCRIBE_CONTINUOUS_BACKUPS"
            })
    void aCallThatIsThrottledIsRepeated(Operation operation) throws Exception {
        String savepoint = savepointAfter(put(1));
        FaultRule fault = simulator.fail(Fault.error(ServiceError.THROTTLING), 8, operation);

        Run run = check(savepoint);

        assertThat(fault.fired()).isEqualTo(8);
        assertThat(run.err).isEmpty();
        assertThat(run.exitCode).isZero();
        assertThat(run.out).contains("1 readable").doesNotContain("not known  ");
    }

    @Test
    void aCallThatIsThrottledAllTheTimeIsAnError() throws Exception {
        String savepoint = savepointAfter(put(1));
        clock.advance(Duration.ofHours(1));
        put(2);
        pass(30);
        // Of a trimmed shard the oldest record is looked for by another iterator.
        FaultRule fault =
                simulator
                        .fail(Fault.error(ServiceError.THROTTLING), 9, Operation.GET_SHARD_ITERATOR)
                        .iteratorType("TRIM_HORIZON");

        Run run = check(savepoint);

        assertThat(fault.fired()).isEqualTo(9);
        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.out).isEmpty();
        assertThat(run.err).contains("GetShardIterator").hasLineCount(1);
    }

    @Test
    void wrongSettingsAreNamed() throws Exception {
        String savepoint = savepointAfter(put(1));

        Run region = Run.by(clock, "--check", "--aws.region", "eu-west-1", savepoint);

        assertThat(region.exitCode).isEqualTo(2);
        assertThat(region.err).contains("'aws.region'").contains("us-east-1");
    }
}
