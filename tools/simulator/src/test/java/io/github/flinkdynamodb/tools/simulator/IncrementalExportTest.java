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
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkdynamodb.tools.simulator.export.ExportReader;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportType;
import software.amazon.awssdk.services.dynamodb.model.ExportViewType;

/** What an incremental export says of the items that were written within its window. */
class IncrementalExportTest {

    @RegisterExtension final SimulatorFixture service = new SimulatorFixture();

    @TempDir Path bucket;

    private ExportFixture exports;

    @BeforeEach
    void begin() {
        exports = new ExportFixture(service, bucket);
    }

    /** Exports what was written in the last hour. */
    private ExportReader lastHour(ExportViewType view) {
        Instant now = exports.now();
        return exports.finished(exports.export(now.minus(Duration.ofHours(1)), now, view));
    }

    private ExportReader lastHour() {
        return lastHour(ExportViewType.NEW_AND_OLD_IMAGES);
    }

    /** Each line as {@code k1 1 -> 2}, by key, without its time. */
    private static List<String> changes(ExportReader export) {
        return export.lines().stream()
                .map(
                        line ->
                                line.at("/Keys/pk/S").asText()
                                        + " "
                                        + version(line, "OldImage")
                                        + " -> "
                                        + version(line, "NewImage"))
                .sorted(Comparator.naturalOrder())
                .collect(Collectors.toList());
    }

    private static String version(JsonNode line, String image) {
        return line.has(image) ? line.get(image).at("/v/N").asText() : "none";
    }

    private void put(String key, long version) {
        exports.table().put(item(key, version));
    }

    private void delete(String key) {
        exports.table().delete(item(key, 0));
    }

    @Test
    void anInsertAnUpdateAndADeleteAreALineEach() {
        exports.put(4);
        service.advance("PT2H");
        put("k1", 100);
        put("new", 1);
        delete("k2");
        service.advance("PT0.001S");

        ExportReader export = lastHour();

        assertThat(changes(export)).containsExactly("k1 1 -> 100", "k2 2 -> none", "new none -> 1");
        assertThat(export.lines())
                .allSatisfy(
                        line ->
                                assertThat(line.at("/Metadata/WriteTimestampMicros/N").asText())
                                        .isEqualTo("1772366400250000"));
    }

    @Test
    void theViewOfNewImagesHasNoOldOnes() {
        exports.put(4);
        service.advance("PT2H");
        put("k1", 100);
        delete("k2");
        service.advance("PT0.001S");

        ExportReader export = lastHour(ExportViewType.NEW_IMAGE);

        assertThat(changes(export)).containsExactly("k1 none -> 100", "k2 none -> none");
        assertThat(export.summary().get("outputView").asText()).isEqualTo("NEW_IMAGE");
    }

    @Test
    void anItemHasOneLineOfItsLastWrite() {
        put("a", 1);
        service.advance("PT2H");
        put("a", 2);
        service.advance("PT1M");
        delete("a");
        service.advance("PT1M");
        put("a", 3);
        Instant last = exports.now();
        service.advance("PT1M");

        ExportReader export = lastHour();

        assertThat(changes(export)).containsExactly("a 1 -> 3");
        assertThat(export.lines().get(0).at("/Metadata/WriteTimestampMicros/N").asLong())
                .isEqualTo(last.toEpochMilli() * 1000);
    }

    @Test
    void whatWasInsertedAndDeletedWithinTheWindowIsntThere() {
        service.advance("PT2H");
        put("a", 1);
        put("a", 2);
        delete("a");
        service.advance("PT1M");

        ExportReader export = lastHour();

        assertThat(export.lines()).isEmpty();
        assertThat(export.entries()).isNotEmpty();
    }

    @Test
    void whatWasChangedAndChangedBackHasALineAndAWriteWithoutAChangeHasNone() {
        put("back", 1);
        put("same", 1);
        service.advance("PT2H");
        put("back", 2);
        put("back", 1);
        put("same", 1);
        service.advance("PT1M");

        assertThat(changes(lastHour())).containsExactly("back 1 -> 1");
    }

    @Test
    void theWindowHasItsStartAndNotItsEnd() {
        service.advance("PT1H");
        Instant from = exports.now();
        put("at the start", 1);
        service.advance("PT1H");
        put("at the end", 1);
        Instant to = exports.now();

        ExportDescription export = exports.export(from, to, ExportViewType.NEW_AND_OLD_IMAGES);

        assertThat(changes(exports.finished(export))).containsExactly("at the start none -> 1");
    }

    @Test
    void theNextWindowGoesOnWhereTheLastOneEnded() {
        service.advance("PT1H");
        Instant boundary = exports.now();
        put("a", 1);
        service.advance("PT1H");
        put("a", 2);
        ExportReader first = lastHour();
        service.advance("PT50M");

        ExportReader second =
                exports.finished(
                        exports.export(
                                boundary.plus(Duration.ofHours(1)),
                                exports.now(),
                                ExportViewType.NEW_AND_OLD_IMAGES));

        assertThat(changes(first)).containsExactly("a none -> 1");
        assertThat(changes(second)).containsExactly("a 1 -> 2");
    }

    @Test
    void withoutAnEndItIsUpToNowAndHasBothImages() {
        put("a", 1);
        service.advance("PT1H");
        put("a", 2);
        service.advance("PT1M");
        Instant from = exports.now().minus(Duration.ofMinutes(30));

        ExportDescription export =
                exports.export(
                        r ->
                                r.exportType(ExportType.INCREMENTAL_EXPORT)
                                        .incrementalExportSpecification(
                                                s -> s.exportFromTime(from)));

        assertThat(export.exportType()).isEqualTo(ExportType.INCREMENTAL_EXPORT);
        assertThat(export.exportTime()).isNull();
        assertThat(export.incrementalExportSpecification().exportFromTime()).isEqualTo(from);
        assertThat(export.incrementalExportSpecification().exportToTime()).isEqualTo(exports.now());
        assertThat(export.incrementalExportSpecification().exportViewType())
                .isEqualTo(ExportViewType.NEW_AND_OLD_IMAGES);
        assertThat(changes(exports.finished(export))).containsExactly("a 1 -> 2");
    }

    @Test
    void incrementalExportsShareAFolderOfData() {
        put("a", 1);
        service.advance("PT1H");
        ExportReader first = lastHour();
        put("b", 1);
        service.advance("PT50M");
        ExportReader second = lastHour();

        assertThat(changes(first)).containsExactly("a none -> 1");
        assertThat(changes(second)).containsExactly("b none -> 1");
        for (ExportReader export : List.of(first, second)) {
            assertThat(export.entries())
                    .allSatisfy(
                            entry ->
                                    assertThat(entry.get("dataFileS3Key").asText())
                                            .matches("AWSDynamoDB/data/[a-z2-7]{26}\\.json\\.gz"));
            assertThat(export.summary().get("exportType").asText()).isEqualTo("INCREMENTAL_EXPORT");
            assertThat(export.summary().get("billedSizeBytes").asLong()).isEqualTo(10_000_000);
        }
    }

    @Test
    void anItemOfAnEarlierTableOfTheNameIsNotAnOldImage() {
        put("a", 1);
        put("b", 1);
        service.advance("PT1S");
        // The window begins at this very time, with the deletion of the earlier items.
        exports.table().recreate();
        put("a", 2);
        service.advance("PT1H");

        assertThat(changes(lastHour())).containsExactly("a none -> 2");
    }

    @Test
    void itIsOfTheTableThatItWasAskedOfAlsoAfterThatWasDeleted() {
        put("a", 1);
        service.advance("PT1H");
        Instant now = exports.now();
        ExportDescription export =
                exports.export(
                        now.minus(Duration.ofHours(1)), now, ExportViewType.NEW_AND_OLD_IMAGES);

        exports.table().delete();

        assertThat(changes(exports.finished(export))).containsExactly("a none -> 1");
    }

    @Test
    void keysAreThoseOfTheTableAlone() {
        put("a", 1);
        service.advance("PT1H");

        JsonNode keys = lastHour().lines().get(0).get("Keys");

        assertThat(Item.of(keys)).isEqualTo(Item.builder().s("pk", "a").build());
    }
}
