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

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** What writes become in the stream. */
interface RecordsContract extends Contract {

    @ParameterizedTest
    @EnumSource(names = {"KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"})
    default void insertsModificationsAndRemovalsHaveTheImagesOfTheViewType(StreamViewType view) {
        String table = service().newTable(view);
        boolean hasNew = view.name().startsWith("NEW");
        boolean hasOld = view.name().contains("OLD");
        service().put(table, "a", 1);
        service().put(table, "a", 2);
        service().delete(table, "a");

        List<Record> records = service().records(table);

        assertThat(records)
                .extracting(Record::eventName)
                .containsExactly(OperationType.INSERT, OperationType.MODIFY, OperationType.REMOVE);
        assertThat(records)
                .extracting(record -> version(record.dynamodb().newImage()))
                .containsExactly(hasNew ? "1" : "none", hasNew ? "2" : "none", "none");
        assertThat(records)
                .extracting(record -> version(record.dynamodb().oldImage()))
                .containsExactly("none", hasOld ? "1" : "none", hasOld ? "2" : "none");
        assertThat(records)
                .allSatisfy(
                        record -> {
                            assertThat(record.dynamodb().streamViewType()).isEqualTo(view);
                            assertThat(record.dynamodb().keys())
                                    .isEqualTo(Map.of("pk", AttributeValue.fromS("a")));
                        });
    }

    private static String version(Map<String, AttributeValue> image) {
        return image.containsKey("v") ? image.get("v").n() : "none";
    }

    @Test
    default void everyRecordSaysWhatItIsAndWhereItIsFrom() {
        String table = service().newTable();
        IntStream.range(0, 5).forEach(i -> service().put(table, "k" + i, i));

        List<Record> records = service().records(table);

        assertThat(records).hasSize(5);
        assertThat(records).extracting(Record::eventID).doesNotHaveDuplicates();
        assertThat(records)
                .allSatisfy(
                        record -> {
                            assertThat(record.eventID()).isNotEmpty();
                            assertThat(record.eventVersion()).matches("1\\.[01]");
                            assertThat(record.eventSource()).isEqualTo("aws:dynamodb");
                            assertThat(record.awsRegion()).isNotEmpty();
                            assertThat(record.userIdentity()).isNull();
                            assertThat(record.dynamodb().sizeBytes()).isPositive();
                            assertThat(record.dynamodb().sequenceNumber()).matches("[0-9]{21,40}");
                        });
        List<BigInteger> numbers = new ArrayList<>();
        Service.numbers(records).forEach(number -> numbers.add(new BigInteger(number)));
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
    }

    @Test
    default void aRecordsCreationTimeHasWholeSeconds() {
        String table = service().newTable();
        service().put(table, "a");

        StreamRecord record = service().records(table).get(0).dynamodb();

        Instant time = record.approximateCreationDateTime();
        assertThat(time.getNano()).isZero();
        if (service().differs(Difference.CREATION_TIME_IN_MINUTES)) {
            assertThat(time.getEpochSecond() % 60).isZero();
        }
        assertThat(Duration.between(time, Instant.now()).abs()).isLessThan(Duration.ofDays(1));
    }

    @Test
    default void whatChangesNothingGivesNoRecord() {
        String table = service().newTable();
        Map<String, AttributeValue> item =
                Map.of(
                        "pk", AttributeValue.fromS("a"),
                        "n", AttributeValue.fromN("10"),
                        "ss", AttributeValue.fromSs(List.of("x", "y")));
        Map<String, AttributeValue> sameInOtherWords =
                Map.of(
                        "pk", AttributeValue.fromS("a"),
                        "n", AttributeValue.fromN("1.00E+1"),
                        "ss", AttributeValue.fromSs(List.of("y", "x")));
        service().put(table, item);

        service().put(table, item);
        service().put(table, sameInOtherWords);
        service().delete(table, "no such item");

        assertThat(service().records(table)).hasSize(1);
    }

    @Test
    default void allTypesComeAsTheyWereWritten() {
        String table = service().newTable();
        Map<String, AttributeValue> item = allTypes();

        service().put(table, item);

        Map<String, AttributeValue> image =
                new HashMap<>(service().records(table).get(0).dynamodb().newImage());
        for (String set : List.of("ss", "ns", "bs")) {
            assertThat(elements(image.remove(set)))
                    .containsExactlyInAnyOrderElementsOf(elements(item.get(set)));
        }
        item.keySet().removeAll(List.of("ss", "ns", "bs"));
        assertThat(image).isEqualTo(item);
    }

    private static List<Object> elements(AttributeValue set) {
        List<Object> all = new ArrayList<>(set.ss());
        all.addAll(set.ns());
        all.addAll(set.bs());
        return all;
    }

    private static Map<String, AttributeValue> allTypes() {
        AttributeValue bytes = AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1, 7}));
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("pk", AttributeValue.fromS("a"));
        item.put("s", AttributeValue.fromS("\u00e4\ud83d\ude00\"\\\n\u0001</script>"));
        item.put("empty", AttributeValue.fromS(""));
        item.put("n", AttributeValue.fromN("-12345678901234567890123456789012345678"));
        item.put("fraction", AttributeValue.fromN("0.000001"));
        item.put("b", bytes);
        item.put("no bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[0])));
        item.put("yes", AttributeValue.fromBool(true));
        item.put("no", AttributeValue.fromBool(false));
        item.put("null", AttributeValue.fromNul(true));
        item.put("ss", AttributeValue.fromSs(List.of("y", "x", "")));
        item.put("ns", AttributeValue.fromNs(List.of("3", "-1", "2.5")));
        item.put(
                "bs",
                AttributeValue.fromBs(
                        List.of(
                                SdkBytes.fromByteArray(new byte[] {2}),
                                SdkBytes.fromByteArray(new byte[] {1}))));
        item.put("list", AttributeValue.fromL(List.of(AttributeValue.fromN("1"), bytes)));
        item.put("empty list", AttributeValue.fromL(List.of()));
        item.put("empty map", AttributeValue.fromM(Map.of()));
        item.put(
                "map",
                AttributeValue.fromM(
                        Map.of(
                                "list",
                                AttributeValue.fromL(
                                        List.of(
                                                AttributeValue.fromNul(true),
                                                AttributeValue.fromM(Map.of("deep", bytes)))))));
        return item;
    }

    @ParameterizedTest
    @CsvSource({
        "00012.3400, 12.34",
        "-0, 0",
        "0.0, 0",
        "1e5, 100000",
        "-1.0E-3, -0.001",
        "1E-7, 0.0000001"
    })
    default void numbersComeInOneSpelling(String written, String read) {
        String table = service().newTable();

        service()
                .put(
                        table,
                        Map.of(
                                "pk", AttributeValue.fromS("a"),
                                "n", AttributeValue.fromN(written)));

        assertThat(service().records(table).get(0).dynamodb().newImage().get("n").n())
                .isEqualTo(read);
    }

    @Test
    default void aTimeToLiveEndsAnItemInTheNameOfTheService() {
        String table = service().newTable();
        service().put(table, "by hand");
        service().delete(table, "by hand");

        service().putExpired(table, "by time");

        List<Record> records =
                Awaitility.await("the removal")
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> service().records(table), all -> all.size() == 4);
        Record byHand = records.get(1);
        Record byTime = records.get(3);
        assertThat(byTime.eventName()).isEqualTo(OperationType.REMOVE);
        assertThat(byTime.dynamodb().keys().get("pk").s()).isEqualTo("by time");
        assertThat(byTime.userIdentity().type()).isEqualTo("Service");
        assertThat(byTime.userIdentity().principalId()).isEqualTo("dynamodb.amazonaws.com");
        assertThat(byHand.eventName()).isEqualTo(OperationType.REMOVE);
        assertThat(byHand.userIdentity()).isNull();
    }

    @Test
    default void aSortKeyIsAmongTheKeys() {
        String table = service().newTableWithSortKey();
        Map<String, AttributeValue> keys =
                Map.of("pk", AttributeValue.fromS("a"), "sk", AttributeValue.fromN("7"));
        Map<String, AttributeValue> item = new HashMap<>(keys);
        item.put("x", AttributeValue.fromS("y"));

        service().put(table, item);

        assertThat(service().records(table).get(0).dynamodb().keys()).isEqualTo(keys);
    }

    @Test
    default void aBatchGivesARecordForEachOfItsWrites() {
        String table = service().newTable();
        service().put(table, "old");

        service()
                .tables()
                .batchWriteItem(
                        r ->
                                r.requestItems(
                                        Map.of(
                                                table,
                                                List.of(Writes.put("new"), Writes.delete("old")))));

        assertThat(service().records(table).subList(1, 3))
                .extracting(
                        record -> record.eventName() + " " + record.dynamodb().keys().get("pk").s())
                .containsExactlyInAnyOrder("INSERT new", "REMOVE old");
    }
}
