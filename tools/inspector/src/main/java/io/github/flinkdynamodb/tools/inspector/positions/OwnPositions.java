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
package io.github.flinkdynamodb.tools.inspector.positions;

import io.github.flinkdynamodb.streams.source.positions.ReadShard;
import io.github.flinkdynamodb.streams.source.positions.StartPositions;
import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import io.github.flinkdynamodb.tools.inspector.InspectionException;
import io.github.flinkdynamodb.tools.inspector.report.ShardReport;
import io.github.flinkdynamodb.tools.inspector.report.SourceReport;
import io.github.flinkdynamodb.tools.inspector.state.SourceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The positions of a savepoint of this connector's source. */
final class OwnPositions {

    private OwnPositions() {}

    /**
     * Takes the positions.
     *
     * @param source what the savepoint holds of the source
     * @param takenAt when it was taken
     * @param takenFrom what it is, for people
     * @return the positions, of all shards that are known
     * @throws InspectionException if another job can't begin there, since the source reads more
     *     than a stream, or less than all of it
     */
    static StartPositions of(SourceReport source, Instant takenAt, String takenFrom)
            throws InspectionException {
        requireStreamAlone(source.state());
        String stream = source.state().enumerator().streamArn().orElseThrow();
        List<ReadShard> shards = new ArrayList<>();
        for (ShardReport shard : source.shards()) {
            if (stream.equals(shard.streamArn().orElseThrow())) {
                shards.add(shardOf(shard));
            } else if (shard.progress() != ShardReport.Progress.ENDED) {
                throw new InspectionException(
                        shard.shardId()
                                + " is of another stream, "
                                + shard.streamArn().get()
                                + ", and isn't read to its end");
            }
        }
        return new StartPositions(stream, takenAt, takenFrom, shards);
    }

    private static void requireStreamAlone(SourceState state) throws InspectionException {
        if (state.enumerator().scan().isPresent() || state.enumerator().askedExport().isPresent()) {
            throw new InspectionException(
                    "The source hasn't read the whole table yet, or the changes of a gap. Positions"
                            + " in the stream aren't enough to go on from: let it read on, and take"
                            + " another savepoint");
        }
        boolean repairs = state.enumerator().repair().filter(plan -> !isOver(plan)).isPresent();
        if (repairs || !state.enumerator().listedOnce()) {
            throw new InspectionException(
                    "The source hasn't listed all shards of its stream yet, or is closing a gap:"
                            + " let it read on, and take another savepoint");
        }
    }

    private static boolean isOver(RepairPlan plan) {
        return plan.isRead();
    }

    private static ReadShard shardOf(ShardReport shard) throws InspectionException {
        if (shard.stopAt().isPresent()) {
            throw new InspectionException(
                    "The source reads up to "
                            + shard.stopAt().get()
                            + " only: shards that are finished may have been left before their"
                            + " end");
        }
        String parent = shard.parentShardId().orElse(null);
        switch (shard.progress()) {
            case ENDED:
            case FINISHED:
                return ReadShard.finished(shard.shardId(), parent);
            default:
                return ReadShard.upTo(
                        shard.shardId(),
                        parent,
                        shard.position(),
                        shard.lastRecordTime().orElse(null));
        }
    }
}
