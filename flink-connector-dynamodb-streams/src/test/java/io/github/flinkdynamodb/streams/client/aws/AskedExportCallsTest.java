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

import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.failure;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.result;
import static io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.error;
import static io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.client.ExportDescription;
import io.github.flinkdynamodb.streams.client.ExportRequest;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The calls about exports over a real connection: what is asked, and what becomes of the answer.
 */
class AskedExportCallsTest extends ClientOfStub {

    private static final String TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders";
    private static final String EXPORT = TABLE + "/export/01693685827463-2d8752fd";
    private static final String TIMES = "\"ExportTime\":1772359200.5,\"ClientToken\":\"t-1\"";

    private static String description(String fields) {
        return "{\"ExportDescription\":{\"ExportArn\":\"" + EXPORT + "\"," + fields + "}}";
    }

    @Test
    void anExportIsAskedForWithItsTokenAndWithoutATime() throws Exception {
        server.on(
                "ExportTableToPointInTime",
                ok(description("\"ExportStatus\":\"IN_PROGRESS\"," + TIMES)));
        ExportRequest request = ExportRequest.of(TABLE, "b", "", null, null).withToken("t-1");

        ExportDescription export = result(client.exportTable(request));

        assertThat(export.arn()).isEqualTo(EXPORT);
        assertThat(export.isCompleted() || export.isFailed()).isFalse();
        assertThat(export.time()).isEqualTo(Instant.parse("2026-03-01T10:00:00.5Z"));
        assertThat(export.startTime()).isEqualTo(export.time());
        assertThat(server.requests().get(0).body())
                .isEqualTo(
                        "{\"TableArn\":\""
                                + TABLE
                                + "\",\"ClientToken\":\"t-1\",\"S3Bucket\":\"b\","
                                + "\"ExportFormat\":\"DYNAMODB_JSON\"}");
    }

    @Test
    void prefixOwnerAndKeyAreAskedFor() throws Exception {
        server.on(
                "ExportTableToPointInTime",
                ok(description("\"ExportStatus\":\"IN_PROGRESS\"," + TIMES)));
        ExportRequest request =
                ExportRequest.of(TABLE, "b", "a/b", "123456789012", "key").withToken("t-1");

        result(client.exportTable(request));

        assertThat(server.requests().get(0).body())
                .contains("\"S3BucketOwner\":\"123456789012\"")
                .contains("\"S3Prefix\":\"a/b\"")
                .contains("\"S3SseAlgorithm\":\"KMS\",\"S3SseKmsKeyId\":\"key\"");
    }

    @Test
    void aFailedExportHasItsCodeAndMessage() throws Exception {
        server.on(
                "DescribeExport",
                ok(
                        description(
                                "\"ExportStatus\":\"FAILED\",\"FailureCode\":\"S3NoSuchBucket\","
                                        + "\"FailureMessage\":\"gone\",\"EndTime\":1772359900,"
                                        + "\"StartTime\":1772359300,"
                                        + "\"S3Bucket\":\"b\",\"S3Prefix\":\"p\","
                                        + "\"TableArn\":\""
                                        + TABLE
                                        + "\",\"TableId\":\"id\","
                                        + TIMES)));

        ExportDescription export = result(client.describeExport(EXPORT));

        assertThat(export.isFailed()).isTrue();
        assertThat(export.failure()).isEqualTo("S3NoSuchBucket: gone");
        assertThat(export.endTime()).contains(Instant.ofEpochSecond(1772359900));
        assertThat(export.startTime()).isEqualTo(Instant.ofEpochSecond(1772359300));
        assertThat(export.tableId()).contains("id");
        assertThat(export.request())
                .isEqualTo(ExportRequest.of(TABLE, "b", "p", null, null).withToken("t-1"));
    }

    @Test
    void anAnswerWithoutADescriptionIsWorthARetry() throws Exception {
        server.on("DescribeExport", ok("{}"));

        StreamsException failure = failure(client.describeExport(EXPORT));

        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure).hasMessageContaining("the response has no ExportDescription");
    }

    @Test
    void fullExportsOfAllPagesAreListedWithoutThoseThatFailed() throws Exception {
        server.on(
                "ListExports",
                ok(
                        "{\"ExportSummaries\":[{\"ExportArn\":\"a\",\"ExportStatus\":\"COMPLETED\"},"
                            + "{\"ExportArn\":\"b\",\"ExportStatus\":\"FAILED\"},"
                            + "{\"ExportArn\":\"c\",\"ExportStatus\":\"COMPLETED\","
                            + "\"ExportType\":\"INCREMENTAL_EXPORT\"}],\"NextToken\":\"n\"}"),
                ok(
                        "{\"ExportSummaries\":[{\"ExportArn\":\"d\",\"ExportStatus\":\"IN_PROGRESS\","
                            + "\"ExportType\":\"FULL_EXPORT\"}]}"));

        assertThat(result(client.listExports(TABLE))).containsExactly("a", "d");
        assertThat(server.requests().get(1).body()).contains("\"NextToken\":\"n\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "PointInTimeRecoveryUnavailableException; INVALID_REQUEST; An export needs"
                        + " point-in-time recovery: enable it for the table, or remove"
                        + " 'scan.snapshot.export-bucket' to scan the table.",
                "ExportConflictException; INVALID_REQUEST; The same token was used for an export"
                        + " with other parameters",
                "InvalidExportTimeException; INVALID_REQUEST; is too new",
                "ValidationException; INVALID_REQUEST; Check table-name and the settings",
                "LimitExceededException; THROTTLED; An account has 300 exports in progress at most",
                "ThrottlingException; THROTTLED; the call is repeated until it succeeds",
                "TableNotFoundException; RESOURCE_NOT_FOUND; Check table-name, aws.region",
                "AccessDeniedException; ACCESS_DENIED; the identity is allowed"
                        + " dynamodb:ExportTableToPointInTime on table/Orders",
                "InternalServerError; TRANSIENT; If this persists, check the network",
            })
    void whatARefusedExportNeedsIsNamed(String code, Kind kind, String advice) throws Exception {
        int status = code.equals("InternalServerError") ? 500 : 400;
        server.on("ExportTableToPointInTime", error(status, code, "why"));
        ExportRequest request = ExportRequest.of(TABLE, "b", "", null, null).withToken("t");

        StreamsException failure = failure(client.exportTable(request));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure)
                .hasMessageStartingWith(
                        "ExportTableToPointInTime for table "
                                + TABLE
                                + " failed: "
                                + code
                                + ": why")
                .hasMessageContaining(advice);
    }

    @Test
    void whatIsDeniedIsNamedWithItsResource() throws Exception {
        server.on("ListExports", error(400, "AccessDeniedException", "why"));
        server.on("DescribeExport", error(400, "AccessDeniedException", "why"));

        assertThat(failure(client.listExports(TABLE)))
                .hasMessageContaining("is allowed dynamodb:ListExports on * (");
        assertThat(failure(client.describeExport(EXPORT)))
                .hasMessageStartingWith("DescribeExport for export " + EXPORT + " failed")
                .hasMessageContaining(
                        "is allowed dynamodb:DescribeExport on table/Orders/export/* (");
    }

    @Test
    void anExportThatIsForgottenIsNotFound() throws Exception {
        server.on("DescribeExport", error(400, "ExportNotFoundException", "why"));

        assertThat(failure(client.describeExport(EXPORT)).kind())
                .isEqualTo(Kind.RESOURCE_NOT_FOUND);
    }
}
