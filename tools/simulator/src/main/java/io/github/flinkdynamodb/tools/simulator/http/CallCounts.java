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
package io.github.flinkdynamodb.tools.simulator.http;

import io.github.flinkdynamodb.tools.simulator.Operation;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** How often each call came, and what was handed out. Thread-safe. */
public final class CallCounts {

    private final Map<Operation, LongAdder> calls = new EnumMap<>(Operation.class);
    private final LongAdder pages = new LongAdder();
    private final LongAdder emptyPages = new LongAdder();
    private final LongAdder records = new LongAdder();
    private final AtomicLong inFlight = new AtomicLong();
    private final AtomicLong mostInFlight = new AtomicLong();

    /** Nothing counted yet. */
    public CallCounts() {
        for (Operation operation : Operation.values()) {
            calls.put(operation, new LongAdder());
        }
    }

    void begin(Operation operation) {
        calls.get(operation).increment();
        long now = inFlight.incrementAndGet();
        mostInFlight.accumulateAndGet(now, Math::max);
    }

    void end() {
        inFlight.decrementAndGet();
    }

    void page(int recordsOfPage) {
        (recordsOfPage == 0 ? emptyPages : pages).increment();
        records.add(recordsOfPage);
    }

    /** How often a call came, those with faults included. */
    public long calls(Operation operation) {
        return calls.get(operation).sum();
    }

    /** How many pages with records were handed out whole. */
    public long pages() {
        return pages.sum();
    }

    /** How many empty pages were handed out. */
    public long emptyPages() {
        return emptyPages.sum();
    }

    /** How many records were on those pages; a record that was read twice counts twice. */
    public long recordsHandedOut() {
        return records.sum();
    }

    /** The most calls that were under way at a time. */
    public long mostInFlight() {
        return mostInFlight.get();
    }
}
