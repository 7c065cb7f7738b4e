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

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** The service's time is never taken for later than it is. */
class ServiceClockTest {

    private static final Instant WALL = Instant.parse("2026-11-30T12:00:00Z");
    private static final Instant SENT = Instant.parse("2026-11-30T10:00:00Z");

    private long millis = 1_000;
    private final ServiceClock clock =
            new ServiceClock(() -> millis, Clock.fixed(WALL, ZoneOffset.UTC));

    @Test
    void goesByTheWallClockUntilAnAnswerHasATime() {
        assertThat(clock.atLeast()).isEqualTo(WALL);
        assertThat(clock.told()).isEmpty();
        clock.answered(SENT);
        assertThat(clock.atLeast()).isEqualTo(SENT);
        assertThat(clock.told()).contains(SENT);
    }

    @Test
    void goesOnByTheTimeThatPassesWhateverTheWallClockSays() {
        clock.answered(SENT);
        millis += 90_500;
        assertThat(clock.atLeast()).isEqualTo(SENT.plusMillis(90_500));
    }

    @Test
    void goesForwardByANewerAnswerAndNotBackByAnOlderOne() {
        clock.answered(SENT);
        millis += 5_000;
        clock.answered(SENT.plusSeconds(4));
        assertThat(clock.atLeast()).isEqualTo(SENT.plusSeconds(5));
        clock.answered(SENT.plusSeconds(7));
        assertThat(clock.atLeast()).isEqualTo(SENT.plusSeconds(7));
        millis += 1;
        assertThat(clock.atLeast()).isEqualTo(SENT.plusMillis(7_001));
    }
}
