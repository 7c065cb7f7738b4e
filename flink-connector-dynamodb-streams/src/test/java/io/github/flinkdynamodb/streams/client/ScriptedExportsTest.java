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
package io.github.flinkdynamodb.streams.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import io.github.flinkdynamodb.streams.source.export.ExportFolder;
import io.github.flinkdynamodb.streams.source.export.ExportManifest;
import io.github.flinkdynamodb.streams.source.export.ManifestReader;
import io.github.flinkdynamodb.streams.source.split.ExportFile;
import io.github.flinkdynamodb.tools.simulator.export.ItemChange;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exports of the scripted client keep the service's rules for windows and recovery. */
class ScriptedExportsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.300Z");
    private static final String TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders";
    private static final ExportRequest FULL =
            ExportRequest.of(TABLE, "exports", "", null, null).withToken("full");

    private final ManualClock clock = new ManualClock(NOW);
    private final ScriptedStreamsClient client = new ScriptedStreamsClient(clock).table("orders");
    @TempDir private Path bucket;

    @BeforeEach
    void aBucket() {
        client.exports.into(bucket.resolve("exports"), bucket.resolve("staging"));
    }

    private static ExportRequest lastHour() {
        Instant to = Instant.parse("2026-03-01T12:00:00Z");
        return FULL.ofChanges(to.minus(Duration.ofHours(1)), to).withToken("changes");
    }

    @Test
    void anIncrementalExportHasTheChangesOfItsWindow() throws Exception {
        Item item = Item.builder().s("id", "a").build();
        client.exports.changes(
                request -> List.of(ItemChange.of(item, null, item, request.from().get())));
        ExportDescription begun = client.exportTable(lastHour()).join();
        clock.advance(Duration.ofMinutes(10));

        ExportDescription complete = client.describeExport(begun.arn()).join();

        assertThat(begun.isCompleted()).isFalse();
        assertThat(complete.isCompleted()).isTrue();
        assertThat(complete.request()).isEqualTo(lastHour());
        assertThat(complete.time()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
        String id = begun.arn().substring(begun.arn().lastIndexOf('/') + 1);
        ExportFolder folder =
                new ExportFolder(bucket.resolve("exports/AWSDynamoDB").resolve(id).toString());
        ExportManifest manifest = ManifestReader.readIncremental(folder);
        assertThat(manifest.export().window().orElseThrow().from())
                .isEqualTo(lastHour().from().get());
        assertThat(manifest.itemCount()).isOne();
        for (ExportFile file : manifest.files()) {
            assertThat(folder.has(file.name())).as(file.name()).isTrue();
        }
        assertThat(client.exportTable(lastHour()).join().arn()).isEqualTo(begun.arn());
        assertThat(client.exports.made()).isOne();
    }

    @Test
    void fullAndIncrementalExportsAreListedApartUnlessTypesAreMissing() {
        String full = client.exportTable(FULL).join().arn();
        String changes = client.exportTable(lastHour()).join().arn();

        assertThat(client.listExports(TABLE).join()).containsExactly(full);
        assertThat(client.listIncrementalExports(TABLE).join()).containsExactly(changes);
        client.exports.listWithoutTypes();
        assertThat(client.listExports(TABLE).join()).containsExactlyInAnyOrder(full, changes);
        assertThat(client.listIncrementalExports(TABLE).join()).isEmpty();
        assertThat(client.calls(Operation.LIST_EXPORTS, "orders")).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "PT14M59S, PT0S",
        "PT24H1S, PT0S",
        "PT30M, -PT1S",
        "PT841H, PT840H",
    })
    void aWindowThatTheServiceRefusesIsRefused(Duration from, Duration to) {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        ExportRequest request = FULL.ofChanges(now.minus(from), now.minus(to));

        assertThatThrownBy(() -> client.exportTable(request).join())
                .hasMessageContaining("InvalidExportTimeException")
                .cause()
                .isInstanceOfSatisfying(
                        StreamsException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.INVALID_REQUEST));
        assertThat(client.exports.made()).isZero();
    }

    @Test
    void recoveryIsOfTheLast35DaysUnlessItIsEnabledLaterOrDisabled() {
        RecoveryDescription byDefault = client.describeRecovery("orders").join();
        client.exports.recoverableSince(NOW.minus(Duration.ofMinutes(3)));
        RecoveryDescription later = client.describeRecovery(TABLE).join();
        client.exports.recoverableSince(null);
        RecoveryDescription disabled = client.describeRecovery(TABLE).join();

        assertThat(byDefault.earliest()).contains(Instant.parse("2026-01-25T12:00:01Z"));
        assertThat(byDefault.latest()).contains(Instant.parse("2026-03-01T11:55:00Z"));
        assertThat(later.earliest()).contains(Instant.parse("2026-03-01T11:57:01Z"));
        assertThat(later.latest()).contains(Instant.parse("2026-03-01T11:57:01Z"));
        assertThat(disabled.isEnabled()).isFalse();
        assertThat(client.calls(Operation.DESCRIBE_RECOVERY)).isEqualTo(3);
        assertThatThrownBy(() -> client.exportTable(lastHour()).join())
                .hasMessageContaining("PointInTimeRecoveryUnavailableException");
        assertThatThrownBy(() -> client.describeRecovery("other").join())
                .cause()
                .isInstanceOfSatisfying(
                        StreamsException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.RESOURCE_NOT_FOUND));
    }
}
