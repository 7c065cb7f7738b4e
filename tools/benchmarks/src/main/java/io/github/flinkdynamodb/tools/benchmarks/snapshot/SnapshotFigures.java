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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

import java.util.Map;

/**
 * What was measured of one reading of a table.
 *
 * @param items how many were read
 * @param seconds from the first call for a page to the last item
 * @param cpuSeconds of the whole process but for the server, in that time
 * @param bytes of the pages
 * @param inFlight the median of how many calls for pages were in flight
 */
record SnapshotFigures(
        double items, double seconds, double cpuSeconds, double bytes, double inFlight) {

    /** The figures by name. */
    Map<String, Double> values() {
        return Map.of(
                "items", items,
                "seconds", seconds,
                "cpuSeconds", cpuSeconds,
                "bytes", bytes,
                "inFlight", inFlight);
    }

    /** Reads what {@link #values} returns. */
    static SnapshotFigures of(Map<String, Double> values) {
        return new SnapshotFigures(
                values.get("items"),
                values.get("seconds"),
                values.get("cpuSeconds"),
                values.get("bytes"),
                values.get("inFlight"));
    }

    double itemsPerSecond() {
        return items / seconds;
    }

    double cpuMicrosOfAnItem() {
        return cpuSeconds * 1e6 / items;
    }

    double megabytesPerSecond() {
        return bytes / 1e6 / seconds;
    }
}
