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
package io.github.flinkdynamodb.e2e.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a cluster is set up.
 *
 * @param folder a folder of the cluster's own, made if it isn't there: its configuration, output,
 *     checkpoints and savepoints
 * @param slots how many slots a TaskManager has
 * @param taskManagerMegabytes the size of a TaskManager's process
 * @param options further options of Flink's configuration; they win
 */
public record ClusterSettings(
        Path folder, int slots, int taskManagerMegabytes, Map<String, String> options) {

    private static final int USUAL_SLOTS = 2;
    private static final int USUAL_MEGABYTES = 1024;

    /** Copies the options. */
    public ClusterSettings {
        options = Map.copyOf(options);
    }

    /**
     * Returns a cluster with two slots a TaskManager.
     *
     * @param folder a folder of its own
     * @return the settings
     */
    public static ClusterSettings in(Path folder) {
        return new ClusterSettings(folder.toAbsolutePath(), USUAL_SLOTS, USUAL_MEGABYTES, Map.of());
    }

    /**
     * Sets the size of TaskManagers.
     *
     * @param slotsEach how many slots one has
     * @param megabytes the size of its process
     * @return other settings
     */
    public ClusterSettings withTaskManagers(int slotsEach, int megabytes) {
        return new ClusterSettings(folder, slotsEach, megabytes, options);
    }

    /**
     * Sets an option of Flink's.
     *
     * @param key its key
     * @param value its value
     * @return other settings
     */
    public ClusterSettings with(String key, String value) {
        Map<String, String> more = new TreeMap<>(options);
        more.put(key, value);
        return new ClusterSettings(folder, slots, taskManagerMegabytes, more);
    }

    /** Returns the content of Flink's configuration file. */
    Map<String, String> configuration(int rpcPort, int restPort) {
        Map<String, String> all = new TreeMap<>();
        for (String key :
                new String[] {
                    "jobmanager.rpc.address",
                    "jobmanager.bind-host",
                    "taskmanager.host",
                    "taskmanager.bind-host",
                    "rest.address",
                    "rest.bind-address"
                }) {
            all.put(key, "127.0.0.1");
        }
        all.put("jobmanager.rpc.port", Integer.toString(rpcPort));
        all.put("rest.port", Integer.toString(restPort));
        all.put("rest.bind-port", Integer.toString(restPort));
        all.put("web.tmpdir", folder.resolve("web").toString());
        all.put("io.tmp.dirs", folder.resolve("tmp").toString());
        memory(all);
        all.put("taskmanager.numberOfTaskSlots", Integer.toString(slots));
        // Losing a process is noticed in seconds, and it is not lost because the machine is busy.
        all.put("heartbeat.interval", "1000");
        all.put("heartbeat.timeout", "8000");
        // A JobManager that comes back is found soon.
        all.put("cluster.registration.error-delay", "500");
        all.put("cluster.registration.refused-registration-delay", "500");
        all.put("cluster.registration.max-timeout", "2000");
        all.put("metrics.fetcher.update-interval", "500");
        all.put("restart-strategy.type", "fixed-delay");
        all.put("restart-strategy.fixed-delay.attempts", "1000000");
        all.put("restart-strategy.fixed-delay.delay", "200 ms");
        all.put("execution.checkpointing.interval", "1 s");
        all.put("execution.checkpointing.timeout", "2 min");
        all.put("execution.checkpointing.tolerable-failed-checkpoints", "1000000");
        all.put(
                "execution.checkpointing.externalized-checkpoint-retention",
                "RETAIN_ON_CANCELLATION");
        all.put("execution.checkpointing.dir", checkpoints().toUri().toString());
        // What Kryo writes isn't read by every version of Flink.
        all.put("pipeline.generic-types", "false");
        all.putAll(options);
        return all;
    }

    private void memory(Map<String, String> all) {
        all.put("jobmanager.memory.process.size", "768m");
        all.put("jobmanager.memory.jvm-metaspace.size", "160m");
        all.put("jobmanager.memory.jvm-overhead.min", "64m");
        all.put("jobmanager.memory.jvm-overhead.max", "64m");
        all.put("jobmanager.memory.off-heap.size", "96m");
        all.put("taskmanager.memory.process.size", taskManagerMegabytes + "m");
        all.put("taskmanager.memory.jvm-metaspace.size", "160m");
        all.put("taskmanager.memory.jvm-overhead.min", "64m");
        all.put("taskmanager.memory.jvm-overhead.max", "64m");
        all.put("taskmanager.memory.managed.size", "0m");
        all.put("taskmanager.memory.network.min", "64m");
        all.put("taskmanager.memory.network.max", "64m");
        // The AWS SDK's HTTP client reads into direct buffers.
        all.put("taskmanager.memory.task.off-heap.size", "64m");
    }

    /**
     * Returns the folder of the checkpoints.
     *
     * @return the folder; each job has one of its own in it
     */
    public Path checkpoints() {
        return folder.resolve("checkpoints");
    }
}
