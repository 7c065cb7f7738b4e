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
package io.github.flinkdynamodb.streams.source.event;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From a reader to the enumerator: all items of a segment have been emitted. The split stays in the
 * reader's state until {@link HandoverComplete} answers. Sent again after a restore.
 */
@Internal
public final class SegmentEnded implements SourceEvent {

    private static final long serialVersionUID = 1L;

    private final int segment;

    /**
     * Creates the event.
     *
     * @param segment the segment's index
     */
    public SegmentEnded(int segment) {
        this.segment = segment;
    }

    /** Returns the segment's index. */
    public int segment() {
        return segment;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof SegmentEnded && segment == ((SegmentEnded) o).segment;
    }

    @Override
    public int hashCode() {
        return segment;
    }

    @Override
    public String toString() {
        return "SegmentEnded(" + segment + ")";
    }
}
