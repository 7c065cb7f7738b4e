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
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which jobs may have shards that move. */
@OnEachFlink
class RebalancePlansTest {

    private final PlannedTables tables = new PlannedTables();

    private void declare(String mode) {
        tables.declare("t", "id STRING", "table-name", "Orders", "scan.rebalance.mode", mode);
    }

    private void set(String key, String value) {
        tables.sql().getConfig().set(key, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shards", "BYTES"})
    void unalignedCheckpointsAreRefused(String mode) {
        set("execution.checkpointing.interval", "1 min");
        set("execution.checkpointing.unaligned.enabled", "true");
        declare(mode);

        Throwable failure = catchThrowable(() -> tables.plan("SELECT * FROM t"));

        assertThat(ExceptionUtils.findThrowable(failure, ValidationException.class)).isPresent();
        assertThat(ExceptionUtils.stringifyException(failure))
                .contains(
                        "'scan.rebalance.mode' needs aligned checkpoints",
                        "set 'execution.checkpointing.unaligned.enabled' = 'false'");
    }

    @Test
    void ifNothingMovesTheyAreNot() {
        set("execution.checkpointing.interval", "1 min");
        set("execution.checkpointing.unaligned.enabled", "true");
        declare("none");

        assertThatCode(() -> tables.plan("SELECT * FROM t")).doesNotThrowAnyException();
    }

    @Test
    void alignedCheckpointsWillDoAndSoWillNone() {
        declare("shards");
        assertThatCode(() -> tables.plan("SELECT * FROM t")).doesNotThrowAnyException();

        set("execution.checkpointing.interval", "1 min");
        assertThatCode(() -> tables.plan("SELECT * FROM t")).doesNotThrowAnyException();
    }
}
