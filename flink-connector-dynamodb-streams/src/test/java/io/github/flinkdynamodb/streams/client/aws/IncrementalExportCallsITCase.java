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
package io.github.flinkdynamodb.streams.client.aws;

import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.client;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.failure;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.result;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.client.ExportDescription;
import io.github.flinkdynamodb.streams.client.ExportRequest;
import io.github.flinkdynamodb.streams.client.RecoveryDescription;
import io.github.flinkdynamodb.streams.source.export.ExportFolder;
import io.github.flinkdynamodb.streams.source.export.ExportManifest;
import io.github.flinkdynamodb.streams.source.export.ManifestReader;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.SimulatorClock;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Incremental exports and point-in-time recovery, on the simulator. */
class IncrementalExportCallsITCase {

    private static final Instant CREATED = Instant.parse("2026-03-01T10:00:00.250Z");
    private static final Instant FROM = Instant.parse("2026-03-02T10:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-02T11:00:00Z");

    @TempDir private Path bucket;

    private Simulator simulator;
    private SimulatedTable table;
    private AwsStreamsClient client;

    @BeforeEach
    void start() {
        simulator = Simulator.builder().clock(SimulatorClock.standing(CREATED)).start();
        simulator.exports().bucket("exports", bucket);
        table = simulator.createTable(TableSettings.table("orders").pointInTimeRecovery());
        client = client(settings(simulator.endpoint()));
        at(FROM.plusSeconds(60));
        table.put(Item.builder().s("pk", "a").build());
        at(TO.plusSeconds(60));
    }

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
    }

    private void at(Instant time) {
        simulator.clock().advance(Duration.between(simulator.clock().instant(), time));
    }

    private ExportRequest changes(Instant from, Instant to) {
        return ExportRequest.of(table.arn(), "exports", "repair", null, null)
                .ofChanges(from, to)
                .withToken("t " + from);
    }

    @Test
    void changesAreExportedOnceAndFoundByTheirWindow() throws Exception {
        ExportRequest request = changes(FROM, TO);
        String full =
                result(
                                client.exportTable(
                                        ExportRequest.of(table.arn(), "exports", "", null, null)
                                                .withToken("full")))
                        .arn();

        ExportDescription begun = result(client.exportTable(request));
        ExportDescription again = result(client.exportTable(request));
        at(TO.plusSeconds(60).plus(Duration.ofMinutes(10)));
        ExportDescription complete = result(client.describeExport(begun.arn()));

        assertThat(begun.isCompleted()).isFalse();
        assertThat(again.arn()).isEqualTo(begun.arn()).isNotEqualTo(full);
        assertThat(complete.isCompleted()).isTrue();
        assertThat(complete.request()).isEqualTo(request);
        assertThat(complete.time()).isEqualTo(TO);
        assertThat(complete.hasOldImages()).isTrue();
        assertThat(complete.tableId()).contains(result(client.describeTable("orders")).tableId());
        assertThat(result(client.listIncrementalExports(table.arn()))).containsExactly(begun.arn());
        assertThat(result(client.listExports(table.arn()))).containsExactly(full);
        ExportManifest manifest = ManifestReader.readIncremental(folder(begun));
        assertThat(manifest.export().arn()).isEqualTo(begun.arn());
        assertThat(manifest.export().window().orElseThrow().from()).isEqualTo(FROM);
        assertThat(manifest.export().window().orElseThrow().to()).isEqualTo(TO);
        assertThat(manifest.itemCount()).isOne();
    }

    private ExportFolder folder(ExportDescription export) {
        String id = export.arn().substring(export.arn().lastIndexOf('/') + 1);
        return new ExportFolder(bucket.resolve("repair/AWSDynamoDB").resolve(id).toString());
    }

    @Test
    void theSameTokenForAnotherWindowIsRefused() throws Exception {
        result(client.exportTable(changes(FROM, TO)));

        assertThat(failure(client.exportTable(changes(FROM, TO.minusSeconds(1)))))
                .hasMessageContaining("failed: ExportConflictException");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T10:45:01Z, 2026-03-02T11:00:00Z",
        "2026-03-01T10:59:59Z, 2026-03-02T11:00:00Z",
        "2026-03-01T10:00:00Z, 2026-03-01T11:00:00Z",
        "2026-03-02T10:00:00Z, 2026-03-02T11:01:01Z",
    })
    void aWindowThatIsNotThereIsRefusedWithWhatItMustBe(Instant from, Instant to) throws Exception {
        assertThat(failure(client.exportTable(changes(from, to))))
                .hasMessageContaining(" from " + from + " to " + to + " failed: InvalidExportTime")
                .hasMessageContaining("has 15 minutes to 24 hours, and ends in the past");
    }

    @Test
    void recoveryIsDescribedWithItsTimesUntilItIsDisabled() throws Exception {
        RecoveryDescription enabled = result(client.describeRecovery(table.arn()));
        table.pointInTimeRecovery().disable();
        RecoveryDescription disabled = result(client.describeRecovery("orders"));

        assertThat(enabled.earliest()).contains(CREATED.plusMillis(750));
        assertThat(enabled.latest()).contains(Instant.parse("2026-03-02T10:56:00Z"));
        assertThat(disabled.isEnabled()).isFalse();
        assertThat(failure(client.exportTable(changes(FROM, TO))))
                .hasMessageContaining("PointInTimeRecoveryUnavailableException")
                .hasMessageContaining("enabled since before the gap");
        assertThat(failure(client.describeRecovery("missing")))
                .hasMessageContaining("TableNotFoundException");
    }
}
