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
import io.github.flinkdynamodb.streams.source.enumerator.assigner.UnconfirmedFinishes.Finish;
import io.github.flinkdynamodb.streams.source.enumerator.assigner.UnconfirmedFinishes.Reset;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnEachFlink
class UnconfirmedFinishesTest {

    private static final List<String> NOTHING = List.of();

    private final UnconfirmedFinishes finishes = new UnconfirmedFinishes();

    @Test
    void whatASubtaskFinishedSinceTheLastCheckpointIsUndoneWithIt() {
        finishes.finished("a", 0, false);
        finishes.snapshotTaken(1);
        finishes.finished("b", 0, false);
        finishes.finished("c", 1, false);

        finishes.checkpointComplete(1);
        Reset reset = finishes.readerReset(0, NOTHING);

        assertThat(reset.undone()).containsExactly("b");
        assertThat(reset.doubtful()).isEmpty();
        assertThat(reset.confirmed()).isEmpty();
    }

    @Test
    void whatACheckpointHoldsOfWhoseEndNothingIsKnownIsInDoubt() {
        finishes.finished("a", 0, false);
        finishes.snapshotTaken(1);

        Reset reset = finishes.readerReset(0, NOTHING);

        assertThat(reset.undone()).isEmpty();
        assertThat(reset.doubtful()).containsExactly("a");
    }

    @Test
    void aSplitThatIsHandedBackShowsThatTheCheckpointIsAnEarlierOne() {
        finishes.assigned("child", 0);
        finishes.finished("a", 0, false);
        finishes.snapshotTaken(1);
        finishes.finished("b", 0, false);
        finishes.snapshotTaken(2);

        Reset reset = finishes.readerReset(0, List.of("child"));

        assertThat(reset.undone()).containsExactly("a", "b");
    }

    @Test
    void aSplitThatIsNotHandedBackShowsThatTheCheckpointIsThatOneOrALaterOne() {
        finishes.finished("a", 0, false);
        finishes.snapshotTaken(1);
        finishes.assigned("child", 0);
        finishes.finished("b", 0, false);
        finishes.snapshotTaken(2);
        finishes.finished("c", 0, false);
        finishes.snapshotTaken(3);
        finishes.finished("d", 0, false);

        Reset reset = finishes.readerReset(0, NOTHING);

        assertThat(reset.confirmed()).containsExactly("a", "b");
        assertThat(reset.doubtful()).containsExactly("c");
        assertThat(reset.undone()).containsExactly("d");
    }

    @Test
    void whatAnotherReaderWasAssignedShowsNothing() {
        finishes.assigned("other", 1);
        finishes.finished("a", 0, false);
        finishes.snapshotTaken(1);

        assertThat(finishes.readerReset(0, NOTHING).doubtful()).containsExactly("a");
    }

    @Test
    void aLaterCheckpointConfirmsWhatAnEarlierOneHeld() {
        finishes.finished("a", 0, false);
        finishes.snapshotTaken(1);
        finishes.snapshotTaken(2);

        assertThat(finishes.checkpointComplete(2)).containsExactly("a");
        assertThat(finishes.readerReset(0, NOTHING).doubtful()).isEmpty();
    }

    @Test
    void whatIsUndoneIsUndoneOnce() {
        finishes.finished("a", 0, false);
        finishes.readerReset(0, NOTHING);

        assertThat(finishes.readerReset(0, NOTHING).undone()).isEmpty();
    }

    @Test
    void aResetToACheckpointThatIsOnlyThenKnownToBeCompleteDoubtedTooMuch() {
        // Given
        finishes.finished("before", 0, false);
        finishes.finished("stopped", 0, true);
        finishes.snapshotTaken(1);
        finishes.readerReset(0, NOTHING);

        // When
        Collection<Finish> after = finishes.finishedAfterAll(1);

        // Then
        assertThat(after).extracting(Finish::splitId).containsExactly("before", "stopped");
        assertThat(after).extracting(Finish::isStopped).containsExactly(false, true);
    }

    @Test
    void whatIsReportedIsNotFinished() {
        finishes.finished("a", 0, false);
        finishes.snapshotTaken(1);
        finishes.readerReset(0, NOTHING);

        finishes.notFinished("a");

        assertThat(finishes.finishedAfterAll(1)).isEmpty();
    }

    @Test
    void aCheckpointThatIsBegunAfterAResetSaysNothingOfIt() {
        finishes.finished("a", 0, false);
        finishes.snapshotTaken(1);
        finishes.readerReset(0, NOTHING);
        finishes.snapshotTaken(2);

        assertThat(finishes.finishedAfterAll(2)).isEmpty();
    }
}
