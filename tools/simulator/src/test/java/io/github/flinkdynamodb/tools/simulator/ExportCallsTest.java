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

import static io.github.flinkdynamodb.tools.simulator.ExportFixture.refusal;
import static io.github.flinkdynamodb.tools.simulator.SimulatorFixture.code;
import static io.github.flinkdynamodb.tools.simulator.SimulatorFixture.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.flinkdynamodb.tools.simulator.export.Exports;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.ExportSummary;
import software.amazon.awssdk.services.dynamodb.model.ExportTableToPointInTimeRequest.Builder;
import software.amazon.awssdk.services.dynamodb.model.ExportType;
import software.amazon.awssdk.services.dynamodb.model.ExportViewType;
import software.amazon.awssdk.services.dynamodb.model.ListExportsResponse;

/** What becomes of exports that are accepted, and the calls that ask for it. */
class ExportCallsTest {

    private static final String CONFLICT =
            "ExportConflictException: Export conflict: Duplicate request detected with conflicting"
                    + " parameters";

    @RegisterExtension final SimulatorFixture service = new SimulatorFixture();

    @TempDir Path bucket;

    private ExportFixture exports;

    @BeforeEach
    void begin() {
        exports = new ExportFixture(service, bucket);
        exports.put(3);
        service.advance("PT1H");
    }

    private ExportDescription ended(ExportDescription export) {
        service.advance("PT10M");
        return exports.describe(export);
    }

    private List<ExportSummary> listed() {
        return exports.client()
                .listExports(r -> r.tableArn(exports.table().arn()))
                .exportSummaries();
    }

    private static List<String> arns(List<ExportSummary> summaries) {
        return summaries.stream().map(ExportSummary::exportArn).collect(Collectors.toList());
    }

    @Test
    void aMissingBucketIsAcceptedAndFailsLater() {
        ExportDescription begun = exports.export(r -> r.s3Bucket("missing"));
        ExportDescription ended = ended(begun);

        assertThat(begun.exportStatus()).isEqualTo(ExportStatus.IN_PROGRESS);
        assertThat(ended.exportStatus()).isEqualTo(ExportStatus.FAILED);
        assertThat(ended.failureCode()).isEqualTo("S3NoSuchBucket");
        assertThat(ended.failureMessage()).contains("bucket does not exist");
        assertThat(ended.endTime()).isEqualTo(exports.now());
        assertThat(ended.exportManifest()).isNull();
        assertThat(ended.itemCount()).isNull();
    }

    @Test
    void aFolderThatCanNotBeWrittenToIsAcceptedAndFailsLater() throws IOException {
        Files.createFile(bucket.resolve("AWSDynamoDB"));

        ExportDescription ended = ended(exports.export(r -> {}));

        assertThat(ended.exportStatus()).isEqualTo(ExportStatus.FAILED);
        assertThat(ended.failureCode()).isEqualTo("S3AccessDenied");
        assertThat(ended.failureMessage()).contains("can't be written to", "AWSDynamoDB");
        assertThat(listed()).hasSize(1);
    }

    @Test
    void aFolderThatCanNotBeWrittenToAnyMoreFailsTheExport() throws IOException {
        ExportDescription begun = exports.export(r -> {});
        Path folder = bucket.resolve("AWSDynamoDB");
        Files.move(folder, bucket.resolve("moved"));
        Files.createFile(folder);

        assertThat(ended(begun).failureCode()).isEqualTo("S3AccessDenied");
    }

    @Test
    void aBucketIsMissingAsLongAsItsDirectoryIs() throws IOException {
        Path later = bucket.resolve("later");
        service.simulator().exports().bucket("later", later);
        ExportDescription failed = ended(exports.export(r -> r.s3Bucket("later")));
        ExportDescription begun = exports.export(r -> r.s3Bucket("later"));

        Files.createDirectory(later);

        assertThat(failed.failureCode()).isEqualTo("S3NoSuchBucket");
        assertThat(ended(begun).exportStatus()).isEqualTo(ExportStatus.COMPLETED);
    }

    @Test
    void aBucketOfAnotherAccountIsAcceptedAndFailsLater() {
        ExportDescription wrong = exports.export(r -> r.s3BucketOwner("123456789012"));
        ExportDescription right = exports.export(r -> r.s3BucketOwner("000000000000"));

        assertThat(ended(wrong).failureCode()).isEqualTo("S3AccessDenied");
        assertThat(exports.describe(right).exportStatus()).isEqualTo(ExportStatus.COMPLETED);
        assertThat(exports.describe(right).s3BucketOwner()).isEqualTo("000000000000");
    }

    @Test
    void anExportFailsForAnyReasonThatATestNames() {
        service.simulator().exports().failNext("KmsNotFoundException", "There is no such key");
        ExportDescription failed = exports.export(r -> {});
        ExportDescription next = exports.export(r -> {});

        assertThat(ended(failed).failureCode()).isEqualTo("KmsNotFoundException");
        assertThat(exports.describe(failed).failureMessage()).isEqualTo("There is no such key");
        assertThat(exports.describe(next).exportStatus()).isEqualTo(ExportStatus.COMPLETED);
    }

    @Test
    void theSameRequestWithTheSameTokenIsTheSameExportForEightHours() {
        Consumer<Builder> request = r -> r.clientToken("token").s3Prefix("daily");
        ExportDescription first = exports.export(request);
        ExportDescription inProgress = exports.export(request);
        service.advance("PT7H59M59S");
        ExportDescription completed = exports.export(request);
        service.advance("PT1S");
        ExportDescription second = exports.export(request);

        assertThat(inProgress.exportArn()).isEqualTo(first.exportArn());
        assertThat(completed.exportArn()).isEqualTo(first.exportArn());
        assertThat(completed.exportStatus()).isEqualTo(ExportStatus.COMPLETED);
        assertThat(second.exportArn()).isNotEqualTo(first.exportArn());
        assertThat(second.exportStatus()).isEqualTo(ExportStatus.IN_PROGRESS);
        assertThat(second.clientToken()).isEqualTo("token");
        assertThat(arns(listed())).containsExactly(second.exportArn(), first.exportArn());
    }

    @Test
    void theTokenOfAFailedExportFindsThatOne() {
        Consumer<Builder> request = r -> r.clientToken("token").s3Bucket("missing");
        ExportDescription failed = ended(exports.export(request));

        assertThat(exports.export(request)).isEqualTo(failed);
        assertThat(exports.refusal(r -> r.clientToken("token"))).isEqualTo(CONFLICT);
        assertThat(exports.refusal(r -> r.clientToken("other"))).isEqualTo("no error");
    }

    @Test
    void anotherRequestWithATokenIsAConflict() {
        String other = service.table(TableSettings.table("other").pointInTimeRecovery()).arn();
        exports.export(r -> r.clientToken("token"));

        List<Consumer<Builder>> changes =
                List.of(
                        r -> r.s3Prefix("daily"),
                        r -> r.s3Bucket("elsewhere"),
                        r -> r.tableArn(other),
                        r -> r.exportTime(exports.now()),
                        r -> r.exportType(ExportType.FULL_EXPORT));

        for (Consumer<Builder> change : changes) {
            assertThat(exports.refusal(change.andThen(r -> r.clientToken("token"))))
                    .isEqualTo(CONFLICT);
        }
        assertThat(service.simulator().faults().count("ExportConflictException"))
                .isEqualTo(changes.size());
    }

    @Test
    void withoutATokenEachRequestIsAnotherExport() {
        ExportDescription one = exports.export(r -> {});
        ExportDescription other = exports.export(r -> {});

        assertThat(other.exportArn()).isNotEqualTo(one.exportArn());
        assertThat(ended(one).itemCount()).isEqualTo(3);
        assertThat(exports.describe(other).itemCount()).isEqualTo(3);
    }

    @Test
    void exportsAreListedFromTheNewestOn() {
        ExportDescription full = exports.export(r -> {});
        service.advance("PT10M");
        ExportDescription incremental =
                exports.export(
                        exports.now().minus(Duration.ofHours(1)),
                        exports.now(),
                        ExportViewType.NEW_IMAGE);

        List<ExportSummary> listed = listed();

        assertThat(arns(listed)).containsExactly(incremental.exportArn(), full.exportArn());
        assertThat(listed.get(0).exportType()).isEqualTo(ExportType.INCREMENTAL_EXPORT);
        assertThat(listed.get(0).exportStatus()).isEqualTo(ExportStatus.IN_PROGRESS);
        assertThat(listed.get(1).exportType()).isEqualTo(ExportType.FULL_EXPORT);
        assertThat(listed.get(1).exportStatus()).isEqualTo(ExportStatus.COMPLETED);
    }

    @Test
    void exportsAreListedByPages() {
        List<String> begun = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            begun.add(0, exports.export(r -> {}).exportArn());
        }

        ListExportsResponse first = exports.client().listExports(r -> {});
        List<String> all = new ArrayList<>();
        exports.client()
                .listExportsPaginator(r -> r.maxResults(7))
                .forEach(page -> all.addAll(arns(page.exportSummaries())));

        assertThat(first.exportSummaries()).hasSize(25);
        assertThat(first.nextToken()).isNotNull();
        assertThat(all).isEqualTo(begun);
        assertThat(refusal(() -> exports.client().listExports(r -> r.nextToken("wrong"))))
                .isEqualTo(
                        "ValidationException: Invalid Request: Provided nextToken is invalid:"
                                + " wrong");
        assertThat(refusal(() -> exports.client().listExports(r -> r.maxResults(26))))
                .contains("'maxResults' failed to satisfy constraint");
    }

    @Test
    void theExportsOfATableAreListedUntilItIsDeletedAndDescribedAfterThat() {
        ExportDescription export = exports.export(r -> {});
        ExportFixture other = new ExportFixture(service, bucket, TableSettings.table("other"));
        other.export(r -> {});

        assertThat(arns(listed())).containsExactly(export.exportArn());
        exports.table().delete();
        assertThat(listed()).isEmpty();
        exports.table().recreate();
        assertThat(listed()).isEmpty();
        assertThat(ended(export).itemCount()).isEqualTo(3);
        assertThat(exports.describe(export).tableId()).isEqualTo(export.tableId());
    }

    @Test
    void exportsAreForgottenAfter90Days() {
        ExportDescription export = ended(exports.export(r -> {}));

        service.advance("P89D");
        assertThat(exports.describe(export)).isEqualTo(export);
        service.advance("P2D");
        assertThat(listed()).isEmpty();
        assertThat(refusal(() -> exports.describe(export)))
                .isEqualTo(
                        "ExportNotFoundException: Export not found: Export not found: "
                                + export.exportArn());
    }

    @Test
    void whatIsNoArnOfAnExportIsRefused() {
        for (String arn : List.of(exports.table().arn(), "x".repeat(40))) {
            assertThat(refusal(() -> exports.client().describeExport(r -> r.exportArn(arn))))
                    .isEqualTo("ValidationException: Invalid Export ARN");
        }
    }

    @Test
    void soManyExportsAreInProgressAtMost() {
        service.simulator().exports().mostRunning(2);
        exports.export(r -> {});
        service.advance("PT1M");
        exports.export(r -> {});

        assertThat(exports.refusal(r -> {}))
                .isEqualTo(
                        "LimitExceededException: The limit of exports in progress is reached: 2");
        service.advance("PT9M");
        assertThat(exports.refusal(r -> {})).isEqualTo("no error");
    }

    @Test
    void itTakesAsLongAsATestSays() {
        service.simulator().exports().duration(Duration.ZERO);

        ExportDescription begun = exports.export(r -> {});

        assertThat(exports.describe(begun).exportStatus()).isEqualTo(ExportStatus.COMPLETED);
    }

    @Test
    void theFilesAreWrittenWithoutACallWhereATestAsksForIt() throws IOException {
        ExportDescription begun = exports.export(r -> {});
        service.advance("PT10M");
        Path summary =
                bucket.resolve("AWSDynamoDB").resolve(id(begun)).resolve("manifest-summary.json");

        assertThat(summary).doesNotExist();
        service.simulator().exports().finishDue();
        assertThat(summary).exists();
    }

    private static String id(ExportDescription export) {
        return export.exportArn().substring(export.exportArn().lastIndexOf('/') + 1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {
                "DESCRIBE_CONTINUOUS_BACKUPS",
                "UPDATE_CONTINUOUS_BACKUPS",
                "EXPORT_TABLE_TO_POINT_IN_TIME",
                "DESCRIBE_EXPORT",
                "LIST_EXPORTS"
            })
    void eachCallFailsByRuleAndIsCounted(Operation operation) {
        ExportDescription export = exports.export(r -> r.clientToken("token"));
        Runnable call = call(operation, export);
        long before = service.simulator().counts().calls(operation);
        FaultRule rule =
                service.simulator()
                        .faults()
                        .add(
                                FaultRule.of(Fault.error(ServiceError.THROTTLING))
                                        .on(operation)
                                        .table("orders")
                                        .times(1));

        assertThat(code(call)).isEqualTo("ThrottlingException");
        assertThat(code(call)).isEqualTo("no error");
        assertThat(rule.fired()).isEqualTo(1);
        assertThat(service.simulator().counts().calls(operation)).isEqualTo(before + 2);
    }

    private Runnable call(Operation operation, ExportDescription export) {
        switch (operation) {
            case DESCRIBE_CONTINUOUS_BACKUPS:
                return () -> exports.client().describeContinuousBackups(r -> r.tableName("orders"));
            case UPDATE_CONTINUOUS_BACKUPS:
                return () ->
                        exports.client()
                                .updateContinuousBackups(
                                        r ->
                                                r.tableName("orders")
                                                        .pointInTimeRecoverySpecification(
                                                                s ->
                                                                        s
                                                                                .pointInTimeRecoveryEnabled(
                                                                                        true)));
            case EXPORT_TABLE_TO_POINT_IN_TIME:
                return () -> exports.export(r -> r.clientToken("token"));
            case DESCRIBE_EXPORT:
                return () -> exports.describe(export);
            default:
                return () -> exports.client().listExports(r -> r.tableArn(exports.table().arn()));
        }
    }

    @Test
    void aLostAnswerHasBegunTheExportAllTheSame() {
        service.simulator().fail(Fault.truncatedBody(), 1, Operation.EXPORT_TABLE_TO_POINT_IN_TIME);

        assertThat(catchThrowable(() -> exports.export(r -> r.clientToken("token")))).isNotNull();
        ExportDescription again = exports.export(r -> r.clientToken("token"));

        assertThat(arns(listed())).containsExactly(again.exportArn());
    }

    @Test
    void aFullExportIsInTheFolderOfItsId() {
        exports.table().put(item("more", 1));
        ExportDescription export = exports.export(r -> r.s3Prefix("a/b"));

        assertThat(ended(export).exportManifest())
                .isEqualTo("a/b/AWSDynamoDB/" + id(export) + "/manifest-summary.json");
        assertThat(bucket.resolve(exports.describe(export).exportManifest())).exists();
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        Exports settings = service.simulator().exports();

        assertThatThrownBy(() -> settings.duration(Duration.ofSeconds(-1)))
                .hasMessage("Invalid duration PT-1S: expected zero or more");
        assertThatThrownBy(() -> settings.fuzz(Duration.ofSeconds(-1)))
                .hasMessage("Invalid fuzz PT-1S: expected zero or more");
        assertThatThrownBy(() -> settings.windowFuzz(Duration.ofSeconds(-1)))
                .hasMessage("Invalid window fuzz PT-1S: expected zero or more");
        assertThatThrownBy(() -> settings.windowFuzz(Duration.ofSeconds(421)))
                .hasMessage("Invalid window fuzz PT7M1S: expected PT7M or less");
        assertThatThrownBy(() -> settings.mostRunning(-1))
                .hasMessage("Invalid number of exports in progress -1: expected 0 or more");
        assertThatThrownBy(() -> settings.filesPerPartition(0))
                .hasMessage("Invalid number of files 0: expected 1 or more");
    }
}
