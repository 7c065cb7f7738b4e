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

import io.github.flinkdynamodb.streams.source.config.ScanConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.annotation.Internal;

/**
 * The overlap, that is the time during which a reader has items of the table and older changes of
 * them on their way, as the fetcher sees it. The task thread writes it, and wakes the fetcher; the
 * fetcher thread reads it.
 */
@Internal
public final class FetchOverlap {

    /** The frontier if nothing is held back. */
    static final long EVERYTHING = Long.MAX_VALUE;

    /** The frontier until the enumerator has told it. */
    private static final long NOTHING = Long.MIN_VALUE;

    private final ScanConfig.Overlap kind;
    private final Duration tolerance;
    private final PageCoverage coverage = new PageCoverage();
    private volatile long frontier;
    private volatile boolean over;

    /** The time that shards are to pass; null until the table has been read. */
    private volatile Instant passageTime;

    /** The shards that have passed it, as far as their records are out. Task thread only. */
    private final Set<String> passed = new HashSet<>();

    private FetchOverlap(ScanConfig.Overlap kind, Duration tolerance) {
        this.kind = kind;
        this.tolerance = tolerance;
        this.frontier = kind == ScanConfig.Overlap.FRONTIER ? NOTHING : EVERYTHING;
        this.over = kind == ScanConfig.Overlap.NONE;
    }

    /**
     * Creates the overlap of a reader that the enumerator hasn't told anything yet.
     *
     * @param scan the settings
     * @return an overlap that is over already if table and stream aren't read side by side
     */
    public static FetchOverlap of(ScanConfig scan) {
        return new FetchOverlap(scan.overlap(), scan.tolerance());
    }

    /**
     * Lets changes pass that were created before a time. Task thread only.
     *
     * @param time a whole second; one that isn't later than the one before changes nothing
     */
    public void moveFrontier(Instant time) {
        frontier = Math.max(frontier, time.getEpochSecond());
    }

    /**
     * Notes the end of the scan, which the shards are to be read beyond. Task thread only.
     *
     * @param readBefore when the table's last page had been read at the latest
     */
    public void scanEnded(Instant readBefore) {
        Instant time = readBefore.plus(tolerance);
        if (!time.equals(passageTime)) {
            passed.clear();
            passageTime = time;
        }
    }

    /** Returns the time that shards are to pass; null if none is known. */
    Instant passageTime() {
        return passageTime;
    }

    /** Notes that all of a shard up to a time is out. Task thread only. */
    void shardPassed(String shardId, Instant time) {
        if (time.equals(passageTime)) {
            passed.add(shardId);
        }
    }

    /**
     * Returns whether all that was made before the table's last page was read is out. Task thread
     * only.
     *
     * @param shardIds the shards that the reader has
     * @return true if each of them has passed that time
     */
    public boolean havePassed(Set<String> shardIds) {
        return passed.containsAll(shardIds);
    }

    /**
     * Returns which pages of the scan no completed checkpoint covers.
     *
     * @return the pages requested so far, if changes are held back because of them
     */
    public PageCoverage coverage() {
        return coverage;
    }

    /** Lets all changes pass, whenever they were created. Task thread only. */
    public void end() {
        frontier = EVERYTHING;
        over = true;
    }

    /** Returns the second before which a change must have been created to be emitted. */
    long frontier() {
        return frontier;
    }

    /**
     * Returns whether segments may be read: until the enumerator has told the frontier, it may not
     * know yet from when on pages are requested.
     */
    boolean isScanAllowed() {
        return frontier != NOTHING;
    }

    /**
     * Returns a time that the service's clock has passed, since the frontier is behind it by the
     * tolerance.
     *
     * @return the time; null if the frontier isn't known, or nothing is held back any more
     */
    Instant serviceTime() {
        long second = frontier;
        return second == NOTHING || second == EVERYTHING
                ? null
                : Instant.ofEpochSecond(second).plus(tolerance);
    }

    /**
     * Returns whether rows of the table and older changes may still cross.
     *
     * @return false if table and stream aren't read side by side
     */
    public boolean lasts() {
        return !over;
    }

    /**
     * Returns whether changes are held back until no older row is on its way.
     *
     * @return false once the overlap is over
     */
    public boolean isHoldingBack() {
        return kind == ScanConfig.Overlap.FRONTIER && !over;
    }

    /**
     * Returns whether an operator downstream reconciles, which a missing change would mislead.
     *
     * @return false once the overlap is over
     */
    public boolean reconciles() {
        return kind == ScanConfig.Overlap.RECONCILED && !over;
    }

    /** Returns whether the first record of a shard that is admitted ends the skipping of others. */
    boolean endsFilters() {
        return kind != ScanConfig.Overlap.NONE;
    }

    /** Returns by how much a change may be complete later than it is stamped. */
    Duration tolerance() {
        return tolerance;
    }
}
