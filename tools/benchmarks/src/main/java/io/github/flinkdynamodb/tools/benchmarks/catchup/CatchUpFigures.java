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

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured, from the first call of GetRecords to the arrival of the last record.
 *
 * @param records how many were read
 * @param seconds how long it took
 * @param cpuSeconds of the process without the server
 * @param bytes of the pages
 * @param roundTripSeconds how long one page takes a client that reads nothing of it; 0 where it
 *     wasn't measured
 * @param inFlight how many calls were in flight, the median
 */
record CatchUpFigures(
        double records,
        double seconds,
        double cpuSeconds,
        double bytes,
        double roundTripSeconds,
        double inFlight) {

    /** The figures by name. */
    Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("records", records);
        values.put("seconds", seconds);
        values.put("cpuSeconds", cpuSeconds);
        values.put("bytes", bytes);
        values.put("roundTripSeconds", roundTripSeconds);
        values.put("inFlight", inFlight);
        return values;
    }

    /** Reads what {@link #values} gives. */
    static CatchUpFigures of(Map<String, Double> values) {
        return new CatchUpFigures(
                values.get("records"),
                values.get("seconds"),
                values.get("cpuSeconds"),
                values.get("bytes"),
                values.get("roundTripSeconds"),
                values.get("inFlight"));
    }

    double recordsPerSecond() {
        return records / seconds;
    }

    double cpuMicrosOfARecord() {
        return cpuSeconds * 1e6 / records;
    }

    double megabytesPerSecond() {
        return bytes / 1e6 / seconds;
    }
}
