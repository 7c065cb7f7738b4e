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
package io.github.flinkdynamodb.streams.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.model.StreamViewType;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import io.github.flinkdynamodb.tools.simulator.export.ExportView;
import io.github.flinkdynamodb.tools.simulator.export.ExportWriter;
import io.github.flinkdynamodb.tools.simulator.export.ItemChange;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The enumerator of a chain of three incremental exports, of two files each. */
@OnEachFlink
class EnumeratorChainTest {

    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @TempDir private Path bucket;
    private final List<String> folders = new ArrayList<>();

    @BeforeEach
    void aChainOfThreeWindows() {
        chain(3, ExportView.NEW_AND_OLD_IMAGES);
    }

    private void chain(int windows, ExportView view) {
        folders.clear();
        for (int i = 0; i < windows; i++) {
            Instant from = TIME.plusSeconds(900L * i);
            List<ItemChange> changes = new ArrayList<>();
            for (int n = 0; n < 10; n++) {
                Item item = Item.builder().s("id", "o" + n).build();
                changes.add(ItemChange.of(item, null, item, from));
            }
            folders.add(
                    ExportWriter.into(bucket)
                            .tableArn(EnumeratorHarness.TABLE_ARN)
                            .seed(10L * windows + i)
                            .files(2)
                            .emptyFiles(0)
                            .incremental(from, from.plusSeconds(900), view, changes)
                            .folder()
                            .toUri()
                            .toString());
        }
        harness.readExport(bucket);
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT);
        harness.options.set(
                DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.INCREMENTAL_EXPORT);
        setFolders();
    }

    private void setFolders() {
        harness.options.set(DynamoDbStreamsSourceOptions.INCREMENTAL_EXPORT_FOLDERS, folders);
    }

    private String fails(Runnable action) {
        String[] message = new String[1];
        assertThatThrownBy(action::run)
                .isInstanceOf(FlinkRuntimeException.class)
                .satisfies(e -> message[0] = e.getMessage());
        return message[0];
    }

    @Test
    void withoutCheckpointsOneReaderReadsWindowAfterWindowWithoutACall() {
        harness.start(2, 0, 1);
        int one = harness.context.ownerOf.get("segment-0");
        assertThat(harness.context.ownerOf).containsOnlyKeys("segment-0", "segment-1");
        harness.endSegments(one, 1);
        assertThat(harness.context.ownerOf).hasSize(2);
        harness.endSegments(one, 0);
        assertThat(harness.context.ownerOf).hasSize(4);
        harness.endSegments(one, 2, 3);
        harness.endSegments(one, 4, 5);

        assertThat(harness.context.ownerOf).hasSize(6).containsValue(one);
        assertThat(harness.context.ownerOf.values()).containsOnly(one);
        assertThat(harness.context.actions).endsWith("no more splits -> 0", "no more splits -> 1");
        assertThat(harness.service.calls(Operation.DESCRIBE_TABLE)).isZero();
        assertThat(harness.service.calls(Operation.LIST_STREAMS)).isZero();
    }

    @Test
    void afterACompletedCheckpointTheNextWindowIsSharedOut() {
        harness.start(2, 0, 1);
        int one = harness.context.ownerOf.get("segment-0");
        harness.endSegments(one, 0, 1);
        harness.checkpoint(1, true);
        harness.endSegments(one, 2, 3);
        harness.checkpoint(2, true);

        assertThat(harness.context.ownerOf.get("segment-4"))
                .isNotEqualTo(harness.context.ownerOf.get("segment-5"));
    }

    @Test
    void aSplitHasItsWindowAndTheManifestsFile() {
        harness.start(1, 0);
        FileSplit split = (FileSplit) harness.context.lastSplitOf("segment-1");

        assertThat(split.file().name()).startsWith("../data/");
        assertThat(split.table().totalSegments()).isEqualTo(6);
        assertThat(split.table().export().orElseThrow().window().orElseThrow().from())
                .isEqualTo(TIME);
        harness.endSegments(0, 0, 1);
        FileSplit next = (FileSplit) harness.context.lastSplitOf("segment-2");
        assertThat(next.table().export().orElseThrow().window().orElseThrow().from())
                .isEqualTo(TIME.plusSeconds(900));
    }

    @Test
    void aRestoreGoesOnInTheSameWindowHoweverFoldersAreNamed() {
        harness.start(1, 0);
        harness.endSegments(0, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        Collections.reverse(folders);
        setFolders();

        harness.restore(2, state);
        harness.addReader(0);
        harness.addReader(1);
        harness.restoredWith(1, "segment-1");
        harness.executor.run();
        assertThat(harness.context.ownerOf).isEmpty();
        harness.endSegments(1, 1);

        assertThat(harness.context.ownerOf).containsOnlyKeys("segment-2", "segment-3");
    }

    @Test
    void anotherChainThanThatOfTheStateIsRefused() {
        EnumeratorState state = harness.start(1, 0).checkpoint(1, true);
        folders.remove(2);
        setFolders();

        assertThat(fails(() -> harness.restore(1, state, 0)))
                .contains("'scan.incremental-export.folders'")
                .contains("these exports are of 2026-03-01T10:00:00Z to 2026-03-01T10:30:00Z, but")
                .contains(" are of 2026-03-01T10:00:00Z to 2026-03-01T10:45:00Z, the first of them")
                .contains("Set the folders of those, of all and no others");
    }

    @Test
    void aChainOfTheSameTimeThatIsCutElsewhereIsToldFromThatOfTheState() {
        EnumeratorState state = harness.start(1, 0).checkpoint(1, true);
        String first = folders.get(0);
        chain(4, ExportView.NEW_AND_OLD_IMAGES);
        folders.set(0, first);
        folders.remove(3);
        setFolders();

        assertThat(fails(() -> harness.restore(1, state, 0)))
                .contains(
                        "these exports are of 2026-03-01T10:00:00Z to 2026-03-01T10:45:00Z, but"
                                + " those of the state that the job was restored from are others of"
                                + " that time, the first of them arn:");
    }

    @Test
    void aStateOfAChainIsRefusedByAnotherStartupMode() {
        EnumeratorState state = harness.start(1, 0).checkpoint(1, true);
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.INCREMENTAL_EXPORT_FOLDERS);
        harness.options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.SNAPSHOT);

        assertThat(fails(() -> harness.restore(1, state, 0)))
                .contains("but 'scan.startup.mode' = 'snapshot'")
                .contains("that it had, 'incremental-export'");
    }

    @Test
    void imagesThatTheSchemaNeedsMustBeInTheExport() {
        chain(1, ExportView.NEW_IMAGE);
        harness.require(
                StreamRequirements.none()
                        .withViewTypes(
                                List.of(StreamViewType.NEW_AND_OLD_IMAGES),
                                "'scan.changelog-mode' = 'full'"));

        assertThat(fails(() -> harness.start(1, 0)))
                .contains(
                        "its view is NEW_IMAGE, but 'scan.changelog-mode' = 'full' needs"
                                + " NEW_AND_OLD_IMAGES. Export the changes again with that"
                                + " ExportViewType, or change the setting");
    }

    @Test
    void anExportOfAnotherTableIsRefused() {
        harness.options.set(DynamoDbStreamsSourceOptions.TABLE_NAME, "other");

        assertThat(fails(() -> harness.start(1, 0)))
                .contains("but the table that is read is other");
    }
}
