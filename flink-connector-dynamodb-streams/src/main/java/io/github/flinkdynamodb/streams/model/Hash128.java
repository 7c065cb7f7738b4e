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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.flink.annotation.Internal;

/**
 * A hash of 128 bits: the first half of a SHA-256, so that two contents with one hash don't occur
 * by chance. Immutable.
 */
@Internal
public final class Hash128 {

    /** The number of bytes of a hash. */
    public static final int BYTES = 16;

    private final long high;
    private final long low;

    /**
     * Creates a hash of its two halves.
     *
     * @param high the first eight bytes
     * @param low the last eight bytes
     */
    public Hash128(long high, long low) {
        this.high = high;
        this.low = low;
    }

    /**
     * Returns the first eight bytes.
     *
     * @return the bytes, the first in the highest bits
     */
    public long high() {
        return high;
    }

    /**
     * Returns the last eight bytes.
     *
     * @return the bytes, the ninth in the highest bits
     */
    public long low() {
        return low;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Hash128 && high == ((Hash128) o).high && low == ((Hash128) o).low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(low);
    }

    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }

    /** Hashes one content after the other. Belongs to one thread. */
    public static final class Hasher {

        private final MessageDigest digest;

        /** Creates a hasher to which nothing has been added. */
        public Hasher() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has SHA-256", e);
            }
        }

        /**
         * Adds a byte.
         *
         * @param value the byte
         * @return this
         */
        public Hasher add(byte value) {
            digest.update(value);
            return this;
        }

        /**
         * Adds a part of an array, without its length.
         *
         * @param bytes the array
         * @param offset where the part begins
         * @param length its length
         * @return this
         */
        public Hasher add(byte[] bytes, int offset, int length) {
            digest.update(bytes, offset, length);
            return this;
        }

        /**
         * Adds bytes and how many they are, so that what follows can't be taken for a part of them.
         *
         * @param bytes the bytes
         * @return this
         */
        public Hasher addWhole(byte[] bytes) {
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
            return this;
        }

        /**
         * Adds a text and its length, in UTF-8.
         *
         * @param text the text, not null
         * @return this
         */
        public Hasher addWhole(String text) {
            return addWhole(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Returns the hash of what was added, and begins with nothing again. */
        public Hash128 finish() {
            ByteBuffer hash = ByteBuffer.wrap(digest.digest());
            return new Hash128(hash.getLong(), hash.getLong());
        }
    }
}
