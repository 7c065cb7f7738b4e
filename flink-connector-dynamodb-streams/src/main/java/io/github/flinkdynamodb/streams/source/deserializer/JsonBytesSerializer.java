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

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.text.ChangeRecordJson;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serializes immutable values by their text in DynamoDB's JSON form: its length in four bytes, and
 * the text in UTF-8. A field that the form gains needs no new version of the serializer.
 *
 * @param <T> the type of the values
 */
abstract class JsonBytesSerializer<T> extends TypeSerializerSingleton<T> {

    private static final long serialVersionUID = 1L;

    /** So much is allocated for a text at once; the records of the service are smaller. */
    private static final int FIRST_BYTES = 1 << 20;

    /** Texts are ids and ARNs; longer ones grow as they are read. */
    private static final int MOST_EXPECTED = 256;

    private static final int MOST_BITS = 35;

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public T copy(T from) {
        return from;
    }

    @Override
    public T copy(T from, T reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public T deserialize(T reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    static void writeJson(ByteSlice json, DataOutputView target) throws IOException {
        target.writeInt(json.length());
        target.write(json.bytes(), json.offset(), json.length());
    }

    /** Reads a text. A damaged length takes no more memory than there are bytes, or a megabyte. */
    static byte[] readJson(DataInputView source) throws IOException {
        int length = source.readInt();
        if (length < 0) {
            throw damaged("its length is " + length);
        }
        byte[] json = new byte[Math.min(length, FIRST_BYTES)];
        source.readFully(json);
        while (json.length < length) {
            int read = json.length;
            json = Arrays.copyOf(json, (int) Math.min(length, 2L * read));
            source.readFully(json, read, json.length - read);
        }
        return json;
    }

    static void copyJson(DataInputView source, DataOutputView target) throws IOException {
        byte[] json = readJson(source);
        writeJson(new ByteSlice(json, 0, json.length), target);
    }

    /**
     * Reads what {@code StringValue.writeString} wrote: the length plus one, or 0 for null, and the
     * characters, each in groups of 7 bits. {@code StringValue} itself allocates whatever length it
     * finds.
     */
    static String readText(DataInputView source) throws IOException {
        long length = readVarInt(source) - 1;
        if (length > Integer.MAX_VALUE) {
            throw damaged("the length of a text is " + length);
        }
        if (length < 0) {
            return null;
        }
        StringBuilder text = new StringBuilder((int) Math.min(length, MOST_EXPECTED));
        for (long i = 0; i < length; i++) {
            long character = readVarInt(source);
            if (character > Character.MAX_VALUE) {
                throw damaged("a character of a text is " + character);
            }
            text.append((char) character);
        }
        return text.toString();
    }

    private static long readVarInt(DataInputView source) throws IOException {
        long value = 0;
        for (int shift = 0; shift < MOST_BITS; shift += 7) {
            int next = source.readUnsignedByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw damaged("a number has more than 5 bytes");
    }

    /** Reads the record of a text that was written here. */
    static ChangeRecord decode(byte[] json, String streamArn, String shardId) throws IOException {
        try {
            return ChangeRecordJson.decode(json, streamArn, shardId);
        } catch (DecodeException e) {
            throw damaged(e.getMessage());
        }
    }

    /**
     * The exception for bytes that weren't written here. It has no cause: SQL clients show nothing
     * but the last one.
     */
    static IOException damaged(String problem) {
        return new IOException(
                "the serialized record is damaged: "
                        + problem
                        + "; if it is from a checkpoint or savepoint, start from another one");
    }
}
