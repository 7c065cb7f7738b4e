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

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;

/** The answer to GetRecords: the records as they go over the wire, and the next iterator. */
public final class RecordsPage {

    private final List<ByteBuffer> stretches;
    private final int records;
    private final String nextIterator;
    private final Runnable handedOut;

    RecordsPage(List<ByteBuffer> stretches, int records, String nextIterator, Runnable handedOut) {
        this.stretches = Collections.unmodifiableList(stretches);
        this.records = records;
        this.nextIterator = nextIterator;
        this.handedOut = handedOut;
    }

    /**
     * Stretches of JSON, each some records with commas between; commas are missing between the
     * stretches.
     */
    public List<ByteBuffer> stretches() {
        return stretches;
    }

    /** How many records there are. */
    public int records() {
        return records;
    }

    /** The iterator after them, or null at the end of the shard. */
    public String nextIterator() {
        return nextIterator;
    }

    /** Enters it into the ledger as handed out. */
    public void noteHandedOut() {
        handedOut.run();
    }

    /** The same position once more, without its records. */
    public RecordsPage emptied(String sameIterator) {
        return new RecordsPage(List.of(), 0, sameIterator, () -> {});
    }
}
