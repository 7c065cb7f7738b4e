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
import static io.github.flinkdynamodb.tools.simulator.SimulatorFixture.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** A table is read with the SDK's Scan and DescribeTable: what the common contract leaves open. */
class ScanTest {

    /** The size of an item of {@link SimulatorFixture#item} with a key of two letters. */
    private static final int ITEM_BYTES = "pk".length() + "k0".length() + "v".length() + 2;

    @RegisterExtension final SimulatorFixture service = new SimulatorFixture();

    @Test
    void theSegmentsOneAfterAnotherAreTheWholeTableInItsOrder() {
        SimulatedTable table = service.table();
        for (int i = 0; i < 500; i++) {
            table.put(item("k" + i, i));
        }
        List<String> whole = keys(0, 1);

        List<String> bySegment = new ArrayList<>();
        for (int segment = 0; segment < 7; segment++) {
            bySegment.addAll(keys(segment, 7));
        }

        assertThat(whole).hasSize(500).doesNotHaveDuplicates();
        assertThat(bySegment).isEqualTo(whole);
    }

    @Test
    void theItemsOfAPartitionKeyStandTogetherInTheOrderOfTheirSortKeys() {
        SimulatedTable table = service.table(TableSettings.table("orders").sortKey("sk", "N"));
        for (String number : List.of("10", "-1", "9", "1E2", "0.5")) {
            table.put(Item.builder().s("pk", "a").n("sk", number).build());
            table.put(Item.builder().s("pk", "b").n("sk", number).build());
        }

        List<String> sorted = new ArrayList<>();
        service.tables()
                .scanPaginator(r -> r.tableName("orders").limit(3))
                .items()
                .forEach(item -> sorted.add(item.get("pk").s() + item.get("sk").n()));

        List<String> ofA = List.of("a-1", "a0.5", "a9", "a10", "a1E2");
        List<String> ofB = List.of("b-1", "b0.5", "b9", "b10", "b1E2");
        List<String> expected = new ArrayList<>(sorted.get(0).startsWith("a") ? ofA : ofB);
        expected.addAll(sorted.get(0).startsWith("a") ? ofB : ofA);
        assertThat(sorted).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "N, 1.0, 2E1, -003, 0.00",
        "B, YR==, Yg==, Yw==, YWJj",
        "S, \\u0061, b, \\/, \\u00e9"
    })
    void aKeyHasOnePlaceHoweverItIsSpelled(String type, String a, String b, String c, String d) {
        SimulatedTable table =
                service.table(TableSettings.table("orders").partitionKey("pk", type));
        for (String text : List.of(a, b, c, d)) {
            table.put(Item.builder().json("pk", "{\"" + type + "\":\"" + text + "\"}").build());
        }

        // A start key that isn't found where its item stands could lead back again and again.
        List<Integer> counts =
                service.tables().scanPaginator(r -> r.tableName("orders").limit(1)).stream()
                        .limit(10)
                        .map(ScanResponse::count)
                        .collect(Collectors.toList());

        assertThat(counts).containsExactly(1, 1, 1, 1, 0);
        assertThat(table.scans().itemsByKey()).hasSize(4).doesNotContainValue(2L);
    }

    @Test
    void aPageEndsAtTheBytesOfTheTablesSettings() {
        SimulatedTable table =
                service.table(TableSettings.table("orders").scanPageBytes(3 * ITEM_BYTES));
        for (int i = 0; i < 8; i++) {
            table.put(item("k" + i, 1 + i));
        }

        List<Integer> counts = new ArrayList<>();
        service.tables()
                .scanPaginator(r -> r.tableName("orders"))
                .forEach(page -> counts.add(page.count()));

        assertThat(counts).containsExactly(3, 3, 2);
    }

    @Test
    void writesAreSeenByThePagesThatComeAfterThem() {
        SimulatedTable table = service.table();
        for (int i = 0; i < 10; i++) {
            table.put(item("k" + i, 1));
        }
        List<String> order = keys(0, 1);
        ScanResponse first = service.tables().scan(r -> r.tableName("orders").limit(5));
        table.put(item(order.get(1), 2));
        table.delete(item(order.get(6), 0));
        table.put(item(order.get(7), 2));

        ScanResponse second =
                service.tables()
                        .scan(
                                r ->
                                        r.tableName("orders")
                                                .exclusiveStartKey(first.lastEvaluatedKey()));

        assertThat(second.items()).extracting(item -> item.get("pk").s()).hasSize(4);
        assertThat(second.items()).contains(wire(order.get(7), 2));
        assertThat(first.items()).contains(wire(order.get(1), 1));
    }

    @Test
    void aTableIsFoundByItsArnAndNoOther() {
        SimulatedTable table = service.table();
        table.put(item("a", 1));
        String arn = table.arn();

        ScanResponse page =
                service.tables()
                        .scan(
                                r ->
                                        r.tableName(arn)
                                                .returnConsumedCapacity(
                                                        ReturnConsumedCapacity.TOTAL));

        assertThat(page.count()).isEqualTo(1);
        assertThat(describe(arn).tableArn()).isEqualTo(arn);
        assertThat(code(() -> describe(arn.replace("us-east-1", "us-east-2"))))
                .isEqualTo("ResourceNotFoundException");
        assertThat(code(() -> service.tables().scan(r -> r.tableName(arn.replace("00:", "01:")))))
                .isEqualTo("ResourceNotFoundException");
    }

    @Test
    void aRuleForATableStrikesAtCallsThatNameItByItsArn() {
        SimulatedTable table = service.table();
        service.table(TableSettings.table("other"));
        FaultRule rule =
                service.simulator()
                        .faults()
                        .add(FaultRule.of(Fault.error(ServiceError.ACCESS_DENIED)).table("orders"));
        Map<String, List<WriteRequest>> batch =
                Map.of(
                        table.arn(),
                        List.of(
                                WriteRequest.builder()
                                        .putRequest(r -> r.item(wire("a", 1)))
                                        .build()));

        assertThat(code(() -> service.tables().scan(r -> r.tableName(table.arn()))))
                .isEqualTo("AccessDeniedException");
        assertThat(code(() -> service.tables().batchWriteItem(r -> r.requestItems(batch))))
                .isEqualTo("AccessDeniedException");
        assertThat(code(() -> describe("other"))).isEqualTo("no error");
        assertThat(rule.fired()).isEqualTo(2);
    }

    @Test
    void aTableThatWasDeletedIsNotFound() {
        SimulatedTable table = service.table();
        table.put(item("a", 1));
        table.delete();

        assertThat(code(() -> keys(0, 1))).isEqualTo("ResourceNotFoundException");
        assertThat(code(() -> describe("orders"))).isEqualTo("ResourceNotFoundException");
    }

    @Test
    void whatTheSimulatorCannotDoIsRefused() {
        service.table();

        assertThat(
                        code(
                                () ->
                                        service.tables()
                                                .scan(
                                                        r ->
                                                                r.tableName("orders")
                                                                        .filterExpression(
                                                                                "a > b"))))
                .isEqualTo("ValidationException");
        assertThat(
                        code(
                                () ->
                                        service.tables()
                                                .scan(
                                                        r ->
                                                                r.tableName("orders")
                                                                        .returnConsumedCapacity(
                                                                                "INDEXES"))))
                .isEqualTo("ValidationException");
    }

    @Test
    void aTableOnDemandIsDescribedWithItsIdItsSizeAndNoCapacity() {
        SimulatedTable table = service.table();
        SimulatedTable other = service.table(TableSettings.table("other"));
        table.put(item("a", 1));
        table.put(item("b", 1));
        table.put(item("b", 12345));
        table.delete(item("a", 0));

        TableDescription description = describe("orders");

        assertThat(description.itemCount()).isEqualTo(1);
        assertThat(description.tableSizeBytes()).isEqualTo(8L);
        assertThat(description.tableId())
                .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                .isEqualTo(describe("orders").tableId())
                .isNotEqualTo(describe(other.name()).tableId());
        assertThat(description.creationDateTime()).isEqualTo(SimulatorFixture.START);
        assertThat(description.billingModeSummary().billingMode())
                .isEqualTo(BillingMode.PAY_PER_REQUEST);
        assertThat(description.provisionedThroughput().readCapacityUnits()).isZero();
        assertThat(description.warmThroughput()).isNull();
    }

    @Test
    void capacityAndReportedSizeAreThoseOfTheSettings() {
        service.table(
                TableSettings.table("orders")
                        .readCapacity(120)
                        .reportedItems(1_000_000_000L)
                        .reportedBytes(5L << 40)
                        .warmReadUnits(12_000));

        TableDescription description = describe("orders");

        assertThat(description.itemCount()).isEqualTo(1_000_000_000L);
        assertThat(description.tableSizeBytes()).isEqualTo(5L << 40);
        assertThat(description.provisionedThroughput().readCapacityUnits()).isEqualTo(120);
        assertThat(description.billingModeSummary()).isNull();
        assertThat(description.warmThroughput().readUnitsPerSecond()).isEqualTo(12_000);
    }

    private TableDescription describe(String table) {
        return service.tables().describeTable(r -> r.tableName(table)).table();
    }

    private List<String> keys(int segment, int total) {
        List<String> keys = new ArrayList<>();
        service.tables()
                .scanPaginator(
                        r -> r.tableName("orders").segment(segment).totalSegments(total).limit(40))
                .items()
                .forEach(item -> keys.add(item.get("pk").s()));
        return keys;
    }

    private static Map<String, AttributeValue> wire(String key, int version) {
        return Map.of(
                "pk", AttributeValue.fromS(key),
                "v", AttributeValue.fromN(Integer.toString(version)));
    }
}
