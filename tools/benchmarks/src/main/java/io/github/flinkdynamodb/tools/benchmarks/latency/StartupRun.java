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

import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.ServiceLimits;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.fault.Latency;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/**
 * Starts a job on a stream of many shards, each with a record, at the service's own limits; stops
 * it with a savepoint, and starts it from there.
 */
final class StartupRun {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final int shards;
    private final Duration callTime;
    private final int parallelism;
    private final Path folder;
    private final AtomicReference<LoneRecords> now = new AtomicReference<>(new LoneRecords(0));

    /**
     * Creates a run.
     *
     * @param shards how many open shards there are
     * @param callTime what a call takes at the service
     * @param parallelism how many subtasks read
     * @param folder where savepoints go
     */
    StartupRun(int shards, Duration callTime, int parallelism, Path folder) {
        this.shards = shards;
        this.callTime = callTime;
        this.parallelism = parallelism;
        this.folder = folder;
    }

    /**
     * What was measured, in milliseconds from the job's submission.
     *
     * @param first to the first record, of a new job
     * @param all to the last record of all shards
     * @param restoredFirst to the first record, of a job that is restored
     * @param restoredAll to the last record of all shards
     * @param listings DescribeStream calls of the new job
     */
    record Result(
            double first, double all, double restoredFirst, double restoredAll, long listings) {}

    /** Measures the connector. */
    Result measure() throws Exception {
        MiniClusterConfiguration configuration =
                new MiniClusterConfiguration.Builder()
                        .setConfiguration(new Configuration())
                        .setNumSlotsPerTaskManager(parallelism)
                        .build();
        try (Simulator simulator =
                Simulator.builder().limits(ServiceLimits.ofTheService()).start()) {
            MiniCluster cluster = new MiniCluster(configuration);
            try {
                cluster.start();
                SimulatedTable table =
                        simulator.createTable(TableSettings.table("start").shards(shards));
                for (Operation operation : Operation.values()) {
                    simulator.setLatency(operation, Latency.of(callTime));
                }
                List<String> keys = ShardKeys.ofEach(table);
                return measure(new Jobs(cluster, simulator, table), table, keys, simulator);
            } finally {
                cluster.closeAsync().get();
            }
        }
    }

    private Result measure(Jobs jobs, SimulatedTable table, List<String> keys, Simulator simulator)
            throws Exception {
        LoneRecords fresh = write(table, keys);
        long begin = System.nanoTime();
        JobID job = jobs.start(null);
        await(fresh);
        long listings = simulator.counts().calls(Operation.DESCRIBE_STREAM);
        double first = fresh.millisToFirst(begin);
        double all = fresh.millisToLast(begin);
        String savepoint = jobs.stop(job);
        LoneRecords later = write(table, keys);
        long restored = System.nanoTime();
        JobID second = jobs.start(savepoint);
        await(later);
        jobs.stop(second);
        return new Result(
                first, all, later.millisToFirst(restored), later.millisToLast(restored), listings);
    }

    private LoneRecords write(SimulatedTable table, List<String> keys) {
        LoneRecords records = new LoneRecords(keys.size());
        now.set(records);
        int number = 0;
        for (String key : keys) {
            records.write(table, key, number++);
        }
        return records;
    }

    private static void await(LoneRecords records) throws Exception {
        if (!records.awaitAll(LIMIT)) {
            throw new TimeoutException("A change didn't arrive within " + LIMIT);
        }
    }

    /** Jobs of one cluster. */
    private final class Jobs {
        private final MiniCluster cluster;
        private final Simulator simulator;
        private final SimulatedTable table;

        Jobs(MiniCluster cluster, Simulator simulator, SimulatedTable table) {
            this.cluster = cluster;
            this.simulator = simulator;
            this.table = table;
        }

        JobID start(String savepoint) throws Exception {
            return cluster.submitJob(
                            ConnectorReader.job(
                                    simulator,
                                    table,
                                    number -> now.get().arrived(number),
                                    parallelism,
                                    savepoint))
                    .get()
                    .getJobID();
        }

        String stop(JobID job) throws Exception {
            return cluster.stopWithSavepoint(
                            job, folder.toUri().toString(), false, SavepointFormatType.CANONICAL)
                    .get();
        }
    }
}
