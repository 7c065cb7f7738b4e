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

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.SimulatorClock;
import io.github.flinkdynamodb.tools.simulator.permission.Policy;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the check needs is what the documentation says, and it names what it may not do. */
class InspectorPermissionsTest {

    private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");
    private static final String KEY = "inspector";

    @TempDir private Path folder;

    private SimulatorClock clock;
    private Simulator simulator;
    private SimulatedTable orders;
    private String trimmed;
    private String readable;
    private Policy policy;

    /** Two savepoints, of which the position of one has been trimmed since. */
    @BeforeEach
    void start() throws Exception {
        clock = SimulatorClock.standing(START);
        simulator = Simulator.builder().clock(clock).start();
        orders = simulator.createTable(TableSettings.table("orders").pointInTimeRecovery());
        clock.advance(Duration.ofMinutes(10));
        trimmed = savepointAfter(put(1), "trimmed");
        put(2);
        clock.advance(Duration.ofHours(20));
        readable = savepointAfter(put(3), "readable");
        clock.advance(Duration.ofHours(12));
        orders.keepHouse();
        policy =
                policy("docs/datastream-guide.md", "## Permissions")
                        .without("dynamodb:ListStreams")
                        .and(policy("docs/security.md", "### The check of the inspector"));
    }

    private String savepointAfter(String number, String name) throws Exception {
        String shard = orders.openShardIds().get(0);
        ShardSplit split =
                ShardSplit.of(
                                orders.streamArn(),
                                shard,
                                null,
                                ShardPosition.trimHorizon().advanceTo(SequenceNumber.of(number)))
                        .withLastRecordTime(clock.instant());
        ShardState state = new ShardState(shard, null, ShardStatus.ASSIGNED, null);
        return TestSavepoint.in(Files.createDirectory(folder.resolve(name)))
                .source(
                        "orders",
                        new EnumeratorState(orders.streamArn(), START, true, List.of(state)),
                        List.of(split))
                .write();
    }

    private String put(int version) {
        return orders.put(Item.builder().s("pk", "order-1").n("version", version).build());
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    /** The first policy behind a heading of a page. */
    private static Policy policy(String page, String heading) throws IOException {
        String text = Files.readString(Path.of(System.getProperty("project.root")).resolve(page));
        String rest = text.substring(text.indexOf("\n" + heading + "\n"));
        int begin = rest.indexOf("```json") + "```json".length();
        String json = rest.substring(begin, rest.indexOf("```", begin));
        return Policy.of(
                new ObjectMapper()
                        .readTree(
                                json.replace("REGION", "us-east-1")
                                        .replace("ACCOUNT", "000000000000")
                                        .replace("TABLE", "orders")));
    }

    private Run checkWith(Policy allowed, String savepoint) {
        simulator.permissions().set(KEY, allowed);
        return Run.by(
                clock,
                "--check",
                "--aws.endpoint",
                simulator.endpoint().toString(),
                "--aws.credentials.basic.accesskeyid",
                KEY,
                "--aws.credentials.basic.secretkey",
                "any",
                savepoint);
    }

    @Test
    void theDocumentedPoliciesAreEnough() {
        Run run = checkWith(policy, trimmed);

        assertThat(checkWith(policy, readable).exitCode).isZero();
        assertThat(run.err).isEmpty();
        assertThat(run.out)
                .contains("trimmed: oldest left is of")
                .contains("point-in-time recovery covers that")
                .contains("new snapshot")
                .doesNotContain("AccessDenied");
        assertThat(run.exitCode).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dynamodb:DescribeStream",
                "dynamodb:GetShardIterator",
                "dynamodb:GetRecords"
            })
    void withoutACallForTheStreamThereIsNoReport(String action) {
        assertThat(policy.actions()).contains(action);

        Run run = checkWith(policy.without(action), readable);

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.err).contains("is not authorized to perform: " + action + " on resource: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dynamodb:DescribeTable", "dynamodb:DescribeContinuousBackups"})
    void withoutACallForTheTableTheReportSaysWhatIsNotKnown(String action) {
        assertThat(policy.actions()).contains(action);

        Run run = checkWith(policy.without(action), trimmed);

        assertThat(run.err).isEmpty();
        assertThat(run.exitCode).isEqualTo(3);
        assertThat(run.out)
                .contains("trimmed: oldest left is of")
                .contains("is not authorized to perform: " + action + " on resource: ");
    }
}
