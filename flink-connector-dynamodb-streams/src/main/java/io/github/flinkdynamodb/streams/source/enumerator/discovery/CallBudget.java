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
package io.github.flinkdynamodb.streams.source.enumerator.discovery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * A rate for calls, with a small burst. DescribeStream is limited to 10 calls a second for all
 * consumers of a stream together, ListStreams to 5 (<a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html">
 * DescribeStream</a>); the connector takes half of the former.
 */
final class CallBudget {

    private final Clock clock;
    private final Duration interval;
    private final Duration burst;
    private Instant next = Instant.MIN;

    /**
     * Creates a budget.
     *
     * @param clock the time
     * @param callsPerSecond the rate
     * @param burst how many calls may follow each other at once after a quiet time
     */
    CallBudget(Clock clock, int callsPerSecond, int burst) {
        this.clock = clock;
        this.interval = Duration.ofSeconds(1).dividedBy(callsPerSecond);
        this.burst = interval.multipliedBy(burst - 1L);
    }

    /**
     * Takes the next place in the row.
     *
     * @return how long the call has to wait for it; zero for not at all
     */
    Duration reserve() {
        Duration wait = waitForCall();
        next = place().plus(interval);
        return wait;
    }

    /**
     * Returns how long a call would have to wait, without taking a place.
     *
     * @return zero for not at all
     */
    Duration waitForCall() {
        Duration wait = Duration.between(clock.instant(), place());
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private Instant place() {
        Instant earliest = clock.instant().minus(burst);
        return next.isBefore(earliest) ? earliest : next;
    }
}
