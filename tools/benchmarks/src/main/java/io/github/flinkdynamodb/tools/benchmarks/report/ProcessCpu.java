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
package io.github.flinkdynamodb.tools.benchmarks.report;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/** The CPU time of this process, without that of a server that runs in it. */
public final class ProcessCpu {

    private static final String SIMULATOR = "simulator";

    private ProcessCpu() {}

    /** All of it so far, garbage collection and compilation included, in seconds. */
    public static double seconds() {
        OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return system.getProcessCpuTime() / 1e9;
    }

    /** What the threads of the simulator have used so far, in seconds. */
    public static double simulatorSeconds() {
        return secondsOf(SIMULATOR);
    }

    /**
     * What some threads have used so far, in seconds; only those that still live.
     *
     * @param threadNames what their names begin with
     */
    public static double secondsOf(String threadNames) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double seconds = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith(threadNames)) {
                seconds += Math.max(0, threads.getThreadCpuTime(thread.getThreadId())) / 1e9;
            }
        }
        return seconds;
    }

    /** All of it so far but for the simulator, in seconds. */
    public static double secondsOfOthers() {
        return seconds() - simulatorSeconds();
    }
}
