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
package io.github.flinkdynamodb.streams.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.event.ShardCaughtUp;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplitState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

@OnEachFlink
class ShardsBehindTest {

    private final List<ShardCaughtUp> reports = new ArrayList<>();
    private final ShardsBehind behind = new ShardsBehind(true, reports::add);

    private static ShardSplit shard(String shardId, String parent) {
        return ShardSplit.of("stream", shardId, parent, ShardPosition.trimHorizon(null));
    }

    private ShardSplitState add(String shardId, String parent) {
        behind.splitsAdded(List.of(shard(shardId, parent)));
        return new ShardSplitState(shard(shardId, parent));
    }

    private void emit(ShardSplitState state, long millis) {
        state.advanceTo(SequenceNumber.of("1"), millis);
        behind.emitted(state);
    }

    @Test
    void aShardFromAnotherReaderHasCaughtUpWithTheYoungestRecordThatWasOutWhenItCame() {
        ShardSplitState own = add("own", null);
        behind.start();
        emit(own, 1_000);
        emit(own, 500);
        ShardSplitState moved = add("moved", "elsewhere");

        emit(own, 5_000);
        emit(moved, 999);
        List<ShardCaughtUp> before = List.copyOf(reports);
        emit(moved, 1_000);
        emit(moved, 1_001);

        assertThat(before).isEmpty();
        assertThat(reports).containsExactly(new ShardCaughtUp("moved"));
    }

    @Test
    void beforeTheFirstRecordNobodyIsAhead() {
        behind.start();

        add("moved", "elsewhere");

        assertThat(reports).containsExactly(new ShardCaughtUp("moved"));
    }

    @Test
    void childrenOfShardsThatAreHereAreNotBehind() {
        ShardSplitState own = add("own", null);
        behind.start();
        emit(own, 1_000);
        ShardSplitState child = add("child", "own");

        emit(child, 2_000);

        assertThat(reports).isEmpty();
    }

    @Test
    void childrenOfAShardThatIsBehindAreBehindToo() {
        ShardSplitState own = add("own", null);
        behind.start();
        emit(own, 1_000);
        add("moved", "elsewhere");
        ShardSplitState child = add("child", "moved");
        behind.splitsGone(Set.of("moved"));

        emit(child, 1_000);

        assertThat(reports).containsExactly(new ShardCaughtUp("child"));
    }

    @Test
    void whatIsRestoredIsNotBehind() {
        ShardSplitState child = add("child", "elsewhere");
        behind.start();

        emit(child, 1_000);

        assertThat(reports).isEmpty();
    }
}
