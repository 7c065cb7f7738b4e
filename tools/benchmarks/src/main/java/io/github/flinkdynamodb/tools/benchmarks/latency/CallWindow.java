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
package io.github.flinkdynamodb.tools.benchmarks.latency;

import io.github.flinkdynamodb.tools.benchmarks.report.ProcessCpu;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;

/** GetRecords calls, and the CPU time of this process without the simulator, since a moment. */
final class CallWindow {

    private static final double NANOS_AN_HOUR = 3600e9;

    private final Simulator simulator;
    private final int shards;
    private final long begin = System.nanoTime();
    private final long callsBefore;
    private final double cpuBefore = ProcessCpu.secondsOfOthers();

    /**
     * Begins now.
     *
     * @param simulator in this process
     * @param shards how many shards are read
     */
    CallWindow(Simulator simulator, int shards) {
        this.simulator = simulator;
        this.shards = shards;
        this.callsBefore = simulator.counts().calls(Operation.GET_RECORDS);
    }

    private long calls() {
        return simulator.counts().calls(Operation.GET_RECORDS) - callsBefore;
    }

    /** How many calls a shard costs an hour. */
    double callsOfAShardAndHour() {
        return calls() * NANOS_AN_HOUR / (System.nanoTime() - begin) / shards;
    }

    /** How much CPU time a call costs, in microseconds. */
    double microsOfACall() {
        return (ProcessCpu.secondsOfOthers() - cpuBefore) * 1e6 / Math.max(1, calls());
    }

    /** Which part of a core is used. */
    double cores() {
        return (ProcessCpu.secondsOfOthers() - cpuBefore) * 1e9 / (System.nanoTime() - begin);
    }
}
