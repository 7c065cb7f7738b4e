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
package io.github.flinkdynamodb.e2e.chaosjob;

import java.util.Arrays;

/**
 * What has come of one item: the item itself, which version was the newest, and which ones are
 * missing, came twice, or came after a newer one. Kept as an array of numbers, whose serializer is
 * the same in every version of Flink.
 */
final class Tally {

    /** So many missing versions are remembered by number; of more than these only the count is. */
    static final int REMEMBERED = 1_000;

    private static final int NEWEST = 0;
    private static final int RECEIVED = 1;
    private static final int DUPLICATES = 2;
    private static final int OUT_OF_ORDER = 3;
    private static final int FORGOTTEN = 4;
    private static final int LAST_SEEN = 5;
    private static final int SCANNED = 6;
    private static final int STALE = 7;
    private static final int FIXED = 8;

    private long[] state;

    /**
     * Creates a tally.
     *
     * @param state what {@link #state()} gave, or null for an item of which nothing has come
     */
    Tally(long[] state) {
        this.state = state == null ? new long[FIXED] : state;
    }

    /** Counts a version in. */
    void add(long version) {
        state[RECEIVED]++;
        if (version > state[NEWEST]) {
            miss(state[NEWEST] + 1, version);
            state[NEWEST] = version;
            return;
        }
        int index = indexOfMissing(version);
        if (index >= 0) {
            forget(index);
            state[OUT_OF_ORDER]++;
        } else {
            state[DUPLICATES]++;
        }
    }

    /** Counts the item itself in, as it was read from the table. */
    void addScanned(long version) {
        state[SCANNED]++;
        if (version < state[NEWEST]) {
            state[STALE]++;
        }
    }

    /** Notes that the item's last change has come. */
    void noteLast() {
        state[LAST_SEEN] = 1;
    }

    /** Whether the item's last change has come. */
    boolean isLastSeen() {
        return state[LAST_SEEN] != 0;
    }

    private void miss(long from, long to) {
        int count = (int) Math.min(to - from, FIXED + REMEMBERED - state.length);
        int end = state.length;
        if (count > 0) {
            state = Arrays.copyOf(state, end + count);
            for (int i = 0; i < count; i++) {
                state[end + i] = from + i;
            }
        }
        state[FORGOTTEN] += to - from - count;
    }

    private int indexOfMissing(long version) {
        for (int i = FIXED; i < state.length; i++) {
            if (state[i] == version) {
                return i;
            }
        }
        return -1;
    }

    private void forget(int index) {
        long[] shorter = Arrays.copyOf(state, state.length - 1);
        System.arraycopy(state, index + 1, shorter, index, shorter.length - index);
        state = shorter;
    }

    /** The newest version that came; 0 if none did. */
    long newest() {
        return state[NEWEST];
    }

    /** How many changes came, duplicates among them. */
    long received() {
        return state[RECEIVED];
    }

    /** How many came that had come before. */
    long duplicates() {
        return state[DUPLICATES];
    }

    /** How many came after a newer one, for the first time. */
    long outOfOrder() {
        return state[OUT_OF_ORDER];
    }

    /** How often the item itself came. */
    long scanned() {
        return state[SCANNED];
    }

    /** How often the item itself was older than a change that had come before it. */
    long stale() {
        return state[STALE];
    }

    /** How many versions below the newest haven't come. */
    long missing() {
        return state[FORGOTTEN] + state.length - FIXED;
    }

    /** The tally as the job keeps it. */
    long[] state() {
        return state;
    }
}
