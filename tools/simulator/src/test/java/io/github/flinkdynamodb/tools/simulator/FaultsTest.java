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
package io.github.flinkdynamodb.tools.simulator;

import static io.github.flinkdynamodb.tools.simulator.SimulatorFixture.code;
import static io.github.flinkdynamodb.tools.simulator.SimulatorFixture.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.Latency;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** What the SDK sees of each fault, and when rules strike. */
class FaultsTest {

    @RegisterExtension final SimulatorFixture service = new SimulatorFixture();

    private SimulatedTable table;
    private String shard;
    private String iterator;

    @BeforeEach
    void writeOneRecord() {
        table = service.table();
        shard = table.openShardIds().get(0);
        table.put(item("a", 1));
        iterator = service.begin(table, shard);
    }

    static Stream<ServiceError> errors() {
        return ServiceError.all().stream();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorHasItsCodeItsStatusAndItsMessage(ServiceError error) {
        service.simulator().fail(Fault.error(error), 1, Operation.GET_RECORDS);

        DynamoDbException seen =
                catchThrowableOfType(DynamoDbException.class, () -> service.page(iterator));

        assertThat(seen.awsErrorDetails().errorCode()).isEqualTo(error.code());
        assertThat(seen.statusCode()).isEqualTo(error.status());
        assertThat(seen.awsErrorDetails().errorMessage()).isEqualTo(error.message());
        assertThat(seen.requestId()).isNotEmpty();
        assertOnce(error.code());
    }

    @Test
    void anErrorThatIsNotAmongThemCanBeMade() {
        ServiceError error = ServiceError.of("TableOnFireException", 418).withMessage("It burns");
        service.simulator().fail(Fault.error(error), 1);

        DynamoDbException seen =
                catchThrowableOfType(DynamoDbException.class, () -> service.page(iterator));

        assertThat(seen.statusCode()).isEqualTo(418);
        assertThat(seen.awsErrorDetails().errorCode()).isEqualTo("TableOnFireException");
        assertThat(seen.awsErrorDetails().errorMessage()).isEqualTo("It burns");
        assertOnce("TableOnFireException");
    }

    static Stream<Fault> breakages() {
        return Stream.of(
                Fault.connectionReset(),
                Fault.connectionClosed(),
                Fault.truncatedBody(),
                Fault.wrongCrc(),
                Fault.corruptBody());
    }

    @ParameterizedTest
    @MethodSource("breakages")
    void aBrokenAnswerFailsInTheClientAndHandsNothingOut(Fault fault) {
        service.simulator().fail(fault, 1, Operation.GET_RECORDS);

        assertThatThrownBy(() -> service.page(iterator))
                .isInstanceOf(SdkException.class)
                .isNotInstanceOf(DynamoDbException.class);

        assertOnce(fault.name());
        assertThat(table.handedOut()).isZero();
        assertThat(service.page(iterator).records()).hasSize(1);
        assertThat(table.handedOut()).isEqualTo(1);
    }

    @Test
    void aCallWithoutAnAnswerEndsWhenTheClientHasWaitedLongEnough() {
        service.simulator().fail(Fault.noAnswer(), 1, Operation.GET_RECORDS);

        try (DynamoDbStreamsClient impatient =
                SdkClients.streams(service.simulator().endpoint(), Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> impatient.getRecords(r -> r.shardIterator(iterator)))
                    .isInstanceOf(SdkException.class)
                    .isNotInstanceOf(DynamoDbException.class);
        }

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertOnce(Fault.noAnswer().name()));
        assertThat(table.handedOut()).isZero();
        assertThat(service.page(iterator).records()).hasSize(1);
    }

    @Test
    void aStatusWithoutAnAnswerOfTheServiceIsSeenAsThatStatus() {
        service.simulator().fail(Fault.httpStatus(503), 1, Operation.GET_RECORDS);

        DynamoDbException seen =
                catchThrowableOfType(DynamoDbException.class, () -> service.page(iterator));

        assertThat(seen.statusCode()).isEqualTo(503);
        assertThat(seen.awsErrorDetails().errorCode()).isNull();
        assertOnce("http-503");
    }

    static Stream<Fault> delays() {
        return Stream.of(
                Fault.delay(Duration.ofMillis(200)),
                Fault.delay(Latency.logNormal(Duration.ofMillis(200), Duration.ofMillis(1), 1)),
                Fault.slowBody(Duration.ofMillis(200)));
    }

    @ParameterizedTest
    @MethodSource("delays")
    void aDelayedAnswerIsTheRightOneAndTakesItsTime(Fault fault) {
        service.simulator().fail(fault, 1, Operation.GET_RECORDS);
        long start = System.nanoTime();

        GetRecordsResponse page = service.page(iterator);

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(190_000_000L);
        assertThat(page.records()).hasSize(1);
        assertOnce(fault.name());
    }

    @Test
    void aLatencyHoldsForEveryCallOfAnOperation() {
        service.simulator().setLatency(Operation.GET_RECORDS, Latency.of(Duration.ofMillis(100)));
        long start = System.nanoTime();

        service.page(iterator);
        service.page(iterator);

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(190_000_000L);
    }

    @Test
    void anEmptiedPageKeepsItsPlace() {
        service.simulator().fail(Fault.emptyPage(), 1, Operation.GET_RECORDS);

        GetRecordsResponse empty = service.page(iterator);

        assertThat(empty.records()).isEmpty();
        assertThat(table.handedOut()).isZero();
        assertThat(service.page(empty.nextShardIterator()).records()).hasSize(1);
        assertOnce("empty-page");
    }

    @Test
    void everyKindOfFaultIsTestedHere() {
        List<Fault.Kind> tested =
                new ArrayList<>(List.of(Fault.Kind.ERROR, Fault.Kind.HTTP_STATUS));
        tested.add(Fault.Kind.EMPTY_PAGE);
        Stream.concat(breakages(), delays()).forEach(fault -> tested.add(fault.kind()));
        tested.add(Fault.noAnswer().kind());

        assertThat(tested).contains(Fault.Kind.values());
    }

    @Test
    void aRuleStrikesAtItsCallItsTableItsShardAndItsTypeOfIteratorAlone() {
        SimulatedTable other = service.table(TableSettings.table("other").shards(2));
        String first = other.openShardIds().get(0);
        String second = other.openShardIds().get(1);
        service.simulator()
                .faults()
                .add(
                        FaultRule.of(Fault.error(ServiceError.THROTTLING))
                                .on(Operation.GET_SHARD_ITERATOR, Operation.GET_RECORDS)
                                .table("other")
                                .shard(first)
                                .iteratorType("LATEST"));

        assertThat(code(() -> iterator(other, first, ShardIteratorType.LATEST)))
                .isEqualTo("ThrottlingException");
        assertThat(code(() -> iterator(other, second, ShardIteratorType.LATEST)))
                .isEqualTo("no error");
        assertThat(code(() -> service.begin(other, first))).isEqualTo("no error");
        assertThat(code(() -> iterator(table, shard, ShardIteratorType.LATEST)))
                .isEqualTo("no error");
        assertThat(code(() -> service.shards(other))).isEqualTo("no error");
        assertOnce("ThrottlingException");
    }

    private void iterator(SimulatedTable of, String id, ShardIteratorType type) {
        SdkClients.iterator(service.client(), of.streamArn(), id, type);
    }

    @Test
    void aRuleKnowsTheShardOfARecordsCallAndOfAChildrensCall() {
        SimulatedTable other = service.table(TableSettings.table("other").shards(2));
        String first = other.openShardIds().get(0);
        String second = other.openShardIds().get(1);
        String here = service.begin(other, first);
        String there = service.begin(other, second);
        service.simulator()
                .faults()
                .add(FaultRule.of(Fault.error(ServiceError.THROTTLING)).shard(first));

        assertThat(code(() -> service.page(here))).isEqualTo("ThrottlingException");
        assertThat(code(() -> service.children(other, first))).isEqualTo("ThrottlingException");
        assertThat(code(() -> service.page(there))).isEqualTo("no error");
        assertThat(code(() -> service.children(other, second))).isEqualTo("no error");
    }

    @Test
    void aRuleLetsCallsPassAndStrikesOftenEnough() {
        FaultRule rule =
                service.simulator()
                        .faults()
                        .add(
                                FaultRule.of(Fault.error(ServiceError.INTERNAL_SERVER_ERROR))
                                        .on(Operation.GET_RECORDS)
                                        .after(2)
                                        .times(2));

        List<String> codes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            codes.add(code(() -> service.page(iterator)));
        }

        assertThat(codes)
                .containsExactly(
                        "no error",
                        "no error",
                        "InternalServerError",
                        "InternalServerError",
                        "no error",
                        "no error");
        assertThat(rule.fired()).isEqualTo(2);
    }

    @Test
    void aRuleEndsAtItsTimeOfTheSimulatorsClock() {
        service.simulator()
                .faults()
                .add(
                        FaultRule.of(Fault.error(ServiceError.THROTTLING))
                                .until(SimulatorFixture.START.plusSeconds(10)));
        assertThat(code(() -> service.page(iterator))).isEqualTo("ThrottlingException");

        service.advance("PT10S");

        assertThat(code(() -> service.page(iterator))).isEqualTo("no error");
    }

    @Test
    void aRuleWithAProbabilityStrikesAtAPartOfTheCalls() {
        FaultRule rule =
                service.simulator()
                        .faults()
                        .add(FaultRule.of(Fault.error(ServiceError.THROTTLING)).probability(0.5));

        for (int i = 0; i < 100; i++) {
            code(() -> service.page(iterator));
        }

        assertThat(rule.fired()).isBetween(20L, 80L);
        assertThat(service.simulator().faults().count("ThrottlingException"))
                .isEqualTo(rule.fired());
    }

    @Test
    void aRuleWithAConditionStrikesOnlyWhileItHolds() {
        AtomicBoolean holds = new AtomicBoolean();
        FaultRule rule =
                service.simulator()
                        .faults()
                        .add(
                                FaultRule.of(Fault.error(ServiceError.THROTTLING))
                                        .where(call -> holds.get() && shard.equals(call.shardId()))
                                        .times(1));

        String before = code(() -> service.page(iterator));
        holds.set(true);
        String now = code(() -> service.page(iterator));

        assertThat(before).isEqualTo("no error");
        assertThat(now).isEqualTo("ThrottlingException");
        assertThat(rule.fired()).isEqualTo(1);
    }

    @Test
    void rulesCanBeTakenAway() {
        FaultRule rule = service.simulator().faults().add(FaultRule.of(Fault.wrongCrc()));
        service.simulator().faults().remove(rule);
        service.simulator().faults().add(FaultRule.of(Fault.corruptBody()));
        service.simulator().faults().clear();

        assertThat(service.page(iterator).records()).hasSize(1);
        assertThat(rule.fired()).isZero();
    }

    @Test
    void anIteratorExpiresByTheSimulatorsClock() {
        service.advance("PT14M59S");
        assertThat(service.page(iterator).records()).hasSize(1);

        service.advance("PT1S");

        assertThat(code(() -> service.page(iterator))).isEqualTo("ExpiredIteratorException");
        assertOnce("ExpiredIteratorException");
    }

    @Test
    void connectionsCanBeDroppedAndOpenedAgain() {
        service.page(iterator);

        service.simulator().dropConnections();

        // A client may find its kept connection closed once.
        code(() -> quietly(() -> service.page(iterator)));
        assertThat(service.page(iterator).records()).hasSize(1);
    }

    private static void quietly(Runnable call) {
        try {
            call.run();
        } catch (SdkException e) {
            assertThat(e).isNotInstanceOf(DynamoDbException.class);
        }
    }

    private void assertOnce(String fault) {
        assertThat(service.simulator().faults().counts()).containsEntry(fault, 1L).hasSize(1);
    }
}
