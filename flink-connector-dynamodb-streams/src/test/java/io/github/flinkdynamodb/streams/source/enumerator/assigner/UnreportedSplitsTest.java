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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.Test;

class UnreportedSplitsTest {

    private static final List<String> NONE = List.of();

    private final UnreportedSplits unreported = new UnreportedSplits();

    @Test
    void afterARestoreOfTheJobASplitIsLostOnceEachReaderHasReported() {
        unreported.restored(List.of("a", "b"), 3);

        assertThat(unreported.reported(1, List.of("a"))).isEmpty();
        assertThat(unreported.reported(0, NONE)).isEmpty();
        assertThat(unreported.reported(2, NONE)).containsExactly("b");
        assertThat(unreported.isEmpty()).isTrue();
    }

    @Test
    void aReaderThatReportsTwiceDoesNotStandForAnother() {
        unreported.restored(List.of("a"), 2);

        assertThat(unreported.reported(0, NONE)).isEmpty();
        assertThat(unreported.reported(0, NONE)).isEmpty();
        assertThat(unreported.isEmpty()).isFalse();
    }

    @Test
    void aReaderThatHasEndedNeverReportsAndThenACheckpointShowsWhatIsLost() {
        unreported.restored(List.of("a", "b"), 2);
        unreported.reported(0, List.of("a"));

        unreported.snapshotTaken(7);

        assertThat(unreported.checkpointComplete(6)).isEmpty();
        assertThat(unreported.checkpointComplete(7)).containsExactly("b");
    }

    @Test
    void aSplitThatComesIntoDoubtAfterACheckpointHasBegunIsNotLostByThatOne() {
        unreported.snapshotTaken(1);
        unreported.readerReset(0, List.of("a"), NONE);

        assertThat(unreported.checkpointComplete(1)).isEmpty();
        assertThat(unreported.reported(0, List.of("a"))).isEmpty();
        assertThat(unreported.isEmpty()).isTrue();
    }

    @Test
    void afterTheFailureOfAReaderItsOwnReportIsEnough() {
        unreported.readerReset(1, List.of("a", "b"), NONE);

        assertThat(unreported.reported(0, NONE)).isEmpty();
        assertThat(unreported.reported(1, List.of("b"))).containsExactly("a");
    }

    @Test
    void aSplitThatMayBeFinishedIsAnErrorUnlessItIsReportedOrSettled() {
        unreported.readerReset(0, NONE, List.of("a", "b", "c"));
        unreported.settled("a");

        assertThatThrownBy(() -> unreported.reported(0, List.of("b")))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessage(
                        "Subtask 0 went back to a checkpoint of whose completion Flink hasn't told,"
                                + " and doesn't hold c: whether that has been read can't be told."
                                + " Restoring the whole job");
    }
}
