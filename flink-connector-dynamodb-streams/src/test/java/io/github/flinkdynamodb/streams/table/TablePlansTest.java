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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the planner makes of queries: which work the source takes over, which operators are left.
 */
@OnEachFlink
class TablePlansTest {

    private static final PlannedTables TABLES = new PlannedTables();

    @BeforeAll
    static void declare() {
        String log =
                "id STRING, amount BIGINT, price DECIMAL(10, 2), ratio DOUBLE, short CHAR(3),"
                        + " c ROW<city STRING, n INT>,"
                        + " event STRING METADATA FROM 'event-name' VIRTUAL,"
                        + " `keys` STRING METADATA VIRTUAL,"
                        + " made TIMESTAMP_LTZ(3) METADATA FROM 'approximate-creation-time'"
                        + " VIRTUAL";
        TABLES.declare("log", log, "scan.bounded.mode", "latest");
        TABLES.declare("timed", log + ", WATERMARK FOR made AS made - INTERVAL '3' SECOND");
        TABLES.declare("sourced", log + ", WATERMARK FOR made AS SOURCE_WATERMARK()");
        String keyed = "amount BIGINT, id STRING, note STRING, PRIMARY KEY (id) NOT ENFORCED";
        TABLES.declare("upserts", keyed);
        TABLES.declare("changes", keyed, "scan.changelog-mode", "full");
        TABLES.declare("wide", keyed, "scan.parallelism", "2");
        TABLES.declare(
                "wide_changes", keyed, "scan.parallelism", "2", "scan.changelog-mode", "full");
        TABLES.declare("wide_log", log, "scan.parallelism", "2");
    }

    private static String plan(String query) {
        return TABLES.plan(query);
    }

    @Test
    void onlyTheColumnsThatAreAskedForAreRead() {
        assertThat(plan("SELECT amount, id FROM log"))
                .contains("project=[amount, id]", "fields=[amount, id]");
        assertThat(plan("SELECT COUNT(*) FROM log")).doesNotContain("amount", "city");
    }

    @Test
    void onlyTheMetadataThatIsAskedForIsRead() {
        assertThat(plan("SELECT id, event FROM log"))
                .contains("project=[id]", "metadata=[event-name]");
        assertThat(plan("SELECT `keys`, made FROM log"))
                .contains("project=[]", "metadata=[approximate-creation-time, keys]");
    }

    @Test
    void watermarksAreMadeInTheSource() {
        assertThat(plan("SELECT id, made FROM timed"))
                .contains("watermark=[-(", "3000:INTERVAL SECOND)]")
                .doesNotContain("WatermarkAssigner");
        assertThat(plan("SELECT id, made FROM sourced"))
                .contains("watermark=[SOURCE_WATERMARK()]")
                .doesNotContain("WatermarkAssigner");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event = 'INSERT'",
                "event <> 'REMOVE'",
                "'REMOVE' <> event",
                "event IN ('INSERT', 'MODIFY')",
                "id = 'a'",
                "id IN ('a', 'bcd')",
                "amount = 5",
                "amount IN (1, 2, 3)",
                "price = 1.50",
                "id = 'a' OR amount = 5",
                "id = 'a' AND event = 'INSERT'",
                "(id = 'a' AND amount = 5) OR event = 'REMOVE'"
            })
    void filtersThatAreExactAreTakenOver(String filter) {
        assertThat(plan("SELECT id, event, amount FROM log WHERE " + filter))
                .contains("filter=[")
                .doesNotContain("where=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id > 'a'",
                "id LIKE 'a%'",
                "UPPER(id) = 'A'",
                "amount + 1 = 5",
                "amount = 5.5",
                "amount = 5E0",
                "ratio = 5E0",
                "short = 'ab'",
                "id = short",
                "id IS NULL",
                "c.city = 'x'",
                "made > TO_TIMESTAMP_LTZ(0, 3)",
                "`keys` = '{}'",
                "id = 'a' OR amount > 5"
            })
    void filtersThatMayNotBeExactStayWithFlink(String filter) {
        assertThat(plan("SELECT id, event, amount FROM log WHERE " + filter))
                .contains("where=[")
                .doesNotContain("filter=[=", "filter=[O");
    }

    @Test
    void aFilterIsTakenOverInParts() {
        assertThat(plan("SELECT id FROM log WHERE id = 'a' AND amount > 5"))
                .contains("filter=[=(id, ", "where=[>(amount, 5)]");
    }

    @Test
    void belowAPrimaryKeyNothingButTheKeyIsFiltered() {
        String filters = " WHERE id = 'a' AND note = 'x'";

        assertThat(plan("SELECT amount FROM upserts" + filters))
                .contains("filter=[=(id, ")
                .containsOnlyOnce("filter=[")
                .containsPattern("(where|condition)=\\[=\\(note, ");
        assertThat(plan("SELECT amount FROM changes" + filters))
                .contains("filter=[=(id, ")
                .containsPattern("where=\\[=\\(note, ");
    }

    @Test
    void withAWatermarkAllRowsAreRead() {
        assertThat(plan("SELECT id FROM timed WHERE id = 'a'")).contains("where=[=(id, ");
        assertThat(plan("SELECT id FROM sourced WHERE event = 'INSERT'"))
                .contains("where=[=(event, ");
    }

    @Test
    void aLimitIsAHintForTheSource() {
        assertThat(plan("SELECT id FROM log LIMIT 5"))
                .contains("limit=[5]", "Limit(offset=[0], fetch=[5]");
        assertThat(plan("SELECT id FROM log LIMIT 5 OFFSET 2")).contains("limit=[7]");
        assertThat(plan("SELECT id FROM log WHERE id = 'a' LIMIT 5"))
                .contains("filter=[=(id, ", "fetch=[5]");
        assertThat(plan("SELECT id FROM log WHERE id > 'a' LIMIT 5")).doesNotContain("limit=[");
    }

    @Test
    void fullChangesNeedNoStateToNormaliseThem() {
        assertThat(plan("SELECT * FROM changes"))
                .contains("changelogMode=[I,UB,UA,D]")
                .doesNotContain("ChangelogNormalize");
        assertThat(plan("SELECT note, SUM(amount) FROM changes GROUP BY note"))
                .doesNotContain("ChangelogNormalize");
    }

    @Test
    void upsertsAreNormalisedWhereOldRowsAreNeeded() {
        assertThat(plan("SELECT note, SUM(amount) FROM upserts GROUP BY note"))
                .contains("ChangelogNormalize(key=[id]");
    }

    @Test
    void aLogIsNothingButInserts() {
        assertThat(plan("SELECT id, SUM(amount) FROM log GROUP BY id"))
                .contains("metadata=[]]], fields=[id, amount], changelogMode=[I]")
                .doesNotContain("ChangelogNormalize");
    }

    @Test
    void theScansOwnParallelismKeepsTheRowsOfAKeyInOrder() {
        assertThat(TABLES.everything("SELECT id FROM wide_changes"))
                .contains("\"parallelism\" : 2", "\"ship_strategy\" : \"HASH\"");
        assertThat(TABLES.everything("SELECT amount FROM wide_changes"))
                .contains("\"parallelism\" : 2", "\"ship_strategy\" : \"FORWARD\"");
        assertThat(TABLES.everything("SELECT amount FROM wide WHERE amount > 5"))
                .contains("\"parallelism\" : 2", "\"ship_strategy\" : \"HASH\"");
        assertThat(TABLES.everything("SELECT id FROM wide_log")).contains("\"parallelism\" : 2");
    }

    @Test
    void nestedFieldsAreReadByThemselves() {
        assertThat(plan("SELECT c.n, id FROM log")).contains("project=[c_n, id]");
    }

    @Test
    void explainTellsWhatIsRead() {
        assertThat(TABLES.everything("SELECT id FROM log WHERE event = 'INSERT' LIMIT 3"))
                .satisfiesAnyOf(
                        text ->
                                assertThat(text)
                                        .contains(
                                                "DynamoDB Streams of " + PlannedTables.ARN,
                                                "append-only, from latest, to latest",
                                                "event-name = 'INSERT'"),
                        text ->
                                assertThat(text)
                                        .as("Flink before 2.0 describes the scan by itself")
                                        .contains("\"contents\" : \"[")
                                        .contains(":TableSourceScan(table=[["));
    }
}
