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
import io.github.flinkdynamodb.streams.source.it.SdkReader;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.SimulatorClock;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows over event time are complete, though shards are read at different paces. */
@OnEachFlink
class WatermarksITCase {

    private static final String COUNTS =
            "SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE log, DESCRIPTOR(made),"
                    + " INTERVAL '1' MINUTE)) GROUP BY window_start, window_end";

    private static TestCluster cluster;

    private final SimulatorClock clock =
            SimulatorClock.standing(
                    Instant.now().minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MINUTES));
    private Simulator simulator;
    private SqlTables tables;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = TestCluster.start(4);
    }

    @BeforeEach
    void start() {
        simulator = Simulator.builder().clock(clock).start();
        tables = new SqlTables(simulator, 2);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    private static String columns(String watermark) {
        return "id STRING, made TIMESTAMP_LTZ(3) METADATA FROM 'approximate-creation-time'"
                + " VIRTUAL, WATERMARK FOR made AS "
                + watermark;
    }

    /** Three shards of which one is read after the other, as pages come; times go back in each. */
    @ParameterizedTest
    @ValueSource(strings = {"made - INTERVAL '3' SECOND", "SOURCE_WATERMARK()"})
    void everyShardHasItsOwnWatermark(String watermark) throws Exception {
        SimulatedTable table =
                simulator.createTable(
                        TableSettings.table("orders")
                                .partitionKey("id", "S")
                                .shards(3)
                                .timesGoBack(Duration.ofSeconds(3))
                                .page(7, 100_000));
        for (int i = 0; i < 300; i++) {
            table.put(Item.builder().s("id", "k" + i).build());
            clock.advance(Duration.ofSeconds(5));
        }
        table.disableStream();
        tables.declareStream("log", table, columns(watermark));

        List<String> counts = new ArrayList<>(tables.rows(COUNTS));

        Collections.sort(counts);
        assertThat(counts).isEqualTo(expected(table)).hasSizeGreaterThan(20);
    }

    private List<String> expected(SimulatedTable table) {
        Map<LocalDateTime, Integer> counts = new TreeMap<>();
        SdkReader.readAll(simulator.endpoint(), table.streamArn())
                .forEach(
                        record ->
                                counts.merge(
                                        LocalDateTime.ofInstant(
                                                record.dynamodb()
                                                        .approximateCreationDateTime()
                                                        .truncatedTo(ChronoUnit.MINUTES),
                                                ZoneOffset.UTC),
                                        1,
                                        Integer::sum));
        return counts.entrySet().stream()
                .map(count -> Row.of(count.getKey(), (long) count.getValue()).toString())
                .collect(Collectors.toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"made - INTERVAL '3' SECOND", "SOURCE_WATERMARK()"})
    void anIdleShardDoesNotHoldWindowsBack(String watermark) throws Exception {
        SimulatedTable table =
                simulator.createTable(
                        TableSettings.table("orders").partitionKey("id", "S").shards(2));
        String busy = table.shardOf(Item.builder().s("id", "k0").build());
        tables.declareStream(
                "log",
                table,
                columns(watermark),
                "scan.bounded.mode",
                "",
                "scan.watermark.idle-timeout",
                "200 ms");
        for (int i = 0; i < 50; i++) {
            Item item = Item.builder().s("id", "k" + i).build();
            if (table.shardOf(item).equals(busy)) {
                table.put(item);
            }
        }
        long first = table.written();
        clock.advance(Duration.ofMinutes(5));
        table.put(Item.builder().s("id", "k0").s("again", "x").build());

        try (CloseableIterator<Row> result = tables.sql().executeSql(COUNTS).collect()) {
            assertThat(result.next().getField(1)).isEqualTo(first);
        }
        assertThat(table.openShardIds()).hasSize(2);
    }
}
