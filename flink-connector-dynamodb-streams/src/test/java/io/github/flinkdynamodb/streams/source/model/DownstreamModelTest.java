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
package io.github.flinkdynamodb.streams.source.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What is modelled behind the source keeps the rules that the other tests of the model rely on. */
class DownstreamModelTest {

    private final ItemModel item = new ItemModel("k0");
    private final ItemVersion first = version(1, 0);
    private final ItemVersion second = version(2, 1);

    private ItemVersion version(long number, int value) {
        ItemVersion version = new ItemVersion(item, number, value, Setup.START);
        item.add(version);
        return version;
    }

    private static World world(Mode mode) throws Exception {
        return new World(new Setup(mode, Fault.NONE, 2, 1, 0));
    }

    @Test
    void anAlignedChannelIsBlockedBehindItsBarrierUntilTheOthersHaveCome() throws Exception {
        World world = world(Mode.UPSERT);
        DownstreamModel downstream = world.output.downstream();
        Checkpoint checkpoint = started(world);
        downstream.emit(1, RowModel.scanned(first));
        downstream.barrier(0, checkpoint);
        downstream.emit(0, RowModel.scanned(second));

        assertThat(downstream.process(0)).isFalse();
        downstream.barrier(1, checkpoint);
        assertThat(downstream.process(0)).isFalse();
        assertThat(checkpoint.downstream()).isNull();
        assertThat(downstream.process(1)).isTrue();

        assertThat(checkpoint.downstream().table.rows()).containsEntry(item, first);
        assertThat(downstream.process(0)).isTrue();
        assertThat(checkpoint.downstream().table.rows()).containsEntry(item, first);
    }

    @Test
    void anUnalignedCheckpointHoldsWhatIsOnItsWay() throws Exception {
        World world = world(Mode.UNALIGNED);
        DownstreamModel downstream = world.output.downstream();
        Checkpoint checkpoint = started(world);
        RowModel row = RowModel.scanned(first);
        downstream.emit(1, row);
        downstream.barrier(0, checkpoint);

        assertThat(downstream.takeUnaligned()).isTrue();
        assertThat(downstream.process(1)).isTrue();
        assertThat(checkpoint.downstream()).isNull();
        downstream.barrier(1, checkpoint);

        assertThat(checkpoint.downstream().table.rows()).isEmpty();
        assertThat(checkpoint.downstream().channels.get(0)).isEmpty();
        assertThat(checkpoint.downstream().channels.get(1)).containsExactly(row);
    }

    @Test
    void aRestoreProcessesAgainWhatWasOnItsWay() throws Exception {
        World world = world(Mode.UNALIGNED);
        DownstreamModel downstream = world.output.downstream();
        Checkpoint checkpoint = started(world);
        downstream.emit(1, RowModel.scanned(first));
        downstream.barrier(0, checkpoint);
        downstream.takeUnaligned();
        downstream.barrier(1, checkpoint);

        downstream.restore(checkpoint);
        assertThat(downstream.process(1)).isTrue();

        assertThat(downstream.isIdle()).isTrue();
        assertThat(downstream.rows()).containsEntry(item, first);
    }

    @Test
    void theOverlapIsOverWhenEachChannelSaysSo() throws Exception {
        DownstreamModel downstream = world(Mode.RECONCILED).output.downstream();
        downstream.watermark(0);
        downstream.emit(1, RowModel.scanned(first));
        downstream.watermark(1);

        downstream.process(0);
        downstream.process(1);
        assertThat(downstream.isThrough()).isFalse();
        downstream.process(1);

        assertThat(downstream.isThrough()).isTrue();
    }

    @Test
    void aRowThatIsAddedWhereOneStandsIsAViolation() throws Exception {
        DownstreamModel downstream = world(Mode.RECONCILED).output.downstream();
        downstream.overlapEnded();
        downstream.emit(0, RowModel.scanned(first));
        downstream.emit(1, RowModel.scanned(second));
        downstream.process(0);

        assertThatThrownBy(() -> downstream.process(1))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("k0@1 stands");
    }

    private static Checkpoint started(World world) throws Exception {
        for (int subtask = 0; subtask < world.job.parallelism(); subtask++) {
            world.job.open(subtask);
        }
        world.job.startCheckpoint(false);
        return world.job.newest();
    }
}
