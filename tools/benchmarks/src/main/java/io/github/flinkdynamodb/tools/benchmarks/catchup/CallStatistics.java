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
import java.util.Set;
import java.util.TreeMap;

/**
 * What a server saw: how often each call was made, and of the calls for pages the bytes of the
 * answers, and how many were in flight at once, counted each time that one arrived. Thread-safe.
 */
public final class CallStatistics {

    /** The calls that return pages. */
    private static final Set<String> PAGES = Set.of("GetRecords", "Scan");

    private final Map<String, Long> calls = new TreeMap<>();
    private final TreeMap<Integer, Long> inFlightSeen = new TreeMap<>();
    private int inFlight;
    private long bytes;
    private long firstNanos;
    private Runnable onFirst = () -> {};
    private long lastNanos;

    synchronized void begin(String call) {
        calls.merge(call, 1L, Long::sum);
        if (PAGES.contains(call)) {
            inFlight++;
            inFlightSeen.merge(inFlight, 1L, Long::sum);
            if (firstNanos == 0) {
                firstNanos = System.nanoTime();
                onFirst.run();
            }
        }
    }

    synchronized void end(String call, int answerBytes) {
        if (PAGES.contains(call)) {
            inFlight--;
            bytes += answerBytes;
            lastNanos = System.nanoTime();
        }
    }

    /** Has something done, quickly, when the first call for a page comes in. */
    public synchronized void onFirst(Runnable action) {
        onFirst = action;
    }

    /** Forgets everything but the calls that are in flight. */
    public synchronized void reset() {
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

    /** The bytes of the bodies with pages. */
    public synchronized long bytes() {
        return bytes;
    }

    /** When the first call for a page came in, as {@link System#nanoTime()} has it; 0 before. */
    synchronized long firstNanos() {
        return firstNanos;
    }

    /** The seconds from the first call for a page to the last answer. */
    synchronized double seconds() {
        return (lastNanos - firstNanos) / 1e9;
    }

    /** The most calls for pages that were in flight at once. */
    public synchronized int maxInFlight() {
        return inFlightSeen.isEmpty() ? 0 : inFlightSeen.lastKey();
    }

    /** The calls for pages in flight that half of them, when they came in, found at least. */
    public synchronized int medianInFlight() {
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
