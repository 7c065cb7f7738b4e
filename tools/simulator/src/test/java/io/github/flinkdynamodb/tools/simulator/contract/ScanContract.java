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
package io.github.flinkdynamodb.tools.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;

/** How a table is read: segments, pages, keys, what they cost, and how its values are spelled. */
interface ScanContract extends Contract {

    int LARGEST = 400 << 10;

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 1000})
    default void theSegmentsAreDisjointAndTheWholeTableTogether(int total) {
        String table = service().newTable();
        Set<String> written = Writes.putMany(service(), table, 60);

        List<String> read = new ArrayList<>();
        for (int segment = 0; segment < total; segment++) {
            read.addAll(keys(table, segment, total, 100));
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(written);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 100})
    default void thePagesOfASegmentHoldItsItemsOnceWhateverTheLimit(int limit) {
        String table = service().newTable();
        Writes.putMany(service(), table, 30);

        List<String> paged = keys(table, 1, 3, limit);

        assertThat(paged).isNotEmpty().isEqualTo(keys(table, 1, 3, 1000));
    }

    @Test
    default void anEmptyTableIsAPageWithoutAnything() {
        ScanResponse page = scan(service().newTable(), null, null);

        assertThat(page.items()).isEmpty();
        assertThat(page.count()).isZero();
        assertThat(page.scannedCount()).isZero();
        assertThat(page.hasLastEvaluatedKey()).isFalse();
    }

    /** A page that ends at its limit has a next key, whether or not anything follows. */
    @ParameterizedTest
    @CsvSource({"1, 1 1 1 1 0", "2, 2 2 0", "3, 3 1", "4, 4 0", "5, 4"})
    default void onlyAPageThatReachesTheEndBeforeItsLimitIsTheLast(int limit, String counts) {
        String table = service().newTable();
        Writes.putMany(service(), table, 4);

        List<String> seen = new ArrayList<>();
        service()
                .tables()
                .scanPaginator(r -> r.tableName(table).limit(limit))
                .forEach(page -> seen.add(Integer.toString(page.count())));

        assertThat(String.join(" ", seen)).isEqualTo(counts);
    }

    @Test
    default void theNextKeyIsThatOfTheLastItem() {
        String table = service().newTableWithSortKey();
        IntStream.range(0, 4).forEach(i -> service().put(table, line("a", i)));

        ScanResponse page = scan(table, null, 2);

        assertThat(page.lastEvaluatedKey()).isEqualTo(page.items().get(1));
    }

    @Test
    default void aStartKeyThatNoItemHasIsAPlaceBetweenTwoItems() {
        String table = service().newTableWithSortKey();
        List.of(1, 3, 5).forEach(i -> service().put(table, line("a", i)));

        assertThat(scan(table, line("a", 2), null).items())
                .containsExactly(line("a", 3), line("a", 5));
        assertThat(scan(table, line("a", 9), null).items()).isEmpty();
    }

    @Test
    default void afterAStartKeyOfAnyHashComeTheItemsBehindIt() {
        String table = service().newTable();
        Writes.putMany(service(), table, 20);
        List<String> whole = keys(table, 0, 1, 100);

        List<String> rest = new ArrayList<>();
        scan(table, Writes.item("nobody"), null)
                .items()
                .forEach(item -> rest.add(item.get("pk").s()));

        assertThat(rest).isEqualTo(whole.subList(whole.size() - rest.size(), whole.size()));
    }

    @Test
    default void anItemThatWasDeletedIsStillAPlaceToGoOnFrom() {
        String table = service().newTable();
        Writes.putMany(service(), table, 10);
        List<String> whole = keys(table, 0, 1, 100);
        ScanResponse first = scan(table, null, 4);
        service().delete(table, whole.get(3));

        ScanResponse second = scan(table, first.lastEvaluatedKey(), null);

        assertThat(second.items())
                .extracting(item -> item.get("pk").s())
                .isEqualTo(whole.subList(4, 10));
    }

    static Stream<Arguments> keyTypes() {
        return Stream.of(
                Arguments.of("S", null),
                Arguments.of("N", null),
                Arguments.of("B", null),
                Arguments.of("S", "S"),
                Arguments.of("N", "N"),
                Arguments.of("B", "B"));
    }

    @ParameterizedTest
    @MethodSource("keyTypes")
    default void keysOfEveryTypeAreReadPageByPageInTheOrderOfTheirType(String type, String sort) {
        String table = service().newTable(type, sort);
        List<AttributeValue> values = valuesInOrder(sort == null ? type : sort);
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        for (AttributeValue value : values) {
            items.add(
                    sort == null
                            ? Map.of("pk", value)
                            : Map.of("pk", valuesInOrder(type).get(0), "sk", value));
        }
        List<Map<String, AttributeValue>> backwards = new ArrayList<>(items);
        Collections.reverse(backwards);
        backwards.forEach(item -> service().put(table, item));

        List<Map<String, AttributeValue>> read = new ArrayList<>();
        service()
                .tables()
                .scanPaginator(r -> r.tableName(table).limit(1))
                .items()
                .forEach(read::add);

        assertThat(read).containsExactlyInAnyOrderElementsOf(items);
        if (sort != null) {
            assertThat(read).isEqualTo(items);
        }
    }

    private static List<AttributeValue> valuesInOrder(String type) {
        switch (type) {
            case "N":
                return Stream.of("-12", "-0.5", "0", "2", "10", "9".repeat(38))
                        .map(AttributeValue::fromN)
                        .collect(Collectors.toList());
            case "B":
                return Stream.of("a", "ab", "b", "\u007f", "\u00e9")
                        .map(SdkBytes::fromUtf8String)
                        .map(AttributeValue::fromB)
                        .collect(Collectors.toList());
            default:
                return Stream.of("10", "9", "a", "a\"b\\", "a|b", "\u00e9")
                        .map(AttributeValue::fromS)
                        .collect(Collectors.toList());
        }
    }

    @Test
    default void aPageEndsWithTheItemThatMakesItAMegabyte() {
        String table = service().newTable();
        Set<String> written = new TreeSet<>();
        for (int i = 0; i < 7; i++) {
            written.add("k" + i);
            service().put(table, sized("k" + i, LARGEST));
        }

        List<Integer> counts = new ArrayList<>();
        List<String> read = new ArrayList<>();
        service()
                .tables()
                .scanPaginator(r -> r.tableName(table))
                .forEach(
                        page -> {
                            counts.add(page.count());
                            page.items().forEach(item -> read.add(item.get("pk").s()));
                        });

        assertThat(counts).containsExactly(3, 3, 1);
        assertThat(read).containsExactlyInAnyOrderElementsOf(written);
    }

    /** A unit is 4 kB of the page as a whole, or 8 kB if it isn't consistent. */
    @ParameterizedTest
    @CsvSource({
        "1, 10, 1",
        "1, 4096, 1",
        "1, 4097, 2",
        "3, 1000, 1",
        "3, 1366, 2",
        "2, 409600, 200"
    })
    default void aPageCostsByTheSizeOfItsItems(int items, int bytes, int units) {
        String table = service().newTable();
        for (int i = 0; i < items; i++) {
            service().put(table, sized("k" + i, bytes));
        }

        assertThat(units(table, true)).isEqualTo(units);
        assertThat(units(table, false)).isEqualTo(units / 2.0);
    }

    @Test
    default void theSizeOfATableCountsTheBytesOfEachType() {
        String table = service().newTable();
        Map<String, AttributeValue> item = new HashMap<>(Writes.item("a"));
        values().forEach(
                        arguments ->
                                item.put("v" + item.size(), (AttributeValue) arguments.get()[0]));
        service().put(table, item);

        var description = service().tables().describeTable(r -> r.tableName(table)).table();

        assertThat(description.tableSizeBytes()).isEqualTo(142);
    }

    @Test
    default void aPageWithoutItemsCostsTheLeast() {
        String table = service().newTable();

        assertThat(units(table, true))
                .isEqualTo(service().expected(Difference.EMPTY_PAGES_COST_NOTHING, 1.0, 0.0));
        assertThat(units(table, false))
                .isEqualTo(service().expected(Difference.EMPTY_PAGES_COST_NOTHING, 0.5, 0.0));
    }

    @Test
    default void whatAPageCostsIsSaidOnlyIfAsked() {
        String table = service().newTable();

        assertThat(scan(table, null, null).consumedCapacity()).isNull();
        assertThat(
                        service()
                                .tables()
                                .scan(r -> r.tableName(table).returnConsumedCapacity("NONE"))
                                .consumedCapacity())
                .isNull();
    }

    @Test
    default void aConsistentPageHasTheWriteBeforeIt() {
        String table = service().newTable();

        for (int i = 0; i < 20; i++) {
            service().put(table, "a", i);
            ScanResponse page =
                    service().tables().scan(r -> r.tableName(table).consistentRead(true));
            assertThat(page.items().get(0).get("v").n()).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    default void aTableMayBeNamedByItsArn() {
        String table = service().newTable();
        service().put(table, "a");
        String arn = service().tables().describeTable(r -> r.tableName(table)).table().tableArn();

        ScanResponse page =
                service().tables().scan(r -> r.tableName(arn).returnConsumedCapacity("TOTAL"));

        assertThat(page.count()).isEqualTo(1);
        assertThat(page.consumedCapacity().tableName()).isEqualTo(table);
        assertThat(service().tables().describeTable(r -> r.tableName(arn)).table().tableName())
                .isEqualTo(table);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                        AttributeValue.fromS(""),
                        AttributeValue.fromS("\u00e9\ud83d\ude00\"\\/\b\n\u0001<"),
                        AttributeValue.fromN("0"),
                        AttributeValue.fromN("-1.50"),
                        AttributeValue.fromN("+1E5"),
                        AttributeValue.fromN("1E-130"),
                        AttributeValue.fromN("9." + "9".repeat(37) + "E+125"),
                        AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1, 62, 63})),
                        AttributeValue.fromBool(true),
                        AttributeValue.fromBool(false),
                        AttributeValue.fromNul(true),
                        AttributeValue.fromSs(List.of("b", "a", "\u00e9")),
                        AttributeValue.fromNs(List.of("2", "-1", "1E3", "0.50")),
                        AttributeValue.fromBs(
                                List.of(
                                        SdkBytes.fromUtf8String("b"),
                                        SdkBytes.fromUtf8String("a"))),
                        AttributeValue.fromL(List.of()),
                        AttributeValue.fromL(
                                List.of(
                                        AttributeValue.fromN("1.0"),
                                        AttributeValue.fromM(Map.of()),
                                        AttributeValue.fromL(List.of(AttributeValue.fromS("x"))))),
                        AttributeValue.fromM(
                                Map.of(
                                        "z", AttributeValue.fromS("1"),
                                        "a", AttributeValue.fromN("1E1"),
                                        "\u00e9", AttributeValue.fromNul(true))))
                .map(Arguments::of);
    }

    /**
     * What the table has and what the stream has are then the same to whoever compares texts of
     * values; the members of a map have no order.
     */
    @ParameterizedTest
    @MethodSource("values")
    default void aValueIsSpelledInAPageAsInAnImage(AttributeValue value) {
        String table = service().newTable();
        service().put(table, Map.of("pk", AttributeValue.fromS("a"), "v", value));
        String arn = service().latestArn(table);
        String iterator = service().iterator(arn, ShardIteratorType.TRIM_HORIZON);

        JsonNode page = RawCalls.json(raw().tables("Scan", "{\"TableName\":\"" + table + "\"}"));
        JsonNode records =
                RawCalls.json(
                        raw().streams("GetRecords", "{\"ShardIterator\":\"" + iterator + "\"}"));

        JsonNode image = records.at("/Records/0/dynamodb/NewImage/v");
        assertThat(image.isObject()).isTrue();
        assertThat(page.at("/Items/0/v")).isEqualTo(image);
    }

    @Test
    default void aPageHasTheseFields() {
        String table = service().newTable();
        service().put(table, "a", 1);

        HttpResponse<byte[]> answer =
                raw().tables(
                                "Scan",
                                "{\"TableName\":\""
                                        + table
                                        + "\",\"Limit\":1,\"ReturnConsumedCapacity\":\"TOTAL\"}");

        WireContract.assertGood(answer);
        assertThat(RawCalls.shape(RawCalls.json(answer)))
                .containsExactlyInAnyOrder(
                        "Items[].pk.S STRING",
                        "Items[].v.N STRING",
                        "Count NUMBER",
                        "ScannedCount NUMBER",
                        "LastEvaluatedKey.pk.S STRING",
                        "ConsumedCapacity.TableName STRING",
                        "ConsumedCapacity.CapacityUnits NUMBER");
    }

    @Test
    default void describeTableHasTheseFields() {
        String table = service().newTable();

        HttpResponse<byte[]> answer =
                raw().tables("DescribeTable", "{\"TableName\":\"" + table + "\"}");

        WireContract.assertGood(answer);
        Set<String> shape = RawCalls.shape(RawCalls.json(answer).get("Table"));
        Set<String> others =
                service()
                        .expected(
                                Difference.NO_TABLE_ID,
                                Set.of("TableId STRING"),
                                Set.of(
                                        "ProvisionedThroughput.LastIncreaseDateTime NUMBER",
                                        "ProvisionedThroughput.LastDecreaseDateTime NUMBER"));
        Set<String> expected = new TreeSet<>(others);
        expected.addAll(
                Set.of(
                        "AttributeDefinitions[].AttributeName STRING",
                        "AttributeDefinitions[].AttributeType STRING",
                        "BillingModeSummary.BillingMode STRING",
                        "BillingModeSummary.LastUpdateToPayPerRequestDateTime NUMBER",
                        "CreationDateTime NUMBER",
                        "DeletionProtectionEnabled BOOLEAN",
                        "ItemCount NUMBER",
                        "KeySchema[].AttributeName STRING"));
        expected.addAll(
                Set.of(
                        "KeySchema[].KeyType STRING",
                        "LatestStreamArn STRING",
                        "LatestStreamLabel STRING",
                        "ProvisionedThroughput.NumberOfDecreasesToday NUMBER",
                        "ProvisionedThroughput.ReadCapacityUnits NUMBER",
                        "ProvisionedThroughput.WriteCapacityUnits NUMBER",
                        "StreamSpecification.StreamEnabled BOOLEAN",
                        "StreamSpecification.StreamViewType STRING",
                        "TableArn STRING"));
        expected.addAll(Set.of("TableName STRING", "TableSizeBytes NUMBER", "TableStatus STRING"));
        assertThat(shape).isEqualTo(expected);
    }

    private RawCalls raw() {
        return new RawCalls(service().endpoint());
    }

    private ScanResponse scan(String table, Map<String, AttributeValue> after, Integer limit) {
        return service()
                .tables()
                .scan(r -> r.tableName(table).exclusiveStartKey(after).limit(limit));
    }

    private List<String> keys(String table, int segment, int total, int limit) {
        List<String> keys = new ArrayList<>();
        service()
                .tables()
                .scanPaginator(
                        r -> r.tableName(table).segment(segment).totalSegments(total).limit(limit))
                .items()
                .forEach(item -> keys.add(item.get("pk").s()));
        return keys;
    }

    private double units(String table, boolean consistent) {
        return service()
                .tables()
                .scan(
                        r ->
                                r.tableName(table)
                                        .consistentRead(consistent)
                                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
                .consumedCapacity()
                .capacityUnits();
    }

    private static Map<String, AttributeValue> line(String key, int number) {
        return Map.of(
                "pk", AttributeValue.fromS(key),
                "sk", AttributeValue.fromN(Integer.toString(number)));
    }

    /** An item of so many bytes, its key's two characters and the names included. */
    private static Map<String, AttributeValue> sized(String key, int bytes) {
        return Map.of(
                "pk", AttributeValue.fromS(key),
                "f", AttributeValue.fromS("x".repeat(bytes - 3 - key.length())));
    }
}
