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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.state.StateInput;
import io.github.flinkdynamodb.streams.source.state.StateOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Reads and writes the enumerator's checkpoints. Stateless. */
@Internal
public final class EnumeratorStateSerializer implements SimpleVersionedSerializer<EnumeratorState> {

    /**
     * A byte of flags (1 the stream is known, 2 all shards were listed once); the stream's ARN as a
     * text, if it is known; the time of the first start; the number of shards; their ids as texts;
     * then for each shard, in the same order, a byte of flags, the code of its status in a byte,
     * its parent (flag 1: its index among the ids, flag 2: its id as a text, for one that isn't
     * among them) and its "not before" time (flag 4: the time, flag 8: that of the shard before);
     * at last the length of a block that later versions may fill, always 0.
     */
    static final int VERSION_1 = 1;

    /**
     * As version 1, with the scan of the table in that block, or the export that is waited for, or
     * the repair of a gap, if there is one; and with two more flags of a shard, whose values follow
     * its time: the record after which it is begun (flag 16: the digits of the sequence number as a
     * text), and when that was created (flag 32: the time, beside flag 16 only).
     */
    static final int VERSION_2 = 2;

    private static final int HAS_STREAM = 1;
    private static final int LISTED_ONCE = 2;
    private static final int ALL_FLAGS = 3;

    private static final int PARENT_INDEX = 1;
    private static final int PARENT_ID = 2;
    private static final int OWN_NOT_BEFORE = 4;
    private static final int SAME_NOT_BEFORE = 8;
    private static final int AFTER = 16;
    private static final int LAST_RECORD_TIME = 32;
    private static final int ALL_SHARD_FLAGS_OF_VERSION_1 = 15;
    private static final int ALL_SHARD_FLAGS = 63;

    private static final int BYTES_A_SHARD = 64;

    /** Creates the serializer. */
    public EnumeratorStateSerializer() {}

    @Override
    public int getVersion() {
        return VERSION_2;
    }

    @Override
    public byte[] serialize(EnumeratorState state) throws IOException {
        StateOutput out = new StateOutput(256 + BYTES_A_SHARD * state.shards().size());
        out.writeByte(
                (state.streamArn().isPresent() ? HAS_STREAM : 0)
                        | (state.listedOnce() ? LISTED_ONCE : 0));
        if (state.streamArn().isPresent()) {
            out.writeText(state.streamArn().get());
        }
        out.writeInstant(state.startedAt());
        writeShards(out, state.shards());
        out.writeBlock(itemsOf(state));
        return out.toBytes();
    }

    private static byte[] itemsOf(EnumeratorState state) throws IOException {
        if (state.repair().isPresent()) {
            return RepairStateFormat.write(state.repair().get(), state.scan().orElse(null));
        }
        if (state.scan().isPresent()) {
            return ScanStateFormat.write(state.scan().get());
        }
        return state.askedExport().isPresent()
                ? AskedExportFormat.write(state.askedExport().get())
                : new byte[0];
    }

    private static void writeShards(StateOutput out, List<ShardState> shards) throws IOException {
        Map<String, Integer> indexes = new HashMap<>(shards.size() * 2);
        out.writeCount(shards.size());
        for (ShardState shard : shards) {
            indexes.putIfAbsent(shard.shardId(), indexes.size());
            out.writeText(shard.shardId());
        }
        if (indexes.size() != shards.size()) {
            throw new IOException("Can't write the enumerator's state: a shard is in it twice");
        }
        Instant before = null;
        for (ShardState shard : shards) {
            writeShard(out, shard, indexes, before);
            before = shard.notBefore().orElse(null);
        }
    }

    private static void writeShard(
            StateOutput out, ShardState shard, Map<String, Integer> indexes, Instant before)
            throws IOException {
        String parent = shard.parentShardId().orElse(null);
        Integer index = parent == null ? null : indexes.get(parent);
        Instant notBefore = shard.notBefore().orElse(null);
        boolean same = notBefore != null && notBefore.equals(before);
        int parentFlag = parent == null ? 0 : index == null ? PARENT_ID : PARENT_INDEX;
        int notBeforeFlag = notBefore == null ? 0 : same ? SAME_NOT_BEFORE : OWN_NOT_BEFORE;
        int afterFlag = shard.after().isPresent() ? AFTER : 0;
        int timeFlag = shard.lastRecordTime().isPresent() ? LAST_RECORD_TIME : 0;
        out.writeByte(parentFlag | notBeforeFlag | afterFlag | (afterFlag == 0 ? 0 : timeFlag));
        out.writeByte(shard.status().code());
        if (parentFlag == PARENT_INDEX) {
            out.writeCount(index);
        } else if (parentFlag == PARENT_ID) {
            out.writeText(parent);
        }
        if (notBeforeFlag == OWN_NOT_BEFORE) {
            out.writeInstant(notBefore);
        }
        if (afterFlag != 0) {
            out.writeText(shard.after().get().digits());
            if (timeFlag != 0) {
                out.writeInstant(shard.lastRecordTime().get());
            }
        }
    }

    @Override
    public EnumeratorState deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION_1 && version != VERSION_2) {
            throw new IOException(
                    "Can't read an enumerator's state of version "
                            + version
                            + ": this release of the connector supports versions 1 and 2. Use the"
                            + " release that wrote it, or a later one");
        }
        String what = "the enumerator's state (version " + version + ")";
        StateInput in = new StateInput(what, serialized);
        int shardFlags = version == VERSION_1 ? ALL_SHARD_FLAGS_OF_VERSION_1 : ALL_SHARD_FLAGS;
        EnumeratorState state = readUpToBlock(in, shardFlags);
        if (version == VERSION_1) {
            in.readEmptyBlock("reserved block");
        } else {
            state = withItems(state, what, in);
        }
        in.requireEnd();
        return state;
    }

    private static EnumeratorState readUpToBlock(StateInput in, int shardFlags) throws IOException {
        int flags = in.readFlags("flags", ALL_FLAGS);
        String streamArn = (flags & HAS_STREAM) == 0 ? null : in.readText("stream ARN");
        Instant startedAt = in.readInstant("time of the first start");
        List<ShardState> shards = readShards(in, shardFlags);
        return new EnumeratorState(streamArn, startedAt, (flags & LISTED_ONCE) != 0, shards);
    }

    private static EnumeratorState withItems(EnumeratorState state, String what, StateInput in)
            throws IOException {
        byte[] block = in.readBlock("scan");
        if (block.length == 0) {
            return state;
        }
        if (RepairStateFormat.is(block)) {
            return RepairStateFormat.read(
                    state, what + ", repair", new StateInput(what + ", repair", block));
        }
        return AskedExportFormat.is(block)
                ? state.withAskedExport(
                        AskedExportFormat.read(new StateInput(what + ", export", block)))
                : state.withScan(ScanStateFormat.read(new StateInput(what + ", scan", block)));
    }

    private static List<ShardState> readShards(StateInput in, int allFlags) throws IOException {
        int count = in.readLength("number of shards");
        Ids ids = new Ids(in, count);
        List<ShardState> shards = new ArrayList<>(count);
        Instant before = null;
        for (String id : ids.list) {
            ShardState shard = readShard(in, id, ids, before, allFlags);
            before = shard.notBefore().orElse(null);
            shards.add(shard);
        }
        requireNoCircle(in, shards);
        return shards;
    }

    /** Shards that are their own ancestors would wait for each other, and never be read. */
    private static void requireNoCircle(StateInput in, List<ShardState> shards) throws IOException {
        Map<String, String> parents = new HashMap<>(shards.size() * 2);
        shards.forEach(shard -> parents.put(shard.shardId(), shard.parentShardId().orElse(null)));
        Set<String> sound = new HashSet<>(shards.size() * 2);
        for (ShardState shard : shards) {
            Set<String> line = new HashSet<>();
            String id = shard.shardId();
            while (id != null && !sound.contains(id)) {
                if (!line.add(id)) {
                    throw in.corrupt("parents of the shards", "found " + id + " before itself");
                }
                id = parents.get(id);
            }
            sound.addAll(line);
        }
    }

    private static ShardState readShard(
            StateInput in, String shardId, Ids ids, Instant before, int allFlags)
            throws IOException {
        int flags = in.readFlags("flags of a shard", allFlags);
        ShardStatus status = readStatus(in);
        String parent = readParentVersion1(in, flags & (PARENT_INDEX | PARENT_ID), ids);
        Instant notBefore =
                readNotBeforeVersion1(in, flags & (OWN_NOT_BEFORE | SAME_NOT_BEFORE), before);
        return readAfter(in, new ShardState(shardId, parent, status, notBefore), flags);
    }

    private static ShardState readAfter(StateInput in, ShardState shard, int flags)
            throws IOException {
        boolean hasTime = (flags & LAST_RECORD_TIME) != 0;
        if ((flags & AFTER) == 0) {
            if (hasTime) {
                throw in.corrupt("flags of a shard", "found the time of a record without it");
            }
            return shard;
        }
        SequenceNumber after = readSequenceNumber(in);
        return shard.beginningAfter(after, hasTime ? in.readInstant("time of the record") : null);
    }

    private static SequenceNumber readSequenceNumber(StateInput in) throws IOException {
        String digits = in.readText("sequence number");
        try {
            return SequenceNumber.of(digits);
        } catch (IllegalArgumentException e) {
            throw in.corrupt("sequence number", "found '" + digits + "'");
        }
    }

    private static String readParentVersion1(StateInput in, int flag, Ids ids) throws IOException {
        switch (flag) {
            case 0:
                return null;
            case PARENT_INDEX:
                return ids.list.get(in.readCount("index of the parent shard", ids.list.size() - 1));
            case PARENT_ID:
                String id = in.readText("parent shard id");
                if (ids.set.contains(id)) {
                    throw in.corrupt("parent shard id", "found the id of a shard in the list");
                }
                return id;
            default:
                throw in.corrupt("flags of a shard", "found two parents, expected one");
        }
    }

    private static Instant readNotBeforeVersion1(StateInput in, int flag, Instant before)
            throws IOException {
        if (flag == 0) {
            return null;
        }
        if (flag == OWN_NOT_BEFORE) {
            Instant own = in.readInstant("'not before' time");
            if (own.equals(before)) {
                throw in.corrupt("'not before' time", "found that of the shard before");
            }
            return own;
        }
        if (flag == SAME_NOT_BEFORE && before != null) {
            return before;
        }
        throw in.corrupt(
                "flags of a shard", "found the 'not before' time of a shard that has none");
    }

    private static ShardStatus readStatus(StateInput in) throws IOException {
        int code = in.readByte("status of a shard");
        try {
            return ShardStatus.ofCode(code);
        } catch (IllegalArgumentException e) {
            throw in.corrupt("status of a shard", "found the code " + code + ", expected 0 to 3");
        }
    }

    /** The ids of all shards of a state, each of which is there once. */
    private static final class Ids {

        private final List<String> list;
        private final Set<String> set;

        Ids(StateInput in, int count) throws IOException {
            list = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                list.add(in.readText("shard id"));
            }
            set = new HashSet<>(list);
            if (set.size() != count) {
                throw in.corrupt("shard id", "found the same one twice");
            }
        }
    }
}
