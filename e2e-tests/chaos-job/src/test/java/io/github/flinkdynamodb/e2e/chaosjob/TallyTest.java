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
package io.github.flinkdynamodb.e2e.chaosjob;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {

    @Test
    void versionsInOrderAreAllRight() {
        assertThat(verdict(1, 2, 3)).isEqualTo("newest 3 received 3 twice 0 late 0 missing 0");
    }

    @Test
    void aVersionThatComesAgainIsADuplicate() {
        assertThat(verdict(1, 2, 3, 2)).isEqualTo("newest 3 received 4 twice 1 late 0 missing 0");
    }

    @Test
    void versionsThatAreLeftOutAreMissing() {
        assertThat(verdict(3, 6)).isEqualTo("newest 6 received 2 twice 0 late 0 missing 4");
    }

    @Test
    void aVersionThatComesAfterANewerOneIsOutOfOrder() {
        assertThat(verdict(1, 3, 2)).isEqualTo("newest 3 received 3 twice 0 late 1 missing 0");
    }

    @Test
    void aLateVersionThatComesAgainIsADuplicateToo() {
        assertThat(verdict(2, 1, 1)).isEqualTo("newest 2 received 3 twice 1 late 1 missing 0");
    }

    @Test
    void anItemOfTheTableIsCountedByItself() {
        Tally tally = tally(1, 2, 3);
        tally.addScanned(3);
        assertThat(tally.scanned()).isEqualTo(1);
        assertThat(tally.stale()).isZero();
        assertThat(tally.received()).isEqualTo(3);
    }

    @Test
    void anItemOfTheTableThatIsOlderThanAChangeBeforeItIsStale() {
        Tally tally = tally(1, 2, 3);
        tally.addScanned(2);
        assertThat(tally.stale()).isEqualTo(1);
    }

    @Test
    void aGapOfAnyLengthIsCounted() {
        long newest = 5L * Tally.REMEMBERED;

        Tally tally = tally(newest);

        assertThat(tally.missing()).isEqualTo(newest - 1);
        assertThat(tally.state()).hasSizeLessThan(2 * Tally.REMEMBERED);
    }

    private static String verdict(long... versions) {
        Tally tally = tally(versions);
        return String.format(
                "newest %d received %d twice %d late %d missing %d",
                tally.newest(),
                tally.received(),
                tally.duplicates(),
                tally.outOfOrder(),
                tally.missing());
    }

    /** As the job does it: the state is put away after each version. */
    private static Tally tally(long... versions) {
        long[] state = null;
        for (long version : versions) {
            Tally tally = new Tally(state);
            tally.add(version);
            state = tally.state().clone();
        }
        return new Tally(state);
    }
}
