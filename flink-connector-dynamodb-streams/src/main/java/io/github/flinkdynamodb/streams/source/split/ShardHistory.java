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
package io.github.flinkdynamodb.streams.source.split;

import java.time.Instant;
import java.util.Objects;

/** What is known of the changes of a shard that have been emitted. Each may be null. Immutable. */
final class ShardHistory {

    static final ShardHistory UNKNOWN = new ShardHistory(null, null, false, null);

    final Instant lastRecordTime;
    final Instant readUpTo;

    /** Whether that time is an assumption of the start, with nothing read since. */
    final boolean assumed;

    final RecentInserts recentInserts;

    private ShardHistory(
            Instant lastRecordTime,
            Instant readUpTo,
            boolean assumed,
            RecentInserts recentInserts) {
        this.lastRecordTime = lastRecordTime;
        this.readUpTo = readUpTo;
        this.assumed = assumed;
        this.recentInserts = recentInserts;
    }

    ShardHistory withLastRecordTime(Instant time) {
        return new ShardHistory(time, readUpTo, assumed, recentInserts);
    }

    ShardHistory withReadUpTo(Instant time, boolean isAssumed) {
        return new ShardHistory(lastRecordTime, time, isAssumed, recentInserts);
    }

    ShardHistory withRecentInserts(RecentInserts inserts) {
        return new ShardHistory(lastRecordTime, readUpTo, assumed, inserts);
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof ShardHistory)) {
            return false;
        }
        ShardHistory that = (ShardHistory) o;
        return Objects.equals(lastRecordTime, that.lastRecordTime)
                && Objects.equals(readUpTo, that.readUpTo)
                && assumed == that.assumed
                && Objects.equals(recentInserts, that.recentInserts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(lastRecordTime, readUpTo);
    }
}
