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

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.positions.ReadShard;
import io.github.flinkdynamodb.streams.source.positions.StartPositions;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.tools.inspector.InspectionException;
import io.github.flinkdynamodb.tools.inspector.state.ApacheSource;
import io.github.flinkdynamodb.tools.inspector.state.ApacheSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The positions of a savepoint of Apache's {@code DynamoDbStreamsSource}. */
final class ApachePositions {

    /** As a start at latest of this connector's own. */
    private static final Duration TOLERANCE = Duration.ofSeconds(60);

    private final ApacheSource source;
    private final Map<String, ReadShard> shards = new LinkedHashMap<>();
    private final Set<String> streams = new TreeSet<>();

    private ApachePositions(ApacheSource source) {
        this.source = source;
    }

    /**
     * Takes the positions.
     *
     * @param source what the savepoint holds of the source
     * @param takenAt when it was taken
     * @param takenFrom what it is, for people
     * @return the positions, of all shards that are known
     * @throws InspectionException if the state doesn't say how far a shard was read
     */
    static StartPositions of(ApacheSource source, Instant takenAt, String takenFrom)
            throws InspectionException {
        ApachePositions positions = new ApachePositions(source);
        for (ApacheSplit split : source.held()) {
            positions.addHeld(split);
        }
        for (ApacheSplit split : source.known()) {
            positions.addKnown(split);
        }
        for (ApacheSplit split : source.held()) {
            split.children().forEach(positions::addChild);
        }
        if (positions.streams.size() != 1) {
            throw new InspectionException(
                    "The state names "
                            + (positions.streams.isEmpty()
                                    ? "no stream: the source had found no shard yet"
                                    : "several streams: " + String.join(", ", positions.streams)));
        }
        return new StartPositions(
                positions.streams.iterator().next(), takenAt, takenFrom, positions.shards.values());
    }

    private void addHeld(ApacheSplit split) throws InspectionException {
        streams.add(split.streamArn());
        shards.put(split.shardId(), split.isFinished() ? finished(split) : reading(split));
    }

    private void addKnown(ApacheSplit split) throws InspectionException {
        streams.add(split.streamArn());
        if (shards.containsKey(split.shardId())) {
            return;
        }
        switch (source.status(split)) {
            case FINISHED:
                shards.put(split.shardId(), finished(split));
                break;
            case UNASSIGNED:
                shards.put(split.shardId(), reading(split));
                break;
            default:
                throw new InspectionException(
                        split.shardId()
                                + " was assigned to a reader, but no reader has it: the state"
                                + " doesn't say how far it was read. Take another savepoint");
        }
    }

    /** Of a shard that ended, a reader may know the children before the enumerator does. */
    private void addChild(String shardId, String parentShardId) {
        shards.putIfAbsent(
                shardId, ReadShard.upTo(shardId, parentShardId, ShardPosition.trimHorizon(), null));
    }

    private static ReadShard finished(ApacheSplit split) {
        return ReadShard.finished(split.shardId(), split.parentShardId().orElse(null));
    }

    private ReadShard reading(ApacheSplit split) throws InspectionException {
        return ReadShard.upTo(
                split.shardId(), split.parentShardId().orElse(null), position(split), null);
    }

    /**
     * "Latest" is what was there when an iterator was requested, and nobody noted when that was.
     * What has been written since the start hasn't been read by then.
     */
    private ShardPosition position(ApacheSplit split) throws InspectionException {
        switch (split.iteratorType()) {
            case "TRIM_HORIZON":
                return ShardPosition.trimHorizon();
            case "LATEST":
                return ShardPosition.trimHorizon(source.startedAt().minus(TOLERANCE));
            case "AFTER_SEQUENCE_NUMBER":
                return ShardPosition.trimHorizon().advanceTo(sequenceNumber(split));
            default:
                throw new InspectionException(
                        split.shardId() + " is at " + split.iteratorType() + ", which isn't known");
        }
    }

    private static SequenceNumber sequenceNumber(ApacheSplit split) throws InspectionException {
        try {
            return SequenceNumber.of(split.sequenceNumber().orElse(null));
        } catch (IllegalArgumentException e) {
            throw new InspectionException(split.shardId() + ": " + e.getMessage(), e);
        }
    }
}
