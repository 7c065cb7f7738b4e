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

import io.github.flinkdynamodb.streams.client.Backoff;
import java.time.Duration;
import java.util.Random;

/**
 * The retries of a shard's failed calls: how long to wait, and when to give up. Throttling doubles
 * the gap between the shard's calls, and each page that arrives shortens it by a step, so the shard
 * settles at the rate that the service allows.
 */
final class CallRetries {

    static final Duration MIN_BACKOFF = Duration.ofMillis(100);
    static final Duration MAX_BACKOFF = Duration.ofSeconds(10);
    static final long FIRST_GAP_MILLIS = 200;
    static final long MAX_GAP_MILLIS = 5_000;
    static final long GAP_STEP_MILLIS = 200;

    private static final Backoff BACKOFF = new Backoff(MIN_BACKOFF, MAX_BACKOFF);

    private final Random random;
    private int failures;
    private int expiries;
    private long gapMillis;
    private long failingSince;

    CallRetries(Random random) {
        this.random = random;
    }

    /** Notes a page. */
    void succeeded() {
        failures = 0;
        expiries = 0;
        gapMillis = Math.max(0, gapMillis - GAP_STEP_MILLIS);
    }

    /** Notes that there was no attempt for a while, for which the shard isn't to blame. */
    void resumed() {
        failures = 0;
    }

    /** Notes that an attempt was held back for so long, which doesn't count as failing. */
    void heldBack(long millis) {
        failingSince += millis;
    }

    /** Notes a failure that isn't throttling, and returns the delay before the next attempt. */
    long delayAfterFailure(long now) {
        failed(now);
        return BACKOFF.delayMillis(failures, random);
    }

    /** Notes that the service wants fewer calls, and returns the delay before the next attempt. */
    long delayAfterThrottle(long now) {
        failed(now);
        gapMillis = Math.min(MAX_GAP_MILLIS, Math.max(FIRST_GAP_MILLIS, gapMillis * 2));
        return gap();
    }

    /**
     * Notes an expired iterator, and returns the delay before a new one is requested: none, unless
     * the one before expired unused too.
     */
    long delayAfterExpiry() {
        expiries++;
        return expiries == 1 ? 0 : BACKOFF.delayMillis(expiries - 1, random);
    }

    /** Returns the gap to keep after a page, in milliseconds; with jitter, at least half of it. */
    long gap() {
        return gapMillis == 0 ? 0 : gapMillis / 2 + (long) (random.nextDouble() * gapMillis / 2);
    }

    /** Returns for how long every attempt has failed, in milliseconds. */
    long failingFor(long now) {
        return failures == 0 ? 0 : now - failingSince;
    }

    private void failed(long now) {
        if (failures++ == 0) {
            failingSince = now;
        }
    }
}
