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
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tables and jobs can have their gaps repaired. */
@OnEachFlink
class RepairPlansTest {

    private static final String COLUMNS = "id STRING, amount BIGINT";
    private static final String KEY = ", PRIMARY KEY (id) NOT ENFORCED";

    private final PlannedTables tables = new PlannedTables();

    private void declare(String columns, String mode, String... more) {
        List<String> options = new ArrayList<>(List.of(more));
        options.addAll(
                List.of(
                        "table-name",
                        "Orders",
                        "scan.on-data-loss",
                        "repair",
                        "scan.repair.export-bucket",
                        "exports",
                        "scan.changelog-mode",
                        mode));
        tables.declare("t", columns, options.toArray(new String[0]));
    }

    private void set(String key, String value) {
        tables.sql().getConfig().set(key, value);
    }

    private String refusal() {
        Throwable failure = catchThrowable(() -> tables.plan("SELECT * FROM t"));
        assertThat(failure).as("failure").isNotNull();
        assertThat(ExceptionUtils.findThrowable(failure, ValidationException.class)).isPresent();
        return ExceptionUtils.stringifyException(failure);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trim-horizon", "initial"})
    void rowsThatTakeBackOthersNeedAKey(String start) {
        set("execution.checkpointing.interval", "1 min");
        declare(COLUMNS, "full", "scan.startup.mode", start);

        assertThat(refusal())
                .contains(
                        "'scan.on-data-loss' = 'repair' with 'scan.changelog-mode' = 'full' needs"
                                + " a PRIMARY KEY",
                        "or set 'append-only'");
    }

    /** What is taken back is a row that was given out, whatever a delete has. */
    @Test
    void inFullModeColumnsMayBeNotNullAndRecordsMayBeSkipped() {
        set("execution.checkpointing.interval", "1 min");
        declare(
                "id STRING, amount BIGINT NOT NULL" + KEY,
                "full",
                "scan.startup.mode",
                "initial",
                "scan.on-decode-error",
                "skip");

        assertThatCode(() -> tables.plan("SELECT * FROM t")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM t", "SELECT amount FROM t", "SELECT 1 FROM t"})
    void inFullModeRowsAreKeptByKeyWhateverTheQueryUses(String query) {
        set("execution.checkpointing.interval", "1 min");
        declare(COLUMNS + KEY, "full", "scan.parallelism", "2");

        assertThat(tables.everything(query))
                .contains("\"ship_strategy\" : \"HASH\"")
                .contains("\"parallelism\" : 2", "\"parallelism\" : 4");
    }

    /** It goes on while the table is read beside its stream, as in upsert mode. */
    @Test
    void withInitialRowsAreHeldBackInFullModeToo() {
        declare(COLUMNS + KEY, "full", "scan.startup.mode", "initial");

        assertThat(refusal())
                .contains("needs checkpoints", "set 'execution.checkpointing.interval'")
                .doesNotContain("'full', which works without");
    }

    @Test
    void aTableWhoseDeletesNeedMoreThanTheKeyIsRefused() {
        declare("id STRING, amount BIGINT NOT NULL" + KEY, "upsert");

        assertThat(refusal())
                .contains(
                        "needs columns outside the key that may be NULL",
                        "remove NOT NULL from [amount]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"upsert", "full", "append-only"})
    void withoutCheckpointsARepairIsRefused(String mode) {
        declare(COLUMNS + (mode.equals("append-only") ? "" : KEY), mode);

        assertThat(refusal()).contains("set 'execution.checkpointing.interval', such as '1 min'");

        set("execution.checkpointing.interval", "1 min");
        assertThatCode(() -> tables.plan("SELECT * FROM t")).doesNotThrowAnyException();
    }

    /** Flink is told that a repair is a backlog. */
    @Test
    void aBacklogWithoutCheckpointsIsRefused() {
        declare(COLUMNS + KEY, "upsert");
        set("execution.checkpointing.interval", "1 min");
        set("execution.checkpointing.interval-during-backlog", "0 ms");

        assertThat(refusal())
                .contains("above 0 for 'execution.checkpointing.interval-during-backlog'");

        set("execution.checkpointing.interval-during-backlog", "10 min");
        assertThatCode(() -> tables.plan("SELECT * FROM t")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"upsert", "full"})
    void unalignedCheckpointsAreRefusedWhereTheOrderOfRowsCounts(String mode) {
        set("execution.checkpointing.interval", "1 min");
        set("execution.checkpointing.unaligned.enabled", "true");
        declare(COLUMNS + KEY, mode);

        assertThat(refusal())
                .contains(
                        "'scan.changelog-mode' = '" + mode + "' needs aligned checkpoints",
                        "set 'execution.checkpointing.unaligned.enabled' = 'false'");

        declare(COLUMNS, "append-only");
        assertThatCode(() -> tables.plan("SELECT * FROM t")).doesNotThrowAnyException();
    }

    @Test
    void inFullModeWhatIsReplayedWouldTakeBackRowsThatStandNoLonger() {
        set("execution.checkpointing.interval", "1 min");
        set("execution.checkpointing.mode", "AT_LEAST_ONCE");
        declare(COLUMNS + KEY, "full");

        assertThat(refusal())
                .contains(
                        "'scan.changelog-mode' = 'full' needs 'execution.checkpointing.mode' ="
                                + " 'EXACTLY_ONCE'");

        declare(COLUMNS + KEY, "upsert");
        assertThatCode(() -> tables.plan("SELECT * FROM t")).doesNotThrowAnyException();
    }

    /** An insertion of the stream may be of an item that a repair has brought already. */
    @ParameterizedTest
    @CsvSource({"upsert, 'I,UA,D'", "full, 'I,UB,UA,D'", "append-only, I"})
    void rowsAreThoseOfTheChangelogMode(String mode, String kinds) {
        set("execution.checkpointing.interval", "1 min");
        declare(COLUMNS + (mode.equals("append-only") ? "" : KEY), mode);

        assertThat(tables.plan("SELECT id, amount FROM t")).contains("changelogMode=[" + kinds);
    }

    @Test
    void withInitialTheScanAndTheRepairHaveBucketsOfTheirOwn() {
        set("execution.checkpointing.interval", "1 min");
        declare(
                COLUMNS + KEY,
                "upsert",
                "scan.startup.mode",
                "initial",
                "scan.snapshot.export-bucket",
                "snapshots");

        assertThatCode(() -> tables.plan("SELECT * FROM t")).doesNotThrowAnyException();
    }
}
