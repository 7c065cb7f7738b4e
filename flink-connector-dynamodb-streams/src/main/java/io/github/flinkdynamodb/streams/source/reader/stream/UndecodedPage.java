package io.github.flinkdynamodb.streams.source.reader.stream;

import java.time.Instant;

/** A page as it came, with the iterator that gives it again. */
final class UndecodedPage {

    final byte[] body;
    final String iterator;

    /** The iterator of the page after this one is known and in use already. */
    final boolean nextKnown;

    /** When the page was asked for: everything older than this is in it or before it. */
    final Instant askedAt;

    UndecodedPage(byte[] body, String iterator, boolean nextKnown, Instant askedAt) {
        this.body = body;
        this.iterator = iterator;
        this.nextKnown = nextKnown;
        this.askedAt = askedAt;
    }
}
