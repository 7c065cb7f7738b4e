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

import io.github.flinkdynamodb.streams.source.event.BytesRead;
import io.github.flinkdynamodb.streams.source.event.PagesCovered;
import io.github.flinkdynamodb.streams.source.event.SegmentEnded;
import io.github.flinkdynamodb.streams.source.event.ShardCaughtUp;
import io.github.flinkdynamodb.streams.source.event.ShardEndReached;
import io.github.flinkdynamodb.streams.source.event.ShardsPassed;
import io.github.flinkdynamodb.streams.source.event.SnapshotAcknowledged;
import io.github.flinkdynamodb.streams.source.event.SnapshotTaken;
import io.github.flinkdynamodb.streams.source.event.SplitsRestored;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.connector.source.SourceEvent;

/** Passes on what readers report to whom it concerns. Coordinator thread only. */
final class ReportRouter {

    private final CheckpointGate gate;
    private final OverlapSession overlap;

    /**
     * Creates a router.
     *
     * @param gate learns about the readers' snapshots
     * @param overlap learns about the items and changes on their way
     */
    ReportRouter(CheckpointGate gate, OverlapSession overlap) {
        this.gate = gate;
        this.overlap = overlap;
    }

    /**
     * Passes on an event.
     *
     * @param subtask the reader's subtask
     * @param event the event
     * @param stream the stream that is read; null if none is, or it isn't known yet
     * @param scan the table that is scanned; null if none is
     * @throws IllegalStateException if the event is about splits that nobody can have assigned
     */
    void route(int subtask, SourceEvent event, StreamSession stream, ScanSession scan) {
        if (event instanceof SnapshotTaken) {
            gate.readerSnapshotTaken(subtask, ((SnapshotTaken) event).checkpointId());
        } else if (event instanceof SnapshotAcknowledged) {
            gate.readerSnapshotAcknowledged(subtask, ((SnapshotAcknowledged) event).checkpointId());
        } else if (event instanceof ShardEndReached) {
            required(stream, subtask, event).onShardEnd(subtask, (ShardEndReached) event);
        } else if (event instanceof ShardCaughtUp || event instanceof BytesRead) {
            if (stream != null) {
                stream.onProgress(subtask, event);
            }
        } else if (event instanceof SegmentEnded) {
            required(scan, subtask, event).onSegmentEnded(subtask, (SegmentEnded) event);
        } else if (event instanceof PagesCovered) {
            overlap.onPagesCovered(subtask, (PagesCovered) event);
        } else if (event instanceof ShardsPassed) {
            overlap.onShardsPassed(subtask, (ShardsPassed) event);
        } else if (event instanceof SplitsRestored) {
            restored(subtask, (SplitsRestored) event, stream, scan);
        } else {
            throw new IllegalArgumentException("unknown event: " + event);
        }
    }

    private static void restored(
            int subtask, SplitsRestored event, StreamSession stream, ScanSession scan) {
        boolean anySegment = anyMatch(event, SegmentSplit::isSegment);
        if (scan != null || anySegment) {
            required(scan, subtask, event)
                    .restoredWith(
                            subtask,
                            filter(event.reading(), SegmentSplit::isSegment),
                            filter(event.ended(), SegmentSplit::isSegment));
        }
        Predicate<String> isShard = splitId -> !SegmentSplit.isSegment(splitId);
        if (stream != null || anyMatch(event, isShard)) {
            required(stream, subtask, event)
                    .assigner()
                    .restoredWith(
                            subtask,
                            filter(event.reading(), isShard),
                            filter(event.ended(), isShard));
        }
    }

    private static boolean anyMatch(SplitsRestored event, Predicate<String> which) {
        return Stream.concat(event.reading().stream(), event.ended().stream()).anyMatch(which);
    }

    private static List<String> filter(List<String> splitIds, Predicate<String> which) {
        return splitIds.stream().filter(which).collect(Collectors.toList());
    }

    private static <T> T required(T session, int subtask, SourceEvent event) {
        if (session == null) {
            throw new IllegalStateException(
                    "Subtask " + subtask + " holds splits of nothing that is read: " + event);
        }
        return session;
    }
}
