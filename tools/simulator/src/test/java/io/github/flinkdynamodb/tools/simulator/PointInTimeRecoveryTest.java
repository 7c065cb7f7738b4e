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

import static io.github.flinkdynamodb.tools.simulator.SimulatorFixture.item;
import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsStatus;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryDescription;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;

/** Point-in-time recovery of a table, as the SDK's client sees it. */
class PointInTimeRecoveryTest {

    /** Times are in whole seconds; the first of which the table is known. */
    private static final Instant FIRST = Instant.parse("2026-03-01T10:00:01Z");

    @RegisterExtension final SimulatorFixture service = new SimulatorFixture();

    @TempDir Path bucket;

    private PointInTimeRecoveryDescription describe() {
        return service.tables()
                .describeContinuousBackups(r -> r.tableName("orders"))
                .continuousBackupsDescription()
                .pointInTimeRecoveryDescription();
    }

    private PointInTimeRecoveryDescription set(boolean enabled) {
        return service.tables()
                .updateContinuousBackups(
                        r ->
                                r.tableName("orders")
                                        .pointInTimeRecoverySpecification(
                                                s -> s.pointInTimeRecoveryEnabled(enabled)))
                .continuousBackupsDescription()
                .pointInTimeRecoveryDescription();
    }

    @Test
    void itIsDisabledUntilItIsEnabled() {
        SimulatedTable table = service.table();

        PointInTimeRecoveryDescription before = describe();
        PointInTimeRecoveryDescription after = set(true);

        assertThat(before.pointInTimeRecoveryStatus())
                .isEqualTo(PointInTimeRecoveryStatus.DISABLED);
        assertThat(before.earliestRestorableDateTime()).isNull();
        assertThat(before.latestRestorableDateTime()).isNull();
        assertThat(after.pointInTimeRecoveryStatus()).isEqualTo(PointInTimeRecoveryStatus.ENABLED);
        assertThat(after.recoveryPeriodInDays()).isEqualTo(35);
        assertThat(describe()).isEqualTo(after);
        assertThat(table.pointInTimeRecovery().isEnabled()).isTrue();
        assertThat(
                        service.tables()
                                .describeContinuousBackups(r -> r.tableName(table.arn()))
                                .continuousBackupsDescription()
                                .continuousBackupsStatus())
                .isEqualTo(ContinuousBackupsStatus.ENABLED);
    }

    @Test
    void theLatestRestorableTimeIsFiveMinutesAgo() {
        service.table(TableSettings.table("orders").pointInTimeRecovery());

        assertThat(describe().earliestRestorableDateTime()).isEqualTo(FIRST);
        assertThat(describe().latestRestorableDateTime()).isEqualTo(FIRST);
        service.advance("PT1H");
        assertThat(describe().earliestRestorableDateTime()).isEqualTo(FIRST);
        assertThat(describe().latestRestorableDateTime())
                .isEqualTo(Instant.parse("2026-03-01T10:55:00Z"));
    }

    @Test
    void theEarliestRestorableTimeIs35DaysAgo() {
        service.table(TableSettings.table("orders").pointInTimeRecovery());

        service.advance("P34D");
        assertThat(describe().earliestRestorableDateTime()).isEqualTo(FIRST);
        service.advance("P2D");
        assertThat(describe().earliestRestorableDateTime())
                .isEqualTo(FIRST.plus(Duration.ofDays(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 35})
    void theRecoveryPeriodIsOfSoManyDays(int days) {
        ExportFixture exports = new ExportFixture(service, bucket);
        service.advance("P40D");

        PointInTimeRecoveryDescription set = period(days);

        Instant earliest =
                exports.now().plusMillis(999).truncatedTo(SECONDS).minus(Duration.ofDays(days));
        assertThat(set.recoveryPeriodInDays()).isEqualTo(days);
        assertThat(set.earliestRestorableDateTime()).isEqualTo(earliest);
        assertThat(exports.export(r -> r.exportTime(earliest)).exportTime()).isEqualTo(earliest);
        assertThat(exports.refusal(r -> r.exportTime(earliest.minusSeconds(1))))
                .isEqualTo("InvalidExportTimeException: Export Time is invalid");
        assertThat(set(true).recoveryPeriodInDays()).isEqualTo(35);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 36})
    void aRecoveryPeriodIsOf1To35Days(int days) {
        SimulatedTable table = service.table();

        assertThat(ExportFixture.refusal(() -> period(days)))
                .startsWith("ValidationException")
                .contains("than or equal to");
        assertThat(table.pointInTimeRecovery().isEnabled()).isFalse();
        assertThatThrownBy(() -> table.pointInTimeRecovery().period(days))
                .hasMessage("Invalid recovery period of " + days + " days: expected 1 to 35");
    }

    private PointInTimeRecoveryDescription period(int days) {
        return service.tables()
                .updateContinuousBackups(
                        r ->
                                r.tableName("orders")
                                        .pointInTimeRecoverySpecification(
                                                s ->
                                                        s.pointInTimeRecoveryEnabled(true)
                                                                .recoveryPeriodInDays(days)))
                .continuousBackupsDescription()
                .pointInTimeRecoveryDescription();
    }

    @Test
    void whereItWasDisabledTheTableIsKnownFromThenOn() {
        service.table(TableSettings.table("orders").pointInTimeRecovery());
        service.advance("P1D");
        set(false);
        service.advance("P1D");

        PointInTimeRecoveryDescription again = set(true);
        service.advance("PT1H");
        set(true);

        assertThat(again.earliestRestorableDateTime()).isEqualTo(FIRST.plus(Duration.ofDays(2)));
        assertThat(describe().earliestRestorableDateTime())
                .isEqualTo(again.earliestRestorableDateTime());
    }

    @Test
    void anotherTableOfTheNameBeginsAsItsSettingsSay() {
        SimulatedTable table = service.table(TableSettings.table("orders").pointInTimeRecovery());
        SimulatedTable other = service.table(TableSettings.table("other"));
        other.pointInTimeRecovery().enable();
        service.advance("P1D");

        table.recreate();
        other.recreate();

        assertThat(describe().earliestRestorableDateTime())
                .isEqualTo(FIRST.plus(Duration.ofDays(1)));
        assertThat(other.pointInTimeRecovery().isEnabled()).isFalse();
        assertThatThrownBy(() -> other.pointInTimeRecovery().earliest())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The table other has no point-in-time recovery");
    }

    @Test
    void aTableOf35DaysAgoCanBeExportedAlsoWhenItsExportEndsLater() {
        ExportFixture exports = new ExportFixture(service, bucket);
        exports.put(3);
        service.advance("PT1S");
        Instant time = exports.now();
        service.advance("PT1S");
        for (int day = 0; day < 34; day++) {
            exports.table().put(item("k0", 100 + day));
            exports.table().delete(item("k1", 0));
            service.advance("P1D");
        }
        service.advance("PT23H59M59S");

        ExportDescription export = exports.export(r -> r.exportTime(time));
        service.advance("PT9M");
        exports.put(2);

        assertThat(exports.finished(export).items())
                .containsExactlyInAnyOrder(item("k0", 0), item("k1", 1), item("k2", 2));
    }

    @Test
    void aTableThatDoesntExistHasNone() {
        assertThat(ExportFixture.refusal(this::describe))
                .isEqualTo("TableNotFoundException: Table not found: orders");
        assertThat(ExportFixture.refusal(() -> set(true)))
                .isEqualTo("TableNotFoundException: Table not found: orders");
    }
}
