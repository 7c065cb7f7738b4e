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

import io.github.flinkdynamodb.streams.source.StoppingPosition;
import io.github.flinkdynamodb.streams.source.config.StopMargin;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides when the reading of a shard is over because of a stopping time. Creation times are
 * rounded, not monotonic, and not this machine's, and an empty page doesn't prove that nothing
 * follows: so there is a margin after the stopping time, and a quiet shard is polled some more.
 *
 * <p>Two clocks are involved: records are stamped by the service's, and pages are requested by this
 * machine's. A stopping time is of one of them, and if it is compared with the other, {@link
 * #CLOCK_TOLERANCE} allows for the difference. The end at latest is of the machine's clock: records
 * may have later stamps. An end at a time is of the service's: the machine's clock may say too
 * early that it has passed.
 */
final class StopRule {

    /** The allowance for the difference between the machine's clock and the service's. */
    static final Duration CLOCK_TOLERANCE = ShardCursor.CLOCK_TOLERANCE;

    private final StopMargin margin;
    private final Instant lastStamp;
    private final Instant quietAfter;
    private final boolean isServiceTime;

    /** By how much this machine's clock may be ahead of the one that the stopping time is of. */
    private Duration ahead;

    private int emptyPages;
    private boolean reached;

    private StopRule(StopMargin margin, Instant lastStamp, Instant stopAt, boolean isServiceTime) {
        this.margin = margin;
        this.lastStamp = lastStamp;
        this.quietAfter = stopAt == null ? null : stopAt.plus(margin.time());
        this.isServiceTime = isServiceTime;
        this.ahead = isServiceTime ? CLOCK_TOLERANCE : Duration.ZERO;
    }

    /**
     * Creates the rule of a shard.
     *
     * @param split has the stopping time; a split without one is read indefinitely
     * @param mode what the stopping time is
     * @param margin what shows that the shard has been read up to it
     */
    static StopRule of(ShardSplit split, StoppingPosition.Mode mode, StopMargin margin) {
        Instant stopAt = split.stopAt().orElse(null);
        boolean atLatest = mode == StoppingPosition.Mode.LATEST;
        Instant lastStamp = atLatest && stopAt != null ? stopAt.plus(CLOCK_TOLERANCE) : stopAt;
        return new StopRule(margin, lastStamp, stopAt, stopAt != null && !atLatest);
    }

    /**
     * Creates the rule of a shard that isn't to stop, and of which is to be known when it has been
     * read beyond a time.
     *
     * @param time of the service's clock
     */
    static StopRule passing(Instant time, StopMargin margin) {
        return new StopRule(margin, time, time, true);
    }

    /**
     * Looks at a record.
     *
     * @param created its creation time, or null if it has none
     * @return whether it is to be emitted
     */
    boolean admits(Instant created) {
        if (lastStamp == null || created == null) {
            return true;
        }
        reached |= created.isAfter(lastStamp.plus(margin.time()));
        return !created.isAfter(lastStamp);
    }

    /**
     * Looks at a page as a whole.
     *
     * @param empty whether it had no record
     * @param askedAt when it was asked for, by this machine's clock
     * @param sentAt when it was sent, by the service's clock; null if that isn't known
     */
    void pageSeen(boolean empty, Instant askedAt, Instant sentAt) {
        if (isServiceTime && sentAt != null) {
            ahead = atMostTolerance(Duration.between(sentAt, askedAt));
        }
        emptyPages = empty && isPast(askedAt) ? emptyPages + 1 : 0;
        reached |= emptyPages >= margin.emptyPages();
    }

    /**
     * Ends the reading before its time, if it has one, since no more records are wanted.
     *
     * @return whether it has one
     */
    boolean endEarly() {
        reached |= lastStamp != null;
        return reached;
    }

    private static Duration atMostTolerance(Duration difference) {
        if (difference.isNegative()) {
            return Duration.ZERO;
        }
        return difference.compareTo(CLOCK_TOLERANCE) > 0 ? CLOCK_TOLERANCE : difference;
    }

    /** Returns whether it is of use to know when the service sent a page. */
    boolean asksForServiceTime() {
        return isServiceTime;
    }

    /** Returns whether a shard that is quiet now has nothing more that is wanted. */
    boolean isPast(Instant now) {
        return quietAfter != null && now.isAfter(quietAfter.plus(ahead));
    }

    /** Returns in how many milliseconds {@link #isPast(Instant)} will hold; 0 if it does. */
    long millisUntilPast(Instant now) {
        return Math.max(0, Duration.between(now, quietAfter.plus(ahead)).toMillis() + 1);
    }

    boolean reached() {
        return reached;
    }
}
