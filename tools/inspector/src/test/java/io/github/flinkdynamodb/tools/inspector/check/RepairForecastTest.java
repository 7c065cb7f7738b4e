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
package io.github.flinkdynamodb.tools.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.github.flinkdynamodb.streams.client.RecoveryDescription;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import io.github.flinkdynamodb.streams.source.repair.RepairStep;
import io.github.flinkdynamodb.streams.source.split.RecentInserts;
import io.github.flinkdynamodb.streams.source.split.RecentInsertsLog;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.tools.inspector.Inspection;
import io.github.flinkdynamodb.tools.inspector.TestSavepoint;
import io.github.flinkdynamodb.tools.inspector.check.RepairForecast.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job that repairs gaps does with a savepoint, and what that costs. */
class RepairForecastTest {

    private static final String ARN =
            "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-11-01T00:00:00.000";
    private static final Instant STOPPED = Instant.parse("2026-11-02T10:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-04T10:00:00.5Z");

    @TempDir private Path folder;

    private static ShardSplit read(String shard, Instant lastRecord) {
        ShardPosition position = ShardPosition.trimHorizon().advanceTo(SequenceNumber.of("17"));
        return ShardSplit.of(ARN, shard, null, position).withLastRecordTime(lastRecord);
    }

    private static RecentInserts keys(Instant... seconds) {
        byte[] key = "{\"pk\":{\"S\":\"a\"}}".getBytes(StandardCharsets.UTF_8);
        RecentInsertsLog log = new RecentInsertsLog();
        for (Instant second : seconds) {
            log.add(second.getEpochSecond(), new ByteSlice(key, 0, key.length));
        }
        return log.toInserts();
    }

    private static EnumeratorState state(ShardSplit... splits) {
        return new EnumeratorState(
                ARN,
                STOPPED.minusSeconds(86_400),
                true,
                Arrays.stream(splits)
                        .map(ShardSplit::shardId)
                        .map(id -> new ShardState(id, null, ShardStatus.ASSIGNED, null))
                        .collect(Collectors.toList()));
    }

    private Optional<RepairForecast> forecast(EnumeratorState state, ShardSplit... splits)
            throws Exception {
        String savepoint =
                TestSavepoint.in(folder).source("orders", state, List.of(splits)).write();
        return RepairForecast.of(Inspection.of(savepoint, null, NOW).sources().get(0), null, NOW);
    }

    private RepairForecast forecast(ShardSplit... splits) throws Exception {
        return forecast(state(splits), splits).orElseThrow();
    }

    private static List<String> stepsOf(RepairForecast forecast) {
        return forecast.steps().stream()
                .map(step -> (step.isOfChanges() ? "" : "keys ") + step.from() + "/" + step.to())
                .collect(Collectors.toList());
    }

    @Test
    void theStepsAreThoseOfTheRepairItself() throws Exception {
        RepairForecast forecast =
                forecast(
                        read("a", STOPPED).withRecentInserts(keys(STOPPED.minusSeconds(500))),
                        read("b", STOPPED.minusSeconds(20))
                                .withRecentInserts(keys(STOPPED.minusSeconds(30), STOPPED)));

        assertThat(forecast.outcome()).isEqualTo(Outcome.POSSIBLE);
        assertThat(forecast.keys()).as("one is too old to count").isEqualTo(2);
        assertThat(stepsOf(forecast))
                .containsExactly(
                        "keys 2026-11-02T09:57:40Z/2026-11-02T09:58:40Z",
                        "2026-11-02T09:56:39Z/2026-11-02T10:13:40Z",
                        "2026-11-02T09:58:40Z/2026-11-02T10:13:40Z",
                        "2026-11-02T10:13:40Z/2026-11-03T10:06:20Z",
                        "2026-11-03T10:06:20Z/2026-11-04T09:59:00Z");
        assertThat(forecast.windows()).hasSize(4);
    }

    @Test
    void withoutLateInsertionsThereIsOneFirstWindow() throws Exception {
        RepairForecast forecast =
                forecast(read("a", STOPPED).withRecentInserts(RecentInserts.none()));

        assertThat(forecast.outcome()).isEqualTo(Outcome.POSSIBLE);
        assertThat(stepsOf(forecast)).hasSize(3).noneMatch(step -> step.startsWith("keys"));
    }

    @Test
    void aShardThatLaggedHasItsOwnFirstWindow() throws Exception {
        Instant lagging = STOPPED.minus(Duration.ofHours(1));

        RepairForecast forecast =
                forecast(
                        read("a", STOPPED).withRecentInserts(RecentInserts.none()),
                        read("b", lagging).withRecentInserts(RecentInserts.none()));

        assertThat(stepsOf(forecast))
                .hasSize(4)
                .startsWith(
                        "2026-11-02T08:59:00Z/2026-11-02T10:14:00Z",
                        "2026-11-02T09:59:00Z/2026-11-02T10:14:00Z");
    }

    @Test
    void aStateThatWasWrittenWithoutRepairLacksKeys() throws Exception {
        RepairForecast off = forecast(read("a", STOPPED));
        RepairForecast partly =
                forecast(
                        read("a", STOPPED),
                        read("b", STOPPED).withRecentInserts(RecentInserts.none()));

        assertThat(off.outcome()).isEqualTo(Outcome.APPEND_ONLY);
        assertThat(off.reason().orElseThrow())
                .contains("lacks keys of the items that were inserted last in 1 of 1 shards")
                .endsWith("it was written without 'repair'");
        assertThat(stepsOf(off)).hasSize(3);
        assertThat(partly.outcome()).isEqualTo(Outcome.APPEND_ONLY);
        assertThat(partly.reason().orElseThrow())
                .contains("in 1 of 2 shards")
                .doesNotContain("'repair'");
    }

    @Test
    void shardsThatAreTooFarApartCannotBeRepaired() throws Exception {
        RepairForecast forecast =
                forecast(read("a", STOPPED), read("b", STOPPED.minus(Duration.ofHours(25))));

        assertThat(forecast.outcome()).isEqualTo(Outcome.IMPOSSIBLE);
        assertThat(forecast.reason().orElseThrow()).contains("too far apart").contains("2 groups");
        assertThat(forecast.steps()).isEmpty();
    }

    @Test
    void nothingIsRepairedAsLongAsNothingCanBeMissing() throws Exception {
        RepairForecast forecast = forecast(read("a", NOW.minus(Duration.ofHours(23))));

        assertThat(forecast.outcome()).isEqualTo(Outcome.NOT_NEEDED);
        assertThat(forecast.steps()).isEmpty();
    }

    @Test
    void aRepairThatHadBegunGoesOnWithItsSteps() throws Exception {
        RepairStep asked =
                RepairStep.ofChanges(STOPPED, STOPPED.plusSeconds(900)).exportedAs("arn:export");
        RepairPlan plan = new RepairPlan("id", asked.to(), List.of(asked));
        EnumeratorState state =
                new EnumeratorState(null, STOPPED, false, List.of()).withRepair(plan);

        RepairForecast forecast = forecast(state).orElseThrow();

        assertThat(forecast.outcome()).isEqualTo(Outcome.UNDER_WAY);
        assertThat(forecast.steps()).containsExactly(asked);
    }

    @Test
    void aSourceWithoutAStreamHasNothingToRepair() throws Exception {
        assertThat(forecast(EnumeratorState.initial(STOPPED))).isEmpty();
    }

    private static RepairEstimate estimate(
            RepairForecast forecast, RecoveryDescription recovery, double megabytesAnHour) {
        return RepairEstimate.of(forecast, recovery, new Prices(0.1, 0.125, megabytesAnHour));
    }

    @Test
    void eachExportCostsTenMegabytesAtLeast() throws Exception {
        RepairForecast forecast =
                forecast(read("a", STOPPED).withRecentInserts(RecentInserts.none()));

        RepairEstimate little = estimate(forecast, null, 0.1);
        RepairEstimate more = estimate(forecast, null, 1);

        assertThat(little.windows()).hasSize(3);
        assertThat(little.isCovered()).isEmpty();
        assertThat(little.dollars().getAsDouble()).isEqualTo(0.003, offset(1e-12));
        assertThat(more.hours()).isEqualTo(48);
        assertThat(more.dollars().getAsDouble())
                .as("10 MB for a quarter of an hour, and 47.75 MB")
                .isEqualTo(0.005775, offset(1e-12));
    }

    @Test
    void recoveryHasToReachBackToTheFirstWindow() throws Exception {
        RepairForecast forecast =
                forecast(read("a", STOPPED).withRecentInserts(RecentInserts.none()));

        assertThat(estimate(forecast, since(STOPPED.minusSeconds(60)), 1).isCovered())
                .hasValue(true);
        assertThat(estimate(forecast, since(STOPPED.minusSeconds(59)), 1).isCovered())
                .hasValue(false);
    }

    @Test
    void recoveryHasToHaveTheWindowsThatAreStillToBeAskedFor() throws Exception {
        RepairStep asked =
                RepairStep.ofChanges(STOPPED, STOPPED.plusSeconds(900)).exportedAs("arn:export");
        RepairStep later = RepairStep.ofChanges(STOPPED.plusSeconds(60), STOPPED.plusSeconds(960));
        RepairStep earlier =
                RepairStep.ofChanges(STOPPED.plusSeconds(30), STOPPED.plusSeconds(930));

        RepairForecast forecast = forecastOf(asked, later, earlier);

        assertThat(estimate(forecast, since(STOPPED.plusSeconds(30)), 1).isCovered())
                .hasValue(true);
        assertThat(estimate(forecast, since(STOPPED.plusSeconds(31)), 1).isCovered())
                .hasValue(false);
        assertThat(estimate(forecast, RecoveryDescription.disabled(), 1).isCovered())
                .hasValue(false);
        RepairEstimate allAsked = estimate(forecastOf(asked), RecoveryDescription.disabled(), 1);
        assertThat(allAsked.isCovered()).hasValue(true);
        assertThat(allAsked.isAskedFor()).isTrue();
    }

    private RepairForecast forecastOf(RepairStep... steps) throws Exception {
        RepairPlan plan = new RepairPlan("id", STOPPED.plusSeconds(960), List.of(steps));
        return forecast(new EnumeratorState(null, STOPPED, false, List.of()).withRepair(plan))
                .orElseThrow();
    }

    private static RecoveryDescription since(Instant earliest) {
        return RecoveryDescription.enabled(earliest, NOW);
    }
}
