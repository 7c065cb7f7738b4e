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
    private volatile long frontier;
    private volatile boolean over;

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

    /** Returns whether rows of the table and older changes may still cross. */
    boolean lasts() {
        return !over;
    }

    /** Returns whether changes are held back, or were until the overlap was over. */
    boolean isByFrontier() {
        return kind == ScanConfig.Overlap.FRONTIER;
    }

    /** Returns whether an operator downstream reconciles, which a missing change would mislead. */
    boolean reconciles() {
        return kind == ScanConfig.Overlap.RECONCILED && lasts();
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
