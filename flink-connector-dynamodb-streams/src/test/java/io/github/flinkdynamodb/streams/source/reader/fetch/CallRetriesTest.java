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

import io.github.flinkdynamodb.streams.OnEachFlink;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

@OnEachFlink
class CallRetriesTest {

    @Test
    void failuresBackOffExponentiallyWithJitterBetweenTheBounds() {
        CallRetries retries = new CallRetries(new Random(1));

        for (int failure = 1; failure <= 30; failure++) {
            long full = Math.min(10_000, 100L << Math.min(failure - 1, 20));
            assertThat(retries.delayAfterFailure(0)).isBetween(full / 2, full);
        }
    }

    @Test
    void twoShardsThatFailTogetherDoNotComeBackTogether() {
        Set<Long> delays = new HashSet<>();
        Random random = new Random(1);

        for (int shard = 0; shard < 20; shard++) {
            CallRetries retries = new CallRetries(random);
            for (int i = 0; i < 6; i++) {
                retries.delayAfterFailure(0);
            }
            delays.add(retries.delayAfterFailure(0));
        }

        assertThat(delays).hasSizeGreaterThan(15);
    }

    @Test
    void throttlingDoublesTheGapUpToItsMaximum() {
        CallRetries retries = new CallRetries(new Random(1));

        for (long full = 200; full < 5_000; full *= 2) {
            assertThat(retries.delayAfterThrottle(0)).isBetween(full / 2, full);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(retries.delayAfterThrottle(0)).isBetween(2_500L, 5_000L);
        }
    }

    @Test
    void eachPageTakesAStepOffTheGapUntilNoneIsLeft() {
        // Given a gap of 1,600 ms
        CallRetries retries = new CallRetries(new Random(1));
        for (int i = 0; i < 4; i++) {
            retries.delayAfterThrottle(0);
        }

        // When
        for (long full = 1_400; full > 0; full -= 200) {
            retries.succeeded();
            assertThat(retries.gap()).isBetween(full / 2, full);
        }
        retries.succeeded();

        // Then
        assertThat(retries.gap()).isZero();
    }

    @Test
    void theFirstExpiryCostsNoTimeAndRepeatedOnesDo() {
        CallRetries retries = new CallRetries(new Random(1));

        assertThat(retries.delayAfterExpiry()).isZero();
        assertThat(retries.delayAfterExpiry()).isBetween(50L, 100L);
        retries.succeeded();
        assertThat(retries.delayAfterExpiry()).isZero();
    }

    @Test
    void theTimeOfFailingCountsFromTheFirstFailureAfterASuccess() {
        CallRetries retries = new CallRetries(new Random(1));
        retries.delayAfterFailure(1_000);
        retries.delayAfterThrottle(2_000);

        assertThat(retries.failingFor(5_000)).isEqualTo(4_000);
        retries.succeeded();
        assertThat(retries.failingFor(5_000)).isZero();
    }

    @Test
    void theTimeForWhichAnAttemptIsHeldBackIsNotTimeOfFailing() {
        CallRetries retries = new CallRetries(new Random(1));
        retries.heldBack(700);
        retries.delayAfterFailure(1_000);

        retries.heldBack(3_000);
        retries.delayAfterFailure(4_500);

        assertThat(retries.failingFor(5_000)).isEqualTo(1_000);
    }
}
