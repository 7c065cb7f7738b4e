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
package io.github.flinkdynamodb.streams.client;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.flink.annotation.Internal;

/**
 * The service's time, as far as its answers tell: never later than it really is. It goes by the
 * {@code Date} of the newest answer and by how much time has passed since, measured by a clock that
 * can't be set. So this machine's wall clock may be wrong, and may jump. Not thread-safe.
 *
 * <p>Until an answer has had a {@code Date}, as DynamoDB's always have, it is the wall clock's
 * time.
 */
@Internal
public final class ServiceClock {

    private final LongSupplier monotonicMillis;
    private final Clock wallClock;
    private Instant newest;
    private long receivedAtMillis;

    /**
     * Creates a clock that has seen no answer.
     *
     * @param monotonicMillis milliseconds since any fixed time, never going back
     * @param wallClock the time of day
     */
    public ServiceClock(LongSupplier monotonicMillis, Clock wallClock) {
        this.monotonicMillis = monotonicMillis;
        this.wallClock = wallClock;
    }

    /**
     * Creates a clock that goes by this machine's clocks.
     *
     * @return the clock that is used outside of tests
     */
    public static ServiceClock system() {
        return new ServiceClock(
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), Clock.systemUTC());
    }

    /**
     * Takes the time at which an answer was sent. Answers may be received in another order than
     * that in which they were sent, and from hosts whose clocks differ: time doesn't go back.
     *
     * @param sentAt the answer's {@code Date}
     */
    public void answered(Instant sentAt) {
        if (newest == null || sentAt.isAfter(atLeast())) {
            newest = sentAt;
            receivedAtMillis = monotonicMillis.getAsLong();
        }
    }

    /**
     * Returns the service's time.
     *
     * @return the present time, or one that has passed
     */
    public Instant atLeast() {
        return told().orElseGet(wallClock::instant);
    }

    /**
     * Returns the service's time without the help of this machine's wall clock.
     *
     * @return the present time, or one that has passed; empty until an answer has had a {@code
     *     Date}
     */
    public Optional<Instant> told() {
        return Optional.ofNullable(newest)
                .map(time -> time.plusMillis(monotonicMillis.getAsLong() - receivedAtMillis));
    }
}
