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

import io.github.flinkdynamodb.streams.source.event.SnapshotAcknowledged;
import io.github.flinkdynamodb.streams.source.event.SnapshotTaken;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From when until when Flink is told that a repair processes a backlog. */
class EnumeratorRepairBacklogTest extends RepairScene {

    private List<String> backlog() {
        return List.copyOf(harness.context.backlog);
    }

    @Test
    void theFlagIsRaisedByTheDecisionAndLoweredWhenTheStreamIsReadOn() {
        harness.clock.advance(Duration.ofDays(3));
        restore(state);
        List<String> beforeDecision = backlog();
        reportKeys();
        List<String> decided = backlog();
        drop();
        complete();
        harness.pass(LONG_ENOUGH);
        for (int rounds = 0; harness.context.lastSplit("a") == null && rounds < 100; rounds++) {
            assertThat(backlog()).as("until the stream is read").isEqualTo(decided);
            readAssignedFiles();
        }

        assertThat(beforeDecision).containsExactly("false to []");
        assertThat(decided).containsExactly("false to []", "true to [0, 1]");
        assertThat(harness.context.lastSplit("a")).isNotNull();
        assertThat(backlog()).containsExactly("false to []", "true to [0, 1]", "false to [0, 1]");
    }

    /** Flink would block its own event. */
    @Test
    void theFlagWaitsUntilAllReadersCanBeReached() {
        harness.clock.advance(Duration.ofDays(3));
        restore(state);
        harness.enumerator.snapshotState(20);
        reportKeys();
        acknowledge(0);
        List<String> during = backlog();

        acknowledge(1);

        assertThat(during).containsExactly("false to []");
        assertThat(backlog()).containsExactly("false to []", "true to [0, 1]");
    }

    private void acknowledge(int subtask) {
        harness.enumerator.handleSourceEvent(subtask, new SnapshotTaken(20));
        harness.enumerator.handleSourceEvent(subtask, new SnapshotAcknowledged(20));
    }

    @Test
    void aRepairThatGoesOnHasTheFlagBeforeAnyReader() {
        readGap();
        EnumeratorState within = complete();
        harness.enumerator.close();
        harness = new EnumeratorHarness(harness);

        harness.restore(2, within, 0, 1);

        assertThat(backlog()).containsExactly("true to []");
    }

    /** Flink keeps the flag of an enumerator that failed before it could lower it. */
    @Test
    void withoutAGapTheFlagIsLow() {
        harness.clock.advance(Duration.ofHours(1));

        restore(state);

        assertThat(harness.context.lastSplit("a")).isNull();
        assertThat(backlog()).containsExactly("false to []");
    }
}
