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

import java.util.List;

/** What comes out of a source that an operator may follow, in a job that is of one region then. */
abstract class FollowedOutput implements Output {

    final World world;
    final SourceLog log = new SourceLog();

    /** Null if there is none. */
    final DownstreamModel downstream;

    /** How much of each subtask the latest completed checkpoint holds. */
    int[] stable = new int[0];

    FollowedOutput(World world) {
        this.world = world;
        this.downstream = world.setup.mode.isOneRegion() ? new DownstreamModel(world) : null;
    }

    @Override
    public DownstreamModel downstream() {
        return downstream;
    }

    @Override
    public void newEpoch(int parallelism) {
        log.newEpoch(parallelism);
        stable = new int[parallelism];
        if (downstream != null) {
            downstream.newEpoch(parallelism);
        }
    }

    @Override
    public int emittedBy(int subtask) {
        return log.emittedBy(subtask);
    }

    @Override
    public int outCount() {
        return log.size();
    }

    @Override
    public void complete(Checkpoint checkpoint) {
        stable = checkpoint.emitted.clone();
        if (downstream != null) {
            downstream.ended(checkpoint);
        }
    }

    @Override
    public void rollBack(int subtask, Checkpoint checkpoint) {
        undone(log.rollBack(subtask, Checkpoint.emitted(checkpoint, subtask)));
        if (downstream != null) {
            downstream.restore(checkpoint);
        }
    }

    /** Takes note that elements are no longer in the output. */
    void undone(List<Object> elements) {}
}
