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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * Collects keys of insertions: of a page on the fetcher thread, and of a shard on the task thread.
 * What it returns shares its bytes, which are only ever added to, so that a checkpoint copies
 * nothing here. Belongs to one thread.
 */
@Internal
public final class RecentInsertsLog {

    /** A bucket of so many bytes is followed by another one of the same seconds. */
    static final int FULL_BYTES = 1 << 16;

    /** So many buckets are added to; records aren't stamped in a strict order. */
    private static final int GROWING = 2;

    private static final int FIRST_BYTES = 64;

    /** A bucket that is added to. */
    private static final class Growing {
        private final long firstSecond;
        private byte[] bytes = new byte[FIRST_BYTES];
        private int length;
        private int keys;

        private Growing(long firstSecond) {
            this.firstSecond = firstSecond;
        }

        private void reserve(int more) {
            if (length + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
            }
        }

        private InsertBucket toBucket() {
            return new InsertBucket(firstSecond, bytes, length, keys);
        }
    }

    private final Deque<InsertBucket> closed = new ArrayDeque<>();
    private final long since;

    /** The latest is the last. */
    private final Deque<Growing> growing = new ArrayDeque<>();

    /** Creates a log without keys. */
    public RecentInsertsLog() {
        this(RecentInserts.none());
    }

    RecentInsertsLog(RecentInserts begin) {
        since = begin.firstSecond();
        closed.addAll(begin.buckets());
    }

    /**
     * Adds a key.
     *
     * @param second when its record was created, in seconds since 1970
     * @param key the JSON text of the key; copied
     */
    public void add(long second, ByteSlice key) {
        int size = key.length();
        Growing bucket = bucketOf(InsertBucket.firstSecondOf(second), size);
        bucket.reserve(1 + 5 + size);
        byte[] bytes = bucket.bytes;
        int at = bucket.length;
        bytes[at++] = (byte) (second - bucket.firstSecond);
        int rest = size;
        while (rest > 0x7F) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        System.arraycopy(key.bytes(), key.offset(), bytes, at, size);
        bucket.length = at + size;
        bucket.keys++;
    }

    /** Adds all keys of others. */
    void addAll(RecentInserts others) {
        for (InsertBucket added : others.buckets()) {
            Growing bucket = bucketOf(added.firstSecond, added.length);
            bucket.reserve(added.length);
            System.arraycopy(added.bytes, 0, bucket.bytes, bucket.length, added.length);
            bucket.length += added.length;
            bucket.keys += added.keys;
        }
    }

    private Growing bucketOf(long firstSecond, int size) {
        for (Iterator<Growing> latest = growing.descendingIterator(); latest.hasNext(); ) {
            Growing bucket = latest.next();
            if (bucket.firstSecond == firstSecond && bucket.length + size <= FULL_BYTES) {
                return bucket;
            }
        }
        if (growing.size() == GROWING) {
            Growing full = growing.removeFirst();
            byte[] bytes = Arrays.copyOf(full.bytes, full.length);
            closed.add(new InsertBucket(full.firstSecond, bytes, full.length, full.keys));
        }
        Growing bucket = new Growing(firstSecond);
        growing.add(bucket);
        return bucket;
    }

    /** Forgets what was inserted before a second, as far as whole buckets are from before it. */
    void dropBefore(long second) {
        closed.removeIf(bucket -> bucket.lastSecond() < second);
        growing.removeIf(bucket -> bucket.firstSecond + InsertBucket.SECONDS <= second);
    }

    /**
     * Returns the keys that were added and not dropped.
     *
     * @return the keys, which don't change with the log
     */
    public RecentInserts toInserts() {
        List<InsertBucket> buckets = new ArrayList<>(closed.size() + growing.size());
        buckets.addAll(closed);
        growing.forEach(bucket -> buckets.add(bucket.toBucket()));
        return new RecentInserts(buckets, since);
    }
}
