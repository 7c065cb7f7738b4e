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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.flink.annotation.Internal;

/**
 * Writes the building blocks of the state formats; {@link StateInput} reads them. Whole numbers
 * take 7 bits a byte, the lowest first, the top bit saying that more follow. Not thread-safe.
 */
@Internal
public final class StateOutput {

    private final ByteArrayOutputStream bytes;

    /**
     * Starts an empty state.
     *
     * @param expectedSize about how many bytes it will have
     */
    public StateOutput(int expectedSize) {
        this.bytes = new ByteArrayOutputStream(expectedSize);
    }

    /**
     * Writes one byte.
     *
     * @param value 0 to 255
     * @throws IllegalArgumentException if it is out of that range
     */
    public void writeByte(int value) {
        if (value < 0 || value > 0xFF) {
            throw new IllegalArgumentException(value + " does not fit into a byte");
        }
        bytes.write(value);
    }

    /**
     * Writes a count, a length or an index: one byte up to 127, two up to 16,383.
     *
     * @param value not negative
     * @throws IllegalArgumentException if it is negative
     */
    public void writeCount(int value) {
        if (value < 0) {
            throw new IllegalArgumentException(value + " is negative");
        }
        writeVarLong(value);
    }

    /**
     * Writes eight bytes, which are taken as they are.
     *
     * @param value the bytes, the first in the highest bits
     */
    public void writeLong(long value) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    /**
     * Writes a text as the length of its UTF-8 form and that form, whatever its length.
     *
     * @param text the text, not null
     * @throws IOException if it has half a surrogate pair, which UTF-8 can't hold
     */
    public void writeText(String text) throws IOException {
        try {
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            writeCount(utf8.remaining());
            bytes.write(utf8.array(), utf8.arrayOffset(), utf8.remaining());
        } catch (CharacterCodingException e) {
            throw new IOException("'" + text + "' can't be written as UTF-8", e);
        }
    }

    /**
     * Writes bytes that have a form of their own as their number and themselves.
     *
     * @param block the bytes, not null
     */
    public void writeBlock(byte[] block) {
        writeCount(block.length);
        bytes.write(block, 0, block.length);
    }

    /**
     * Writes bytes whose number the reader knows, or finds out from themselves.
     *
     * @param from holds the bytes, not null
     * @param count how many of them are written, from the first one on
     */
    public void writeBytes(byte[] from, int count) {
        bytes.write(from, 0, count);
    }

    /**
     * Writes a time as its epoch second and the nanoseconds within it.
     *
     * @param instant the time, not null
     */
    public void writeInstant(Instant instant) {
        long seconds = instant.getEpochSecond();
        writeVarLong((seconds << 1) ^ (seconds >> 63));
        writeCount(instant.getNano());
    }

    private void writeVarLong(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    /**
     * What was written so far.
     *
     * @return a copy of the bytes
     */
    public byte[] toBytes() {
        return bytes.toByteArray();
    }
}
