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

import static io.github.flinkdynamodb.tools.simulator.SimulatorFixture.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;

/** What listings and pages of the service can look like, though nothing is wrong. */
class SurprisesTest {

    @RegisterExtension final SimulatorFixture service = new SimulatorFixture();

    @Test
    void aChildCanStayOutOfSightForAWhile() {
        SimulatedTable table =
                service.table(
                        TableSettings.table("orders").childVisibleAfter(Duration.ofSeconds(5)));
        String parent = table.openShardIds().get(0);

        String child = table.rollShard(parent);

        assertThat(service.listedIds(table)).containsExactly(parent);
        assertThat(service.children(table, parent)).isEmpty();
        service.advance("PT5S");
        assertThat(service.listedIds(table)).containsExactlyInAnyOrder(parent, child);
        assertThat(service.children(table, parent)).hasSize(1);
    }

    @Test
    void aParentCanBeListedAsOpenBesideItsChild() {
        SimulatedTable table =
                service.table(TableSettings.table("orders").endVisibleAfter(Duration.ofSeconds(5)));
        String parent = table.openShardIds().get(0);

        String child = table.rollShard(parent);

        assertThat(service.listedIds(table)).contains(child);
        assertThat(service.listed(table, parent).sequenceNumberRange().endingSequenceNumber())
                .isNull();
        service.advance("PT5S");
        assertThat(service.listed(table, parent).sequenceNumberRange().endingSequenceNumber())
                .isNotNull();
    }

    @Test
    void aParentCanBeOpenOnOnePageAndItsChildOnTheNext() {
        SimulatedTable table = service.table();
        String parent = table.openShardIds().get(0);
        StreamDescription first = page(table, null);

        service.advance("PT1S");
        String child = table.rollShard(parent);

        StreamDescription second = page(table, first.lastEvaluatedShardId());
        assertThat(first.shards().get(0).sequenceNumberRange().endingSequenceNumber()).isNull();
        assertThat(second.shards()).extracting(Shard::shardId).containsExactly(child);
        assertThat(second.shards().get(0).parentShardId()).isEqualTo(parent);
    }

    private StreamDescription page(SimulatedTable table, String after) {
        return service.client()
                .describeStream(
                        r -> r.streamArn(table.streamArn()).limit(1).exclusiveStartShardId(after))
                .streamDescription();
    }

    @Test
    void aParentCanBeMissingFromTheListing() {
        SimulatedTable table = service.table();
        String parent = table.openShardIds().get(0);
        table.put(item("a", 1));
        String child = table.rollShard(parent);

        table.hideShard(parent);

        assertThat(service.listedIds(table)).containsExactly(child);
        assertThat(service.listed(table, child).parentShardId()).isEqualTo(parent);
        assertThat(service.read(table, parent)).hasSize(1);
        table.showShard(parent);
        assertThat(service.listedIds(table)).containsExactlyInAnyOrder(parent, child);
    }

    @Test
    void theFilterForChildrenCanStayEmptyForAWhileThoughTheyAreListed() {
        SimulatedTable table =
                service.table(
                        TableSettings.table("orders").childShardsAfter(Duration.ofSeconds(3)));
        String parent = table.openShardIds().get(0);

        String child = table.rollShard(parent);

        assertThat(service.listedIds(table)).contains(child);
        assertThat(service.children(table, parent)).isEmpty();
        service.advance("PT3S");
        assertThat(service.children(table, parent)).hasSize(1);
    }

    @Test
    void aListingCanBeInNoOrderAndIsStillComplete() {
        SimulatedTable table =
                service.table(TableSettings.table("orders").shards(300).shuffledListing());
        for (int round = 0; round < 3; round++) {
            service.advance("PT1S");
            table.rollAllShards();
        }

        List<String> listed = new ArrayList<>();
        String after = null;
        do {
            String start = after;
            StreamDescription stream =
                    service.client()
                            .describeStream(
                                    r ->
                                            r.streamArn(table.streamArn())
                                                    .exclusiveStartShardId(start))
                            .streamDescription();
            stream.shards().forEach(shard -> listed.add(shard.shardId()));
            after = stream.lastEvaluatedShardId();
        } while (after != null);

        assertThat(listed).hasSize(1200).doesNotHaveDuplicates();
        assertThat(listed).isNotEqualTo(listed.stream().sorted().collect(Collectors.toList()));
        assertThat(childrenBeforeTheirParents(table, listed)).isPositive();
    }

    private static long childrenBeforeTheirParents(SimulatedTable table, List<String> listed) {
        return table.shards().stream()
                .filter(shard -> shard.parentId() != null)
                .filter(shard -> listed.indexOf(shard.id()) < listed.indexOf(shard.parentId()))
                .count();
    }

    @Test
    void aNewStreamCanBeEnablingAndListNoShardYet() {
        SimulatedTable table =
                service.table(TableSettings.table("orders").enablingTime(Duration.ofSeconds(10)));

        assertThat(service.status(table)).isEqualTo("ENABLING");
        assertThat(service.shards(table)).isEmpty();
        service.advance("PT10S");
        assertThat(service.status(table)).isEqualTo("ENABLED");
        assertThat(service.shards(table)).hasSize(1);
    }

    @Test
    void aStreamCanBeDisablingForAWhile() {
        SimulatedTable table =
                service.table(TableSettings.table("orders").disablingTime(Duration.ofSeconds(10)));

        table.disableStream();

        assertThat(service.status(table)).isEqualTo("DISABLING");
        service.advance("PT10S");
        assertThat(service.status(table)).isEqualTo("DISABLED");
    }

    @Test
    void emptyPagesCanComeBeforeRecords() {
        SimulatedTable table = service.table(TableSettings.table("orders").emptyPages(2));
        table.put(item("a", 1));
        String iterator = service.begin(table, table.openShardIds().get(0));

        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            GetRecordsResponse page = service.page(iterator);
            sizes.add(page.records().size());
            iterator = page.nextShardIterator();
        }

        assertThat(sizes).containsExactly(0, 0, 1);
    }

    @Test
    void aShardCanEndWithAnEmptyPageOfItsOwn() {
        SimulatedTable table = service.table(TableSettings.table("orders").endOnOwnPage());
        String shard = table.openShardIds().get(0);
        table.put(item("a", 1));
        table.rollShard(shard);

        GetRecordsResponse last = service.page(service.begin(table, shard));

        assertThat(last.records()).hasSize(1);
        assertThat(last.nextShardIterator()).isNotNull();
        GetRecordsResponse end = service.page(last.nextShardIterator());
        assertThat(end.records()).isEmpty();
        assertThat(end.nextShardIterator()).isNull();
    }

    @Test
    void bigItemsMakePagesOfOneRecordOrTwo() {
        SimulatedTable table = service.table();
        String shard = table.openShardIds().get(0);
        String big = "x".repeat(390_000);
        for (int i = 0; i < 4; i++) {
            table.put(Item.builder().s("pk", "a").n("v", i).s("big", big).build());
        }

        List<Integer> sizes = new ArrayList<>();
        String iterator = service.begin(table, shard);
        int read = 0;
        while (read < 4) {
            GetRecordsResponse page = service.page(iterator);
            sizes.add(page.records().size());
            read += page.records().size();
            iterator = page.nextShardIterator();
        }

        // The first is an insertion, with one image alone, and even so the second doesn't fit in.
        assertThat(sizes).containsExactly(1, 1, 1, 1);
    }

    @Test
    void creationTimesHaveWholeSecondsAndCanGoBack() {
        SimulatedTable table =
                service.table(TableSettings.table("orders").timesGoBack(Duration.ofMinutes(1)));
        for (int i = 0; i < 50; i++) {
            table.put(item("a", i));
        }

        List<Instant> times = new ArrayList<>();
        for (Record record : service.read(table, table.openShardIds().get(0))) {
            times.add(record.dynamodb().approximateCreationDateTime());
        }

        assertThat(times).hasSize(50).allMatch(time -> time.getNano() == 0);
        assertThat(times)
                .allMatch(time -> !time.isAfter(SimulatorFixture.START))
                .allMatch(time -> time.isAfter(SimulatorFixture.START.minusSeconds(62)));
        assertThat(times).isNotEqualTo(times.stream().sorted().collect(Collectors.toList()));
    }

    @Test
    void theSameSecondIsReadFromEveryFormOfItsNumber() {
        SimulatedTable table = service.table();
        for (int i = 0; i < 4; i++) {
            table.put(item("a", i));
        }

        List<Record> records = service.read(table, table.openShardIds().get(0));

        assertThat(records)
                .hasSize(4)
                .allMatch(
                        record ->
                                record.dynamodb()
                                        .approximateCreationDateTime()
                                        .equals(Instant.parse("2026-03-01T10:00:00Z")));
    }
}
