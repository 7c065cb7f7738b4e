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

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;

/** Positions in a shard, and reading from them. */
interface IteratorsContract extends Contract {

    String UNKNOWN_SHARD = "shardId-00000000000000000001-00000001";

    @Test
    default void fromTheTrimHorizonAllRecordsComeInTheirOrder() {
        String table = tableWithFiveRecords();
        String arn = service().latestArn(table);

        GetRecordsResponse page =
                service().page(service().iterator(arn, ShardIteratorType.TRIM_HORIZON));

        assertThat(page.records())
                .extracting(record -> record.dynamodb().newImage().get("v").n())
                .containsExactly("0", "1", "2", "3", "4");
        assertThat(page.nextShardIterator()).isNotNull();
    }

    @Test
    default void fromLatestOnlyWhatComesLaterIsRead() {
        String table = tableWithFiveRecords();
        String arn = service().latestArn(table);
        String latest = service().iterator(arn, ShardIteratorType.LATEST);

        service().put(table, "later");

        assertThat(service().page(latest).records())
                .extracting(record -> record.dynamodb().keys().get("pk").s())
                .containsExactly("later");
    }

    @Test
    default void anOpenShardsEndIsAnEmptyPageWithANextIteratorThatFindsWhatComesLater() {
        String table = service().newTable();
        String arn = service().latestArn(table);

        GetRecordsResponse empty =
                service().page(service().iterator(arn, ShardIteratorType.TRIM_HORIZON));

        assertThat(empty.records()).isEmpty();
        assertThat(empty.nextShardIterator()).isNotNull();
        service().put(table, "a");
        assertThat(service().page(empty.nextShardIterator()).records()).hasSize(1);
    }

    @Test
    default void atASequenceNumberItsRecordIsTheFirstAndAfterItTheNext() {
        String table = tableWithFiveRecords();
        String arn = service().latestArn(table);
        List<String> numbers = Service.numbers(service().records(table));

        for (int i = 0; i < numbers.size(); i++) {
            String at =
                    service().iterator(arn, ShardIteratorType.AT_SEQUENCE_NUMBER, numbers.get(i));
            String after =
                    service()
                            .iterator(arn, ShardIteratorType.AFTER_SEQUENCE_NUMBER, numbers.get(i));

            assertThat(Service.numbers(service().page(at).records()))
                    .isEqualTo(numbers.subList(i, numbers.size()));
            assertThat(Service.numbers(service().page(after).records()))
                    .isEqualTo(numbers.subList(i + 1, numbers.size()));
        }
    }

    @Test
    default void atTheShardsFirstSequenceNumberEverythingIsRead() {
        String table = tableWithFiveRecords();
        String arn = service().latestArn(table);
        String first = service().onlyShard(arn).sequenceNumberRange().startingSequenceNumber();

        String at = service().iterator(arn, ShardIteratorType.AT_SEQUENCE_NUMBER, first);

        assertThat(service().page(at).records()).hasSize(5);
    }

    @Test
    default void aSequenceNumberFromBeforeTheShardIsInvalid() {
        String table = tableWithFiveRecords();
        String arn = service().latestArn(table);
        String before = "000000000000000000000";

        assertRefused(
                VALIDATION,
                () -> service().iterator(arn, ShardIteratorType.AT_SEQUENCE_NUMBER, before));
        assertRefused(
                VALIDATION,
                () -> service().iterator(arn, ShardIteratorType.AFTER_SEQUENCE_NUMBER, before));
    }

    @Test
    default void aSequenceNumberBeyondTheEndIsInvalid() {
        String arn = service().latestArn(tableWithFiveRecords());
        String beyond = "9".repeat(40);

        assertFails(
                service()
                        .expected(
                                Difference.NUMBER_BEYOND_THE_END_FAILS,
                                VALIDATION,
                                "InternalFailure"),
                service().expected(Difference.NUMBER_BEYOND_THE_END_FAILS, 400, 500),
                () -> service().iterator(arn, ShardIteratorType.AT_SEQUENCE_NUMBER, beyond));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "12345678901234567890",
                "12345678901234567890123456789012345678901"
            })
    default void aSequenceNumberHasTwentyOneToFortyDigits(String number) {
        String arn = service().latestArn(service().newTable());

        assertRefused(
                VALIDATION,
                () -> service().iterator(arn, ShardIteratorType.AT_SEQUENCE_NUMBER, number));
    }

    @Test
    default void theTypeSaysWhetherThereIsASequenceNumber() {
        String table = tableWithFiveRecords();
        String arn = service().latestArn(table);
        String number = Service.numbers(service().records(table)).get(0);

        assertRefused(
                VALIDATION, () -> service().iterator(arn, ShardIteratorType.AT_SEQUENCE_NUMBER));
        assertRefused(
                VALIDATION, () -> service().iterator(arn, ShardIteratorType.AFTER_SEQUENCE_NUMBER));
        assertRefused(
                VALIDATION, () -> service().iterator(arn, ShardIteratorType.TRIM_HORIZON, number));
        assertRefused(VALIDATION, () -> service().iterator(arn, ShardIteratorType.LATEST, number));
    }

    @Test
    default void anIteratorNeedsAStreamAShardAndATypeThatExist() {
        String arn = service().latestArn(service().newTable());
        String shard = service().onlyShard(arn).shardId();
        String other = arn.replaceFirst("\\d$", arn.endsWith("9") ? "8" : "9");

        assertRefused(RESOURCE_NOT_FOUND, iterator(arn, UNKNOWN_SHARD, "LATEST"));
        assertRefused(RESOURCE_NOT_FOUND, iterator(other, shard, "LATEST"));
        assertRefused(VALIDATION, iterator(arn, shard, "EARLIEST"));
        assertRefused(VALIDATION, iterator(null, shard, "LATEST"));
        assertRefused(VALIDATION, iterator(arn, null, "LATEST"));
        assertRefused(VALIDATION, iterator(arn, shard, null));
    }

    private org.assertj.core.api.ThrowableAssert.ThrowingCallable iterator(
            String arn, String shard, String type) {
        Consumer<GetShardIteratorRequest.Builder> request =
                r -> r.streamArn(arn).shardId(shard).shardIteratorType(type);
        return () -> service().streams().getShardIterator(request);
    }

    @Test
    default void aLimitCutsAPageAndTheNextIteratorGoesOnBehindIt() {
        String table = tableWithFiveRecords();
        String arn = service().latestArn(table);
        List<String> numbers = Service.numbers(service().records(table));

        GetRecordsResponse first =
                service().page(service().iterator(arn, ShardIteratorType.TRIM_HORIZON), 2);
        GetRecordsResponse second = service().page(first.nextShardIterator(), 1000);

        assertThat(Service.numbers(first.records())).isEqualTo(numbers.subList(0, 2));
        assertThat(Service.numbers(second.records())).isEqualTo(numbers.subList(2, 5));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1001})
    default void aPageHasOneToAThousandRecords(int limit) {
        String arn = service().latestArn(service().newTable());
        String iterator = service().iterator(arn, ShardIteratorType.TRIM_HORIZON);

        assertRefused(VALIDATION, () -> service().page(iterator, limit));
    }

    @Test
    default void aPageHasAMegabyteAtMost() {
        String table = service().newTable();
        String arn = service().latestArn(table);
        String big = "x".repeat(300_000);
        for (int i = 0; i < 4; i++) {
            service()
                    .put(
                            table,
                            java.util.Map.of(
                                    "pk", AttributeValue.fromS("k" + i),
                                    "big", AttributeValue.fromS(big)));
        }

        GetRecordsResponse page =
                service().page(service().iterator(arn, ShardIteratorType.TRIM_HORIZON));

        assertThat(page.records()).hasSize(service().expected(Difference.PAGES_OF_ANY_SIZE, 3, 4));
    }

    @Test
    default void anIteratorCanBeUsedAgain() {
        String table = tableWithFiveRecords();
        String begin =
                service().iterator(service().latestArn(table), ShardIteratorType.TRIM_HORIZON);

        List<Record> once = service().page(begin).records();
        List<Record> again = service().page(begin).records();

        assertThat(again).isEqualTo(once).hasSize(5);
    }

    @Test
    default void whatIsNoIteratorIsInvalid() {
        String arn = service().latestArn(service().newTable());
        String iterator = service().iterator(arn, ShardIteratorType.TRIM_HORIZON);

        assertRefused(VALIDATION, () -> service().page(""));
        assertRefused(VALIDATION, () -> service().page("nonsense"));
        assertRefused(VALIDATION, () -> service().page(arn + "|001|x"));
        assertRefused(VALIDATION, () -> service().page(iterator.substring(0, arn.length() + 9)));
        assertRefused(VALIDATION, () -> service().streams().getRecords(r -> {}));
    }

    @Test
    default void anIteratorExpiresAfterAQuarterOfAnHourAndItsPositionIsStillGood() {
        String table = tableWithFiveRecords();
        String arn = service().latestArn(table);
        List<String> numbers = Service.numbers(service().records(table));

        String old = service().aged(service().iterator(arn, ShardIteratorType.TRIM_HORIZON));

        assertRefused("ExpiredIteratorException", () -> service().page(old));
        String again =
                service().iterator(arn, ShardIteratorType.AFTER_SEQUENCE_NUMBER, numbers.get(0));
        assertThat(service().page(again).records()).hasSize(4);
    }

    @Test
    default void anIteratorWhoseRecordsAreTrimmedIsRefused() {
        String table = tableWithFiveRecords();
        String arn = service().latestArn(table);

        String trimmed = service().trimmedIterator(table, arn, service().onlyShard(arn).shardId());

        assertRefused("TrimmedDataAccessException", () -> service().page(trimmed));
    }

    /** One item, changed four times. */
    private String tableWithFiveRecords() {
        String table = service().newTable();
        for (int i = 0; i < 5; i++) {
            service().put(table, "a", i);
        }
        return table;
    }
}
