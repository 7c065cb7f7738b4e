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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Deals the segments out to the readers in turn, once all of them have registered. */
final class SdkSegments implements SplitEnumerator<SdkSegment, Void> {

    private final SplitEnumeratorContext<SdkSegment> context;
    private final Queue<SdkSegment> waiting;

    SdkSegments(SplitEnumeratorContext<SdkSegment> context, List<SdkSegment> segments) {
        this.context = context;
        this.waiting = new ArrayDeque<>(segments);
    }

    @Override
    public void start() {
        // Begins with the last reader.
    }

    @Override
    public void addReader(int subtask) {
        int readers = context.currentParallelism();
        if (context.registeredReaders().size() < readers) {
            return;
        }
        for (int i = 0; !waiting.isEmpty(); i++) {
            context.assignSplit(waiting.remove(), i % readers);
        }
        context.registeredReaders().keySet().forEach(context::signalNoMoreSplits);
    }

    @Override
    public void handleSplitRequest(int subtask, String host) {
        // All segments are assigned at the beginning.
    }

    @Override
    public void addSplitsBack(List<SdkSegment> splits, int subtask) {
        waiting.addAll(splits);
    }

    @Override
    public Void snapshotState(long checkpointId) {
        throw new UnsupportedOperationException("This source takes no checkpoints");
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
