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

import java.time.Instant;

/** A page as it was received, with what returns it again. */
class UndecodedPage {

    final byte[] body;

    /** The page's iterator; of a page of a segment the key before it, null for the first one. */
    final String start;

    /** Whether what follows is already known without decoding the page, and in use. */
    final boolean nextKnown;

    /**
     * When the page was asked for: everything older than this is in it or before it. Of a page of a
     * segment by the service's clock, at the earliest.
     */
    final Instant askedAt;

    /** When it was sent, by the service's clock; null if that isn't known, or not asked for. */
    final Instant sentAt;

    /** The call that returned a page of a segment; null for a page of a shard. */
    final SegmentCall call;

    UndecodedPage(byte[] body, String start, boolean nextKnown, Instant askedAt, Instant sentAt) {
        this(body, start, nextKnown, askedAt, sentAt, null);
    }

    private UndecodedPage(
            byte[] body,
            String start,
            boolean nextKnown,
            Instant askedAt,
            Instant sentAt,
            SegmentCall call) {
        this.call = call;
        this.body = body;
        this.start = start;
        this.nextKnown = nextKnown;
        this.askedAt = askedAt;
        this.sentAt = sentAt;
    }

    /** Creates a page of a segment. */
    static UndecodedPage ofSegment(
            byte[] body, SegmentCall call, boolean nextKnown, Instant askedAt) {
        return new UndecodedPage(body, call.startKey(), nextKnown, askedAt, null, call);
    }
}
