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
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorStateSerializer;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import io.github.flinkdynamodb.streams.source.repair.RepairStep;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.SimulatorClock;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service says of positions, over the wire, by the simulator. */
class CheckTest {

    private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");
    private static final Item ORDER = Item.builder().s("pk", "order-1").build();

    @TempDir private Path folder;

    private SimulatorClock clock;
    private Simulator simulator;
    private SimulatedTable orders;

    @BeforeEach
    void start() {
        clock = SimulatorClock.standing(START);
        simulator = Simulator.builder().clock(clock).start();
        orders =
                simulator.createTable(
                        TableSettings.table("orders").reportedItems(1000).reportedBytes(8_192_000));
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private String put(int version) {
        return orders.put(Item.builder().s("pk", "order-1").n("version", version).build());
    }

    private String savepointAfter(String sequenceNumber) throws Exception {
        String shard = orders.shardOf(ORDER);
        ShardSplit split =
                ShardSplit.of(
                                orders.streamArn(),
                                shard,
                                null,
                                ShardPosition.trimHorizon()
                                        .advanceTo(SequenceNumber.of(sequenceNumber)))
                        .withLastRecordTime(clock.instant());
        return savepoint(split, new ShardState(shard, null, ShardStatus.ASSIGNED, null));
    }

    private String savepoint(ShardSplit split, ShardState... shards) throws Exception {
        return TestSavepoint.in(folder)
                .source(
                        "orders",
                        new EnumeratorState(orders.streamArn(), START, true, List.of(shards)),
                        List.of(split))
                .write();
    }

    private Run check(String savepoint, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--check",
                                "--aws.endpoint",
                                simulator.endpoint().toString(),
                                "--aws.credentials.basic.accesskeyid",
                                "any",
                                "--aws.credentials.basic.secretkey",
                                "any"));
        arguments.addAll(Arrays.asList(more));
        arguments.add(savepoint);
        return Run.by(clock, arguments.toArray(String[]::new));
    }

    private JsonNode json(String savepoint, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--json"));
        arguments.addAll(Arrays.asList(more));
        Run run = check(savepoint, arguments.toArray(String[]::new));
        assertThat(run.err).isEmpty();
        return new ObjectMapper().readTree(run.out);
    }

    private void pass(int hours) {
        clock.advance(Duration.ofHours(hours));
        orders.keepHouse();
    }

    @Test
    void aPositionOfTodayIsReadable() throws Exception {
        String savepoint = savepointAfter(put(1));
        pass(2);
        put(2);

        Run run = check(savepoint);

        assertThat(run.err).isEmpty();
        assertThat(run.exitCode).isZero();
        assertThat(run.out)
                .containsPattern(" 2 h 0 min +readable\n")
                .contains("stream is ENABLED, 1 shard listed, 0 of them not in the state")
                .containsPattern("gap +none\n")
                .contains("Verdict: all that is still to be read can be read.")
                .doesNotContain("repair");
    }

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
                        .source("orders", repaired(null, new RepairPlan("id", START, List.of())))
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

    @Test
    void aPositionThatIsTrimmedIsALossWithItsGapAndItsPrice() throws Exception {
        orders.pointInTimeRecovery().enable();
        clock.advance(Duration.ofMinutes(10));
        String savepoint = savepointAfter(put(1));
        clock.advance(Duration.ofHours(1));
        put(2);
        pass(20);
        put(3);
        pass(12);

        Run run = check(savepoint);

        assertThat(run.exitCode).isEqualTo(3);
        assertThat(run.out)
                .contains("trimmed: oldest left is of 2026-11-29 07:10:00Z")
                .contains("from 2026-11-28 10:10:00Z to 2026-11-29 07:10:00Z, 21 h 0 min")
                .contains("from 3 incremental exports, in append-only alone:")
                .contains("2026-11-28 10:09:00Z to 2026-11-28 10:24:00Z")
                .contains("impossible in upsert and full: the state lacks keys")
                .contains("it was written without 'repair'")
                .contains("point-in-time recovery covers that: it has the table since 2026-11-28")
                .contains("how many GB that are isn't known before (--write-mb-per-hour)")
                .contains("1,000 items, 8.2 MB: 2,000 read units, $0.0003 on demand")
                .contains("Verdict: changes can't be read any more, or may be lost.");
    }

    @Test
    void thePriceFollowsFromWhatIsWritten() throws Exception {
        orders.pointInTimeRecovery().enable();
        String savepoint = savepointAfter(put(1));
        pass(1);
        put(2);
        pass(47);

        JsonNode report = json(savepoint, "--write-mb-per-hour", "500", "--price-per-gb", "0.2");

        JsonNode repair = report.get("sources").get(0).get("check").get("repair");
        double hours = repair.get("hours").asDouble();
        assertThat(repair.get("outcome").asText()).isEqualTo("append-only");
        assertThat(repair.get("windows")).hasSize(3);
        assertThat(hours).isEqualTo(48.0);
        assertThat(repair.get("gigabytes").asDouble()).isEqualTo(hours * 0.5);
        assertThat(repair.get("dollars").asDouble()).isCloseTo(hours * 0.5 * 0.2, offset(1e-9));
        assertThat(repair.get("leastDollars").asDouble()).isEqualTo(0.006);
        assertThat(report.get("loss").asBoolean()).isTrue();
    }

    @Test
    void withoutPointInTimeRecoveryNothingCanBeExported() throws Exception {
        String savepoint = savepointAfter(put(1));
        pass(1);
        put(2);
        pass(30);

        JsonNode report = json(savepoint);

        JsonNode check = report.get("sources").get(0).get("check");
        assertThat(check.get("table").get("pointInTimeRecovery").asBoolean()).isFalse();
        assertThat(check.get("repair").get("covered").asBoolean()).isFalse();
        assertThat(check(savepoint).out)
                .contains("point-in-time recovery is off: nothing can be exported");
    }

    @Test
    void pointInTimeRecoveryThatBeginsWithinTheGapDoesNotCoverIt() throws Exception {
        String savepoint = savepointAfter(put(1));
        pass(1);
        orders.pointInTimeRecovery().enable();
        put(2);
        pass(30);

        assertThat(check(savepoint).out)
                .contains(
                        "point-in-time recovery doesn't cover that: it has the table since"
                                + " 2026-11-28 11:00:00Z");
    }

    @Test
    void aShardThatIsGoneIsALossUpToTheRetention() throws Exception {
        String savepoint = savepointAfter(put(1));
        orders.rollShard(orders.shardOf(ORDER));
        pass(1);
        put(2);
        pass(29);

        JsonNode report = json(savepoint);

        JsonNode source = report.get("sources").get(0);
        assertThat(source.get("shards").get(0).get("service").asText()).isEqualTo("gone");
        assertThat(source.get("shards").get(0).get("listed").asBoolean()).isFalse();
        assertThat(source.get("check").get("newShards").asInt()).isEqualTo(1);
        assertThat(source.get("check").get("gap").get("from").asText())
                .isEqualTo("2026-11-28T10:00:00Z");
        assertThat(source.get("check").get("gap").get("to").asText())
                .isEqualTo("2026-11-28T16:00:00Z");
    }

    private String savepointOfEnded(String shard) throws Exception {
        ShardSplit ended =
                ShardSplit.of(orders.streamArn(), shard, null, ShardPosition.trimHorizon())
                        .at(ShardPosition.trimHorizon(), ShardSplit.Progress.ENDED)
                        .withLastRecordTime(START);
        return savepoint(ended, new ShardState(shard, null, ShardStatus.ASSIGNED, null));
    }

    @Test
    void aShardThatHasEndedLeadsToItsChildren() throws Exception {
        put(1);
        String shard = orders.shardOf(ORDER);
        String savepoint = savepointOfEnded(shard);
        orders.rollShard(shard);
        pass(1);
        assertThat(check(savepoint).exitCode).isZero();
        put(2);

        pass(30);

        JsonNode report = json(savepoint);
        JsonNode source = report.get("sources").get(0);
        assertThat(source.get("check").get("streams").get(0).get("listedShards").asInt())
                .as("the child alone")
                .isEqualTo(1);
        assertThat(source.get("shards").get(0).get("service").asText()).isEqualTo("may-be-trimmed");
        assertThat(source.get("check").get("gap").get("from").asText())
                .isEqualTo("2026-11-28T10:00:00Z");
        assertThat(source.get("check").get("gap").get("to").asText())
                .isEqualTo("2026-11-28T17:00:00Z");
        assertThat(report.get("loss").asBoolean()).isTrue();
        assertThat(check(savepoint).exitCode).isEqualTo(3);
    }

    @Test
    void nothingIsTrimmedOfChildrenThatAreYoung() throws Exception {
        put(1);
        String shard = orders.shardOf(ORDER);
        String savepoint = savepointOfEnded(shard);
        pass(30);
        orders.rollShard(shard);
        pass(23);
        orders.dropShard(shard);

        JsonNode source = json(savepoint).get("sources").get(0);

        assertThat(source.get("shards").get(0).get("listed").asBoolean()).isFalse();
        assertThat(source.get("shards").get(0).get("service").asText()).isEqualTo("readable");
        assertThat(check(savepoint).exitCode).isZero();
    }

    @Test
    void aShardOfWhichNothingWasReadMayBeTrimmed() throws Exception {
        put(1);
        String shard = orders.shardOf(ORDER);
        ShardSplit split =
                ShardSplit.of(orders.streamArn(), shard, null, ShardPosition.trimHorizon(START));
        String savepoint =
                savepoint(split, new ShardState(shard, null, ShardStatus.ASSIGNED, START));
        assertThat(check(savepoint).exitCode).isZero();

        pass(25);

        Run run = check(savepoint);
        assertThat(run.out).contains("may be trimmed\n").contains("from 2026-11-28 10:00:00Z");
        assertThat(run.exitCode).isEqualTo(3);
        assertThat(run.out).contains("impossible in upsert and full: ");
    }

    @Test
    void aStreamThatWasReplacedIsALossEvenIfItCanStillBeRead() throws Exception {
        String savepoint = savepointAfter(put(1));
        pass(1);
        orders.disableStream();
        put(2);
        pass(1);
        String next = orders.enableStream();

        Run run = check(savepoint);

        assertThat(run.out)
                .contains("stream is DISABLED")
                .contains("the table's stream is now " + next)
                .contains("from 2026-11-28 10:00:00Z to 2026-11-28 12:00:00Z, 2 h 0 min")
                .contains("2026-11-28 10:14:00Z to 2026-11-28 12:01:00Z")
                .contains("1 readable");
        assertThat(run.exitCode).isEqualTo(3);
    }

    @Test
    void aStreamThatIsGoneIsALoss() throws Exception {
        String savepoint = savepointAfter(put(1));
        orders.disableStream();
        pass(1);
        orders.enableStream();
        pass(30);

        Run run = check(savepoint);

        assertThat(run.out).contains("stream doesn't exist any more").contains("1 gone");
        assertThat(run.exitCode).isEqualTo(3);
    }

    @Test
    void aStreamThatWasReadToItsEndMayBeGone() throws Exception {
        String shard = orders.shardOf(ORDER);
        String savepoint =
                TestSavepoint.in(folder)
                        .source(
                                "orders",
                                new EnumeratorState(
                                        orders.streamArn().replace("/2026-", "/2025-"),
                                        START,
                                        true,
                                        List.of(
                                                new ShardState(
                                                        shard, null, ShardStatus.FINISHED, null))))
                        .write();
        orders.disableStream();

        Run run = check(savepoint);

        assertThat(run.out).contains("stream doesn't exist any more");
        assertThat(run.exitCode).isZero();
    }

    private String savepointOf(String streamArn, RepairPlan plan) throws Exception {
        return TestSavepoint.in(folder).source("orders", repaired(streamArn, plan)).write();
    }

    private static EnumeratorState repaired(String streamArn, RepairPlan plan) {
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
