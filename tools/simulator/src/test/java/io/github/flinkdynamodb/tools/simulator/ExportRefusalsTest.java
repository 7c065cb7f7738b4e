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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.ExportTableToPointInTimeRequest.Builder;
import software.amazon.awssdk.services.dynamodb.model.ExportType;

/**
 * Requests that ExportTableToPointInTime refuses, with the service's words where these are known.
 */
class ExportRefusalsTest {

    private static final String ENUM = " failed to satisfy constraint: Member must satisfy enum";

    @RegisterExtension final SimulatorFixture service = new SimulatorFixture();

    @TempDir Path bucket;

    private ExportFixture exports;

    @BeforeEach
    void begin() {
        exports = new ExportFixture(service, bucket);
        service.advance("P40D");
    }

    @AfterEach
    void nothingWasBegun() {
        assertThat(service.tables().listExports(r -> {}).exportSummaries()).isEmpty();
        assertThat(bucket).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.001S, Export Time is invalid",
        "P1D, Export Time is invalid",
        "-PT840H0.001S, Export Time is invalid"
    })
    void aFullExportIsOfATimeThatIsKnown(Duration fromNow, String message) {
        Instant time = exports.now().plus(fromNow);

        assertThat(exports.refusal(r -> r.exportTime(time)))
                .isEqualTo("InvalidExportTimeException: " + message);
    }

    @ParameterizedTest
    @CsvSource({
        "PT14M59.999S, PT0S, Difference between export period from time and export period to time"
                + " is less than 15 minutes",
        "PT25H, PT59M59S, Difference between export period from time and export period to time is"
                + " greater than 24 hours",
        "PT1H, PT2H, Incremental export period from time should not be greater or equal to"
                + " incremental export period to time",
        "PT1H, PT1H, Incremental export period from time should not be greater or equal to"
                + " incremental export period to time",
        "PT840H0.001S, PT839H, Point in Time Recovery is not available for specified export time",
        "PT960H0.001S, PT959H, Incremental export period from time cannot be less than the table"
                + " creation time : 2026-03-01T10:00:00.249Z",
        "PT1H, -PT0.001S, Incremental export period to time cannot be greater than the current"
                + " time : 2026-04-10T10:00:00.251Z"
    })
    void aWindowIsOf15MinutesTo24HoursThatAreKnown(Duration from, Duration to, String message) {
        assertThat(exports.refusal(incremental(exports.now().minus(from), exports.now().minus(to))))
                .isEqualTo("InvalidExportTimeException: " + message);
    }

    private static Consumer<Builder> incremental(Instant from, Instant to) {
        return r ->
                r.exportType(ExportType.INCREMENTAL_EXPORT)
                        .incrementalExportSpecification(
                                s -> s.exportFromTime(from).exportToTime(to));
    }

    @Test
    void aTableWithoutPointInTimeRecoveryIsntExported() {
        exports.table().pointInTimeRecovery().disable();
        String expected =
                "PointInTimeRecoveryUnavailableException: Point in time recovery is not enabled for"
                        + " table 'orders'";
        Instant now = exports.now();

        assertThat(exports.refusal(r -> {})).isEqualTo(expected);
        assertThat(exports.refusal(r -> r.s3Bucket("missing"))).isEqualTo(expected);
        assertThat(exports.refusal(incremental(now.minusSeconds(3600), now))).isEqualTo(expected);
    }

    @Test
    void timesBeforeItWasEnabledAreRefused() {
        exports.table().pointInTimeRecovery().disable();
        exports.table().pointInTimeRecovery().enable();
        Instant enabled = exports.now();
        service.advance("PT1H");

        assertThat(exports.refusal(r -> r.exportTime(enabled.minusMillis(1))))
                .isEqualTo("InvalidExportTimeException: Export Time is invalid");
        assertThat(exports.refusal(incremental(enabled.minusMillis(1), exports.now())))
                .startsWith("InvalidExportTimeException: Point in Time Recovery is not available");
    }

    @Test
    void theTableIsNamedByTheArnOfOneThatExists() {
        String arn = exports.table().arn();
        SimulatedTable deleted =
                service.table(TableSettings.table("deleted").pointInTimeRecovery());
        deleted.delete();

        assertThat(exports.refusal(r -> r.tableArn("orders")))
                .isEqualTo(
                        "ValidationException: One or more parameter values were invalid: tableArn"
                                + " is not a valid ARN");
        assertThat(exports.refusal(r -> r.tableArn(arn + "2")))
                .isEqualTo("TableNotFoundException: Table not found: " + arn + "2");
        assertThat(exports.refusal(r -> r.tableArn(arn.replace("us-east-1", "eu-west-1"))))
                .startsWith("TableNotFoundException: Table not found: arn:aws:dynamodb:eu-west-1");
        assertThat(exports.refusal(r -> r.tableArn(deleted.arn())))
                .startsWith("TableNotFoundException");
    }

    @Test
    void aWindowBelongsToAnIncrementalExportAndToItAlone() {
        Consumer<Builder> window =
                r -> r.incrementalExportSpecification(s -> s.exportFromTime(exports.now()));
        String invalid = "ValidationException: Invalid Request: ";

        assertThat(exports.refusal(window))
                .isEqualTo(
                        invalid
                                + "Export Type expected to be Incremental Export when incremental"
                                + " export specification is provided");
        assertThat(exports.refusal(window.andThen(r -> r.exportType(ExportType.FULL_EXPORT))))
                .isEqualTo(
                        invalid
                                + "When Export Type is Full Export , Incremental Export"
                                + " Specification should not be provided");
        assertThat(exports.refusal(r -> r.exportType(ExportType.INCREMENTAL_EXPORT)))
                .isEqualTo(
                        invalid
                                + "Incremental Export Specification expected when export type is"
                                + " set as Incremental Export");
        assertThat(
                        exports.refusal(
                                r ->
                                        r.exportType(ExportType.INCREMENTAL_EXPORT)
                                                .incrementalExportSpecification(s -> {})))
                .isEqualTo(
                        invalid
                                + "ExportFromTime must be provided in"
                                + " IncrementalExportSpecification");
        assertThat(
                        exports.refusal(
                                incremental(exports.now().minusSeconds(3600), exports.now())
                                        .andThen(r -> r.exportTime(exports.now()))))
                .startsWith(invalid + "Export Time");
    }

    @Test
    void wordsAreOfTheServicesChoice() {
        assertThat(exports.refusal(r -> r.exportFormat("CSV")))
                .startsWith("ValidationException: 1 validation error detected: Value 'CSV' at")
                .contains("'exportFormat'" + ENUM);
        assertThat(exports.refusal(r -> r.exportType("PARTIAL_EXPORT")))
                .contains("'exportType'" + ENUM);
        assertThat(exports.refusal(r -> r.s3SseAlgorithm("aws:kms")))
                .contains("'s3SseAlgorithm'" + ENUM);
        assertThat(
                        exports.refusal(
                                r ->
                                        r.exportType(ExportType.INCREMENTAL_EXPORT)
                                                .incrementalExportSpecification(
                                                        s -> s.exportViewType("NEW_IMAGES"))))
                .contains("ExportFromTime must be provided");
        assertThat(
                        exports.refusal(
                                r ->
                                        r.exportType(ExportType.INCREMENTAL_EXPORT)
                                                .incrementalExportSpecification(
                                                        s ->
                                                                s.exportFromTime(exports.now())
                                                                        .exportViewType(
                                                                                "NEW_IMAGES"))))
                .contains("'incrementalExportSpecification.exportViewType'" + ENUM);
        assertThat(exports.refusal(r -> r.exportFormat("ION")))
                .contains(
                        "The simulator doesn't support ExportTableToPointInTime with ExportFormat");
    }

    @Test
    void bucketsOwnersAndKeysHaveTheirForm() {
        assertThat(exports.refusal(r -> r.s3Bucket("arn:aws:s3:::exports")))
                .contains("Value 'arn:aws:s3:::exports' at 's3Bucket' failed to satisfy");
        assertThat(exports.refusal(r -> r.s3BucketOwner("not-an-account")))
                .contains("Value 'not-an-account' at 's3BucketOwner' failed to satisfy");
        assertThat(exports.refusal(r -> r.s3SseKmsKeyId("alias/exports")))
                .isEqualTo(
                        "ValidationException: Invalid Request: KMS Key Id is not supported for this"
                                + " encryption type");
        assertThat(exports.refusal(r -> r.s3Prefix("../elsewhere")))
                .isEqualTo(
                        "ValidationException: Invalid prefix '../elsewhere': expected one within"
                                + " the bucket");
        assertThat(exports.refusal(r -> r.s3Bucket("missing").s3Prefix("a/../b")))
                .contains("Invalid prefix 'a/../b'");
    }
}
