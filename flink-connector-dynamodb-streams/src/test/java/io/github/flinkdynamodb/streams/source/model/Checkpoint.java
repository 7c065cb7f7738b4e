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

import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplitSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A checkpoint, under way or complete: the enumerator's bytes, and those of each subtask. */
final class Checkpoint {

    static final DynamoDbStreamsSplitSerializer SPLITS = new DynamoDbStreamsSplitSerializer();

    final long id;
    final boolean savepoint;
    final byte[] enumerator;
    final List<List<byte[]>> readers = new ArrayList<>();

    /** Whether barriers may have overtaken splits: then nobody has these for a while. */
    boolean urgent;

    /** How many changes each subtask had emitted. */
    final int[] emitted;

    /** How many messages each subtask's reader had sent. */
    private final int[] sent;

    private final boolean[] acknowledged;
    private int missing;

    /** What the operator behind the source has; null until it is known, or if there is none. */
    private DownstreamModel.State downstream;

    /**
     * Creates a checkpoint that begins.
     *
     * @param parallelism of the source
     * @param participants who takes part in it: the subtasks, and the operator behind them
     */
    Checkpoint(long id, boolean savepoint, byte[] enumerator, int parallelism, int participants) {
        this.id = id;
        this.savepoint = savepoint;
        this.enumerator = enumerator;
        this.emitted = new int[parallelism];
        this.sent = new int[parallelism];
        this.acknowledged = new boolean[participants];
        this.missing = participants;
        for (int subtask = 0; subtask < parallelism; subtask++) {
            readers.add(null);
        }
    }

    /**
     * How many elements a subtask had emitted when a checkpoint was taken; none before the first.
     */
    static int emitted(Checkpoint checkpoint, int subtask) {
        return checkpoint == null ? 0 : checkpoint.emitted[subtask];
    }

    int parallelism() {
        return emitted.length;
    }

    /** A reader's part, which the coordinator doesn't have yet. */
    void taken(int subtask, List<DynamoDbStreamsSplit> splits, int emittedSoFar, int sentSoFar)
            throws IOException {
        readers.set(subtask, bytes(splits));
        emitted[subtask] = emittedSoFar;
        sent[subtask] = sentSoFar;
    }

    /** Returns how many messages a subtask's reader had sent when it took its part. */
    int sentBefore(int subtask) {
        return sent[subtask];
    }

    /** The part of the operator behind the source. */
    void downstreamTaken(DownstreamModel.State state) {
        downstream = state;
    }

    DownstreamModel.State downstream() {
        return downstream;
    }

    int participants() {
        return acknowledged.length;
    }

    boolean isUnderWayFrom(int participant) {
        boolean taken =
                participant == parallelism()
                        ? downstream != null
                        : readers.get(participant) != null;
        return taken && !acknowledged[participant];
    }

    void acknowledge(int subtask) {
        acknowledged[subtask] = true;
        missing--;
    }

    boolean isAcknowledgedBy(int subtask) {
        return acknowledged[subtask];
    }

    boolean isComplete() {
        return missing == 0;
    }

    /** The same state for another number of subtasks, spread as Flink spreads a list state. */
    Checkpoint redistributed(int parallelism) {
        Checkpoint spread = new Checkpoint(id, false, enumerator, parallelism, parallelism);
        spread.downstream = downstream;
        List<byte[]> all = new ArrayList<>();
        readers.forEach(all::addAll);
        int next = 0;
        for (int subtask = 0; subtask < parallelism; subtask++) {
            int share = all.size() / parallelism + (subtask < all.size() % parallelism ? 1 : 0);
            spread.readers.set(subtask, new ArrayList<>(all.subList(next, next + share)));
            next += share;
        }
        return spread;
    }

    List<DynamoDbStreamsSplit> splits(int subtask) throws IOException {
        return splits(readers.get(subtask));
    }

    static List<byte[]> bytes(List<DynamoDbStreamsSplit> splits) throws IOException {
        List<byte[]> bytes = new ArrayList<>(splits.size());
        for (DynamoDbStreamsSplit split : splits) {
            bytes.add(SPLITS.serialize(split));
        }
        return bytes;
    }

    static List<DynamoDbStreamsSplit> splits(List<byte[]> bytes) throws IOException {
        List<DynamoDbStreamsSplit> splits = new ArrayList<>(bytes.size());
        for (byte[] split : bytes) {
            splits.add(SPLITS.deserialize(SPLITS.getVersion(), split));
        }
        return splits;
    }

    @Override
    public String toString() {
        return (savepoint ? "savepoint " : "checkpoint ") + id;
    }
}
