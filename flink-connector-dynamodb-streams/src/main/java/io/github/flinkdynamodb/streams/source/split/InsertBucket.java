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

import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.util.function.BiConsumer;

/**
 * Keys of insertions that are stamped within the same ten seconds, one behind the other: how many
 * seconds after the first of the ten, in a byte; the length of the key's JSON text as in the state
 * format; the text. Immutable: of the array only what lies before the length belongs to it, and
 * that doesn't change.
 */
final class InsertBucket {

    /** How many seconds a bucket spans. */
    static final int SECONDS = 10;

    final long firstSecond;
    final byte[] bytes;
    final int length;
    final int keys;

    InsertBucket(long firstSecond, byte[] bytes, int length, int keys) {
        this.firstSecond = firstSecond;
        this.bytes = bytes;
        this.length = length;
        this.keys = keys;
    }

    /** Returns the first second of the bucket that a second lies in. */
    static long firstSecondOf(long second) {
        return Math.floorDiv(second, (long) SECONDS) * SECONDS;
    }

    /** Returns the latest second that a key of the bucket may be stamped with. */
    long lastSecond() {
        return firstSecond + SECONDS - 1;
    }

    /** Passes on each key: the second of its record, and its JSON text. */
    void forEach(BiConsumer<Long, ByteSlice> action) {
        int at = 0;
        while (at < length) {
            long second = firstSecond + bytes[at++];
            int size = 0;
            int next;
            int shift = 0;
            do {
                next = bytes[at++];
                size |= (next & 0x7F) << shift;
                shift += 7;
            } while (next < 0);
            action.accept(second, new ByteSlice(bytes, at, size));
            at += size;
        }
    }
}
