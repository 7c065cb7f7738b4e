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

import io.github.flinkdynamodb.streams.client.ExportDescription;
import io.github.flinkdynamodb.streams.client.ExportRequest;
import io.github.flinkdynamodb.streams.client.RecoveryDescription;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.DescribeContinuousBackupsResponse;
import software.amazon.awssdk.services.dynamodb.model.ExportFormat;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.ExportSummary;
import software.amazon.awssdk.services.dynamodb.model.ExportTableToPointInTimeRequest;
import software.amazon.awssdk.services.dynamodb.model.ExportType;
import software.amazon.awssdk.services.dynamodb.model.ExportViewType;
import software.amazon.awssdk.services.dynamodb.model.IncrementalExportSpecification;
import software.amazon.awssdk.services.dynamodb.model.ListExportsResponse;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryDescription;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.S3SseAlgorithm;

/** Requests and answers about exports, and the recovery that they need, as the SDK has them. */
final class ExportRequests {

    private ExportRequests() {}

    /**
     * The time of a full export isn't named: so a repeated request is the same.
     *
     * @throws IllegalArgumentException if a window isn't in whole seconds
     */
    static ExportTableToPointInTimeRequest of(ExportRequest export) {
        ExportTableToPointInTimeRequest.Builder request =
                ExportTableToPointInTimeRequest.builder()
                        .tableArn(export.tableArn())
                        .clientToken(export.token())
                        .s3Bucket(export.bucket())
                        .s3BucketOwner(export.bucketOwner().orElse(null))
                        .s3Prefix(export.prefix().isEmpty() ? null : export.prefix())
                        .exportFormat(ExportFormat.DYNAMODB_JSON);
        export.kmsKey()
                .ifPresent(key -> request.s3SseAlgorithm(S3SseAlgorithm.KMS).s3SseKmsKeyId(key));
        if (export.isIncremental()) {
            request.exportType(ExportType.INCREMENTAL_EXPORT)
                    .incrementalExportSpecification(
                            window -> setWindow(window, export.from().get(), export.to().get()));
        }
        return request.build();
    }

    private static void setWindow(
            IncrementalExportSpecification.Builder window, Instant from, Instant to) {
        if (from.getNano() != 0 || to.getNano() != 0) {
            throw new IllegalArgumentException(
                    "Invalid window " + from + " to " + to + ": expected times in whole seconds");
        }
        window.exportFromTime(from)
                .exportToTime(to)
                .exportViewType(ExportViewType.NEW_AND_OLD_IMAGES);
    }

    /** Returns the full exports of a page that have not failed. */
    static List<String> usable(ListExportsResponse page) {
        return notFailed(page, type -> type != ExportType.INCREMENTAL_EXPORT);
    }

    /** Returns the incremental exports of a page that have not failed. */
    static List<String> usableIncremental(ListExportsResponse page) {
        return notFailed(page, type -> type == ExportType.INCREMENTAL_EXPORT);
    }

    /** The type may be missing: the service has had full exports alone at first. */
    private static List<String> notFailed(ListExportsResponse page, Predicate<ExportType> isMeant) {
        return page.exportSummaries().stream()
                .filter(export -> export.exportStatus() != ExportStatus.FAILED)
                .filter(export -> isMeant.test(export.exportType()))
                .map(ExportSummary::exportArn)
                .collect(Collectors.toList());
    }

    static List<String> arns(ListExportsResponse page) {
        return page.exportSummaries().stream()
                .map(ExportSummary::exportArn)
                .collect(Collectors.toList());
    }

    static ExportDescription description(
            software.amazon.awssdk.services.dynamodb.model.ExportDescription export) {
        if (export == null || export.exportArn() == null) {
            throw new IllegalStateException("the response has no ExportDescription with ExportArn");
        }
        ExportRequest request = request(export);
        String failure =
                Stream.of(export.failureCode(), export.failureMessage())
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(": "));
        ExportDescription.Builder description =
                ExportDescription.of(export.exportArn(), export.exportStatusAsString())
                        .request(request, export.tableId())
                        .times(request.to().orElseGet(() -> exportTime(export)), export.endTime())
                        .startTime(export.startTime())
                        .failure(failure)
                        .format(orEmpty(export.exportFormatAsString()));
        if (hasNewImagesAlone(export.incrementalExportSpecification())) {
            description.newImagesAlone();
        }
        return description.build();
    }

    private static ExportRequest request(
            software.amazon.awssdk.services.dynamodb.model.ExportDescription export) {
        ExportRequest request =
                ExportRequest.of(
                                orEmpty(export.tableArn()),
                                orEmpty(export.s3Bucket()),
                                orEmpty(export.s3Prefix()),
                                export.s3BucketOwner(),
                                export.s3SseKmsKeyId())
                        .withToken(orEmpty(export.clientToken()));
        IncrementalExportSpecification window = export.incrementalExportSpecification();
        if (window == null && export.exportType() != ExportType.INCREMENTAL_EXPORT) {
            return request;
        }
        if (window == null || window.exportFromTime() == null || window.exportToTime() == null) {
            throw new IllegalStateException(
                    "the response has no ExportFromTime and ExportToTime of an incremental export");
        }
        return request.ofChanges(window.exportFromTime(), window.exportToTime());
    }

    /** An incremental export has none. */
    private static Instant exportTime(
            software.amazon.awssdk.services.dynamodb.model.ExportDescription export) {
        return Optional.ofNullable(export.exportTime())
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "the response has no ExportDescription with ExportTime"));
    }

    private static boolean hasNewImagesAlone(IncrementalExportSpecification window) {
        return window != null && window.exportViewType() == ExportViewType.NEW_IMAGE;
    }

    static RecoveryDescription recovery(DescribeContinuousBackupsResponse response) {
        PointInTimeRecoveryDescription recovery =
                response.continuousBackupsDescription() == null
                        ? null
                        : response.continuousBackupsDescription().pointInTimeRecoveryDescription();
        if (recovery == null || recovery.pointInTimeRecoveryStatus() == null) {
            throw new IllegalStateException("the response has no PointInTimeRecoveryStatus");
        }
        if (recovery.pointInTimeRecoveryStatus() != PointInTimeRecoveryStatus.ENABLED) {
            return RecoveryDescription.disabled();
        }
        if (recovery.earliestRestorableDateTime() == null
                || recovery.latestRestorableDateTime() == null) {
            throw new IllegalStateException(
                    "the response has no EarliestRestorableDateTime and LatestRestorableDateTime");
        }
        return RecoveryDescription.enabled(
                recovery.earliestRestorableDateTime(), recovery.latestRestorableDateTime());
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
