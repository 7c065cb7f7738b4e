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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PageCoverageTest {

    private final PageCoverage coverage = new PageCoverage();

    @Test
    void aPageCountsFromItsRequestOn() {
        coverage.requested(at(100));
        coverage.requested(at(200));

        assertThat(coverage.oldest()).isEqualTo(at(100));
    }

    @Test
    void aPageWithoutRowsOrOneThatIsDroppedCountsNoMore() {
        long empty = coverage.requested(at(100));
        long other = coverage.requested(at(200));

        coverage.dropped(empty);

        assertThat(coverage.oldest()).isEqualTo(at(200));
        coverage.dropped(other);
        assertThat(coverage.oldest()).isNull();
    }

    @Test
    void aPageThatWasEmittedBeforeABarrierIsCoveredWhenThatCheckpointCompletes() {
        coverage.emitted(coverage.requested(at(100)));
        coverage.snapshotTaken(1);
        assertThat(coverage.oldest()).isEqualTo(at(100));

        coverage.checkpointComplete(1);

        assertThat(coverage.oldest()).isNull();
    }

    @Test
    void aPageThatIsEmittedAfterTheBarrierIsNotCoveredByThatCheckpoint() {
        long page = coverage.requested(at(100));
        coverage.snapshotTaken(1);
        coverage.emitted(page);

        coverage.checkpointComplete(1);

        assertThat(coverage.oldest()).isEqualTo(at(100));
        coverage.snapshotTaken(2);
        coverage.checkpointComplete(2);
        assertThat(coverage.oldest()).isNull();
    }

    @Test
    void aPageThatIsPartlyEmittedAtTheBarrierStaysUncovered() {
        coverage.requested(at(100));
        coverage.snapshotTaken(1);

        coverage.checkpointComplete(1);

        assertThat(coverage.oldest()).isEqualTo(at(100));
    }

    @Test
    void aLaterCheckpointCoversWhatAnAbortedOneWouldHave() {
        coverage.emitted(coverage.requested(at(100)));
        coverage.snapshotTaken(1);
        coverage.snapshotTaken(2);

        coverage.checkpointComplete(2);

        assertThat(coverage.oldest()).isNull();
    }

    @Test
    void anEarlierCheckpointThatCompletesLateCoversNoMoreThanItsOwn() {
        coverage.emitted(coverage.requested(at(100)));
        coverage.snapshotTaken(1);
        coverage.emitted(coverage.requested(at(200)));
        coverage.snapshotTaken(2);

        coverage.checkpointComplete(1);

        assertThat(coverage.oldest()).isEqualTo(at(200));
    }

    private static Instant at(long second) {
        return Instant.ofEpochSecond(second);
    }
}
