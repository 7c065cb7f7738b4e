package io.github.flinkdynamodb.streams.source.metrics;

/**
 * How far the reading of one shard is behind the shard's newest record, as far as that can be
 * known: the service tells no lag. Written by one thread, read by any.
 */
public final class ShardLag {

    private final long toleranceMillis;
    private volatile long seenUpToMillis;
    private volatile boolean caughtUp;

    /**
     * Starts behind: nothing is known of the shard before its first page.
     *
     * @param nowMillis the wall clock, in epoch milliseconds
     * @param toleranceMillis for so long after a poll a shard still counts as caught up
     */
    ShardLag(long nowMillis, long toleranceMillis) {
        this.seenUpToMillis = nowMillis;
        this.toleranceMillis = toleranceMillis;
    }

    /**
     * Notes that everything is read that was there at a moment.
     *
     * @param atMillis that moment, in epoch milliseconds
     */
    public void caughtUp(long atMillis) {
        seenUpToMillis = atMillis;
        caughtUp = true;
    }

    /**
     * Notes that there is more to read.
     *
     * @param newestRecordMillis the creation time of the newest record read, in epoch milliseconds
     */
    public void behind(long newestRecordMillis) {
        caughtUp = false;
        seenUpToMillis = newestRecordMillis;
    }

    /** Notes that there may be more to read, with nothing new known of its age. */
    public void maybeBehind() {
        caughtUp = false;
    }

    /**
     * The lag.
     *
     * @param nowMillis the wall clock, in epoch milliseconds
     * @return milliseconds; 0 for a shard that was caught up with at its last poll, provided that
     *     the poll isn't overdue
     */
    public long millis(long nowMillis) {
        boolean current = caughtUp;
        long behind = Math.max(0, nowMillis - seenUpToMillis);
        return current && behind <= toleranceMillis ? 0 : behind;
    }
}
