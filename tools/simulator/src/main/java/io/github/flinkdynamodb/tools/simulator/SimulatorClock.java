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
package io.github.flinkdynamodb.tools.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The simulator's time, which can be moved forward. Iterators age by it, records get their creation
 * times from it and are trimmed by it. It runs as fast as a base clock, or stands still.
 */
public final class SimulatorClock extends Clock {

    private final Clock base;
    private Duration offset = Duration.ZERO;

    private SimulatorClock(Clock base) {
        this.base = base;
    }

    /** A clock that runs with the machine's own. */
    public static SimulatorClock running() {
        return new SimulatorClock(Clock.systemUTC());
    }

    /**
     * A clock that runs as fast as the machine's own, from another time on.
     *
     * @param start its first time
     */
    public static SimulatorClock runningFrom(Instant start) {
        Clock machine = Clock.systemUTC();
        return new SimulatorClock(
                Clock.offset(machine, Duration.between(machine.instant(), start)));
    }

    /**
     * A clock that stands still until it is moved.
     *
     * @param start its first time
     */
    public static SimulatorClock standing(Instant start) {
        return new SimulatorClock(Clock.fixed(start, ZoneOffset.UTC));
    }

    /**
     * Moves it forward.
     *
     * @param step how far; not negative
     */
    public synchronized void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("A clock doesn't go back: " + step);
        }
        offset = offset.plus(step);
    }

    @Override
    public synchronized Instant instant() {
        return base.instant().plus(offset);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Not supported: the simulator has no time zones. */
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("The simulator's clock is in UTC");
    }
}
