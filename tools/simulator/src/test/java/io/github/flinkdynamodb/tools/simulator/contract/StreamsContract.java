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

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardFilterType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.Stream;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.StreamStatus;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** Streams and shards: how they are listed and described, how they begin and end. */
interface StreamsContract extends Contract {

    @Test
    default void describeStreamTellsAllAboutANewStream() {
        String table = service().newTableWithSortKey();
        String arn = service().latestArn(table);

        StreamDescription stream = service().describe(arn);

        assertThat(stream.streamArn()).isEqualTo(arn).contains(":table/" + table + "/stream/");
        assertThat(stream.streamLabel()).isNotEmpty();
        assertThat(arn).endsWith("/stream/" + stream.streamLabel());
        assertThat(stream.tableName()).isEqualTo(table);
        assertThat(stream.streamStatus()).isEqualTo(StreamStatus.ENABLED);
        assertThat(stream.streamViewType()).isEqualTo(StreamViewType.NEW_AND_OLD_IMAGES);
        assertThat(stream.keySchema())
                .extracting(key -> key.attributeName() + " " + key.keyType())
                .containsExactly("pk " + KeyType.HASH, "sk " + KeyType.RANGE);
        assertThat(Duration.between(stream.creationRequestDateTime(), Instant.now()).abs())
                .isLessThan(Duration.ofDays(1));
        assertThat(stream.lastEvaluatedShardId()).isNull();
        assertThat(stream.shards()).hasSize(1);
    }

    @Test
    default void aNewShardIsOpenAndHasNoParent() {
        String arn = service().latestArn(service().newTable());

        Shard shard = service().onlyShard(arn);

        assertThat(shard.shardId()).matches("shardId-[0-9]{20}-[0-9a-f]{8}");
        assertThat(shard.parentShardId()).isNull();
        assertThat(shard.sequenceNumberRange().startingSequenceNumber()).matches("[0-9]{21,40}");
        assertThat(shard.sequenceNumberRange().endingSequenceNumber()).isNull();
    }

    @Test
    default void describeTableNamesTheLatestStream() {
        String table = service().newTable(StreamViewType.NEW_IMAGE);

        var description = service().tables().describeTable(r -> r.tableName(table)).table();

        assertThat(description.tableName()).isEqualTo(table);
        assertThat(description.tableStatusAsString()).isEqualTo("ACTIVE");
        assertThat(description.tableArn()).endsWith(":table/" + table);
        assertThat(description.latestStreamArn())
                .isEqualTo(description.tableArn() + "/stream/" + description.latestStreamLabel());
        assertThat(description.streamSpecification().streamEnabled()).isTrue();
        assertThat(description.streamSpecification().streamViewType())
                .isEqualTo(StreamViewType.NEW_IMAGE);
    }

    @Test
    default void thePagesOfListStreamsHoldEveryStreamOnce() {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            created.add(service().latestArn(service().newTable()));
        }

        List<String> listed = new ArrayList<>();
        String after = null;
        int pages = 0;
        do {
            String start = after;
            ListStreamsResponse page =
                    service().streams().listStreams(r -> r.limit(2).exclusiveStartStreamArn(start));
            page.streams().forEach(stream -> listed.add(stream.streamArn()));
            assertThat(page.streams()).hasSizeLessThanOrEqualTo(2);
            after = page.lastEvaluatedStreamArn();
            pages++;
        } while (after != null);

        assertThat(listed).containsAll(created).doesNotHaveDuplicates();
        assertThat(pages).isGreaterThanOrEqualTo(3);
    }

    @Test
    default void listStreamsOfATableGivesItsStreamsAlone() {
        String table = service().newTable();
        service().newTable();

        List<Stream> streams = service().streams().listStreams(r -> r.tableName(table)).streams();

        assertThat(streams).hasSize(1);
        assertThat(streams.get(0).tableName()).isEqualTo(table);
        assertThat(streams.get(0).streamArn())
                .isEqualTo(service().latestArn(table))
                .endsWith(streams.get(0).streamLabel());
    }

    @Test
    default void listStreamsOfAnUnknownTableIsEmpty() {
        ListStreamsResponse answer =
                service().streams().listStreams(r -> r.tableName("no-such-table"));

        assertThat(answer.streams()).isEmpty();
        assertThat(answer.lastEvaluatedStreamArn()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 101})
    default void listingsAreLimitedToPagesOfOneToAHundred(int limit) {
        String arn = service().latestArn(service().newTable());

        assertRefused(VALIDATION, () -> service().streams().listStreams(r -> r.limit(limit)));
        assertRefused(
                VALIDATION,
                () -> service().streams().describeStream(r -> r.streamArn(arn).limit(limit)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    default void theLimitsOfAListingAreAllowed(int limit) {
        String arn = service().latestArn(service().newTable());

        StreamDescription stream =
                service()
                        .streams()
                        .describeStream(r -> r.streamArn(arn).limit(limit))
                        .streamDescription();

        assertThat(stream.shards()).hasSize(1);
    }

    @Test
    default void afterTheLastShardThereIsNone() {
        String arn = service().latestArn(service().newTable());
        String shard = service().onlyShard(arn).shardId();

        StreamDescription stream =
                service()
                        .streams()
                        .describeStream(r -> r.streamArn(arn).exclusiveStartShardId(shard))
                        .streamDescription();

        assertThat(stream.shards()).isEmpty();
        assertThat(stream.lastEvaluatedShardId()).isNull();
    }

    @Test
    default void aShardToStartAfterHasTheLengthOfAShardId() {
        String arn = service().latestArn(service().newTable());

        assertRefused(
                VALIDATION,
                () ->
                        service()
                                .streams()
                                .describeStream(
                                        r -> r.streamArn(arn).exclusiveStartShardId("shardId-1")));
    }

    @Test
    default void aShardWithoutAnEndHasNoChildren() {
        String arn = service().latestArn(service().newTable());
        String shard = service().onlyShard(arn).shardId();

        StreamDescription stream =
                service()
                        .streams()
                        .describeStream(
                                r ->
                                        r.streamArn(arn)
                                                .shardFilter(
                                                        f ->
                                                                f.type(ShardFilterType.CHILD_SHARDS)
                                                                        .shardId(shard)))
                        .streamDescription();

        assertThat(stream.shards())
                .hasSize(service().expected(Difference.CHILD_SHARDS_ARE_ALL_SHARDS, 0, 1))
                .allMatch(child -> !shard.equals(child.parentShardId()));
    }

    @Test
    default void aStreamThatIsUnknownIsNotFound() {
        String table = service().newTable();
        String arn = service().latestArn(table);
        String other = arn.replaceFirst("\\d$", arn.endsWith("9") ? "8" : "9");

        assertRefused(
                RESOURCE_NOT_FOUND,
                () -> service().streams().describeStream(r -> r.streamArn(other)));
        assertRefused(
                RESOURCE_NOT_FOUND,
                () ->
                        service()
                                .streams()
                                .describeStream(r -> r.streamArn(arn.replace(table, "no-such"))));
        assertRefused(VALIDATION, () -> service().streams().describeStream(r -> {}));
    }

    @Test
    default void aTableThatIsUnknownIsNotFound() {
        assertRefused(
                RESOURCE_NOT_FOUND,
                () -> service().tables().describeTable(r -> r.tableName("no-such-table")));
    }

    @Test
    default void aDisabledStreamEndsItsShardWithTheLastRecord() {
        String table = service().newTable();
        String arn = service().latestArn(table);
        service().put(table, "a");
        service().put(table, "b");

        service().disableStream(table);

        assertThat(service().describe(arn).streamStatus()).isEqualTo(StreamStatus.DISABLED);
        List<Record> records =
                service().page(service().iterator(arn, ShardIteratorType.TRIM_HORIZON)).records();
        assertThat(records).hasSize(2);
        assertThat(service().onlyShard(arn).sequenceNumberRange().endingSequenceNumber())
                .isEqualTo(records.get(1).dynamodb().sequenceNumber());
    }

    @Test
    default void thePageWithTheLastRecordsOfAShardHasNoNextIterator() {
        String table = service().newTable();
        String arn = service().latestArn(table);
        service().put(table, "a");
        service().put(table, "b");
        String begin = service().iterator(arn, ShardIteratorType.TRIM_HORIZON);

        service().disableStream(table);

        GetRecordsResponse first = service().page(begin, 1);
        assertThat(first.records()).hasSize(1);
        assertThat(first.nextShardIterator()).isNotNull();
        GetRecordsResponse last = service().page(first.nextShardIterator(), 1);
        assertThat(last.records()).hasSize(1);
        assertThat(last.nextShardIterator()).isNull();
        assertThat(service().page(begin).nextShardIterator()).isNull();
    }

    @Test
    default void theEndOfAnEndedShardIsAnEmptyPageWithoutANextIterator() {
        String table = service().newTable();
        String arn = service().latestArn(table);
        service().put(table, "a");
        service().disableStream(table);
        String number = service().onlyShard(arn).sequenceNumberRange().endingSequenceNumber();

        for (String iterator :
                List.of(
                        service().iterator(arn, ShardIteratorType.LATEST),
                        service().iterator(arn, ShardIteratorType.AFTER_SEQUENCE_NUMBER, number))) {
            GetRecordsResponse page = service().page(iterator);

            assertThat(page.records()).isEmpty();
            assertThat(page.nextShardIterator()).isNull();
        }
    }

    @Test
    default void aShardThatEndsEmptyEndsWhereItBegan() {
        String table = service().newTable();
        String arn = service().latestArn(table);
        String begin = service().onlyShard(arn).sequenceNumberRange().startingSequenceNumber();

        service().disableStream(table);

        assertThat(service().onlyShard(arn).sequenceNumberRange().startingSequenceNumber())
                .isEqualTo(begin);
        assertThat(service().onlyShard(arn).sequenceNumberRange().endingSequenceNumber())
                .isEqualTo(begin);
    }

    @Test
    default void aStreamThatIsEnabledAgainIsAnotherAndTheOldOneCanStillBeRead() {
        String table = service().newTable();
        String old = service().latestArn(table);
        service().put(table, "before");
        service().disableStream(table);
        service().put(table, "between");

        service().enableStream(table, StreamViewType.NEW_AND_OLD_IMAGES);

        String latest = service().latestArn(table);
        service().put(table, "after");
        assertThat(latest).isNotEqualTo(old);
        assertThat(service().streams().listStreams(r -> r.tableName(table)).streams())
                .extracting(Stream::streamArn)
                .containsExactlyInAnyOrder(old, latest);
        assertThat(service().describe(old).streamStatus()).isEqualTo(StreamStatus.DISABLED);
        assertThat(service().describe(latest).streamStatus()).isEqualTo(StreamStatus.ENABLED);
        assertThat(keys(old)).containsExactly("before");
        assertThat(keys(latest)).containsExactly("after");
    }

    @Test
    default void theStreamOfADeletedTableCanStillBeRead() {
        String table = service().newTable();
        String arn = service().latestArn(table);
        service().put(table, "a");

        service().deleteTable(table);

        assertRefused(RESOURCE_NOT_FOUND, () -> service().latestArn(table));
        assertRefused(RESOURCE_NOT_FOUND, () -> service().put(table, "b"));
        assertThat(service().describe(arn).streamStatus()).isEqualTo(StreamStatus.DISABLED);
        assertThat(service().streams().listStreams(r -> r.tableName(table)).streams())
                .extracting(Stream::streamArn)
                .containsExactly(arn);
        assertThat(keys(arn)).contains("a");
    }

    private List<String> keys(String arn) {
        List<String> keys = new ArrayList<>();
        service()
                .page(service().iterator(arn, ShardIteratorType.TRIM_HORIZON))
                .records()
                .forEach(record -> keys.add(record.dynamodb().keys().get("pk").s()));
        return keys;
    }
}
