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
package org.apache.flink.streaming.runtime.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.mocks.MockSource;
import org.apache.flink.api.connector.source.mocks.MockSourceReader;
import org.apache.flink.api.connector.source.mocks.MockSourceSplit;
import org.apache.flink.api.connector.source.mocks.MockSourceSplitSerializer;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointMetaData;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.CheckpointType;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.checkpoint.SnapshotType;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.source.event.AddSplitEvent;
import org.apache.flink.runtime.state.CheckpointStorageLocationReference;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.operators.SourceOperatorFactory;
import org.apache.flink.util.SerializedValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A fault of Flink's, with Flink's own classes only: since 2.0 the barrier of an unaligned
 * checkpoint overtakes splits that lie in the mailbox of a source's task. The enumerator's part of
 * the checkpoint has them as assigned, and the reader's part hasn't got them. See
 * docs/internals/overtaken-splits.md, which is the report. Where a version of Flink doesn't have
 * the fault any more, these tests fail on it.
 *
 * <p>It lies in Flink's package, since the task's harness can only be used there.
 */
@OnEachFlink
class OvertakenSplitTest {

    private static final MockSourceSplit SPLIT = new MockSourceSplit(0);
    private static final OperatorID OPERATOR = new OperatorID();
    private static final CheckpointStorageLocationReference DEFAULT =
            CheckpointStorageLocationReference.getDefault();

    @BeforeEach
    void forget() {
        RecordingSource.SEEN.clear();
    }

    @Test
    void theBarrierOfAnUnalignedCheckpointOvertakesASplitSinceFlink2() throws Exception {
        CheckpointOptions unaligned =
                CheckpointOptions.unaligned(CheckpointType.CHECKPOINT, DEFAULT);

        List<String> seen = sendSplitThenBarrier(unaligned);

        boolean overtakes = !EnvironmentInformation.getVersion().startsWith("1.");
        assertThat(seen)
                .isEqualTo(
                        overtakes
                                ? List.of("snapshot of []", "split 0")
                                : List.of("split 0", "snapshot of [0]"));
    }

    @Test
    void theBarrierOfAnAlignedCheckpointDoesNot() throws Exception {
        CheckpointOptions aligned =
                CheckpointOptions.alignedNoTimeout(CheckpointType.CHECKPOINT, DEFAULT);

        assertThat(sendSplitThenBarrier(aligned)).containsExactly("split 0", "snapshot of [0]");
    }

    @Test
    void theBarrierOfASavepointDoesNot() throws Exception {
        SnapshotType savepoint = SavepointType.savepoint(SavepointFormatType.CANONICAL);
        CheckpointOptions aligned = CheckpointOptions.forConfig(savepoint, DEFAULT, true, true, 0);

        assertThat(sendSplitThenBarrier(aligned)).containsExactly("split 0", "snapshot of [0]");
    }

    /** What the reader sees, in its order, of a split and of a barrier that is sent behind it. */
    private List<String> sendSplitThenBarrier(CheckpointOptions options) throws Exception {
        try (StreamTaskMailboxTestHarness<Integer> harness =
                new StreamTaskMailboxTestHarnessBuilder<>(
                                SourceOperatorStreamTask::new, BasicTypeInfo.INT_TYPE_INFO)
                        .setupOutputForSingletonOperatorChain(
                                new SourceOperatorFactory<>(
                                        new RecordingSource(), WatermarkStrategy.noWatermarks()),
                                OPERATOR)
                        .build()) {
            harness.processAll();
            harness.setAutoProcess(false);
            OperatorEvent event =
                    new AddSplitEvent<>(List.of(SPLIT), new MockSourceSplitSerializer());

            harness.getStreamTask().dispatchOperatorEvent(OPERATOR, new SerializedValue<>(event));
            harness.getStreamTask().triggerCheckpointAsync(new CheckpointMetaData(1, 1), options);
            harness.processAll();

            harness.finishProcessing();
        }
        return List.copyOf(RecordingSource.SEEN);
    }

    private static final class RecordingSource extends MockSource {
        private static final long serialVersionUID = 1L;

        /** Static, since the task has a copy of the source. */
        private static final List<String> SEEN = new ArrayList<>();

        RecordingSource() {
            super(Boundedness.CONTINUOUS_UNBOUNDED, 1);
        }

        @Override
        public SourceReader<Integer, MockSourceSplit> createReader(SourceReaderContext context) {
            return new MockSourceReader() {
                @Override
                public void addSplits(List<MockSourceSplit> splits) {
                    splits.forEach(split -> SEEN.add("split " + split.splitId()));
                    super.addSplits(splits);
                }

                @Override
                public List<MockSourceSplit> snapshotState(long checkpointId) {
                    List<MockSourceSplit> splits = super.snapshotState(checkpointId);
                    List<String> ids = new ArrayList<>();
                    splits.forEach(split -> ids.add(split.splitId()));
                    SEEN.add("snapshot of " + ids);
                    return splits;
                }
            };
        }
    }
}
