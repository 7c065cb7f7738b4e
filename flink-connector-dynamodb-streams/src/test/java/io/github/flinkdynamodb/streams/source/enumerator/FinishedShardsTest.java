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
package io.github.flinkdynamodb.streams.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import java.util.Collection;
import org.junit.jupiter.api.Test;

@OnEachFlink
class FinishedShardsTest {

    private final FinishedShards shards = new FinishedShards();

    @Test
    void whatASubtaskFinishedSinceTheLastCompletedCheckpointIsUndoneWithIt() {
        shards.finished("a", 0, false);
        shards.snapshotTaken(1);
        shards.finished("b", 0, false);
        shards.finished("c", 1, false);

        shards.checkpointComplete(1);

        assertThat(shards.readerReset(0)).containsExactly("b");
    }

    @Test
    void aCheckpointThatDidNotCompleteConfirmsNothing() {
        shards.finished("a", 0, false);
        shards.snapshotTaken(1);

        assertThat(shards.readerReset(0)).containsExactly("a");
    }

    @Test
    void aLaterCheckpointConfirmsWhatAnEarlierOneHeld() {
        shards.finished("a", 0, false);
        shards.snapshotTaken(1);
        shards.snapshotTaken(2);

        shards.checkpointComplete(2);

        assertThat(shards.readerReset(0)).isEmpty();
    }

    @Test
    void whatIsUndoneIsUndoneOnce() {
        shards.finished("a", 0, false);
        shards.readerReset(0);

        assertThat(shards.readerReset(0)).isEmpty();
    }

    @Test
    void aResetToACheckpointThatIsOnlyThenKnownToBeCompleteUndidTooMuch() {
        // Given
        shards.finished("before", 0, false);
        shards.finished("stopped", 0, true);
        shards.snapshotTaken(1);
        shards.finished("after", 0, false);
        shards.readerReset(0);

        // When
        Collection<FinishedShards.Finish> wrongly = shards.wronglyUndone(1);

        // Then
        assertThat(wrongly)
                .extracting(FinishedShards.Finish::shardId)
                .containsExactly("before", "stopped");
        assertThat(wrongly)
                .extracting(FinishedShards.Finish::isStopped)
                .containsExactly(false, true);
    }

    @Test
    void aCheckpointThatIsBegunAfterAResetSaysNothingOfIt() {
        // Given
        shards.finished("a", 0, false);
        shards.snapshotTaken(1);
        shards.readerReset(0);
        shards.snapshotTaken(2);

        // When
        Collection<FinishedShards.Finish> wrongly = shards.wronglyUndone(2);

        // Then
        assertThat(wrongly).isEmpty();
    }
}
