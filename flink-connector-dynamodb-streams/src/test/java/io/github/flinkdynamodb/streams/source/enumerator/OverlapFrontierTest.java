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

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OverlapFrontierTest {

    private static final Duration TOLERANCE = Duration.ofSeconds(60);

    private final OverlapFrontier frontier = new OverlapFrontier(2, TOLERANCE);

    @BeforeEach
    void start() {
        frontier.started(at(1000));
    }

    @Test
    void thereIsNoneBeforeTheScanHasStarted() {
        assertThat(new OverlapFrontier(2, TOLERANCE).frontier()).isEmpty();
    }

    @Test
    void itBeginsAToleranceBeforeTheStart() {
        assertThat(frontier.frontier()).hasValue(at(940));
    }

    @Test
    void itIsAWholeSecondRoundedDown() {
        frontier.report(0, 1, at(1100).plusMillis(999));
        frontier.report(1, 1, at(1100).plusMillis(999));

        assertThat(frontier.frontier()).hasValue(at(1040));
    }

    @Test
    void theOldestPageOfAnySubtaskHoldsIt() {
        frontier.report(0, 1, at(1200));
        assertThat(frontier.frontier()).hasValue(at(940));

        frontier.report(1, 1, at(1100));
        assertThat(frontier.frontier()).hasValue(at(1040));
    }

    @Test
    void aSubtaskWithoutPagesCountsWithTheTimeOfTheCheckpointNotAsAny() {
        frontier.checkpointTaken(1, at(1150));

        frontier.report(0, 1, at(2000));
        frontier.report(1, 1, null);

        assertThat(frontier.frontier()).hasValue(at(1090));
    }

    @Test
    void aReportOfACheckpointThatThisEnumeratorHasNotTakenChangesNothing() {
        frontier.report(0, 7, null);
        frontier.report(1, 7, null);

        assertThat(frontier.frontier()).hasValue(at(940));
    }

    @Test
    void aLateReportDoesNotTakeItBack() {
        frontier.checkpointTaken(1, at(1150));
        frontier.report(0, 2, at(1300));
        frontier.report(1, 2, at(1300));

        frontier.report(0, 1, null);
        frontier.report(1, 1, at(1100));

        assertThat(frontier.frontier()).hasValue(at(1240));
    }

    @Test
    void aCheckpointStaysKnownUntilALaterOneHasCompleted() {
        frontier.checkpointTaken(1, at(1100));
        frontier.checkpointTaken(2, at(1200));
        frontier.checkpointComplete(1);
        frontier.report(0, 1, null);
        frontier.report(1, 1, null);
        assertThat(frontier.frontier()).hasValue(at(1040));

        frontier.checkpointComplete(2);
        frontier.report(0, 2, null);
        frontier.report(1, 2, null);
        assertThat(frontier.frontier()).hasValue(at(1140));
    }

    private static Instant at(long second) {
        return Instant.ofEpochSecond(second);
    }
}
