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
package io.github.flinkdynamodb.streams.source.split;

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.split.ShardSplit.Progress;
import io.github.flinkdynamodb.streams.source.state.StateInput;
import io.github.flinkdynamodb.streams.source.state.StateOutput;
import java.io.IOException;
import java.time.Instant;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Reads and writes splits: in the readers' checkpoints, and on the way from the enumerator to a
 * reader. Stateless.
 */
@Internal
public final class DynamoDbStreamsSplitSerializer
        implements SimpleVersionedSerializer<DynamoDbStreamsSplit> {

    /**
     * One byte for the kind of split, which decides what follows: 1 for a shard, 2 for a
     * {@linkplain SegmentFormat segment} of a table, 3 for a {@linkplain FileFormat file} of its
     * full export, 4 for one of an incremental export. Of a shard: a byte of flags; the code of its
     * progress in a byte; the stream's ARN and the shard's id as texts; and those of these that
     * their flags announce: 1 the parent's id as a text, 2 the sequence number read last as a text,
     * 4 the position's "not before" time, 16 the time to stop at, 32 the time when the record was
     * created that was read last, 64 a byte of more flags: 1 the time up to which all changes are
     * out, 2 the {@linkplain RecentInsertsFormat insertions} emitted last. Flag 8 stands for
     * "LATEST on first read" and announces nothing.
     */
    static final int VERSION_1 = 1;

    private static final int KIND_SHARD = 1;
    private static final int KIND_SEGMENT = 2;
    private static final int KIND_FILE = 3;
    private static final int KIND_CHANGES = 4;

    private static final int HAS_PARENT = 1;
    private static final int HAS_AFTER = 2;
    private static final int HAS_NOT_BEFORE = 4;
    private static final int LATEST_ON_FIRST_READ = 8;
    private static final int HAS_STOP_AT = 16;
    private static final int HAS_LAST_RECORD_TIME = 32;
    private static final int HAS_MEMORY = 64;
    private static final int ALL_FLAGS = 127;

    private static final int HAS_READ_UP_TO = 1;
    private static final int HAS_RECENT_INSERTS = 2;
    private static final int IS_READ_UP_TO_ASSUMED = 4;
    private static final int ALL_MEMORY_FLAGS = 7;

    /** Creates the serializer. */
    public DynamoDbStreamsSplitSerializer() {}

    @Override
    public int getVersion() {
        return VERSION_1;
    }

    @Override
    public byte[] serialize(DynamoDbStreamsSplit split) throws IOException {
        StateOutput out = new StateOutput(256 + bytesOfMemory(split));
        if (split instanceof ShardSplit) {
            out.writeByte(KIND_SHARD);
            writeShard((ShardSplit) split, out);
        } else if (split instanceof SegmentSplit) {
            out.writeByte(KIND_SEGMENT);
            SegmentFormat.write((SegmentSplit) split, out);
        } else if (split instanceof FileSplit) {
            FileSplit file = (FileSplit) split;
            out.writeByte(FileFormat.isIncremental(file) ? KIND_CHANGES : KIND_FILE);
            FileFormat.write(file, out);
        } else {
            throw new IOException("Can't write a split of " + split.getClass());
        }
        return out.toBytes();
    }

    private static int bytesOfMemory(DynamoDbStreamsSplit split) {
        return split instanceof ShardSplit
                ? ((ShardSplit) split).recentInserts().map(RecentInserts::bytes).orElse(0)
                : 0;
    }

    private static void writeShard(ShardSplit shard, StateOutput out) throws IOException {
        out.writeByte(flags(shard));
        out.writeByte(shard.progress().code());
        out.writeText(shard.streamArn());
        out.writeText(shard.shardId());
        if (shard.parentShardId().isPresent()) {
            out.writeText(shard.parentShardId().get());
        }
        if (shard.position().after().isPresent()) {
            out.writeText(shard.position().after().get().digits());
        }
        shard.position().notBefore().ifPresent(out::writeInstant);
        shard.stopAt().ifPresent(out::writeInstant);
        shard.lastRecordTime().ifPresent(out::writeInstant);
        if (hasMemory(shard)) {
            writeMemory(shard, out);
        }
    }

    private static boolean hasMemory(ShardSplit shard) {
        return shard.readUpTo().isPresent() || shard.recentInserts().isPresent();
    }

    private static void writeMemory(ShardSplit shard, StateOutput out) {
        out.writeByte(
                (shard.readUpTo().isPresent() ? HAS_READ_UP_TO : 0)
                        | (shard.recentInserts().isPresent() ? HAS_RECENT_INSERTS : 0)
                        | (shard.isReadUpToAssumed() ? IS_READ_UP_TO_ASSUMED : 0));
        shard.readUpTo().ifPresent(out::writeInstant);
        shard.recentInserts().ifPresent(inserts -> RecentInsertsFormat.write(inserts, out));
    }

    private static int flags(ShardSplit shard) {
        return (shard.parentShardId().isPresent() ? HAS_PARENT : 0)
                | (shard.position().after().isPresent() ? HAS_AFTER : 0)
                | (shard.position().notBefore().isPresent() ? HAS_NOT_BEFORE : 0)
                | (shard.latestOnFirstRead() ? LATEST_ON_FIRST_READ : 0)
                | (shard.stopAt().isPresent() ? HAS_STOP_AT : 0)
                | (shard.lastRecordTime().isPresent() ? HAS_LAST_RECORD_TIME : 0)
                | (hasMemory(shard) ? HAS_MEMORY : 0);
    }

    @Override
    public DynamoDbStreamsSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION_1) {
            throw new IOException(
                    "Can't read a split of version "
                            + version
                            + ": this release of the connector supports version 1. Use the release"
                            + " that wrote it, or a later one");
        }
        StateInput in = new StateInput("a split (version 1)", serialized);
        DynamoDbStreamsSplit split = readSplit(in);
        in.requireEnd();
        return split;
    }

    private static DynamoDbStreamsSplit readSplit(StateInput in) throws IOException {
        int kind = in.readByte("kind of split");
        switch (kind) {
            case KIND_SHARD:
                return readShard(in, in.readFlags("flags", ALL_FLAGS));
            case KIND_SEGMENT:
                return SegmentFormat.read(in);
            case KIND_FILE:
                return FileFormat.read(in, false);
            case KIND_CHANGES:
                return FileFormat.read(in, true);
            default:
                throw in.corrupt(
                        "kind of split",
                        "found "
                                + kind
                                + ", expected 1 (a shard), 2 (a segment), 3 (a file of an"
                                + " export) or 4 (a file of an incremental export); a later"
                                + " release of the connector may support it");
        }
    }

    private static ShardSplit readShard(StateInput in, int flags) throws IOException {
        Progress progress = readProgress(in);
        String streamArn = in.readText("stream ARN");
        String shardId = in.readText("shard id");
        String parent = (flags & HAS_PARENT) == 0 ? null : in.readText("parent shard id");
        ShardPosition position = ShardPosition.trimHorizon();
        if ((flags & HAS_AFTER) != 0) {
            position = position.advanceTo(readSequenceNumber(in));
        }
        if ((flags & HAS_NOT_BEFORE) != 0) {
            position = position.withNotBefore(in.readInstant("'not before' time"));
        }
        Instant stopAt = (flags & HAS_STOP_AT) == 0 ? null : in.readInstant("time to stop at");
        Instant lastRecordTime =
                (flags & HAS_LAST_RECORD_TIME) == 0
                        ? null
                        : in.readInstant("time of the last record");
        ShardSplit shard =
                ShardSplit.of(streamArn, shardId, parent, position)
                        .at(position, progress)
                        .withLatestOnFirstRead((flags & LATEST_ON_FIRST_READ) != 0)
                        .withStopAt(stopAt)
                        .withLastRecordTime(lastRecordTime);
        return (flags & HAS_MEMORY) == 0 ? shard : readMemory(shard, in);
    }

    private static ShardSplit readMemory(ShardSplit shard, StateInput in) throws IOException {
        int flags = in.readFlags("more flags", ALL_MEMORY_FLAGS);
        if (flags == 0) {
            throw in.corrupt("more flags", "found none, expected 1 or more");
        }
        Instant readUpTo =
                (flags & HAS_READ_UP_TO) == 0
                        ? null
                        : in.readInstant("time up to which all changes are out");
        boolean assumed = (flags & IS_READ_UP_TO_ASSUMED) != 0;
        if (assumed && (readUpTo == null || shard.lastRecordTime().isPresent())) {
            throw in.corrupt("more flags", "found 0x04 of a shard of which a record was read");
        }
        RecentInserts inserts =
                (flags & HAS_RECENT_INSERTS) == 0 ? null : RecentInsertsFormat.read(in);
        ShardSplit upTo =
                assumed ? shard.withAssumedReadUpTo(readUpTo) : shard.withReadUpTo(readUpTo);
        return upTo.withRecentInserts(inserts);
    }

    private static Progress readProgress(StateInput in) throws IOException {
        int code = in.readByte("progress");
        try {
            return Progress.ofCode(code);
        } catch (IllegalArgumentException e) {
            throw in.corrupt("progress", "found the code " + code + ", expected 0 to 2");
        }
    }

    private static SequenceNumber readSequenceNumber(StateInput in) throws IOException {
        String digits = in.readText("sequence number");
        try {
            return SequenceNumber.of(digits);
        } catch (IllegalArgumentException e) {
            throw in.corrupt("sequence number", "found '" + digits + "', expected digits");
        }
    }
}
