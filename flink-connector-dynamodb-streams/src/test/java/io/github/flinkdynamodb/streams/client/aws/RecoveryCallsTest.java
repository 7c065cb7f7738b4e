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

import io.github.flinkdynamodb.streams.client.RecoveryDescription;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The call about point-in-time recovery over a real connection. */
class RecoveryCallsTest extends ClientOfStub {

    private static final String TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders";

    private static String recovery(String fields) {
        return "{\"ContinuousBackupsDescription\":{\"ContinuousBackupsStatus\":\"ENABLED\","
                + "\"PointInTimeRecoveryDescription\":{"
                + fields
                + "}}}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"Orders", TABLE})
    void recoveryThatIsEnabledHasItsTimes(String table) throws Exception {
        server.on(
                "DescribeContinuousBackups",
                ok(
                        recovery(
                                "\"PointInTimeRecoveryStatus\":\"ENABLED\","
                                        + "\"RecoveryPeriodInDays\":35,"
                                        + "\"EarliestRestorableDateTime\":1772359200,"
                                        + "\"LatestRestorableDateTime\":1.7723628E9")));

        RecoveryDescription recovery = result(client.describeRecovery(table));

        assertThat(server.requests().get(0).body()).isEqualTo("{\"TableName\":\"" + table + "\"}");
        assertThat(recovery.isEnabled()).isTrue();
        assertThat(recovery.earliest()).contains(Instant.parse("2026-03-01T10:00:00Z"));
        assertThat(recovery.latest()).contains(Instant.parse("2026-03-01T11:00:00Z"));
        assertThat(recovery)
                .hasToString(
                        "point-in-time recovery from 2026-03-01T10:00:00Z to 2026-03-01T11:00:00Z");
    }

    @Test
    void recoveryThatIsDisabledHasNone() throws Exception {
        server.on(
                "DescribeContinuousBackups",
                ok(recovery("\"PointInTimeRecoveryStatus\":\"DISABLED\"")));

        RecoveryDescription recovery = result(client.describeRecovery("Orders"));

        assertThat(recovery.isEnabled()).isFalse();
        assertThat(recovery.earliest()).isEmpty();
        assertThat(recovery.latest()).isEmpty();
        assertThat(recovery).hasToString("no point-in-time recovery");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"ContinuousBackupsDescription\":{\"ContinuousBackupsStatus\":\"ENABLED\"}}",
                "{\"ContinuousBackupsDescription\":{\"PointInTimeRecoveryDescription\":{}}}",
                "{\"ContinuousBackupsDescription\":{\"PointInTimeRecoveryDescription\":"
                        + "{\"PointInTimeRecoveryStatus\":\"ENABLED\"}}}",
                "{\"ContinuousBackupsDescription\":{\"PointInTimeRecoveryDescription\":"
                        + "{\"PointInTimeRecoveryStatus\":\"ENABLED\","
                        + "\"EarliestRestorableDateTime\":1772359200}}}"
            })
    void anAnswerThatDoesNotSayItIsWorthARetry(String body) throws Exception {
        server.on("DescribeContinuousBackups", ok(body));

        StreamsException failure = failure(client.describeRecovery("Orders"));

        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure)
                .hasMessageStartingWith(
                        "DescribeContinuousBackups for table Orders failed: the response has no")
                .hasMessageContaining("'scan.snapshot.endpoint'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ContinuousBackupsUnavailableException; INVALID_REQUEST; need point-in-time"
                        + " recovery, enabled since before the gap",
                "ValidationException; INVALID_REQUEST; Check table-name",
                "ThrottlingException; THROTTLED; An account has ten of these calls a second: the"
                        + " call is repeated until it succeeds.",
                "TableNotFoundException; RESOURCE_NOT_FOUND; Check table-name, aws.region and"
                        + " scan.snapshot.endpoint. The calls go to",
                "AccessDeniedException; ACCESS_DENIED; the identity is allowed"
                        + " dynamodb:DescribeContinuousBackups on table/Orders.",
                "InternalServerError; TRANSIENT; If this persists, check the network",
            })
    void errorsReachTheCallerByTheirMeaning(String code, Kind kind, String advice)
            throws Exception {
        int status = code.equals("InternalServerError") ? 500 : 400;
        server.on("DescribeContinuousBackups", error(status, code, "why"));

        StreamsException failure = failure(client.describeRecovery(TABLE));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure)
                .hasMessageStartingWith(
                        "DescribeContinuousBackups for table " + TABLE + " failed: " + code)
                .hasMessageContaining(advice);
    }
}
