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
package io.github.flinkdynamodb.streams.model;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;

/**
 * A part of a byte array that must not be changed: the JSON text of one record or image in its
 * page. It keeps the whole array alive.
 */
@PublicEvolving
public final class ByteSlice {

    private final byte[] bytes;
    private final int offset;
    private final int length;

    /**
     * Creates a slice.
     *
     * @param bytes the array, not copied
     * @param offset where the slice begins
     * @param length its length in bytes
     * @throws IndexOutOfBoundsException if the slice doesn't lie within the array
     */
    public ByteSlice(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /**
     * The array behind the slice.
     *
     * @return the array itself, which must not be changed
     */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * Where the slice begins in {@link #bytes()}.
     *
     * @return the offset
     */
    public int offset() {
        return offset;
    }

    /**
     * The slice's length.
     *
     * @return the length in bytes
     */
    public int length() {
        return length;
    }

    /**
     * The slice as text.
     *
     * @return the bytes read as UTF-8
     */
    public String utf8() {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
}
