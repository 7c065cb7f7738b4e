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
package io.github.flinkdynamodb.streams.source.reader;

import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import io.github.flinkdynamodb.streams.source.reader.fetch.RecordUnit;
import io.github.flinkdynamodb.streams.source.split.SplitState;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;

/**
 * Emits the elements of a record, then moves the split's state past it: no checkpoint falls
 * between, since both happen in one step of the task thread.
 *
 * @param <T> the type of the elements
 */
final class DynamoDbStreamsRecordEmitter<T> implements RecordEmitter<RecordUnit<T>, T, SplitState> {

    private final SplitHandover handover;
    private final ShardsBehind behind;
    private final ReaderMetrics metrics;

    DynamoDbStreamsRecordEmitter(
            SplitHandover handover, ShardsBehind behind, ReaderMetrics metrics) {
        this.handover = handover;
        this.behind = behind;
        this.metrics = metrics;
    }

    @Override
    public void emitRecord(RecordUnit<T> unit, SourceOutput<T> output, SplitState state) {
        unit.emitTo(output);
        unit.applyTo(state);
        behind.emitted(state);
        if (!unit.isRecord()) {
            metrics.notARecord();
        }
        if (unit.isEnd()) {
            handover.endReached(state.toSplit());
        }
    }
}
