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

import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;

/** Shards begin, end, split and are trimmed. */
class LineageTest {

    @RegisterExtension final SimulatorFixture service = new SimulatorFixture();

    @Test
    void keysAreSpreadOverTheOpenShardsAndStayWithTheirs() {
        SimulatedTable table = service.table(TableSettings.table("orders").shards(8));
        for (int i = 0; i < 400; i++) {
            table.put(item("k" + i % 100, i));
        }

        Set<String> seen = new HashSet<>();
        for (String shard : table.openShardIds()) {
            Set<String> keys = keys(service.read(table, shard));
            assertThat(keys).isNotEmpty().noneMatch(seen::contains);
            seen.addAll(keys);
        }
        assertThat(seen).hasSize(100);
    }

    @Test
    void aShardThatRollsOverEndsAndHasOneChildWithItsKeys() {
        SimulatedTable table = service.table();
        String parent = table.openShardIds().get(0);
        table.put(item("a", 1));

        String child = table.rollShard(parent);

        table.put(item("a", 2));
        assertThat(service.listed(table, parent).sequenceNumberRange().endingSequenceNumber())
                .isNotNull();
        assertThat(service.listed(table, child).parentShardId()).isEqualTo(parent);
        assertThat(service.listed(table, child).sequenceNumberRange().endingSequenceNumber())
                .isNull();
        assertThat(service.children(table, parent))
                .extracting(Shard::shardId)
                .containsExactly(child);
        assertThat(keys(service.read(table, parent))).containsExactly("a");
        assertThat(keys(service.read(table, child))).containsExactly("a");
    }

    @Test
    void aShardThatSplitsHasTwoChildrenWithAPartOfItsKeysEach() {
        SimulatedTable table = service.table();
        String parent = table.openShardIds().get(0);

        List<String> children = table.splitShard(parent);

        for (int i = 0; i < 100; i++) {
            table.put(item("k" + i, i));
        }
        Set<String> first = keys(service.read(table, children.get(0)));
        Set<String> second = keys(service.read(table, children.get(1)));
        assertThat(first).isNotEmpty().doesNotContainAnyElementsOf(second);
        assertThat(second).isNotEmpty();
        assertThat(first.size() + second.size()).isEqualTo(100);
        assertThat(service.children(table, parent))
                .extracting(Shard::shardId)
                .containsExactlyInAnyOrderElementsOf(children);
    }

    @Test
    void aShardRollsOverAfterANumberOfRecords() {
        SimulatedTable table = service.table(TableSettings.table("orders").rollAfterRecords(10));

        for (int i = 0; i < 35; i++) {
            table.put(item("a", i));
        }

        assertThat(service.shards(table)).hasSize(4);
        assertThat(service.read(table, service.shards(table).get(0).shardId())).hasSize(10);
        assertThat(service.read(table, service.shards(table).get(3).shardId())).hasSize(5);
    }

    @Test
    void aShardRollsOverAtAnAgeAlsoWithoutAWrite() {
        SimulatedTable table =
                service.table(TableSettings.table("orders").rollAfter(Duration.ofHours(4)));
        service.advance("PT3H59M59S");
        assertThat(service.shards(table)).hasSize(1);

        service.advance("PT1S");

        List<Shard> shards = service.shards(table);
        assertThat(shards).hasSize(2);
        assertThat(shards.get(1).parentShardId()).isEqualTo(shards.get(0).shardId());
        assertThat(service.read(table, shards.get(0).shardId())).isEmpty();
    }

    @Test
    void anEndedShardCannotEndAgain() {
        SimulatedTable table = service.table();
        String shard = table.openShardIds().get(0);
        table.rollShard(shard);

        assertThatThrownBy(() -> table.rollShard(shard))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has ended already");
        assertThatThrownBy(() -> table.splitShard("shardId-nope"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no shard shardId-nope");
    }

    @Test
    void sequenceNumbersGrowAlongALineageAndChangeTheirNumberOfDigits() {
        SimulatedTable table = service.table();
        String parent = table.openShardIds().get(0);
        for (int i = 0; i < 30; i++) {
            table.put(item("a", i));
        }
        String child = table.rollShard(parent);
        table.put(item("a", 30));

        List<Record> records = new ArrayList<>(service.read(table, parent));
        records.addAll(service.read(table, child));

        assertThat(SimulatorFixture.numbers(records)).isSorted().doesNotHaveDuplicates();
        List<String> texts = new ArrayList<>();
        records.forEach(record -> texts.add(record.dynamodb().sequenceNumber()));
        assertThat(texts).anyMatch(text -> text.length() == 21);
        assertThat(texts).anyMatch(text -> text.length() == 22);
        assertThat(texts).isNotEqualTo(texts.stream().sorted().collect(Collectors.toList()));
    }

    @Test
    void recordsOlderThanTheRetentionAreTrimmedInsideAListedShard() {
        SimulatedTable table = service.table();
        String shard = table.openShardIds().get(0);
        String first = table.put(item("a", 1));
        String iterator = service.begin(table, shard);
        service.advance("PT12H");
        table.put(item("a", 2));

        service.advance("PT12H1S");

        assertThat(service.listedIds(table)).containsExactly(shard);
        assertThat(service.read(table, shard)).hasSize(1);
        assertThat(code(() -> service.page(iterator))).isEqualTo("ExpiredIteratorException");
        assertThat(code(() -> service.after(table, shard, first)))
                .isEqualTo("TrimmedDataAccessException");
    }

    @Test
    void anIteratorWhoseRecordsWereTrimmedSinceIsRefused() {
        SimulatedTable table = service.table();
        String shard = table.openShardIds().get(0);
        table.put(item("a", 1));
        table.put(item("a", 2));
        String iterator = service.begin(table, shard);

        table.trimShard(shard, 1);

        assertThat(code(() -> service.page(iterator))).isEqualTo("TrimmedDataAccessException");
        assertThat(service.read(table, shard)).hasSize(1);
    }

    @Test
    void aShardThatEndedBeforeTheRetentionIsGoneAndItsChildStillNamesIt() {
        SimulatedTable table = service.table();
        String parent = table.openShardIds().get(0);
        table.put(item("a", 1));
        String iterator = service.begin(table, parent);
        String child = table.rollShard(parent);
        service.advance("PT23H50M");
        table.put(item("a", 2));

        service.advance("PT10M1S");

        assertThat(service.listedIds(table)).containsExactly(child);
        assertThat(service.listed(table, child).parentShardId()).isEqualTo(parent);
        assertThat(code(() -> service.begin(table, parent))).isEqualTo("ResourceNotFoundException");
        assertThat(code(() -> service.page(iterator))).isEqualTo("ResourceNotFoundException");
        assertThat(service.read(table, child)).hasSize(1);
    }

    @Test
    void aShardCanBeDroppedOnceItHasEnded() {
        SimulatedTable table = service.table();
        String shard = table.openShardIds().get(0);
        assertThatThrownBy(() -> table.dropShard(shard)).hasMessageContaining("can't be dropped");
        String child = table.rollShard(shard);

        table.dropShard(shard);

        assertThat(service.listedIds(table)).containsExactly(child);
        assertThat(code(() -> service.begin(table, shard))).isEqualTo("ResourceNotFoundException");
    }

    @Test
    void aShardCanBeListedAndNotBeReadable() {
        SimulatedTable table = service.table();
        String shard = table.openShardIds().get(0);
        String iterator = service.begin(table, shard);

        table.makeUnreadable(shard);

        assertThat(service.listedIds(table)).containsExactly(shard);
        assertThat(code(() -> service.begin(table, shard))).isEqualTo("ResourceNotFoundException");
        assertThat(code(() -> service.page(iterator))).isEqualTo("ResourceNotFoundException");
        table.makeReadable(shard);
        assertThat(service.page(iterator).records()).isEmpty();
    }

    @Test
    void aDisabledStreamIsForgottenAfterTheRetention() {
        SimulatedTable table = service.table();
        String old = table.streamArn();
        table.put(item("a", 1));
        table.disableStream();
        String latest = table.enableStream();
        assertThat(table.streamArns()).containsExactly(old, latest);

        service.advance("PT24H1S");

        assertThat(service.shards(table)).hasSize(1);
        assertThat(table.streamArns()).containsExactly(latest);
        assertThat(code(() -> service.client().describeStream(r -> r.streamArn(old))))
                .isEqualTo("ResourceNotFoundException");
    }

    @Test
    void theLatestStreamIsGoneADayAfterItWasDisabledToo() {
        SimulatedTable table = service.table();
        String arn = table.streamArn();
        table.put(item("a", 1));
        String shard = table.openShardIds().get(0);
        service.advance("PT48H");
        table.disableStream();
        service.advance("PT24H");
        assertThat(service.listedIds(table)).containsExactly(shard);
        table.disableStream();

        service.advance("PT1S");

        assertThat(code(() -> service.client().describeStream(r -> r.streamArn(arn))))
                .isEqualTo("ResourceNotFoundException");
        assertThat(table.hasStream()).isFalse();
        assertThat(table.streamArns()).isEmpty();
        assertThat(table.trimmedUnread()).isEqualTo(1);
        assertThat(service.client().listStreams(r -> r.tableName("orders")).streams()).isEmpty();
        assertThat(table.enableStream()).isNotEqualTo(arn);
    }

    @Test
    void aDisabledStreamIsListedForADayThoughItsShardsAreGone() {
        SimulatedTable table = service.table();
        service.advance("PT48H");
        String shard = table.openShardIds().get(0);
        table.disableStream();
        table.dropShard(shard);

        service.advance("PT23H");

        assertThat(service.listedIds(table)).isEmpty();
        assertThat(table.hasStream()).isTrue();
    }

    @Test
    void tenThousandShardsAreListedInPagesOfAHundred() {
        SimulatedTable table = service.table(TableSettings.table("orders").shards(10_000));

        Set<String> ids = new HashSet<>();
        String after = null;
        int pages = 0;
        do {
            String start = after;
            DescribeStreamResponse page =
                    service.client()
                            .describeStream(
                                    r ->
                                            r.streamArn(table.streamArn())
                                                    .exclusiveStartShardId(start));
            assertThat(page.streamDescription().shards()).hasSizeLessThanOrEqualTo(100);
            page.streamDescription().shards().forEach(shard -> ids.add(shard.shardId()));
            after = page.streamDescription().lastEvaluatedShardId();
            pages++;
        } while (after != null);

        assertThat(ids).hasSize(10_000);
        // A full page says where it ends, the last one as well: the page after that is empty.
        assertThat(pages).isEqualTo(101);
    }

    private static Set<String> keys(List<Record> records) {
        Set<String> keys = new HashSet<>();
        records.forEach(record -> keys.add(record.dynamodb().keys().get("pk").s()));
        return keys;
    }
}
