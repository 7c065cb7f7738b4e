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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.ItemVersion;
import io.github.flinkdynamodb.tools.simulator.table.ShardInfo;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableItems;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;

/** What was written, in which order for each key, and what was handed out. */
class LedgerTest {

    @RegisterExtension final SimulatorFixture service = new SimulatorFixture();

    @Test
    void theSequenceNumbersOfEachKeyAreThoseThatTheWritesGave() {
        SimulatedTable table = service.table(TableSettings.table("orders").shards(4));
        String first = table.put(item("a", 1));
        String other = table.put(item("b", 1));
        table.rollAllShards();
        String second = table.put(item("a", 2));
        String third = table.delete(item("a", 0));

        assertThat(table.sequenceNumbersByKey())
                .isEqualTo(Map.of("a", List.of(first, second, third), "b", List.of(other)));
        assertThat(table.recordsByKey()).isEqualTo(Map.of("a", 3L, "b", 1L));
        assertThat(table.written()).isEqualTo(4);
        assertThat(table.get(item("b", 0))).isEqualTo(item("b", 1));
        assertThat(table.get(item("a", 0))).isNull();
    }

    @Test
    void aKeyOfTwoAttributesIsBothWithABarBetween() {
        SimulatedTable table = service.table(TableSettings.table("lines").sortKey("sk", "N"));

        table.put(Item.builder().s("pk", "a").n("sk", 7).build());

        assertThat(table.recordsByKey()).isEqualTo(Map.of("a|7", 1L));
    }

    @Test
    void aRecordThatWasHandedOutTwiceCountsOnce() {
        SimulatedTable table = service.table();
        String shard = table.openShardIds().get(0);
        table.put(item("a", 1));
        table.put(item("b", 1));

        service.read(table, shard);
        service.read(table, shard);

        table.put(item("a", 2));
        assertThat(table.handedOut()).isEqualTo(2);
        assertThat(table.unread()).isEqualTo(1);
        assertThat(table.handedOutByKey()).isEqualTo(Map.of("a", 1L, "b", 1L));
        assertThat(service.simulator().counts().recordsHandedOut()).isEqualTo(4);
        assertThat(table.shards().get(0).recordsHandedOut()).isEqualTo(2);
    }

    @Test
    void whatAReaderSkipsIsNotHandedOut() {
        SimulatedTable table = service.table();
        String shard = table.openShardIds().get(0);
        table.put(item("a", 1));
        String latest =
                SdkClients.iterator(
                        service.client(), table.streamArn(), shard, ShardIteratorType.LATEST);
        table.put(item("b", 1));

        service.page(latest);

        assertThat(table.handedOutByKey()).isEqualTo(Map.of("a", 0L, "b", 1L));
        ShardInfo info = table.shards().get(0);
        assertThat(info.recordsHandedOut()).isEqualTo(1);
        assertThat(info.handedOut()).isEqualTo(2);
        table.trimShard(shard, 2);
        assertThat(table.trimmedUnread()).isEqualTo(1);
        assertThat(table.unread()).isZero();
    }

    @Test
    void whatIsTrimmedBeforeItWasReadIsCounted() {
        SimulatedTable table = service.table();
        table.put(item("a", 1));
        service.read(table, table.openShardIds().get(0));
        table.put(item("a", 2));
        table.put(item("a", 3));

        service.advance("PT24H1S");

        assertThat(table.trimmedUnread()).isEqualTo(2);
        assertThat(table.shards().get(0).trimmed()).isEqualTo(3);
    }

    @Test
    void whatIsWrittenWhileTheStreamIsDisabledIsCountedAsMissed() {
        SimulatedTable table = service.table();
        table.disableStream();

        String number = table.put(item("a", 1));

        assertThat(number).isNull();
        assertThat(table.missed()).isEqualTo(1);
        assertThat(table.written()).isZero();
        assertThat(table.get(item("a", 0))).isNotNull();
        assertThatThrownBy(() -> table.shardOf(item("a", 0))).hasMessageContaining("is disabled");
    }

    @Test
    void aKeyHasToBeThereAndOfItsType() {
        SimulatedTable table = service.table();

        assertThatThrownBy(() -> table.put(Item.builder().s("x", "y").build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pk is missing");
        assertThatThrownBy(() -> table.put(Item.builder().n("pk", 1).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is of the type S");
        assertThatThrownBy(() -> table.put(Item.builder().s("pk", "").build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is empty");
        assertThat(table.written()).isZero();
    }

    @Test
    void theTableIsKnownAtEachMoment() {
        SimulatedTable table = service.table(TableSettings.table("orders").keepHistory());
        table.put(item("a", 1));
        table.put(item("b", 1));
        service.advance("PT1S");
        table.put(item("a", 2));
        table.delete(item("b", 0));
        service.advance("PT72H");
        table.put(item("b", 3));

        TableItems items = table.items();
        assertThat(items.all()).isEqualTo(Map.of("a", item("a", 2), "b", item("b", 3)));
        assertThat(items.at(SimulatorFixture.START.minusMillis(1))).isEmpty();
        assertThat(items.at(SimulatorFixture.START.plusMillis(999)))
                .isEqualTo(Map.of("a", item("a", 1), "b", item("b", 1)));
        assertThat(items.at(SimulatorFixture.START.plusSeconds(1)))
                .isEqualTo(Map.of("a", item("a", 2)));
        assertThat(items.history(item("b", 0)))
                .extracting(ItemVersion::item)
                .containsExactly(item("b", 1), null, item("b", 3));
        assertThat(items.history(item("b", 0)).get(1).since())
                .isEqualTo(SimulatorFixture.START.plusSeconds(1));
        assertThat(items.history(item("c", 0))).isEmpty();
        assertThat(items.count()).isEqualTo(2);
        assertThat(items.bytes()).isEqualTo(item("a", 2).size() + item("b", 3).size());
    }

    @Test
    void withoutItsHistoryATableIsKnownAsItIs() {
        SimulatedTable table = service.table();
        table.put(item("a", 1));
        service.advance("PT1S");
        table.put(item("a", 2));

        assertThat(table.items().history(item("a", 0))).hasSize(1);
        assertThat(table.items().at(service.simulator().clock().instant()))
                .isEqualTo(Map.of("a", item("a", 2)));
        assertThatThrownBy(() -> table.items().at(SimulatorFixture.START))
                .hasMessage(
                        "Invalid time 2026-03-01T10:00:00.250Z: expected one of which the table's"
                                + " versions are kept; with keepHistory they all are");
    }

    @Test
    void itemsThatAreScannedAreCountedByKeyAsOftenAsTheyAre() {
        SimulatedTable table = service.table();
        table.put(item("a", 1));
        table.put(item("b", 1));
        service.tables().scan(r -> r.tableName("orders"));
        table.delete(item("b", 0));

        service.tables().scan(r -> r.tableName("orders"));
        service.tables().scan(r -> r.tableName("orders").segment(0).totalSegments(1_000_000));

        assertThat(table.scans().itemsByKey()).isEqualTo(Map.of("a", 2L, "b", 1L));
        assertThat(table.scans().items()).isEqualTo(3);
        assertThat(table.scans().pages()).isEqualTo(2);
        assertThat(table.scans().emptyPages()).isEqualTo(1);
        assertThat(table.scans().units()).isEqualTo(1.5);
        assertThat(table.handedOut()).isZero();
    }

    @Test
    void aTableThatIsCreatedOnceMoreIsAnotherOne() {
        SimulatedTable table = service.table();
        table.put(item("a", 1));
        String stream = table.streamArn();
        String id = tableId();

        String arn = table.recreate();

        assertThat(tableId()).isNotEqualTo(id);
        assertThat(arn).isEqualTo(table.streamArn()).isNotEqualTo(stream);
        assertThat(service.tables().scan(r -> r.tableName("orders")).items()).isEmpty();
        assertThat(table.streamArns()).containsExactly(stream, arn);
        assertThat(table.put(item("a", 1))).isNotNull();
    }

    private String tableId() {
        return service.tables().describeTable(r -> r.tableName("orders")).table().tableId();
    }

    @Test
    void aTableWithoutAStreamIsScannedAndGetsAStreamLater() {
        SimulatedTable table = service.table(TableSettings.table("orders").withoutStream());
        assertThat(table.put(item("a", 1))).isNull();

        var description = service.tables().describeTable(r -> r.tableName("orders")).table();

        assertThat(description.tableStatusAsString()).isEqualTo("ACTIVE");
        assertThat(description.latestStreamArn()).isNull();
        assertThat(description.streamSpecification()).isNull();
        assertThat(service.client().listStreams(r -> {}).streams()).isEmpty();
        assertThat(service.tables().scan(r -> r.tableName("orders")).count()).isEqualTo(1);
        assertThat(table.shards()).isEmpty();
        assertThat(table.missed()).isEqualTo(1);
        assertThatThrownBy(table::streamArn).hasMessage("The table orders has no stream");
        table.enableStream();
        assertThat(table.put(item("a", 2))).isNotNull();
        assertThat(service.read(table, table.openShardIds().get(0))).hasSize(1);
    }

    @Test
    void theCallsAreCounted() {
        SimulatedTable table = service.table();
        service.read(table, table.openShardIds().get(0));

        assertThat(service.simulator().counts().calls(Operation.GET_SHARD_ITERATOR)).isEqualTo(1);
        assertThat(service.simulator().counts().calls(Operation.GET_RECORDS)).isEqualTo(1);
        assertThat(service.simulator().counts().emptyPages()).isEqualTo(1);
        assertThat(service.simulator().counts().mostInFlight()).isEqualTo(1);
    }
}
