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
package io.github.flinkdynamodb.streams.source.enumerator.assigner;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import java.util.Collection;
import org.junit.jupiter.api.Test;

@OnEachFlink
class UnconfirmedFinishesTest {

    private final UnconfirmedFinishes finishes = new UnconfirmedFinishes();

    @Test
    void whatASubtaskFinishedSinceTheLastCompletedCheckpointIsUndoneWithIt() {
        finishes.finished("a", 0, false);
        finishes.snapshotTaken(1);
        finishes.finished("b", 0, false);
        finishes.finished("c", 1, false);

        finishes.checkpointComplete(1);

        assertThat(finishes.readerReset(0)).containsExactly("b");
    }

    @Test
    void aCheckpointThatDidNotCompleteConfirmsNothing() {
        finishes.finished("a", 0, false);
        finishes.snapshotTaken(1);

        assertThat(finishes.readerReset(0)).containsExactly("a");
    }

    @Test
    void aLaterCheckpointConfirmsWhatAnEarlierOneHeld() {
        finishes.finished("a", 0, false);
        finishes.snapshotTaken(1);
        finishes.snapshotTaken(2);

        finishes.checkpointComplete(2);

        assertThat(finishes.readerReset(0)).isEmpty();
    }

    @Test
    void whatIsUndoneIsUndoneOnce() {
        finishes.finished("a", 0, false);
        finishes.readerReset(0);

        assertThat(finishes.readerReset(0)).isEmpty();
    }

    @Test
    void aResetToACheckpointThatIsOnlyThenKnownToBeCompleteUndidTooMuch() {
        // Given
        finishes.finished("before", 0, false);
        finishes.finished("stopped", 0, true);
        finishes.snapshotTaken(1);
        finishes.finished("after", 0, false);
        finishes.readerReset(0);

        // When
        Collection<UnconfirmedFinishes.Finish> wrongly = finishes.wronglyUndone(1);

        // Then
        assertThat(wrongly)
                .extracting(UnconfirmedFinishes.Finish::shardId)
                .containsExactly("before", "stopped");
        assertThat(wrongly)
                .extracting(UnconfirmedFinishes.Finish::isStopped)
                .containsExactly(false, true);
    }

    @Test
    void aCheckpointThatIsBegunAfterAResetSaysNothingOfIt() {
        // Given
        finishes.finished("a", 0, false);
        finishes.snapshotTaken(1);
        finishes.readerReset(0);
        finishes.snapshotTaken(2);

        // When
        Collection<UnconfirmedFinishes.Finish> wrongly = finishes.wronglyUndone(2);

        // Then
        assertThat(wrongly).isEmpty();
    }
}
