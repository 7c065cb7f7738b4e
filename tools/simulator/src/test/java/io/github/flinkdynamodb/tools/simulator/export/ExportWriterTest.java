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
package io.github.flinkdynamodb.tools.simulator.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of any items are in the service's layout. */
class ExportWriterTest {

    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00.250Z");
    private static final String ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders";

    @TempDir Path bucket;

    private static Item item(String key, long version) {
        return Item.builder().s("pk", key).n("v", version).build();
    }

    private static Item key(String key) {
        return Item.builder().s("pk", key).build();
    }

    private static List<Item> items(int count) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(item("k" + i, i));
        }
        return items;
    }

    private ExportReader read(WrittenExport export) {
        return new ExportReader(bucket, export.manifestKey());
    }

    private Set<String> filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void aFullExportHoldsEachItemOnce() {
        List<Item> items = items(100);

        WrittenExport export = ExportWriter.into(bucket).full(TIME, items);

        assertThat(read(export).items()).containsExactlyInAnyOrderElementsOf(items);
        assertThat(export.items()).isEqualTo(100);
        assertThat(export.dataFiles()).hasSize(5);
    }

    @Test
    void aFullExportHasItsDataInItsOwnFolder() throws IOException {
        WrittenExport export = ExportWriter.into(bucket).files(2).full(TIME, items(10));

        assertThat(export.id()).matches("01772359200250-[0-9a-f]{8}");
        assertThat(export.folder()).isEqualTo(bucket.resolve("AWSDynamoDB/" + export.id()));
        Set<String> expected =
                new HashSet<>(
                        Set.of(
                                "_started",
                                "manifest-summary.json",
                                "manifest-summary.md5",
                                "manifest-files.json",
                                "manifest-files.md5"));
        for (Path file : export.dataFiles()) {
            assertThat(file.getFileName().toString()).matches("[a-z2-7]{26}\\.json\\.gz");
            expected.add("data/" + file.getFileName());
        }
        assertThat(filesBelow(export.folder())).isEqualTo(expected);
        assertThat(Files.size(export.folder().resolve("_started"))).isZero();
    }

    @Test
    void theSummaryOfAFullExportSaysWhatItIs() {
        WrittenExport export =
                ExportWriter.into(bucket)
                        .bucketName("my-bucket")
                        .tableArn(ARN)
                        .tableId("id-1")
                        .full(TIME, items(3));

        JsonNode summary = read(export).summary();
        assertThat(summary.get("exportArn").asText()).isEqualTo(ARN + "/export/" + export.id());
        assertThat(summary.get("tableArn").asText()).isEqualTo(ARN);
        assertThat(summary.get("tableId").asText()).isEqualTo("id-1");
        assertThat(summary.get("exportTime").asText()).isEqualTo("2026-03-01T10:00:00.250Z");
        assertThat(summary.get("startTime").asText()).isEqualTo("2026-03-01T10:00:00.250Z");
        assertThat(summary.get("endTime").asText()).isEqualTo("2026-03-01T10:10:00.250Z");
        assertThat(summary.get("s3Bucket").asText()).isEqualTo("my-bucket");
        assertThat(summary.get("s3Prefix").isNull()).isTrue();
        assertThat(summary.get("outputFormat").asText()).isEqualTo("DYNAMODB_JSON");
        assertThat(summary.get("exportType").asText()).isEqualTo("FULL_EXPORT");
        assertThat(summary.has("exportFromTime")).isFalse();
        assertThat(summary.get("billedSizeBytes").asLong())
                .isEqualTo(items(3).stream().mapToLong(Item::size).sum());
    }

    @Test
    void keysBeginWithThePrefix() {
        for (String prefix : List.of("daily", "daily/")) {
            WrittenExport export = ExportWriter.into(bucket).prefix(prefix).full(TIME, items(3));

            assertThat(export.manifestKey())
                    .isEqualTo("daily/AWSDynamoDB/" + export.id() + "/manifest-summary.json");
            assertThat(read(export).entries())
                    .allSatisfy(
                            entry ->
                                    assertThat(entry.get("dataFileS3Key").asText())
                                            .startsWith("daily/AWSDynamoDB/" + export.id()));
            assertThat(read(export).summary().get("s3Prefix").asText()).isEqualTo(prefix);
        }
    }

    @Test
    void aPrefixThatLeadsOutOfTheBucketIsRefused() {
        ExportWriter writer = ExportWriter.into(bucket).prefix("a/../../elsewhere");

        assertThatThrownBy(() -> writer.full(TIME, items(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid prefix 'a/../../elsewhere': expected one within the bucket");
        assertThat(bucket.getParent().resolve("elsewhere")).doesNotExist();
    }

    @Test
    void someDataFilesAreEmpty() throws IOException {
        WrittenExport export =
                ExportWriter.into(bucket)
                        .files(1)
                        .emptyFiles(2)
                        .zeroByteFiles(1)
                        .full(TIME, items(3));

        List<Integer> counts = new ArrayList<>();
        read(export).entries().forEach(entry -> counts.add(entry.get("itemCount").asInt()));
        assertThat(counts).containsExactlyInAnyOrder(3, 0, 0, 0);
        List<Long> sizes = new ArrayList<>();
        for (Path file : export.dataFiles()) {
            sizes.add(Files.size(file));
        }
        assertThat(sizes).containsOnlyOnce(0L);
    }

    @Test
    void theManifestHasTheFilesInAnyOrder() {
        Set<Integer> places = new HashSet<>();
        for (int seed = 0; seed < 10; seed++) {
            ExportWriter writer = ExportWriter.into(bucket).seed(seed).files(1).emptyFiles(3);
            List<JsonNode> entries = read(writer.full(TIME, items(3))).entries();
            for (int i = 0; i < entries.size(); i++) {
                if (entries.get(i).get("itemCount").asInt() == 3) {
                    places.add(i);
                }
            }
        }

        assertThat(places).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void theElementsOfSetsAreInAnyOrder() {
        String set = "{\"SS\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\"]}";
        Item item =
                Item.builder()
                        .s("pk", "a")
                        .json("set", set)
                        .json("map", "{\"M\":{\"SS\":{\"L\":[{\"NS\":[\"1\",\"2\"]}]}}}")
                        .build();

        WrittenExport export = ExportWriter.into(bucket).full(TIME, List.of(item));

        JsonNode line = read(export).lines().get(0).get("Item");
        List<String> elements = new ArrayList<>();
        line.get("set").get("SS").forEach(element -> elements.add(element.asText()));
        assertThat(elements)
                .containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f", "g", "h")
                .isNotEqualTo(List.of("a", "b", "c", "d", "e", "f", "g", "h"));
        assertThat(line.at("/map/M/SS/L/0/NS")).hasSize(2);
    }

    @Test
    void exportsOfOneTimeHaveFoldersOfTheirOwn() {
        WrittenExport one = ExportWriter.into(bucket).full(TIME, items(1));
        WrittenExport other = ExportWriter.into(bucket).full(TIME, items(2));

        assertThat(other.id()).isNotEqualTo(one.id());
        assertThat(read(one).items()).hasSize(1);
        assertThat(read(other).items()).hasSize(2);
    }

    @Test
    void anIncrementalExportHasALineForEachChange() {
        Instant to = TIME.plusSeconds(3600);
        List<ItemChange> changes =
                List.of(
                        ItemChange.of(key("new"), null, item("new", 1), TIME),
                        ItemChange.of(key("set"), item("set", 1), item("set", 2), TIME),
                        ItemChange.of(key("gone"), item("gone", 1), null, to.minusMillis(1)));

        WrittenExport export =
                ExportWriter.into(bucket)
                        .incremental(TIME, to, ExportView.NEW_AND_OLD_IMAGES, changes);

        List<String> lines = new ArrayList<>();
        read(export).lines().forEach(line -> lines.add(line.toString()));
        assertThat(lines)
                .containsExactlyInAnyOrder(
                        "{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"1772359200250000\"}},"
                                + "\"Keys\":{\"pk\":{\"S\":\"new\"}},"
                                + "\"NewImage\":{\"pk\":{\"S\":\"new\"},\"v\":{\"N\":\"1\"}}}",
                        "{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"1772359200250000\"}},"
                                + "\"Keys\":{\"pk\":{\"S\":\"set\"}},"
                                + "\"NewImage\":{\"pk\":{\"S\":\"set\"},\"v\":{\"N\":\"2\"}},"
                                + "\"OldImage\":{\"pk\":{\"S\":\"set\"},\"v\":{\"N\":\"1\"}}}",
                        "{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"1772362800249000\"}},"
                                + "\"Keys\":{\"pk\":{\"S\":\"gone\"}},"
                                + "\"OldImage\":{\"pk\":{\"S\":\"gone\"},\"v\":{\"N\":\"1\"}}}");
    }

    @Test
    void theViewOfNewImagesHasNoOldOnes() {
        List<ItemChange> changes =
                List.of(
                        ItemChange.of(key("set"), item("set", 1), item("set", 2), TIME),
                        ItemChange.of(key("gone"), item("gone", 1), null, TIME));

        WrittenExport export =
                ExportWriter.into(bucket)
                        .incremental(TIME, TIME.plusSeconds(900), ExportView.NEW_IMAGE, changes);

        assertThat(read(export).lines()).allMatch(line -> !line.has("OldImage"));
        assertThat(read(export).lines()).filteredOn(line -> line.has("NewImage")).hasSize(1);
        assertThat(read(export).summary().get("outputView").asText()).isEqualTo("NEW_IMAGE");
    }

    @Test
    void incrementalExportsShareAFolderOfData() {
        Instant to = TIME.plusSeconds(3600);
        for (int i = 0; i < 2; i++) {
            WrittenExport export =
                    ExportWriter.into(bucket)
                            .seed(i)
                            .incremental(
                                    TIME,
                                    to,
                                    ExportView.NEW_AND_OLD_IMAGES,
                                    List.of(ItemChange.of(key("a"), null, item("a", i), TIME)));

            assertThat(export.dataFiles())
                    .allMatch(file -> file.startsWith(bucket.resolve("AWSDynamoDB/data")));
            JsonNode summary = read(export).summary();
            assertThat(summary.get("exportFromTime").asText())
                    .isEqualTo("2026-03-01T10:00:00.250Z");
            assertThat(summary.get("exportToTime").asText()).isEqualTo("2026-03-01T11:00:00.250Z");
            assertThat(summary.get("exportType").asText()).isEqualTo("INCREMENTAL_EXPORT");
            assertThat(summary.get("billedSizeBytes").asLong()).isEqualTo(10_000_000);
            assertThat(summary.has("exportTime")).isFalse();
        }
    }

    @Test
    void changesOutsideOfTheWindowAreRefused() {
        Instant to = TIME.plusSeconds(3600);
        ItemChange atTheEnd = ItemChange.of(key("a"), null, item("a", 1), to);

        assertThatThrownBy(
                        () ->
                                ExportWriter.into(bucket)
                                        .incremental(
                                                TIME, to, ExportView.NEW_IMAGE, List.of(atTheEnd)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Invalid time 2026-03-01T11:00:00.250Z of a change of");
        assertThatThrownBy(() -> ItemChange.of(key("a"), null, null, TIME))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("inserted and deleted within a window");
    }
}
