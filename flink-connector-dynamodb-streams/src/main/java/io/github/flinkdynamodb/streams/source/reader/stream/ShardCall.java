package io.github.flinkdynamodb.streams.source.reader.stream;

import io.github.flinkdynamodb.streams.client.ShardIteratorStart;
import java.time.Instant;

/** A call that is made for a shard, and what is to be remembered until it is answered. */
final class ShardCall {

    /** The iterator's start for GetShardIterator, else null. */
    final ShardIteratorStart start;

    /** The iterator for GetRecords, else null. */
    final String iterator;

    /** The bytes that were reserved for the answer. */
    final long estimate;

    /** Which pages the answer follows: see {@link ShardPoller#isStale(ShardCall)}. */
    final int generation;

    final long startedMillis;
    final Instant startedAt;

    private ShardCall(
            ShardIteratorStart start,
            String iterator,
            long estimate,
            int generation,
            ReaderClock clock) {
        this.start = start;
        this.iterator = iterator;
        this.estimate = estimate;
        this.generation = generation;
        this.startedMillis = clock.millis();
        this.startedAt = clock.now();
    }

    static ShardCall getShardIterator(ShardIteratorStart start, int generation, ReaderClock clock) {
        return new ShardCall(start, null, 0, generation, clock);
    }

    static ShardCall getRecords(String iterator, long estimate, int generation, ReaderClock clock) {
        return new ShardCall(null, iterator, estimate, generation, clock);
    }

    boolean isGetRecords() {
        return iterator != null;
    }

    /** The call's name, for messages. */
    String name() {
        return isGetRecords() ? "GetRecords" : "GetShardIterator(" + start + ")";
    }
}
