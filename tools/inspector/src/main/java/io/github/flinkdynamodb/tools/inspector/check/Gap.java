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
package io.github.flinkdynamodb.tools.inspector.check;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** From when to when changes can't be read any more, in at least one shard. Immutable. */
public final class Gap {

    private final Instant from;
    private final Instant to;

    private Gap(Instant from, Instant to) {
        this.from = from;
        this.to = to;
    }

    /** Creates a gap; the beginning is null if nothing tells it. */
    static Gap of(Instant from, Instant to) {
        return new Gap(from, to);
    }

    /**
     * Returns what lies between the first and the last loss.
     *
     * @param shards all findings
     * @param now the time
     * @return the gap; empty if nothing is lost
     */
    static Optional<Gap> between(Collection<ShardFinding> shards, Instant now) {
        Optional<Instant> to =
                shards.stream()
                        .filter(finding -> finding.outcome().isLoss())
                        .map(finding -> finding.lostUntil(now))
                        .max(Comparator.naturalOrder());
        Optional<Instant> from =
                shards.stream()
                        .filter(finding -> finding.outcome().isLoss())
                        .flatMap(finding -> finding.shard().unreadSince().stream())
                        .min(Comparator.naturalOrder());
        return to.map(end -> new Gap(from.orElse(null), end));
    }

    /** Returns the smallest gap that has both. */
    Gap with(Gap other) {
        Instant begin =
                from == null || (other.from != null && other.from.isBefore(from))
                        ? other.from
                        : from;
        return new Gap(begin, other.to.isAfter(to) ? other.to : to);
    }

    /**
     * Returns the beginning.
     *
     * @return the time of the oldest record that was read last; empty if nothing tells it
     */
    public Optional<Instant> from() {
        return Optional.ofNullable(from);
    }

    /** Returns the end. */
    public Instant to() {
        return to;
    }

    /**
     * Returns how long it is.
     *
     * @return the length, never negative; empty without a beginning
     */
    public Optional<Duration> length() {
        return from().map(begin -> Duration.between(begin, to))
                .map(length -> length.isNegative() ? Duration.ZERO : length);
    }
}
