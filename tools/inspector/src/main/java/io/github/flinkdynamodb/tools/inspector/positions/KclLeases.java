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

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.positions.ReadShard;
import io.github.flinkdynamodb.streams.source.positions.StartPositions;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.tools.inspector.InspectionException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The positions of the lease table of an application that reads DynamoDB Streams by the Kinesis
 * Client Library. It has an item for each shard: its id, the sequence number up to which the
 * application has made a checkpoint, or a word instead, and the shard's parents.
 */
final class KclLeases {

    private static final String KEY = "leaseKey";
    private static final String CHECKPOINT = "checkpoint";
    private static final String SUB_SEQUENCE_NUMBER = "checkpointSubSequenceNumber";
    private static final String PARENTS = "parentShardId";
    private static final String SHARD = "shardId-";

    /** What stands before the id of a shard if leases of several streams are in one table. */
    private static final Pattern OF_SEVERAL_STREAMS =
            Pattern.compile("[0-9]{12}:[^:]+:[0-9]+:(?=" + SHARD + ")");

    private static final Pattern STREAM =
            Pattern.compile("arn:[^:]+:dynamodb:([^:]+):([0-9]*):table/([^/]+)/stream/(.+)");

    private final String streamArn;
    private final Instant latestSince;
    private final List<ReadShard> shards = new ArrayList<>();

    /**
     * Creates the leases.
     *
     * @param streamArn the stream; leases of others are left out, as far as they name theirs
     * @param latestSince from when on changes are wanted of shards without a checkpoint that were
     *     begun at a time or at latest; null if that isn't known
     */
    KclLeases(String streamArn, Instant latestSince) {
        this.streamArn = streamArn;
        this.latestSince = latestSince;
    }

    /**
     * Adds items of the table.
     *
     * @param items an array of items, in DynamoDB's JSON form
     * @throws InspectionException if one isn't a lease of a shard, or has no position
     */
    void add(JsonNode items) throws InspectionException {
        for (JsonNode item : items) {
            String key = item.path(KEY).path("S").asText();
            Matcher several = OF_SEVERAL_STREAMS.matcher(key);
            if (!several.lookingAt()) {
                shards.add(shard(key, item));
            } else if (several.group().equals(prefix())) {
                shards.add(shard(key.substring(several.end()), item));
            }
        }
    }

    /** The account, the stream with its region, account, table and label, and an epoch. */
    private String prefix() {
        Matcher stream = STREAM.matcher(streamArn);
        return stream.matches()
                ? String.format(
                        "%2$s:%1$s$%2$s$%3$s$%4$s:1:",
                        stream.group(1),
                        stream.group(2),
                        stream.group(3),
                        stream.group(4).replace(':', '_'))
                : "";
    }

    /**
     * Returns the positions.
     *
     * @param takenAt when they were read; null if that isn't known
     * @param takenFrom what they are, for people
     * @throws InspectionException if there are none
     */
    StartPositions positions(Instant takenAt, String takenFrom) throws InspectionException {
        if (shards.isEmpty()) {
            throw new InspectionException(
                    "There is no lease of stream " + streamArn + " in " + takenFrom);
        }
        try {
            return new StartPositions(streamArn, takenAt, takenFrom, shards);
        } catch (IllegalArgumentException e) {
            throw new InspectionException(e.getMessage(), e);
        }
    }

    private ReadShard shard(String id, JsonNode item) throws InspectionException {
        if (!id.startsWith(SHARD)) {
            throw new InspectionException(
                    String.format(
                            "An item has the %s '%s', which isn't the id of a shard: is this the"
                                    + " table of the leases?",
                            KEY, id));
        }
        String checkpoint = item.path(CHECKPOINT).path("S").asText();
        String parent = parent(id, item.path(PARENTS).path("SS"));
        return checkpoint.equals("SHARD_END")
                ? ReadShard.finished(id, parent)
                : ReadShard.upTo(id, parent, position(id, checkpoint, item), null);
    }

    private static String parent(String id, JsonNode parents) throws InspectionException {
        if (parents.size() > 1) {
            throw new InspectionException(
                    id + " has several parents, which no shard of DynamoDB Streams has");
        }
        return parents.isEmpty() ? null : parents.get(0).asText();
    }

    private ShardPosition position(String id, String checkpoint, JsonNode item)
            throws InspectionException {
        switch (checkpoint) {
            case "TRIM_HORIZON":
                return ShardPosition.trimHorizon();
            case "LATEST":
            case "AT_TIMESTAMP":
                if (latestSince == null) {
                    throw new InspectionException(
                            String.format(
                                    "The checkpoint of %s is %s: nothing of it has been read, and"
                                            + " nobody has noted from when on its changes are"
                                            + " wanted. Say so with --latest-since: when the"
                                            + " application was started, or the time that it"
                                            + " starts at",
                                    id, checkpoint));
                }
                return ShardPosition.trimHorizon(latestSince);
            default:
                return after(id, checkpoint, item);
        }
    }

    private static ShardPosition after(String id, String checkpoint, JsonNode item)
            throws InspectionException {
        if (!item.path(SUB_SEQUENCE_NUMBER).path("N").asText("0").equals("0")) {
            throw new InspectionException(
                    id + " is within a record of several, which DynamoDB Streams doesn't have");
        }
        try {
            return ShardPosition.trimHorizon().advanceTo(SequenceNumber.of(checkpoint));
        } catch (IllegalArgumentException e) {
            throw new InspectionException(
                    String.format(
                            "The checkpoint of %s is '%s': expected a sequence number,"
                                    + " TRIM_HORIZON, LATEST, AT_TIMESTAMP or SHARD_END",
                            id, checkpoint),
                    e);
        }
    }
}
