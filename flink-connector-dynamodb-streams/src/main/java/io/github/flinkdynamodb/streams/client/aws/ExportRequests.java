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
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.ExportFormat;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.ExportSummary;
import software.amazon.awssdk.services.dynamodb.model.ExportTableToPointInTimeRequest;
import software.amazon.awssdk.services.dynamodb.model.ExportType;
import software.amazon.awssdk.services.dynamodb.model.ListExportsResponse;
import software.amazon.awssdk.services.dynamodb.model.S3SseAlgorithm;

/** Requests and answers about exports as the SDK has them. */
final class ExportRequests {

    private ExportRequests() {}

    /** The time of the export isn't named: so a repeated request is the same. */
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
        return request.build();
    }

    /** Returns the full exports of a page that have not failed. */
    static List<String> usable(ListExportsResponse page) {
        return page.exportSummaries().stream()
                .filter(export -> export.exportStatus() != ExportStatus.FAILED)
                .filter(export -> export.exportType() != ExportType.INCREMENTAL_EXPORT)
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
        if (export == null || export.exportArn() == null || export.exportTime() == null) {
            throw new IllegalStateException(
                    "the response has no ExportDescription with ExportArn and ExportTime");
        }
        ExportRequest request =
                ExportRequest.of(
                                orEmpty(export.tableArn()),
                                orEmpty(export.s3Bucket()),
                                orEmpty(export.s3Prefix()),
                                export.s3BucketOwner(),
                                export.s3SseKmsKeyId())
                        .withToken(orEmpty(export.clientToken()));
        String failure =
                Stream.of(export.failureCode(), export.failureMessage())
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(": "));
        return ExportDescription.of(export.exportArn(), export.exportStatusAsString())
                .request(request, export.tableId())
                .times(export.exportTime(), export.endTime())
                .startTime(export.startTime())
                .failure(failure)
                .format(orEmpty(export.exportFormatAsString()))
                .build();
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
