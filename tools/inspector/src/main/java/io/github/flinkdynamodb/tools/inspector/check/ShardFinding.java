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

import io.github.flinkdynamodb.tools.inspector.report.ShardReport;
import java.time.Instant;
import java.util.Optional;

/** What the service says of a shard that is still to be read. Immutable. */
public final class ShardFinding {

    /** What of the shard is left. */
    public enum Outcome {
        /** All that is still to be read. */
        READABLE,
        /**
         * No record was read yet, of the shard or of the children of one that has ended, and the
         * oldest ones may have been trimmed since.
         */
        MAY_BE_TRIMMED,
        /** The records after the position have been trimmed, or some of them. */
        TRIMMED,
        /** The shard doesn't exist any more. */
        GONE;

        /** Returns whether changes are missing, or may be. */
        public boolean isLoss() {
            return this != READABLE;
        }
    }

    private final ShardReport shard;
    private final Outcome outcome;
    private final boolean listed;
    private final Instant oldestLeft;

    /**
     * Creates a finding.
     *
     * @param shard the shard
     * @param outcome what of it is left
     * @param listed whether DescribeStream lists it
     * @param oldestLeft when the oldest record that is left was created; null if there is none, or
     *     it wasn't looked for
     */
    ShardFinding(ShardReport shard, Outcome outcome, boolean listed, Instant oldestLeft) {
        this.shard = shard;
        this.outcome = outcome;
        this.listed = listed;
        this.oldestLeft = oldestLeft;
    }

    /** Returns the shard. */
    public ShardReport shard() {
        return shard;
    }

    /** Returns what of it is left. */
    public Outcome outcome() {
        return outcome;
    }

    /** Returns whether DescribeStream lists the shard. */
    public boolean isListed() {
        return listed;
    }

    /**
     * Returns when the oldest record that is left was created.
     *
     * @return the time; empty if there is none, or nothing is missing
     */
    public Optional<Instant> oldestLeft() {
        return Optional.ofNullable(oldestLeft);
    }

    /**
     * Returns the end of what can't be read any more.
     *
     * @param now the time
     * @return the time of the oldest record that is left; without one the time of the retention, or
     *     now if less is gone by age
     */
    Instant lostUntil(Instant now) {
        Instant horizon = now.minus(ShardReport.RETENTION);
        Instant since = shard.unreadSince().orElse(Instant.MIN);
        return oldestLeft().orElse(horizon.isAfter(since) ? horizon : now);
    }
}
