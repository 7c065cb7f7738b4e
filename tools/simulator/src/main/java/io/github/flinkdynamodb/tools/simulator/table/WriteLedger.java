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
package io.github.flinkdynamodb.tools.simulator.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was written to a table, in which order for each key, and what of it was handed out. Guarded
 * by its table's lock.
 */
final class WriteLedger {

    private final Map<String, KeyWrites> byKey = new LinkedHashMap<>();
    private long written;
    private long missed;
    private long handedOut;
    private long trimmedUnread;

    /** The writes of a key. */
    KeyWrites of(String key) {
        return byKey.computeIfAbsent(key, any -> new KeyWrites());
    }

    /** Notes a change that the stream has as a record. */
    void noteWritten(KeyWrites key, long sequence) {
        key.add(sequence);
        written++;
    }

    /** Notes that a record of a key was on a page for the first time. */
    void noteHandedOut(KeyWrites key) {
        key.handedOut++;
        handedOut++;
    }

    /** Notes a change that no stream has, because it was disabled. */
    void noteMissed() {
        missed++;
    }

    void noteTrimmedUnread(long records) {
        trimmedUnread += records;
    }

    long written() {
        return written;
    }

    long missed() {
        return missed;
    }

    long handedOut() {
        return handedOut;
    }

    long trimmedUnread() {
        return trimmedUnread;
    }

    /** The sequence numbers of each key's records, in their order. */
    Map<String, List<String>> sequenceNumbers() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        byKey.forEach((key, writes) -> all.put(key, writes.texts()));
        return all;
    }

    /** How many records each key has. */
    Map<String, Long> counts() {
        Map<String, Long> all = new LinkedHashMap<>();
        byKey.forEach((key, writes) -> all.put(key, (long) writes.count));
        return all;
    }

    /** How many records of each key have been on a page. */
    Map<String, Long> handedOutByKey() {
        Map<String, Long> all = new LinkedHashMap<>();
        byKey.forEach((key, writes) -> all.put(key, writes.handedOut));
        return all;
    }

    /** The records of one key. */
    static final class KeyWrites {

        private long handedOut;

        private long[] sequences = new long[4];
        private int count;

        private void add(long sequence) {
            if (count == sequences.length) {
                sequences = Arrays.copyOf(sequences, count * 2);
            }
            sequences[count++] = sequence;
        }

        private List<String> texts() {
            List<String> texts = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                texts.add(SequenceNumbers.text(sequences[i]));
            }
            return texts;
        }
    }
}
