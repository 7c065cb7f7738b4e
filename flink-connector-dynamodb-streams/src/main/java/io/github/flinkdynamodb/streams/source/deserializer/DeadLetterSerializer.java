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
package io.github.flinkdynamodb.streams.source.deserializer;

import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Serializes dead letters: a byte for the version of the format, one for the origin, the texts, the
 * line, the time, and the bytes of the record. A later version reads the earlier ones.
 */
final class DeadLetterSerializer extends JsonBytesSerializer<DeadLetter> {

    static final DeadLetterSerializer INSTANCE = new DeadLetterSerializer();

    private static final long serialVersionUID = 1L;

    private static final int VERSION = 1;

    /** The place of an origin is its code. New ones are added at the end. */
    private static final List<DeadLetter.Origin> ORIGINS =
            List.of(DeadLetter.Origin.STREAM, DeadLetter.Origin.SCAN, DeadLetter.Origin.EXPORT);

    @Override
    public DeadLetter createInstance() {
        DeadLetterBuilder empty = new DeadLetterBuilder(DeadLetter.Origin.STREAM);
        empty.cause = "";
        return empty.location("").record(new ByteSlice(new byte[0], 0, 0)).build();
    }

    @Override
    public void serialize(DeadLetter letter, DataOutputView target) throws IOException {
        target.writeByte(VERSION);
        target.writeByte(ORIGINS.indexOf(letter.origin()));
        StringValue.writeString(letter.cause(), target);
        StringValue.writeString(letter.location(), target);
        StringValue.writeString(letter.streamArn(), target);
        StringValue.writeString(letter.tableName(), target);
        StringValue.writeString(letter.shardId(), target);
        SequenceNumber number = letter.sequenceNumber();
        StringValue.writeString(number == null ? null : number.digits(), target);
        StringValue.writeString(letter.eventName(), target);
        StringValue.writeString(letter.file(), target);
        target.writeLong(letter.line());
        writeTime(letter.approximateCreationTime(), target);
        writeJson(letter.record(), target);
    }

    private static void writeTime(Instant time, DataOutputView target) throws IOException {
        target.writeBoolean(time != null);
        if (time != null) {
            target.writeLong(time.getEpochSecond());
            target.writeInt(time.getNano());
        }
    }

    @Override
    public DeadLetter deserialize(DataInputView source) throws IOException {
        int version = source.readUnsignedByte();
        if (version != VERSION) {
            throw damaged("the version of a dead letter is " + version);
        }
        int origin = source.readUnsignedByte();
        if (origin >= ORIGINS.size()) {
            throw damaged("the origin of a dead letter is " + origin);
        }
        String cause = requireText(readText(source));
        String location = requireText(readText(source));
        DeadLetterBuilder letter = new DeadLetterBuilder(ORIGINS.get(origin));
        letter.cause = cause;
        letter.location = location;
        letter.streamArn = readText(source);
        letter.tableName = readText(source);
        letter.shardId = readText(source);
        letter.sequenceNumber = sequenceNumber(readText(source));
        letter.eventName = readText(source);
        letter.file = readText(source);
        letter.line = source.readLong();
        letter.approximateCreationTime = readTime(source);
        byte[] record = readJson(source);
        letter.record = new ByteSlice(record, 0, record.length);
        return letter.build();
    }

    private static String requireText(String text) throws IOException {
        if (text == null) {
            throw damaged("a dead letter has no cause or no location");
        }
        return text;
    }

    private static SequenceNumber sequenceNumber(String digits) throws IOException {
        try {
            return digits == null ? null : SequenceNumber.of(digits);
        } catch (IllegalArgumentException e) {
            throw damaged(e.getMessage());
        }
    }

    private static Instant readTime(DataInputView source) throws IOException {
        if (!source.readBoolean()) {
            return null;
        }
        try {
            return Instant.ofEpochSecond(source.readLong(), source.readInt());
        } catch (ArithmeticException | DateTimeException e) {
            throw damaged(e.getMessage());
        }
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public TypeSerializerSnapshot<DeadLetter> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint holds about how dead letters were serialized. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<DeadLetter> {
        /** Called by Flink when it writes and reads savepoints. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
