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
package io.github.flinkdynamodb.streams.source.enumerator;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The time up to which changes may be emitted while the table is scanned, the <i>frontier</i>: a
 * change that was made before it is contained in every row of the scan that is still on its way.
 *
 * <p>For each subtask it knows a time that none of the pages is older than which the subtask has
 * requested, or is going to request, and which no completed checkpoint covers. The frontier is the
 * least of these times, less the tolerance. A subtask without such pages can't have an older one
 * later than when the checkpoint was taken that its report is about: so "none" counts as that time,
 * never as "any". Times only grow, hence a report that comes late, twice, not at all, or from an
 * attempt that has failed since does no harm. Belongs to the coordinator's thread.
 */
final class OverlapFrontier {

    private final Duration tolerance;
    private final Instant[] oldestPages;
    private final TreeMap<Long, Instant> takenAt = new TreeMap<>();
    private boolean stands;

    /**
     * Creates the frontier of a scan that hasn't begun.
     *
     * @param parallelism the number of subtasks
     * @param tolerance how much later than its creation time a change may be complete
     */
    OverlapFrontier(int parallelism, Duration tolerance) {
        this.tolerance = tolerance;
        this.oldestPages = new Instant[parallelism];
    }

    /**
     * Notes that from now on pages may be requested.
     *
     * @param serviceTime not later than now, by the service's clock
     */
    void started(Instant serviceTime) {
        Arrays.fill(oldestPages, serviceTime);
    }

    /**
     * Notes that items are read which all are of one time, those of an export: the frontier stands
     * there to the end, whatever readers report.
     *
     * @param completeUpTo the time by which every change made is in the items
     */
    void standsAt(Instant completeUpTo) {
        started(completeUpTo);
        stands = true;
    }

    /**
     * Notes that the enumerator has taken its part of a checkpoint, which it does before any reader
     * takes its own.
     *
     * @param checkpointId the checkpoint
     * @param serviceTime not later than now, by the service's clock
     */
    void checkpointTaken(long checkpointId, Instant serviceTime) {
        takenAt.put(checkpointId, serviceTime);
    }

    /**
     * Takes a reader's report of which pages a completed checkpoint doesn't cover.
     *
     * @param subtask the reader
     * @param checkpointId the completed checkpoint
     * @param oldestPage when the oldest of these pages was requested; null if there is none
     */
    void report(int subtask, long checkpointId, Instant oldestPage) {
        Instant bound = oldestPage == null ? takenAt.get(checkpointId) : oldestPage;
        Instant known = oldestPages[subtask];
        if (!stands && bound != null && known != null && bound.isAfter(known)) {
            oldestPages[subtask] = bound;
        }
    }

    /** Forgets when older checkpoints were taken: no more reports of them are expected. */
    void checkpointComplete(long checkpointId) {
        takenAt.headMap(checkpointId).clear();
    }

    /**
     * Returns the frontier: changes created in an earlier second may be emitted.
     *
     * @return a whole second, never before one returned earlier; empty until the scan has started
     */
    Optional<Instant> frontier() {
        return oldestPages[0] == null
                ? Optional.empty()
                : Arrays.stream(oldestPages)
                        .min(Instant::compareTo)
                        .map(oldest -> oldest.minus(tolerance).truncatedTo(ChronoUnit.SECONDS));
    }
}
