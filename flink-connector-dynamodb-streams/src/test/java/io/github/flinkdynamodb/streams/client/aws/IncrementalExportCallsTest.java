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
import org.junit.jupiter.params.provider.ValueSource;

/** The calls about incremental exports over a real connection. */
class IncrementalExportCallsTest extends ClientOfStub {

    private static final String TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders";
    private static final String EXPORT = TABLE + "/export/01693685827463-2d8752fd";
    private static final Instant FROM = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-01T11:00:00Z");
    private static final ExportRequest CHANGES =
            ExportRequest.of(TABLE, "b", "", null, null).ofChanges(FROM, TO).withToken("t-1");
    private static final String TYPE = "\"ExportType\":\"INCREMENTAL_EXPORT\"";
    private static final String WINDOW =
            "\"IncrementalExportSpecification\":{\"ExportFromTime\":1772359200,"
                    + "\"ExportToTime\":1772362800";
    private static final String BOTH = ",\"ExportViewType\":\"NEW_AND_OLD_IMAGES\"}";

    private static String description(String fields) {
        return "{\"ExportDescription\":{\"ExportArn\":\""
                + EXPORT
                + "\",\"ExportStatus\":\"IN_PROGRESS\",\"S3Bucket\":\"b\",\"TableArn\":\""
                + TABLE
                + "\",\"ClientToken\":\"t-1\","
                + fields
                + "}}";
    }

    @Test
    void changesAreAskedForWithTheirWindowInWholeSeconds() throws Exception {
        server.on("ExportTableToPointInTime", ok(description(TYPE + "," + WINDOW + BOTH)));

        ExportDescription export = result(client.exportTable(CHANGES));

        assertThat(server.requests().get(0).body())
                .isEqualTo(
                        "{\"TableArn\":\""
                                + TABLE
                                + "\",\"ClientToken\":\"t-1\",\"S3Bucket\":\"b\","
                                + "\"ExportFormat\":\"DYNAMODB_JSON\","
                                + TYPE
                                + ","
                                + "\"IncrementalExportSpecification\":{"
                                + "\"ExportFromTime\":1772359200.000,"
                                + "\"ExportToTime\":1772362800.000"
                                + BOTH
                                + "}");
        assertThat(export.request()).isEqualTo(CHANGES);
        assertThat(export.time()).isEqualTo(TO);
        assertThat(export.hasOldImages()).isTrue();
        assertThat(export)
                .hasToString(
                        "export "
                                + EXPORT
                                + " of the changes from 2026-03-01T10:00:00Z to"
                                + " 2026-03-01T11:00:00Z (IN_PROGRESS)");
    }

    /** The service documents no time of an incremental export, and needn't leave it out either. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                TYPE + "," + WINDOW + BOTH,
                WINDOW + BOTH,
                TYPE + "," + WINDOW + "}",
                TYPE + ",\"ExportTime\":1772300000," + WINDOW + BOTH
            })
    void anIncrementalExportIsDescribedByItsWindow(String fields) throws Exception {
        server.on("DescribeExport", ok(description(fields)));

        ExportDescription export = result(client.describeExport(EXPORT));

        assertThat(export.request()).isEqualTo(CHANGES);
        assertThat(export.time()).isEqualTo(TO);
        assertThat(export.hasOldImages()).isTrue();
    }

    @Test
    void anExportOfNewImagesAloneIsToldFromOneOfBoth() throws Exception {
        server.on(
                "DescribeExport",
                ok(description(TYPE + "," + WINDOW + ",\"ExportViewType\":\"NEW_IMAGE\"}")));

        assertThat(result(client.describeExport(EXPORT)).hasOldImages()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TYPE,
                TYPE + ",\"ExportTime\":1772359200",
                TYPE + ",\"IncrementalExportSpecification\":{\"ExportToTime\":1772362800}",
                TYPE + ",\"IncrementalExportSpecification\":{\"ExportFromTime\":1772359200}"
            })
    void anIncrementalExportWithoutItsWindowIsWorthARetry(String fields) throws Exception {
        server.on("DescribeExport", ok(description(fields)));

        StreamsException failure = failure(client.describeExport(EXPORT));

        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure)
                .hasMessageContaining("the response has no ExportFromTime and ExportToTime");
    }

    @Test
    void aFullExportWithoutItsTimeIsWorthARetry() throws Exception {
        server.on("DescribeExport", ok(description("\"ExportType\":\"FULL_EXPORT\"")));

        StreamsException failure = failure(client.describeExport(EXPORT));

        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure).hasMessageContaining("no ExportDescription with ExportTime");
    }

    @Test
    void aWindowOfFractionsIsNotAskedFor() throws Exception {
        StreamsException failure =
                failure(client.exportTable(CHANGES.ofChanges(FROM, TO.plusMillis(1))));

        assertThat(failure.kind()).isEqualTo(Kind.INVALID_REQUEST);
        assertThat(failure).hasMessageContaining("expected times in whole seconds");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void incrementalExportsOfAllPagesAreListedWithoutThoseThatFailed() throws Exception {
        server.on(
                "ListExports",
                ok(
                        "{\"ExportSummaries\":[{\"ExportArn\":\"a\",\"ExportStatus\":\"COMPLETED\"},"
                            + "{\"ExportArn\":\"b\",\"ExportStatus\":\"FAILED\","
                                + TYPE
                                + "},{\"ExportArn\":\"c\",\"ExportStatus\":\"COMPLETED\","
                                + TYPE
                                + "}],\"NextToken\":\"n\"}"),
                ok(
                        "{\"ExportSummaries\":[{\"ExportArn\":\"d\",\"ExportStatus\":\"COMPLETED\","
                                + "\"ExportType\":\"FULL_EXPORT\"},"
                                + "{\"ExportArn\":\"e\",\"ExportStatus\":\"IN_PROGRESS\","
                                + TYPE
                                + "}]}"));

        assertThat(result(client.listIncrementalExports(TABLE))).containsExactly("c", "e");
        assertThat(server.requests().get(1).body()).contains("\"NextToken\":\"n\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "PointInTimeRecoveryUnavailableException; INVALID_REQUEST; need point-in-time"
                        + " recovery, enabled since before the gap: otherwise its changes are lost",
                "InvalidExportTimeException; INVALID_REQUEST; has 15 minutes to 24 hours, and ends"
                        + " in the past. It begins after the table was created and after"
                        + " point-in-time recovery was enabled, and within the recovery period",
                "ExportConflictException; INVALID_REQUEST; The same token was used for an export"
                        + " with other parameters",
                "ValidationException; INVALID_REQUEST; Check table-name and the settings"
                        + " 'scan.snapshot.export-*'",
                "LimitExceededException; THROTTLED; An account has 300 exports in progress at most",
                "TableNotFoundException; RESOURCE_NOT_FOUND; Check table-name, aws.region",
                "AccessDeniedException; ACCESS_DENIED; the identity is allowed"
                    + " dynamodb:ExportTableToPointInTime on table/Orders ('scan.on-data-loss' ="
                    + " 'repair' needs dynamodb:DescribeTable,",
                "InternalServerError; TRANSIENT; If this persists, check the network",
            })
    void whatRefusedChangesNeedIsNamedWithTheirWindow(String code, Kind kind, String advice)
            throws Exception {
        int status = code.equals("InternalServerError") ? 500 : 400;
        server.on("ExportTableToPointInTime", error(status, code, "why"));

        StreamsException failure = failure(client.exportTable(CHANGES));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure)
                .hasMessageStartingWith(
                        "ExportTableToPointInTime for the changes of table "
                                + TABLE
                                + " from 2026-03-01T10:00:00Z to 2026-03-01T11:00:00Z failed: "
                                + code
                                + ": why")
                .hasMessageContaining(advice);
    }
}
