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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** What the SDK sees of faults of Scan and DescribeTable, at any page. */
class ScanFaultsTest {

    @RegisterExtension final SimulatorFixture service = new SimulatorFixture();

    static Stream<ServiceError> errors() {
        return ServiceError.all().stream();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void everyErrorStrikesAtAPageAndAtADescription(ServiceError error) {
        service.table();
        FaultRule rule =
                service.simulator()
                        .fail(Fault.error(error), 2, Operation.SCAN, Operation.DESCRIBE_TABLE);

        assertThat(code(() -> page(null))).isEqualTo(error.code());
        assertThat(code(() -> service.tables().describeTable(r -> r.tableName("orders"))))
                .isEqualTo(error.code());

        assertThat(rule.fired()).isEqualTo(2);
        assertThat(code(() -> page(null))).isEqualTo("no error");
    }

    static Stream<Fault> breakages() {
        return Stream.of(
                Fault.connectionReset(),
                Fault.connectionClosed(),
                Fault.truncatedBody(),
                Fault.wrongCrc(),
                Fault.corruptBody());
    }

    @ParameterizedTest
    @MethodSource("breakages")
    void aBrokenPageFailsInTheClientAndHandsNothingOut(Fault fault) {
        SimulatedTable table = service.table();
        table.put(item("a", 1));
        service.simulator().fail(fault, 1, Operation.SCAN);

        assertThatThrownBy(() -> page(null))
                .isInstanceOf(SdkException.class)
                .isNotInstanceOf(DynamoDbException.class);

        assertThat(service.simulator().faults().counts()).containsEntry(fault.name(), 1L);
        assertThat(table.scans().items()).isZero();
        assertThat(page(null).items()).hasSize(1);
        assertThat(table.scans().items()).isEqualTo(1);
    }

    static Stream<Fault> delays() {
        return Stream.of(
                Fault.delay(Duration.ofMillis(200)), Fault.slowBody(Duration.ofMillis(200)));
    }

    @ParameterizedTest
    @MethodSource("delays")
    void aDelayedPageIsTheRightOneAndTakesItsTime(Fault fault) {
        service.table().put(item("a", 1));
        service.simulator().fail(fault, 1, Operation.SCAN);
        long start = System.nanoTime();

        ScanResponse page = page(null);

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(190_000_000L);
        assertThat(page.items()).hasSize(1);
        assertThat(service.simulator().faults().count(fault.name())).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"S,", "N,", "B,", "S, S", "N, N", "B, B"})
    void anEmptiedPageCanBeGoneOnFromWhicheverItIsAndWhateverTheKeys(String type, String sort) {
        TableSettings settings = TableSettings.table("orders").partitionKey("pk", type);
        SimulatedTable table =
                service.table(sort == null ? settings : settings.sortKey("sk", sort));
        for (int i = 10; i < 30; i++) {
            table.put(keyed(type, sort, i));
        }
        List<Map<String, AttributeValue>> whole = read(3);

        for (int empty = 0; empty < 7; empty++) {
            FaultRule rule =
                    service.simulator()
                            .faults()
                            .add(
                                    FaultRule.of(Fault.emptyPage())
                                            .on(Operation.SCAN)
                                            .after(empty)
                                            .times(2));

            assertThat(read(3)).isEqualTo(whole);

            service.simulator().faults().remove(rule);
            assertThat(rule.fired()).isEqualTo(2);
        }
        assertThat(whole).hasSize(20);
        assertThat(table.scans().emptyPages()).isEqualTo(14);
    }

    private static Item keyed(String type, String sort, int number) {
        Item.Builder builder =
                Item.builder().json("pk", "{\"" + type + "\":\"" + text(type, number) + "\"}");
        if (sort != null) {
            builder.json("sk", "{\"" + sort + "\":\"" + text(sort, number) + "\"}");
        }
        return builder.build();
    }

    private static String text(String type, int number) {
        return type.equals("B")
                ? Base64.getEncoder().encodeToString(new byte[] {(byte) number})
                : Integer.toString(number);
    }

    @Test
    void anEmptiedPageOfASegmentLeadsToTheBeginningOfThatSegment() {
        SimulatedTable table = service.table();
        for (int i = 0; i < 40; i++) {
            table.put(item("k" + i, i));
        }
        ScanRequest second =
                ScanRequest.builder().tableName("orders").segment(1).totalSegments(4).build();
        List<Map<String, AttributeValue>> whole = service.tables().scan(second).items();
        service.simulator().fail(Fault.emptyPage(), 1, Operation.SCAN);

        ScanResponse empty = service.tables().scan(second);
        ScanResponse next =
                service.tables()
                        .scan(
                                second.toBuilder()
                                        .exclusiveStartKey(empty.lastEvaluatedKey())
                                        .build());

        assertThat(empty.items()).isEmpty();
        assertThat(next.items()).isEqualTo(whole).isNotEmpty();
    }

    @Test
    void aRuleStrikesAtAPageOfASegmentAlone() {
        SimulatedTable table = service.table();
        for (int i = 0; i < 40; i++) {
            table.put(item("k" + i, i));
        }
        FaultRule rule =
                service.simulator()
                        .faults()
                        .add(
                                FaultRule.of(Fault.error(ServiceError.INTERNAL_SERVER_ERROR))
                                        .on(Operation.SCAN)
                                        .segment(1)
                                        .after(2)
                                        .times(1));

        List<Integer> pages = new ArrayList<>();
        for (int segment = 0; segment < 3; segment++) {
            pages.add(pagesUntilAnError(segment));
        }

        assertThat(rule.fired()).isEqualTo(1);
        assertThat(pages.get(1)).isEqualTo(2);
        assertThat(pages.get(0)).isGreaterThan(2);
        assertThat(pages.get(2)).isGreaterThan(2);
    }

    private int pagesUntilAnError(int segment) {
        int pages = 0;
        Map<String, AttributeValue> after = null;
        try {
            do {
                Map<String, AttributeValue> start = after;
                ScanResponse page =
                        service.tables()
                                .scan(
                                        r ->
                                                r.tableName("orders")
                                                        .segment(segment)
                                                        .totalSegments(3)
                                                        .limit(2)
                                                        .exclusiveStartKey(start));
                pages++;
                after = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
            } while (after != null);
        } catch (DynamoDbException e) {
            assertThat(e.statusCode()).isEqualTo(500);
        }
        return pages;
    }

    private ScanResponse page(Map<String, AttributeValue> after) {
        return service.tables().scan(r -> r.tableName("orders").exclusiveStartKey(after));
    }

    private List<Map<String, AttributeValue>> read(int limit) {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        service.tables()
                .scanPaginator(r -> r.tableName("orders").limit(limit))
                .items()
                .forEach(items::add);
        return items;
    }
}
