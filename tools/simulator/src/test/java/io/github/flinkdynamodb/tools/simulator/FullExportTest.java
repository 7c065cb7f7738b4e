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
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportFormat;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.S3SseAlgorithm;

/** A table is exported with the SDK's client into a directory, from where it can be read. */
class FullExportTest {

    @RegisterExtension final SimulatorFixture service = new SimulatorFixture();

    @TempDir Path bucket;

    private ExportFixture exports;

    @BeforeEach
    void begin() {
        exports = new ExportFixture(service, bucket);
    }

    @Test
    void aFullExportIsTheTableAtItsTime() {
        List<Item> items = exports.put(100);
        Instant time = exports.now();
        service.advance("PT1S");
        exports.table().put(item("k1", 1000));
        exports.table().delete(item("k2", 0));
        exports.table().put(item("new", 1));

        ExportDescription export = exports.export(r -> r.exportTime(time));
        exports.table().put(item("later", 1));

        assertThat(exports.finished(export).items()).containsExactlyInAnyOrderElementsOf(items);
    }

    @Test
    void withoutATimeItIsTheTableAsItIsNow() {
        exports.put(3);
        service.advance("PT1H");
        exports.table().put(item("k1", 1000));

        ExportDescription export = exports.export(r -> {});
        service.advance("PT0.001S");
        exports.table().put(item("k2", 1000));

        assertThat(export.exportTime()).isEqualTo(exports.now().minusMillis(1));
        assertThat(exports.finished(export).items())
                .containsExactlyInAnyOrder(item("k0", 0), item("k1", 1000), item("k2", 2));
    }

    @Test
    void itIsInProgressForTenMinutes() throws IOException {
        exports.put(3);

        ExportDescription begun = exports.export(r -> {});
        service.advance("PT9M59.999S");

        for (ExportDescription export : List.of(begun, exports.describe(begun))) {
            assertThat(export.exportStatus()).isEqualTo(ExportStatus.IN_PROGRESS);
            assertThat(export.exportArn())
                    .startsWith(exports.table().arn() + "/export/01772359200250-");
            assertThat(export.startTime()).isEqualTo(SimulatorFixture.START);
            assertThat(export.tableArn()).isEqualTo(exports.table().arn());
            assertThat(export.exportFormat()).isEqualTo(ExportFormat.DYNAMODB_JSON);
            assertThat(export.s3Bucket()).isEqualTo(ExportFixture.BUCKET);
            assertThat(export.s3SseAlgorithm()).isEqualTo(S3SseAlgorithm.AES256);
            assertThat(export.s3Prefix()).isNull();
            assertThat(export.clientToken()).isNotEmpty();
            assertThat(export.endTime()).isNull();
            assertThat(export.itemCount()).isNull();
            assertThat(export.exportManifest()).isNull();
        }
        assertThat(filesOf(begun)).containsExactly("_started");
    }

    @Test
    void thenItIsCompletedAndHasItsManifest() {
        exports.put(3);
        ExportDescription begun = exports.export(r -> r.s3Prefix("daily"));
        service.advance("PT10M");

        ExportDescription export = exports.describe(begun);

        assertThat(export.exportStatus()).isEqualTo(ExportStatus.COMPLETED);
        assertThat(export.endTime()).isEqualTo(SimulatorFixture.START.plusSeconds(600));
        assertThat(export.itemCount()).isEqualTo(3);
        assertThat(export.billedSizeBytes()).isPositive();
        assertThat(export.exportManifest())
                .isEqualTo("daily/AWSDynamoDB/" + id(export) + "/manifest-summary.json");
        assertThat(export.failureCode()).isNull();
    }

    @Test
    void theManifestSaysWhatWasAskedFor() {
        exports.put(3);
        Instant time = exports.now();
        service.advance("PT1H");

        ExportDescription export =
                exports.export(
                        r ->
                                r.exportTime(time)
                                        .s3Prefix("daily")
                                        .s3SseAlgorithm(S3SseAlgorithm.KMS)
                                        .s3SseKmsKeyId("alias/exports"));

        JsonNode summary = exports.finished(export).summary();
        assertThat(summary.get("exportArn").asText()).isEqualTo(export.exportArn());
        assertThat(summary.get("exportTime").asText()).isEqualTo(time.toString());
        assertThat(summary.get("startTime").asText())
                .isEqualTo(time.plus(Duration.ofHours(1)).toString());
        assertThat(summary.get("tableArn").asText()).isEqualTo(exports.table().arn());
        assertThat(summary.get("tableId").asText())
                .isEqualTo(
                        exports.client()
                                .describeTable(r -> r.tableName("orders"))
                                .table()
                                .tableId());
        assertThat(summary.get("s3Bucket").asText()).isEqualTo(ExportFixture.BUCKET);
        assertThat(summary.get("s3Prefix").asText()).isEqualTo("daily");
        assertThat(summary.get("s3SseAlgorithm").asText()).isEqualTo("KMS");
        assertThat(summary.get("s3SseKmsKeyId").asText()).isEqualTo("alias/exports");
    }

    @Test
    void eachPartitionHasItsFilesAndThoseOfAnEmptyOneAreEmpty() {
        ExportFixture large =
                new ExportFixture(service, bucket, TableSettings.table("large").partitions(50));
        large.put(10);
        service.simulator().exports().filesPerPartition(3);

        ExportReader export = large.finished(large.export(r -> {}));

        assertThat(export.items()).hasSize(10);
        assertThat(export.entries()).hasSize(150);
        assertThat(export.entries())
                .filteredOn(e -> e.get("itemCount").asInt() == 0)
                .hasSizeGreaterThan(100);
    }

    private static String id(ExportDescription export) {
        return export.exportArn().substring(export.exportArn().lastIndexOf('/') + 1);
    }

    private List<String> filesOf(ExportDescription export) throws IOException {
        try (Stream<Path> files = Files.list(bucket.resolve("AWSDynamoDB").resolve(id(export)))) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toList());
        }
    }
}
