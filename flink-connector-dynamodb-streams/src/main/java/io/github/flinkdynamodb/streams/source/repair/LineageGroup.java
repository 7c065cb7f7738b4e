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
package io.github.flinkdynamodb.streams.source.repair;

import io.github.flinkdynamodb.streams.source.split.RecentInserts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/**
 * Shards that have been read equally far, so that what was emitted of each of them since the
 * group's {@linkplain #begin() begin} is remembered. Immutable.
 */
@Internal
public final class LineageGroup {

    private static final Duration FUZZINESS = Lineage.FUZZINESS;

    /** For so long the keys of inserted items are remembered, by the times of a shard's records. */
    static final Duration MEMORY = RecentInserts.KEPT;

    /** So far apart shards may be: see {@link #keysFrom()}. */
    static final Duration MOST_SPREAD = MEMORY.minus(FUZZINESS.multipliedBy(3));

    private final Instant begin;
    private final List<Lineage> members;

    private LineageGroup(Instant begin, List<Lineage> members) {
        this.begin = begin;
        this.members = members;
    }

    /**
     * Divides shards into groups.
     *
     * @param sorted the shards of which something has been read, by {@link Lineage#completeUpTo()}
     * @return the groups, the oldest first; none without shards
     */
    static List<LineageGroup> of(List<Lineage> sorted) {
        List<LineageGroup> groups = new ArrayList<>();
        List<Lineage> members = new ArrayList<>();
        for (Lineage lineage : sorted) {
            Instant first = members.isEmpty() ? null : members.get(0).completeUpTo();
            if (first != null && first.plus(MOST_SPREAD).isBefore(lineage.completeUpTo())) {
                groups.add(create(members));
                members = new ArrayList<>();
            }
            members.add(lineage);
        }
        if (!members.isEmpty()) {
            groups.add(create(members));
        }
        return groups;
    }

    /**
     * A group without shards, for what an earlier repair has emitted: it is up to the edge of a
     * window, on one side of which each change is for certain.
     *
     * @param repairedUpTo the end of the last window of that repair
     * @return the group
     */
    static LineageGroup behindGap(Instant repairedUpTo) {
        return new LineageGroup(repairedUpTo, List.of());
    }

    private static LineageGroup create(List<Lineage> members) {
        Instant begin = Instant.ofEpochSecond(members.get(0).completeUpTo().getEpochSecond());
        return new LineageGroup(begin, List.copyOf(members));
    }

    /**
     * Returns when the first window begins whose lines tell what happened to items that were there.
     *
     * @return a time, in whole seconds, before which each change of each shard was emitted
     */
    public Instant begin() {
        return begin;
    }

    /**
     * Returns when the first window begins whose lines tell which of the {@linkplain #keysFrom()
     * remembered} items are there.
     *
     * @return a time before each change that made them
     */
    public Instant earlierBegin() {
        return begin.minus(FUZZINESS.multipliedBy(2)).minusSeconds(1);
    }

    /**
     * Returns which remembered items may have come and gone within the window from {@link
     * #begin()}.
     *
     * @return those whose record is of this second or a later one
     */
    public Instant keysFrom() {
        return begin.minus(FUZZINESS);
    }

    /**
     * Returns which items that have been emitted may have a line in one of the first windows.
     *
     * @return those whose record is of this second or a later one
     */
    Instant rowsFrom() {
        return earlierBegin().minus(FUZZINESS);
    }

    /** Returns the ids of the shards. */
    public Set<String> shardIds() {
        return members.stream().map(Lineage::shardId).collect(Collectors.toSet());
    }

    List<Lineage> members() {
        return members;
    }

    @Override
    public String toString() {
        return members.size() + " shards read up to " + begin;
    }
}
