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

import io.github.flinkdynamodb.streams.client.ServiceClock;
import java.time.Instant;

/**
 * When pages of segments are requested, by the service's clock. What goes by this machine's clock
 * would be wrong if that is ahead. Fetcher thread only.
 */
final class PageTimes {

    private final ServiceClock clock;
    private final FetchOverlap overlap;

    PageTimes(FetchContext context) {
        this.clock = new ServiceClock(context.clock::millis, context.clock.wallClock());
        this.overlap = context.overlap;
    }

    /**
     * Takes the time at which an answer was sent.
     *
     * @param sentAt by the service's clock; null if that isn't known
     */
    void answered(Instant sentAt) {
        if (sentAt != null) {
            clock.answered(sentAt);
        }
    }

    /** Notes that a page is about to be requested. */
    PageRequest request() {
        if (!overlap.isHoldingBack()) {
            return PageRequest.uncounted(clock.atLeast());
        }
        answered(overlap.serviceTime());
        return PageRequest.counted(clock.atLeast(), overlap.coverage());
    }
}
