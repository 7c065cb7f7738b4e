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

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.flink.annotation.Internal;

/** The two times that a reader needs: one to measure spans by, and the wall clock. */
@Internal
public final class ReaderClock {

    private final LongSupplier monotonicMillis;
    private final Clock wallClock;

    /**
     * Creates a clock.
     *
     * @param monotonicMillis milliseconds since any fixed time, never going back
     * @param wallClock the time of day, which records' creation times are compared with
     */
    public ReaderClock(LongSupplier monotonicMillis, Clock wallClock) {
        this.monotonicMillis = monotonicMillis;
        this.wallClock = wallClock;
    }

    /**
     * This machine's clocks.
     *
     * @return the clock that is used outside of tests
     */
    public static ReaderClock system() {
        return new ReaderClock(
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), Clock.systemUTC());
    }

    /**
     * For spans and due times.
     *
     * @return milliseconds since a fixed time
     */
    public long millis() {
        return monotonicMillis.getAsLong();
    }

    /**
     * The time of day.
     *
     * @return the present time
     */
    public Instant now() {
        return wallClock.instant();
    }

    /**
     * The wall clock itself.
     *
     * @return the clock
     */
    public Clock wallClock() {
        return wallClock;
    }
}
