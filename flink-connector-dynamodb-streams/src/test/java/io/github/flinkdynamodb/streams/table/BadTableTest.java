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
package io.github.flinkdynamodb.streams.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ShownCause;
import java.util.List;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A table that can't be read is refused when a query on it is planned, with a message that helps.
 */
@OnEachFlink
class BadTableTest {

    private static final PlannedTables TABLES = new PlannedTables();

    static List<BadTable> rows() {
        return BadTable.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void theMessageNamesTheCulpritAndWhatIsAllowed(BadTable row) {
        TABLES.declare("t", row.columns, row.options);

        Throwable thrown = catchThrowable(() -> TABLES.plan("SELECT * FROM t"));

        assertThat(thrown).as("a failure of %s", row).isNotNull();
        assertThat(messages(thrown)).contains(row.words).doesNotContain("hunter2", "Optional[");
    }

    private static String messages(Throwable thrown) {
        StringBuilder messages = new StringBuilder();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            messages.append(cause.getMessage()).append('\n');
        }
        return messages.toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void theCauseThatIsShownIsTheOneThatHelps(BadTable row) {
        TABLES.declare("t", row.columns, row.options);

        Throwable thrown = catchThrowable(() -> TABLES.plan("SELECT * FROM t"));

        assertThat(ShownCause.of(thrown))
                .startsWith(ValidationException.class.getName())
                .contains(row.words);
    }

    @Test
    void flinksOwnOptionsAreThoseThatItsHelperKnows() {
        TABLES.declare("t", BadTable.LOG, "scan.watermark.emit.stratgy", "on-event");

        Throwable thrown = catchThrowable(() -> TABLES.plan("SELECT * FROM t"));

        assertThat(messages(thrown)).contains("Did you mean 'scan.watermark.emit.strategy'?");
    }

    @Test
    void hintsAreCheckedLikeTheTablesOwnOptions() {
        TABLES.declare("t", BadTable.LOG);

        Throwable thrown =
                catchThrowable(
                        () ->
                                TABLES.plan(
                                        "SELECT * FROM t /*+ OPTIONS('scan.startup.mode'='first')"
                                                + " */"));

        assertThat(messages(thrown))
                .contains("Invalid value 'first' for 'scan.startup.mode': expected one of");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id STRING, a BOOLEAN, b TINYINT, c SMALLINT, d INT, e BIGINT, f DECIMAL(38, 10)",
                "a FLOAT, b DOUBLE, c BYTES, d DATE, e TIME, f TIMESTAMP(9), g TIMESTAMP_LTZ(0)",
                "a ARRAY<STRING>, b MAP<STRING, INT>, c MULTISET<STRING>, d ROW<x ROW<y INT>>",
                "id BYTES, PRIMARY KEY (id) NOT ENFORCED",
                "id DECIMAL(38, 0), s STRING, PRIMARY KEY (s, id) NOT ENFORCED",
                "shard STRING METADATA FROM 'shard-id' VIRTUAL",
                "`keys` STRING METADATA VIRTUAL, k AS JSON_VALUE(`keys`, '$.id.S')"
            })
    void tablesThatCanBeReadAreTaken(String columns) {
        TABLES.declare("t", columns);

        assertThatCode(() -> TABLES.plan("SELECT * FROM t")).doesNotThrowAnyException();
    }

    @Test
    void allKindsOfOptionsAreTaken() {
        TABLES.declare(
                "t",
                BadTable.LOG,
                "property-version",
                "1",
                "scan.parallelism",
                "2",
                "scan.watermark.emit.strategy",
                "on-event",
                "scan.watermark.idle-timeout",
                "10 s",
                "scan.watermark.alignment.group",
                "g",
                "scan.watermark.alignment.max-drift",
                "1 min",
                "scan.watermark.alignment.update-interval",
                "1 s",
                "scan.startup.mode",
                "earliest-offset",
                "scan.on-decode-error",
                "null",
                "scan.epoch-unit",
                "seconds",
                "fields.c.city.attribute",
                "the town",
                "fields.c.lines.sent.epoch-unit",
                "milliseconds",
                "fields.id.attribute",
                "amount",
                "aws.credentials.provider.role.arn",
                "arn:aws:iam::123456789012:role/a",
                "aws.credentials.provider",
                "ASSUME_ROLE",
                "aws.credentials.role.provider",
                "PROFILE",
                "aws.credentials.role.provider.profile.name",
                "reader");

        assertThatCode(() -> TABLES.plan("SELECT * FROM t")).doesNotThrowAnyException();
    }

    @Test
    void explainShowsNoSecret() {
        TABLES.declare(
                "t",
                BadTable.LOG,
                "aws.credentials.basic.accesskeyid",
                "AKIDEXAMPLE",
                "aws.credentials.basic.secretkey",
                "hunter2",
                "aws.credentials.basic.sessiontoken",
                "hunter2too");

        assertThat(TABLES.everything("SELECT id FROM t"))
                .contains("TableSourceScan")
                .doesNotContain("hunter2", "AKIDEXAMPLE");
    }
}
