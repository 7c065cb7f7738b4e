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
package io.github.flinkdynamodb.streams.source.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.apache.flink.annotation.Internal;

/**
 * Reads what {@link StateOutput} wrote. Nothing is trusted: whatever can't have been written is an
 * {@link IOException} that says what was found and where, before anything is allocated for it. Not
 * thread-safe.
 */
@Internal
public final class StateInput {

    private final String what;
    private final ByteBuffer bytes;

    /**
     * Starts at the first byte of a state.
     *
     * @param what what the bytes are, for messages; such as "the enumerator's state (version 1)"
     * @param serialized the bytes; not changed
     */
    public StateInput(String what, byte[] serialized) {
        this.what = what;
        this.bytes = ByteBuffer.wrap(serialized).asReadOnlyBuffer();
    }

    /**
     * Reads one byte.
     *
     * @param field what it is, for messages
     * @return 0 to 255
     * @throws IOException if the bytes end before it
     */
    public int readByte(String field) throws IOException {
        if (!bytes.hasRemaining()) {
            throw corrupt(field, "nothing was found, the state is truncated");
        }
        return bytes.get() & 0xFF;
    }

    /**
     * Reads a set of flags.
     *
     * @param field what it is, for messages
     * @param known all the flags that may be set
     * @return the flags
     * @throws IOException if another flag is set, or the bytes end before it
     */
    public int readFlags(String field, int known) throws IOException {
        int flags = readByte(field);
        if ((flags & ~known) != 0) {
            throw corrupt(field, "found " + hex(flags) + ", expected " + hex(known));
        }
        return flags;
    }

    /**
     * Reads a number that counts or measures what follows.
     *
     * @param field what it is, for messages
     * @return at most the number of bytes that are left
     * @throws IOException if it is larger than that, or the bytes end within it
     */
    public int readLength(String field) throws IOException {
        long value = readVarLong(field);
        return requireAtMost(field, value, bytes.remaining());
    }

    /**
     * Reads a number that isn't negative, such as an index.
     *
     * @param field what it is, for messages
     * @param most the largest value that makes sense
     * @return 0 to {@code most}
     * @throws IOException if it is out of that range, or the bytes end within it
     */
    public int readCount(String field, int most) throws IOException {
        return requireAtMost(field, readVarLong(field), most);
    }

    private int requireAtMost(String field, long value, int most) throws IOException {
        if (value < 0 || value > most) {
            throw corrupt(field, "found " + value + ", expected 0 to " + most);
        }
        return (int) value;
    }

    /**
     * Reads eight bytes, which may be any.
     *
     * @param field what it is, for messages
     * @return the bytes, the first in the highest bits
     * @throws IOException if the bytes end within them
     */
    public long readLong(String field) throws IOException {
        if (bytes.remaining() < Long.BYTES) {
            throw corrupt(field, "found " + bytes.remaining() + " bytes, the state is truncated");
        }
        return bytes.getLong();
    }

    /**
     * Reads a text.
     *
     * @param field what it is, for messages
     * @return the text, not null
     * @throws IOException if it is truncated or no UTF-8
     */
    public String readText(String field) throws IOException {
        int length = readLength("length of " + field);
        ByteBuffer utf8 = bytes.slice().limit(length);
        bytes.position(bytes.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw corrupt(field, "found " + length + " bytes that are not UTF-8");
        }
    }

    /**
     * Reads a time.
     *
     * @param field what it is, for messages
     * @return the time, not null
     * @throws IOException if it is truncated or no time that {@link Instant} can hold
     */
    public Instant readInstant(String field) throws IOException {
        long zigzag = readVarLong(field);
        long seconds = (zigzag >>> 1) ^ -(zigzag & 1);
        int nanos = readCount("nanoseconds of " + field, 999_999_999);
        try {
            return Instant.ofEpochSecond(seconds, nanos);
        } catch (DateTimeException e) {
            throw corrupt(field, "found the epoch second " + seconds);
        }
    }

    /**
     * Reads bytes that have a form of their own.
     *
     * @param field what they are, for messages
     * @return a copy of the bytes; empty if there are none
     * @throws IOException if they are truncated
     */
    public byte[] readBlock(String field) throws IOException {
        byte[] block = new byte[readLength("length of " + field)];
        bytes.get(block);
        return block;
    }

    /**
     * Reads the empty block that keeps a place for later versions.
     *
     * @param field what it is, for messages
     * @throws IOException if it isn't empty, or the bytes end before it
     */
    public void readEmptyBlock(String field) throws IOException {
        long length = readVarLong(field);
        if (length != 0) {
            throw corrupt(field, "found " + length + " bytes, expected 0");
        }
    }

    /**
     * Makes sure that everything has been read.
     *
     * @throws IOException if bytes are left
     */
    public void requireEnd() throws IOException {
        if (bytes.hasRemaining()) {
            throw corrupt("end", "found " + bytes.remaining() + " more bytes, expected 0");
        }
    }

    /**
     * The exception for a field that can't be right. It has no cause: SQL clients show nothing but
     * the last one.
     *
     * @param field which field
     * @param found what was found, and what was expected
     * @return the exception, to be thrown
     */
    public IOException corrupt(String field, String found) {
        return new IOException(
                "Can't read "
                        + what
                        + ": at byte "
                        + bytes.position()
                        + " of "
                        + bytes.limit()
                        + ", "
                        + field
                        + ": "
                        + found
                        + ". This state of the DynamoDB Streams source is damaged, or was written"
                        + " by something else: start from another checkpoint or savepoint");
    }

    private long readVarLong(String field) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte(field);
            value |= (long) (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return requireShortest(field, value, next, shift);
            }
        }
        throw corrupt(field, "found a number of more than 10 bytes, expected 1 to 10");
    }

    private long requireShortest(String field, long value, int last, int shift) throws IOException {
        boolean padded = last == 0 && shift > 0;
        boolean tooLarge = shift == 63 && last > 1;
        if (padded || tooLarge) {
            throw corrupt(field, "found a number that is not in its shortest form of 64 bits");
        }
        return value;
    }

    private static String hex(int flags) {
        return String.format("0x%02x", flags);
    }
}
