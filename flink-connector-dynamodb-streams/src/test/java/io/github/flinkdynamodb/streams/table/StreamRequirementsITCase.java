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
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.StreamViewType;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream that can't serve a table fails the job at its start, and says why. */
@OnEachFlink
class StreamRequirementsITCase {

    private static TestCluster cluster;
    private static Simulator simulator;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(2);
        simulator = Simulator.builder().start();
        for (StreamViewType viewType : StreamViewType.values()) {
            SimulatedTable table =
                    simulator.createTable(
                            TableSettings.table(viewType.name())
                                    .partitionKey("id", "S")
                                    .sortKey("at", "N")
                                    .viewType(viewType));
            table.put(Item.builder().s("id", "a").n("at", 1).n("n", 5).build());
            table.disableStream();
        }
    }

    @AfterAll
    static void stop() {
        simulator.close();
        cluster.close();
    }

    static List<Arguments> pairs() {
        List<Arguments> pairs = new ArrayList<>();
        for (StreamViewType viewType : StreamViewType.values()) {
            for (ScanChangelogMode mode : ScanChangelogMode.values()) {
                pairs.add(Arguments.of(viewType, mode));
            }
        }
        return pairs;
    }

    private static List<String> read(StreamViewType viewType, ScanChangelogMode mode, String key)
            throws Exception {
        SqlTables tables = new SqlTables(simulator, 1);
        tables.sql().getConfig().set("restart-strategy.type", "none");
        String primaryKey = ", PRIMARY KEY (" + key + ") NOT ENFORCED";
        tables.declareStream(
                "t",
                simulator.table(viewType.name()),
                "id STRING, made BIGINT, n BIGINT"
                        + (mode == ScanChangelogMode.APPEND_ONLY ? "" : primaryKey),
                "scan.changelog-mode",
                mode.toString(),
                "fields.made.attribute",
                "at");
        return tables.rows("SELECT * FROM t");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aViewTypeServesAModeOrFailsTheJob(StreamViewType viewType, ScanChangelogMode mode)
            throws Exception {
        boolean serves = mode.viewTypes().stream().anyMatch(v -> v.name().equals(viewType.name()));
        if (serves) {
            assertThat(read(viewType, mode, "id, made")).hasSize(1);
            return;
        }

        Throwable thrown = catchThrowable(() -> read(viewType, mode, "id, made"));

        assertThat(ExceptionUtils.stringifyException(thrown))
                .contains(
                        "its view type is " + viewType,
                        "'scan.changelog-mode' = '" + mode.toString() + "' needs",
                        "or change the setting");
    }

    @Test
    void aPrimaryKeyMustBeThatOfTheTable() {
        Throwable thrown =
                catchThrowable(
                        () -> read(StreamViewType.NEW_IMAGE, ScanChangelogMode.UPSERT, "id"));

        assertThat(ExceptionUtils.stringifyException(thrown))
                .contains(
                        "the key of its table is [id, at], but the PRIMARY KEY of the SQL table"
                                + " default_catalog.default_database.t is [id]");
    }
}
