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
package io.github.flinkdynamodb.streams.source.positions;

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.json.JsonWriter;
import io.github.flinkdynamodb.streams.codec.json.NameTable;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * Positions as a file: a JSON object, in UTF-8, with one shard a line. The names of positions are
 * those of the inspector's report. Unknown fields are errors: one that is misspelt would have
 * another shard read than was meant. Stateless.
 */
@Internal
public final class PositionsFormat {

    /** What the field {@code format} must be. */
    static final String FORMAT = "dynamodb-streams-positions";

    private static final String VERSION = "1";

    private static final List<String> FIELDS =
            List.of("format", "version", "streamArn", "takenAt", "takenFrom", "shards");
    private static final List<String> SHARD_FIELDS =
            List.of(
                    "shardId",
                    "parentShardId",
                    "position",
                    "afterSequenceNumber",
                    "notBefore",
                    "lastRecordAt");

    private static final String FINISHED = "finished";
    private static final String AFTER = "after-sequence-number";
    private static final String TIMESTAMP = "timestamp";
    private static final String TRIM_HORIZON = "trim-horizon";

    private final JsonReader reader;

    private PositionsFormat(byte[] json) {
        this.reader = new JsonReader(new ByteSlice(json, 0, json.length));
    }

    /**
     * Writes positions.
     *
     * @param positions the positions
     * @return the content of the file, which ends with a line feed
     */
    public static byte[] write(StartPositions positions) {
        StringBuilder json = new StringBuilder();
        json.append("{\n  \"format\": ").append(quote(FORMAT));
        json.append(",\n  \"version\": ").append(VERSION);
        json.append(",\n  \"streamArn\": ").append(quote(positions.streamArn()));
        positions
                .takenAt()
                .ifPresent(at -> json.append(",\n  \"takenAt\": ").append(quote(at.toString())));
        positions
                .takenFrom()
                .ifPresent(from -> json.append(",\n  \"takenFrom\": ").append(quote(from)));
        json.append(",\n  \"shards\": [");
        String separator = "\n    ";
        for (ReadShard shard : positions.shards().values()) {
            json.append(separator).append(write(shard));
            separator = ",\n    ";
        }
        return json.append("\n  ]\n}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String quote(String text) {
        return new JsonWriter().string(text).toString();
    }

    private static String write(ReadShard shard) {
        JsonWriter out = new JsonWriter();
        out.beginObject().name("shardId").string(shard.shardId());
        shard.parentShardId().ifPresent(parent -> out.name("parentShardId").string(parent));
        Optional<SequenceNumber> after = shard.position().flatMap(ShardPosition::after);
        Optional<Instant> notBefore = shard.position().flatMap(ShardPosition::notBefore);
        out.name("position").string(word(shard, after.isPresent(), notBefore.isPresent()));
        after.ifPresent(number -> out.name("afterSequenceNumber").string(number.digits()));
        notBefore.ifPresent(time -> out.name("notBefore").string(time.toString()));
        shard.lastRecordTime().ifPresent(time -> out.name("lastRecordAt").string(time.toString()));
        return out.endObject().toString();
    }

    private static String word(ReadShard shard, boolean after, boolean timestamp) {
        if (shard.isFinished()) {
            return FINISHED;
        }
        if (after) {
            return AFTER;
        }
        return timestamp ? TIMESTAMP : TRIM_HORIZON;
    }

    /**
     * Reads positions.
     *
     * @param json the content of the file
     * @return the positions, of at least one shard
     * @throws DecodeException if it is damaged, isn't such a file, or is of a later release; the
     *     message says what was found and what was expected
     */
    public static StartPositions read(byte[] json) {
        return new PositionsFormat(json).read();
    }

    private StartPositions read() {
        Fields fields = new Fields(FIELDS);
        List<ReadShard> shards = null;
        NameTable names = NameTable.of(FIELDS);
        for (boolean more = reader.beginObject(); more; more = reader.hasNextMember()) {
            int name = readName(names, FIELDS, "");
            if (FIELDS.get(name).equals("version")) {
                fields.set(name, readVersion(), "");
            } else if (FIELDS.get(name).equals("shards")) {
                fields.set(name, "", "");
                shards = readShards();
            } else {
                fields.set(name, reader.readString(), "");
            }
        }
        reader.expectEnd();
        return positions(fields, shards);
    }

    private static StartPositions positions(Fields fields, List<ReadShard> shards) {
        if (!FORMAT.equals(fields.get("format"))) {
            throw new DecodeException(
                    "'format' is '" + fields.get("format") + "', expected '" + FORMAT + "'");
        }
        fields.require("version", "");
        fields.require("streamArn", "");
        fields.require("shards", "");
        if (shards.isEmpty()) {
            throw new DecodeException("'shards' is empty");
        }
        try {
            return new StartPositions(
                    fields.get("streamArn"),
                    time(fields, "takenAt", ""),
                    fields.get("takenFrom"),
                    shards);
        } catch (IllegalArgumentException e) {
            throw new DecodeException(e.getMessage(), e);
        }
    }

    private String readVersion() {
        int from = reader.readNumber();
        String version =
                new String(
                        reader.bytes(), from, reader.position() - from, StandardCharsets.US_ASCII);
        if (!version.equals(VERSION)) {
            throw new DecodeException(
                    "'version' is "
                            + version
                            + ", but this release of the connector supports version "
                            + VERSION);
        }
        return version;
    }

    /** Reads the name of a field, and returns which one it is. */
    private int readName(NameTable names, List<String> known, String where) {
        int name = reader.readName(names);
        if (name < 0) {
            throw new DecodeException(
                    where
                            + "unknown field '"
                            + reader.lastName()
                            + "', expected one of "
                            + String.join(", ", known));
        }
        return name;
    }

    private List<ReadShard> readShards() {
        List<ReadShard> shards = new ArrayList<>();
        NameTable names = NameTable.of(SHARD_FIELDS);
        for (boolean more = reader.beginArray(); more; more = reader.hasNextElement()) {
            String where = "shard " + (shards.size() + 1) + ": ";
            Fields fields = new Fields(SHARD_FIELDS);
            for (boolean next = reader.beginObject(); next; next = reader.hasNextMember()) {
                int name = readName(names, SHARD_FIELDS, where);
                fields.set(name, reader.readString(), where);
            }
            shards.add(shard(fields, where));
        }
        return shards;
    }

    private static ReadShard shard(Fields fields, String where) {
        String id = fields.require("shardId", where);
        String parent = fields.get("parentShardId");
        String position = fields.require("position", where);
        String named = where + id + ": ";
        switch (position) {
            case FINISHED:
                fields.reject("afterSequenceNumber", position, named);
                fields.reject("notBefore", position, named);
                fields.reject("lastRecordAt", position, named);
                return ReadShard.finished(id, parent);
            case TRIM_HORIZON:
                fields.reject("afterSequenceNumber", position, named);
                fields.reject("notBefore", position, named);
                fields.reject("lastRecordAt", position, named);
                return ReadShard.upTo(id, parent, ShardPosition.trimHorizon(), null);
            case TIMESTAMP:
                fields.reject("afterSequenceNumber", position, named);
                fields.reject("lastRecordAt", position, named);
                fields.require("notBefore", named);
                return ReadShard.upTo(
                        id,
                        parent,
                        ShardPosition.trimHorizon(time(fields, "notBefore", named)),
                        null);
            case AFTER:
                return ReadShard.upTo(
                        id, parent, after(fields, named), time(fields, "lastRecordAt", named));
            default:
                throw new DecodeException(
                        named
                                + "'position' is '"
                                + position
                                + "', expected one of "
                                + String.join(", ", AFTER, TRIM_HORIZON, TIMESTAMP, FINISHED));
        }
    }

    private static ShardPosition after(Fields fields, String where) {
        String digits = fields.require("afterSequenceNumber", where);
        try {
            return ShardPosition.trimHorizon(time(fields, "notBefore", where))
                    .advanceTo(SequenceNumber.of(digits));
        } catch (IllegalArgumentException e) {
            throw new DecodeException(
                    where + "'afterSequenceNumber' is '" + digits + "', expected digits", e);
        }
    }

    private static Instant time(Fields fields, String name, String where) {
        String text = fields.get(name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new DecodeException(
                    where
                            + "'"
                            + name
                            + "' is '"
                            + text
                            + "', expected a time such as '2026-11-30T10:00:00Z'",
                    e);
        }
    }

    /** The values of an object. */
    private static final class Fields {
        private final List<String> names;
        private final String[] values;

        Fields(List<String> names) {
            this.names = names;
            this.values = new String[names.size()];
        }

        void set(int name, String value, String where) {
            if (values[name] != null) {
                throw new DecodeException(where + "'" + names.get(name) + "' is there twice");
            }
            values[name] = value;
        }

        String get(String name) {
            return values[names.indexOf(name)];
        }

        String require(String name, String where) {
            if (get(name) == null) {
                throw new DecodeException(where + "'" + name + "' is missing");
            }
            return get(name);
        }

        void reject(String name, String position, String where) {
            if (get(name) != null) {
                throw new DecodeException(
                        where
                                + "'"
                                + name
                                + "' is not used by the position '"
                                + position
                                + "': remove it");
            }
        }
    }
}
