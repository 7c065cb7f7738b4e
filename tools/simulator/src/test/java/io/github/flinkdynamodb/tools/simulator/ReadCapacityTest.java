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
package io.github.flinkdynamodb.tools.simulator;

import static io.github.flinkdynamodb.tools.simulator.SimulatorFixture.code;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/** Scan is throttled above the capacity of a table and of its partitions; its units are counted. */
class ReadCapacityTest {

    private static final String THROTTLED = "ProvisionedThroughputExceededException";
    private static final String PASSES = "no error";

    @RegisterExtension final SimulatorFixture service = new SimulatorFixture();

    /** A page passes while anything is left, and the pages after it wait until it is paid. */
    @Test
    void aPageThatTakesMoreThanIsLeftIsPaidByThoseAfterIt() {
        SimulatedTable table = tableOf100Units(TableSettings.table("orders").readCapacity(40));

        assertThat(scan()).isEqualTo(PASSES);
        // 60 units are owed: a second and a half.
        service.advance("PT1.5S");
        assertThat(scan()).isEqualTo(THROTTLED);
        service.advance("PT0.001S");
        assertThat(scan()).isEqualTo(PASSES);

        assertThat(table.scans().throttled()).isEqualTo(1);
        assertThat(service.simulator().faults().count(THROTTLED)).isEqualTo(1);
        assertThat(table.scans().units()).isEqualTo(200);
        assertThat(table.scans().pages()).isEqualTo(2);
    }

    @Test
    void theErrorHasTheServicesWords() {
        tableOf100Units(TableSettings.table("orders").readCapacity(40));
        scan();

        assertThatThrownBy(this::page)
                .isInstanceOf(ProvisionedThroughputExceededException.class)
                .extracting(e -> ((DynamoDbException) e).awsErrorDetails().errorMessage())
                .isEqualTo(
                        "The level of configured provisioned throughput for the table was"
                                + " exceeded. Consider increasing your provisioning level with the"
                                + " UpdateTable API.");
    }

    @Test
    void whatIsNotUsedIsSavedUpForFiveMinutesOrForATimeOfTheSettings() {
        tableOf100Units(TableSettings.table("orders").readCapacity(10));
        service.advance("PT24H");

        // 3,000 units.
        for (int i = 0; i < 30; i++) {
            assertThat(scan()).isEqualTo(PASSES);
        }
        assertThat(scan()).isEqualTo(THROTTLED);
    }

    @Test
    void withoutABurstASecondIsSavedUp() {
        TableSettings settings = TableSettings.table("orders").readCapacity(200);
        tableOf100Units(settings.readBurst(Duration.ZERO));
        service.advance("PT24H");

        assertThat(scan()).isEqualTo(PASSES);
        assertThat(scan()).isEqualTo(PASSES);
        assertThat(scan()).isEqualTo(THROTTLED);
    }

    @Test
    void aPartitionIsThrottledWhileTheOthersAreNot() {
        SimulatedTable table =
                service.table(TableSettings.table("orders").partitions(2).partitionReadCapacity(1));
        for (int i = 0; i < 40; i++) {
            table.put(SimulatorFixture.item("k" + i, i));
        }

        assertThat(code(() -> segment(0))).isEqualTo(PASSES);
        assertThat(code(() -> segment(0))).isEqualTo(PASSES);
        assertThat(code(() -> segment(0))).isEqualTo(THROTTLED);
        assertThat(code(() -> segment(1))).isEqualTo(PASSES);
        service.advance("PT0.5S");
        assertThat(code(() -> segment(0))).isEqualTo(PASSES);
    }

    @Test
    void theCapacityCanBeChangedAndATableOnDemandIsNotThrottled() {
        SimulatedTable table = tableOf100Units(TableSettings.table("orders"));
        for (int i = 0; i < 50; i++) {
            assertThat(scan()).isEqualTo(PASSES);
        }

        table.scans().setReadCapacity(100);

        assertThat(scan()).isEqualTo(PASSES);
        assertThat(scan()).isEqualTo(THROTTLED);
        var throughput =
                service.tables()
                        .describeTable(r -> r.tableName("orders"))
                        .table()
                        .provisionedThroughput();
        assertThat(throughput.readCapacityUnits()).isEqualTo(100);
        table.scans().setReadCapacity(0);
        assertThat(scan()).isEqualTo(PASSES);
        assertThatThrownBy(() -> table.scans().setReadCapacity(-1))
                .hasMessage("Invalid read capacity -1: expected zero or more");
    }

    @Test
    void theUnitsAreCountedByTheSecondOfTheSimulatorsClock() {
        SimulatedTable table = tableOf100Units(TableSettings.table("orders"));
        Instant second = Instant.parse("2026-03-01T10:00:00Z");

        scan();
        service.advance("PT0.5S");
        scan();
        service.advance("PT3S");
        scan();

        assertThat(table.scans().unitsBySecond())
                .isEqualTo(Map.of(second, 200.0, second.plusSeconds(3), 100.0));
    }

    /** A table whose scan is one consistent page of 100 units. */
    private SimulatedTable tableOf100Units(TableSettings settings) {
        SimulatedTable table = service.table(settings);
        String filler = "x".repeat(4096 * 100 - "pk".length() - "a".length() - "f".length());
        table.put(Item.builder().s("pk", "a").s("f", filler).build());
        return table;
    }

    private String scan() {
        return code(this::page);
    }

    private void page() {
        service.tables().scan(r -> r.tableName("orders").consistentRead(true));
    }

    private void segment(int segment) {
        service.tables().scan(r -> r.tableName("orders").segment(segment).totalSegments(2));
    }
}
