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

import io.github.flinkdynamodb.tools.benchmarks.report.ProcessCpu;

/** From the first call for a page to the last arrival: time, and CPU time without the server's. */
public final class MeasuredWindow {

    private volatile long beginNanos;
    private volatile double cpuBefore;
    private volatile double seconds;
    private volatile double cpuSeconds;

    /** Begins to measure. */
    public void begin() {
        cpuBefore = cpu();
        beginNanos = System.nanoTime();
    }

    /** Ends it. */
    public void end() {
        seconds = (System.nanoTime() - beginNanos) / 1e9;
        cpuSeconds = cpu() - cpuBefore;
    }

    /** How long it took. */
    public double seconds() {
        return seconds;
    }

    /** The CPU time that the process used meanwhile, but for the server's threads. */
    public double cpuSeconds() {
        return cpuSeconds;
    }

    private static double cpu() {
        return ProcessCpu.seconds() - ProcessCpu.secondsOf(PreparedPagesServer.THREADS);
    }
}
