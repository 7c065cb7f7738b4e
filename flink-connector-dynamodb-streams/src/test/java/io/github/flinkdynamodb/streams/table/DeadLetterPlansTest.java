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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.api.PlanReference;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A log whose rejected records are rows too: two INSERTs read it once. */
@OnEachFlink
class DeadLetterPlansTest {

    private static final PlannedTables TABLES = new PlannedTables();

    private static final String LOG =
            "id STRING, amount BIGINT, note STRING,"
                    + " event STRING METADATA FROM 'event-name' VIRTUAL,"
                    + " shard STRING METADATA FROM 'shard-id' VIRTUAL,"
                    + " decode_error STRING METADATA FROM 'decode-error' VIRTUAL,"
                    + " raw_record STRING METADATA FROM 'raw-record' VIRTUAL";

    private static final String GOOD =
            "INSERT INTO sink SELECT id, CAST(amount AS STRING) FROM changes"
                    + " WHERE decode_error IS NULL AND event <> 'REMOVE' AND id <> 'test'";

    private static final String REJECTED =
            "INSERT INTO sink SELECT decode_error, raw_record FROM changes"
                    + " WHERE decode_error IS NOT NULL";

    @BeforeAll
    static void declare() {
        TABLES.declare("changes", LOG, "scan.on-decode-error", "dead-letter");
        TABLES.sql()
                .executeSql(
                        "CREATE TABLE sink (a STRING, b STRING) WITH ('connector' = 'blackhole')");
    }

    private static String plan(String... statements) {
        StatementSet set = TABLES.sql().createStatementSet();
        for (String statement : statements) {
            set.addInsertSql(statement);
        }
        String all = set.explain();
        return all.substring(all.indexOf("== Optimized Execution Plan =="));
    }

    private static long scans(String plan) {
        Matcher scan = Pattern.compile("TableSourceScan\\(").matcher(plan);
        return scan.results().count();
    }

    @Test
    void bothInsertsOfAStatementSetReadOneScan() {
        String plan = plan(GOOD, REJECTED);

        assertThat(scans(plan)).as(plan).isEqualTo(1);
        assertThat(plan)
                .containsPattern("metadata=\\[([a-z]+-[a-z]+(, )?){3}\\]")
                .contains("Reused(reference_id=[1])");
    }

    @Test
    void noPredicateIsPushedDownSinceItWouldBeAScanOfItsOwn() {
        assertThat(plan(GOOD)).contains("where=[").doesNotContain("filter=[=", "filter=[<>");
    }

    @Test
    void aQueryThatDoesNotLookAtTheCauseIsRefused() {
        assertThatThrownBy(() -> plan("INSERT INTO sink SELECT id, note FROM changes"))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "Table default_catalog.default_database.changes: 'scan.on-decode-error' ="
                            + " 'dead-letter' adds rows for rejected records, which this query"
                            + " doesn't tell from others: add WHERE decode_error IS NULL, or select"
                            + " decode_error");
    }

    /** The policy is forwarded: the table of the catalog decides when a plan is executed. */
    @Test
    void aCompiledPlanWhoseRowsTheCauseWouldBeMissingInIsRefused() {
        TABLES.declare("planned", LOG, "scan.on-decode-error", "skip");
        String withoutCause = compiled("SELECT id, note FROM planned");
        String withPredicate =
                compiled("SELECT id, note FROM planned WHERE id = 'a' AND decode_error IS NULL");
        String fitting = compiled("SELECT id, note FROM planned WHERE decode_error IS NULL");

        TABLES.sql().executeSql("ALTER TABLE planned SET ('scan.on-decode-error'='dead-letter')");

        assertThatThrownBy(() -> explain(withoutCause))
                .hasStackTraceContaining("this query doesn't tell from others");
        assertThatThrownBy(() -> explain(withPredicate))
                .hasStackTraceContaining("All predicates should be accepted here");
        assertThat(explain(fitting)).contains("decode_error IS NULL");
    }

    private static String compiled(String query) {
        return TABLES.sql().compilePlanSql("INSERT INTO sink " + query).asJsonString();
    }

    private static String explain(String plan) {
        return TABLES.sql().loadPlan(PlanReference.fromJsonString(plan)).explain();
    }

    @Test
    void withAnotherPolicyTheColumnsAreThereAndTheQueryMayBeAny() {
        TABLES.declare("skipping", LOG, "scan.on-decode-error", "skip");

        assertThat(plan("INSERT INTO sink SELECT id, raw_record FROM skipping")).isNotEmpty();
        assertThat(plan("INSERT INTO sink SELECT id, note FROM skipping WHERE id = 'a'"))
                .contains("filter=[=(id");
    }
}
