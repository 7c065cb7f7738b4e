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
package io.github.flinkdynamodb.tools.simulator.http;

import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import java.time.Clock;

/** Throttles calls above a number a second. Thread-safe. */
final class CallRate {

    private final Clock clock;
    private final int perSecond;
    private double tokens;
    private long lastMillis;

    /** Lets so many calls a second pass; 0 for any. */
    CallRate(Clock clock, int perSecond) {
        this.clock = clock;
        this.perSecond = perSecond;
        this.tokens = perSecond;
        this.lastMillis = clock.millis();
    }

    /**
     * Counts a call.
     *
     * @throws ServiceException where it is one too many
     */
    synchronized void check() {
        if (perSecond == 0) {
            return;
        }
        long now = clock.millis();
        tokens = Math.min(perSecond, tokens + (now - lastMillis) * perSecond / 1000.0);
        lastMillis = now;
        if (tokens < 1) {
            throw new ServiceException(ServiceError.THROTTLING);
        }
        tokens--;
    }
}
