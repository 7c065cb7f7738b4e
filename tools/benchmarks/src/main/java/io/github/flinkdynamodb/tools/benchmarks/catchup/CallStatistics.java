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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a server saw: how often each call was made, the bytes of the answers, and how many calls of
 * GetRecords were in flight at once, counted each time that one arrived. Thread-safe.
 */
final class CallStatistics {

    private final Map<String, Long> calls = new TreeMap<>();
    private final TreeMap<Integer, Long> inFlightSeen = new TreeMap<>();
    private int inFlight;
    private long bytes;
    private long firstNanos;
    private Runnable onFirst = () -> {};
    private long lastNanos;

    synchronized void begin(String call) {
        calls.merge(call, 1L, Long::sum);
        if (call.equals("GetRecords")) {
            inFlight++;
            inFlightSeen.merge(inFlight, 1L, Long::sum);
            if (firstNanos == 0) {
                firstNanos = System.nanoTime();
                onFirst.run();
            }
        }
    }

    synchronized void end(String call, int answerBytes) {
        if (call.equals("GetRecords")) {
            inFlight--;
            bytes += answerBytes;
            lastNanos = System.nanoTime();
        }
    }

    /** Has something done, quickly, when the first GetRecords comes in. */
    synchronized void onFirst(Runnable action) {
        onFirst = action;
    }

    /** Forgets everything but the calls that are in flight. */
    synchronized void reset() {
        calls.clear();
        inFlightSeen.clear();
        bytes = 0;
        firstNanos = 0;
        lastNanos = 0;
    }

    /** How often a call was made. */
    synchronized long calls(String call) {
        return calls.getOrDefault(call, 0L);
    }

    /** The bytes of the bodies that answered GetRecords. */
    synchronized long bytes() {
        return bytes;
    }

    /** When the first GetRecords came in, as {@link System#nanoTime()} has it; 0 before. */
    synchronized long firstNanos() {
        return firstNanos;
    }

    /** The seconds from the first GetRecords to the last answer. */
    synchronized double seconds() {
        return (lastNanos - firstNanos) / 1e9;
    }

    /** The most calls of GetRecords that were in flight at once. */
    synchronized int maxInFlight() {
        return inFlightSeen.isEmpty() ? 0 : inFlightSeen.lastKey();
    }

    /** The calls of GetRecords in flight that half of them, when they came in, found at least. */
    synchronized int medianInFlight() {
        long half = inFlightSeen.values().stream().mapToLong(Long::longValue).sum() / 2;
        for (Map.Entry<Integer, Long> seen : inFlightSeen.entrySet()) {
            half -= seen.getValue();
            if (half < 0) {
                return seen.getKey();
            }
        }
        return 0;
    }
}
