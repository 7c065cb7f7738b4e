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

import io.github.flinkdynamodb.streams.OnEachFlink;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the planner makes of queries on a table that is read as a snapshot. */
@OnEachFlink
class SnapshotPlansTest {

    private static final String KEYED =
            "amount BIGINT, id STRING, note STRING NOT NULL,"
                    + " event STRING METADATA FROM 'event-name' VIRTUAL,"
                    + " PRIMARY KEY (id) NOT ENFORCED";

    private static final PlannedTables TABLES = new PlannedTables();

    @BeforeAll
    static void declare() {
        TABLES.declare("snap", KEYED, "table-name", "Orders", "scan.startup.mode", "snapshot");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "upsert", "full", "append-only"})
    void aSnapshotIsNothingButInsertsWhateverItsKeyAndMode(String mode) {
        TABLES.declare(
                "each_mode",
                KEYED,
                "table-name",
                "Orders",
                "scan.startup.mode",
                "SNAPSHOT",
                "scan.changelog-mode",
                mode);

        assertThat(TABLES.plan("SELECT note, SUM(amount) FROM each_mode GROUP BY note"))
                .contains("fields=[note, amount], changelogMode=[I]")
                .doesNotContain("ChangelogNormalize");
    }

    @Test
    void withoutAKeyAnyModeIsTakenToo() {
        TABLES.declare(
                "no_key",
                "id STRING",
                "table-name",
                "Orders",
                "scan.startup.mode",
                "snapshot",
                "scan.changelog-mode",
                "upsert");

        assertThat(TABLES.plan("SELECT * FROM no_key")).contains("changelogMode=[I]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id = 'a'", "note = 'x' OR amount = 5", "event <> 'INSERT'"})
    void filtersOnAnyColumnAreTakenOver(String filter) {
        assertThat(TABLES.plan("SELECT id, amount FROM snap WHERE " + filter))
                .contains("filter=[")
                .doesNotContain("where=");
    }

    @Test
    void columnsAndLimitsArePushedDownAsInALog() {
        assertThat(TABLES.plan("SELECT amount FROM snap LIMIT 5"))
                .contains("project=[amount]", "limit=[5]");
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "1, 1"})
    void theScansOwnParallelismNeedsNoShuffle(String parallelism, String expected) {
        TABLES.declare(
                "wide_snap",
                KEYED,
                "table-name",
                "Orders",
                "scan.startup.mode",
                "snapshot",
                "scan.parallelism",
                parallelism);

        assertThat(TABLES.everything("SELECT id FROM wide_snap"))
                .contains("\"parallelism\" : " + expected)
                .doesNotContain("\"ship_strategy\" : \"HASH\"");
    }

    @Test
    void explainTellsThatTheTableIsRead() {
        assertThat(TABLES.everything("SELECT id FROM snap WHERE note = 'x'"))
                .satisfiesAnyOf(
                        text ->
                                assertThat(text)
                                        .contains("DynamoDB snapshot of Orders", "note = 'x'"),
                        text ->
                                assertThat(text)
                                        .as("Flink before 2.0 describes the scan by itself")
                                        .contains(":TableSourceScan(table=[["));
    }
}
