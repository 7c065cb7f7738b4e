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
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.ValidationException;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the planner makes of tables that are read beside their streams. */
@OnEachFlink
class InitialPlansTest {

    private static final String LOG = "id STRING, note STRING, amount BIGINT";
    private static final String KEYED =
            "note STRING, amount BIGINT, id STRING,"
                    + " event STRING METADATA FROM 'event-name' VIRTUAL,"
                    + " PRIMARY KEY (id) NOT ENFORCED";

    private static final String INTERVAL = "execution.checkpointing.interval";

    private static PlannedTables tables(String mode, String... more) {
        PlannedTables tables = new PlannedTables();
        List<String> options =
                new ArrayList<>(
                        List.of(
                                "table-name",
                                "Orders",
                                "scan.startup.mode",
                                "Initial",
                                "scan.changelog-mode",
                                mode));
        options.addAll(List.of(more));
        return tables.declare(
                "t", mode.equals("append-only") ? LOG : KEYED, options.toArray(new String[0]));
    }

    private static PlannedTables withCheckpoints(String mode, String... more) {
        PlannedTables tables = tables(mode, more);
        tables.sql().getConfig().set(INTERVAL, "1 min");
        return tables;
    }

    private static String refusal(PlannedTables tables) {
        return refusal(() -> tables.plan("SELECT * FROM t"));
    }

    /** The message that the SQL client shows: that of the last cause. */
    private static String refusal(ThrowableAssert.ThrowingCallable planning) {
        Throwable thrown = catchThrowable(planning);
        assertThat(thrown).isNotNull();
        while (thrown.getCause() != null) {
            thrown = thrown.getCause();
        }
        assertThat(thrown).isInstanceOf(ValidationException.class);
        return thrown.getMessage();
    }

    @ParameterizedTest
    @CsvSource({"upsert, true", "append-only, false"})
    void withoutCheckpointsModesThatNeedThemAreRefused(String mode, boolean mayBeFull) {
        assertThat(refusal(tables(mode)))
                .contains(
                        "Table default_catalog.default_database.t:",
                        "'scan.startup.mode' = 'initial' with 'scan.changelog-mode' = '" + mode,
                        "set 'execution.checkpointing.interval', such as '1 min'")
                .matches(message -> message.contains("'full', which works without") == mayBeFull);
        assertThatCode(() -> withCheckpoints(mode).plan("SELECT * FROM t"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"0 ms", "30 s"})
    void unalignedCheckpointsAreRefusedThoseTooThatBeginAligned(String timeout) {
        PlannedTables tables = withCheckpoints("upsert");
        tables.sql().getConfig().set("execution.checkpointing.unaligned.enabled", "true");
        tables.sql().getConfig().set("execution.checkpointing.aligned-checkpoint-timeout", timeout);

        assertThat(refusal(tables))
                .contains(
                        "needs aligned checkpoints",
                        "set 'execution.checkpointing.unaligned.enabled' = 'false'");
    }

    /** By itself the time-out does nothing. */
    @Test
    void aTimeoutOfAlignmentAloneIsTaken() {
        PlannedTables tables = withCheckpoints("upsert");
        tables.sql().getConfig().set("execution.checkpointing.aligned-checkpoint-timeout", "30 s");

        assertThatCode(() -> tables.plan("SELECT * FROM t")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"upsert", "append-only"})
    void aBacklogWithoutCheckpointsIsRefused(String mode) {
        PlannedTables tables = withCheckpoints(mode);
        tables.sql().getConfig().set("execution.checkpointing.interval-during-backlog", "0 ms");

        assertThat(refusal(tables))
                .contains("above 0 for 'execution.checkpointing.interval-during-backlog'");

        tables.sql().getConfig().set("execution.checkpointing.interval-during-backlog", "10 min");
        assertThatCode(() -> tables.plan("SELECT * FROM t")).doesNotThrowAnyException();
    }

    @Test
    void reconciledRowsNeedNoneOfThat() {
        PlannedTables tables = tables("full");
        tables.sql().getConfig().set("execution.checkpointing.unaligned.enabled", "true");
        tables.sql().getConfig().set("execution.checkpointing.interval-during-backlog", "0 ms");

        assertThatCode(() -> tables.plan("SELECT * FROM t")).doesNotThrowAnyException();
    }

    @Test
    void reconciledRowsNeedExactlyOnceCheckpoints() {
        PlannedTables tables = withCheckpoints("full");
        tables.sql().getConfig().set("execution.checkpointing.mode", "AT_LEAST_ONCE");

        assertThat(refusal(tables))
                .contains(
                        "'scan.changelog-mode' = 'full' needs 'execution.checkpointing.mode' ="
                                + " 'EXACTLY_ONCE'",
                        "or 'scan.changelog-mode' = 'upsert'");
    }

    /** A session that has no environment of the DataStream API, as the SQL client's. */
    @Test
    void theSessionsConfigurationIsLookedAtWhereverItIsSet() {
        Configuration configuration = new Configuration();
        configuration.setString(INTERVAL, "1 min");
        String table =
                "CREATE TABLE t ("
                        + KEYED
                        + ") WITH ('connector' = 'dynamodb-streams', 'table-name' = 'Orders',"
                        + " 'scan.startup.mode' = 'initial')";
        TableEnvironment without =
                TableEnvironment.create(EnvironmentSettings.newInstance().build());
        without.executeSql(table);
        TableEnvironment with =
                TableEnvironment.create(
                        EnvironmentSettings.newInstance().withConfiguration(configuration).build());
        with.executeSql(table);

        assertThat(refusal(() -> without.explainSql("SELECT * FROM t")))
                .contains("set 'execution.checkpointing.interval'");
        assertThatCode(() -> with.explainSql("SELECT * FROM t")).doesNotThrowAnyException();
        without.getConfig().set(INTERVAL, "1 min");
        assertThatCode(() -> without.explainSql("SELECT * FROM t")).doesNotThrowAnyException();
    }

    @Test
    void otherStartsNeedNoCheckpoints() {
        PlannedTables tables = new PlannedTables();
        tables.declare("t", KEYED, "table-name", "Orders", "scan.startup.mode", "latest");

        assertThatCode(() -> tables.plan("SELECT * FROM t")).doesNotThrowAnyException();
    }

    @Test
    void batchModeIsRefused() {
        TableEnvironment batch = TableEnvironment.create(EnvironmentSettings.inBatchMode());
        batch.executeSql(
                "CREATE TABLE t ("
                        + LOG
                        + ") WITH ('connector' = 'dynamodb-streams', 'table-name' = 'Orders',"
                        + " 'scan.startup.mode' = 'initial', 'scan.bounded.mode' = 'latest')");

        assertThat(refusal(() -> batch.explainSql("SELECT * FROM t")))
                .contains(
                        "'scan.startup.mode' = 'initial' is not possible in batch mode",
                        "'execution.runtime-mode' = 'streaming'",
                        "'snapshot'");
    }

    @ParameterizedTest
    @CsvSource({
        "full, 'changelogMode=[I,UB,UA,D]'",
        "upsert, 'changelogMode=[I,UA,D]'",
        "append-only, changelogMode=[I]"
    })
    void theChangelogIsThatOfTheMode(String mode, String changelog) {
        String plan = withCheckpoints(mode).plan("SELECT * FROM t");

        assertThat(plan).contains(changelog);
        assertThat(plan.contains("ChangelogNormalize")).isEqualTo(mode.equals("upsert"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM t", "SELECT amount FROM t", "SELECT 1 FROM t"})
    void inFullModeRowsAreReconciledByKeyWhateverTheQueryUses(String query) {
        assertThat(tables("full", "scan.parallelism", "2").everything(query))
                .contains("\"ship_strategy\" : \"HASH\"")
                .contains("\"parallelism\" : 2", "\"parallelism\" : 4");
    }

    @Test
    void otherModesAreNotReconciled() {
        assertThat(withCheckpoints("upsert").everything("SELECT id FROM t"))
                .doesNotContain("reconcile");
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "upsert"})
    void withAKeyFiltersOnItAloneAreTakenOver(String mode) {
        PlannedTables tables = withCheckpoints(mode);

        assertThat(tables.plan("SELECT amount FROM t WHERE id = 'a'")).contains("filter=[=(id");
        assertThat(tables.plan("SELECT amount FROM t WHERE note = 'x'"))
                .doesNotContainPattern("filter=\\[[^]]");
        assertThat(tables.plan("SELECT amount FROM t WHERE event <> 'SNAPSHOT'"))
                .doesNotContainPattern("filter=\\[[^]]");
    }

    @Test
    void inALogFiltersOnAnyColumnAreTakenOver() {
        assertThat(withCheckpoints("append-only").plan("SELECT id FROM t WHERE note = 'x'"))
                .contains("filter=[")
                .doesNotContain("where=");
    }

    /** It would end the reading of the stream, whose records the end of the scan waits for. */
    @ParameterizedTest
    @ValueSource(strings = {"", "latest"})
    void aLimitEndsNoReader(String bounded) {
        PlannedTables tables = withCheckpoints("append-only", "scan.bounded.mode", bounded);

        assertThat(tables.everything("SELECT id FROM t LIMIT 5")).doesNotContain("rows a reader");
    }
}
