package io.github.flinkdynamodb.streams.source.reader.stream;

import java.time.Instant;

/** What decoding a page has told about it. */
final class PageSummary {

    /** How many records the page had, those that were left out included. */
    final int records;

    final int bytes;

    /** The latest creation time, or null where no record had one. */
    final Instant newest;

    /** Where the next page is; null at the end of the shard. */
    final String nextIterator;

    PageSummary(int records, int bytes, Instant newest, String nextIterator) {
        this.records = records;
        this.bytes = bytes;
        this.newest = newest;
        this.nextIterator = nextIterator;
    }
}
