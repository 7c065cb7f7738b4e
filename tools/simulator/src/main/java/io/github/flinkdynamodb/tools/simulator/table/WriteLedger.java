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

/** What was written to a table, in which order for each key. Guarded by its table's lock. */
final class WriteLedger {

    private final Map<String, Writes> byKey = new LinkedHashMap<>();
    private long written;
    private long missed;
    private long trimmedUnread;

    /** Notes a change that the stream has as a record. */
    void noteWritten(String key, long sequence) {
        byKey.computeIfAbsent(key, any -> new Writes()).add(sequence);
        written++;
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

    /** The sequences of one key. */
    private static final class Writes {

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
