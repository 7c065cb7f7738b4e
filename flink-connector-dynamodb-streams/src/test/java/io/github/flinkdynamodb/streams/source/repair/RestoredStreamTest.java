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
package io.github.flinkdynamodb.streams.source.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.event.HeldShard;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** By which shards a gap shows after a restore. */
class RestoredStreamTest {

    private static final Instant BEGUN = Instant.parse("2026-03-02T10:00:00Z");
    private static final Instant DATED = BEGUN.minus(RestoredShard.RETENTION);

    private static String created(Instant time) {
        return String.format("shardId-%020d-12345678", time.toEpochMilli());
    }

    private static ShardState at(String shardId, ShardStatus status) {
        return new ShardState(shardId, null, status, null)
                .beginningAfter(SequenceNumber.of("17"), BEGUN.minusSeconds(60));
    }

    private static List<Lineage> lineages(List<Lineage> held, ShardState... known) {
        return RestoredStream.lineages(
                held, List.of(known), true, null, notBefore -> Optional.empty());
    }

    /** What was inserted until then, the other job has emitted. */
    @Test
    void aShardAtAPositionHasBeenReadUpToItByAJobThatRemembersNothingHere() {
        for (ShardStatus status : List.of(ShardStatus.READY, ShardStatus.WAITING)) {
            Lineage lineage = lineages(List.of(), at("a", status)).get(0);

            assertThat(lineage.knownAt()).contains(BEGUN.minusSeconds(60));
            assertThat(lineage.remembersSince(BEGUN.minusSeconds(60))).isFalse();
            assertThat(lineage.remembersSince(BEGUN.minusSeconds(59))).isTrue();
        }
    }

    @Test
    void aShardThatAReaderHasIsAsTheReaderSays() {
        assertThat(lineages(List.of(), at("a", ShardStatus.ASSIGNED))).isEmpty();
    }

    /** The parent's records were on their way out when its reading began; its child's weren't. */
    @Test
    void aChildOfAShardThatWasNeverReadIsLostADayAfterItsCreation() {
        Instant childCreated = BEGUN.minus(Duration.ofHours(22));
        String parent = created(BEGUN.minus(Duration.ofHours(25)));
        Lineage unread = new Lineage(new HeldShard(parent, null, DATED, true, Instant.EPOCH));
        ShardState child = new ShardState(created(childCreated), parent, ShardStatus.WAITING, null);
        ShardState grandchild =
                new ShardState(
                        created(BEGUN.minus(Duration.ofHours(18))),
                        child.shardId(),
                        ShardStatus.WAITING,
                        null);

        List<Lineage> all = lineages(List.of(unread), child, grandchild);

        assertThat(all)
                .extracting(Lineage::shardId)
                .containsExactly(parent, child.shardId(), grandchild.shardId());
        assertThat(lineages(List.of(unread), grandchild, child))
                .extracting(Lineage::shardId)
                .containsExactly(parent, grandchild.shardId(), child.shardId());
        assertThat(RepairWindows.lost(all, null, childCreated.plus(Duration.ofHours(23))))
                .isEmpty();
        assertThat(RepairWindows.lost(all, null, childCreated.plus(Duration.ofHours(24))))
                .extracting(Lineage::shardId)
                .containsExactly(child.shardId());
    }

    @Test
    void aChildOfAShardThatIsBeingReadWaitsForIt() {
        Lineage read = new Lineage(new HeldShard("a", BEGUN, null, false, Instant.EPOCH));

        assertThat(lineages(List.of(read), new ShardState("b", "a", ShardStatus.WAITING, null)))
                .containsExactly(read);
    }
}
