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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/**
 * Starts jobs on a stream of many shards, each with a record, at the service's own limits: one
 * whose readers are there at once, one that goes on from its savepoint, and one whose readers come
 * late.
 */
final class StartupRun {

    private static final Duration LIMIT = Duration.ofMinutes(3);

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
     * What was measured, in milliseconds.
     *
     * @param first from a moment to the first record: from the job's submission, or for late
     *     readers from when the first of them registered
     * @param all from the same moment to the last record of all shards
     * @param listing from the job's submission to when the last shards were given to readers; 0 for
     *     a restored job, whose readers have them already
     * @param calls DescribeStream calls up to the last record
     */
    record Result(double first, double all, double listing, long calls) {}

    /** A new job, and one that goes on from its savepoint. */
    record Starts(Result fresh, Result restored) {}

    /** Measures jobs whose readers are there at once. */
    Starts measure() throws Exception {
        return with(
                1,
                jobs -> {
                    LoneRecords records = jobs.write();
                    Job fresh = jobs.start(null);
                    await(records);
                    Result first = jobs.result(records, fresh, fresh.submitted);
                    String savepoint = jobs.stop(fresh);
                    LoneRecords later = jobs.write();
                    Job restored = jobs.start(savepoint);
                    await(later);
                    Result second = jobs.result(later, restored, restored.submitted);
                    jobs.stop(restored);
                    return new Starts(first, second);
                });
    }

    /**
     * Measures a job that finds no TaskManager for a while: the shards are listed, and then readers
     * register.
     *
     * @param lateness from the job's submission to the start of the TaskManager
     */
    Result measureLateReaders(Duration lateness) throws Exception {
        return with(
                0,
                jobs -> {
                    LoneRecords records = jobs.write();
                    Job job = jobs.start(null);
                    CompletableFuture<Void> waited = new CompletableFuture<>();
                    waited.completeOnTimeout(null, lateness.toMillis(), TimeUnit.MILLISECONDS);
                    waited.join();
                    jobs.cluster.startTaskManager();
                    await(records);
                    Result result = jobs.result(records, job, NotedSource.firstReader());
                    jobs.stop(job);
                    return result;
                });
    }

    private interface Measurement<T> {
        T of(Jobs jobs) throws Exception;
    }

    private <T> T with(int taskManagers, Measurement<T> measurement) throws Exception {
        Configuration anyPort = new Configuration();
        anyPort.set(RestOptions.BIND_PORT, "0");
        MiniClusterConfiguration configuration =
                new MiniClusterConfiguration.Builder()
                        .setConfiguration(anyPort)
                        .setNumTaskManagers(taskManagers)
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
                return measurement.of(new Jobs(cluster, simulator, table));
            } finally {
                cluster.closeAsync().get();
            }
        }
    }

    private static void await(LoneRecords records) throws Exception {
        if (!records.awaitAll(LIMIT)) {
            throw new TimeoutException("A change didn't arrive within " + LIMIT);
        }
    }

    /** A job that was submitted, and when. */
    private record Job(JobID id, long submitted, long callsBefore) {}

    /** Jobs of one cluster. */
    private final class Jobs {
        private final MiniCluster cluster;
        private final Simulator simulator;
        private final SimulatedTable table;
        private final List<String> keys;

        Jobs(MiniCluster cluster, Simulator simulator, SimulatedTable table) {
            this.cluster = cluster;
            this.simulator = simulator;
            this.table = table;
            this.keys = ShardKeys.ofEach(table);
        }

        /** Writes a change to each shard. */
        LoneRecords write() {
            LoneRecords records = new LoneRecords(keys.size());
            now.set(records);
            int number = 0;
            for (String key : keys) {
                records.write(table, key, number++);
            }
            return records;
        }

        Result result(LoneRecords records, Job job, long begin) {
            return new Result(
                    records.millisToFirst(begin),
                    records.millisToLast(begin),
                    (NotedSource.lastAssignment().orElse(job.submitted) - job.submitted) / 1e6,
                    calls() - job.callsBefore);
        }

        private long calls() {
            return simulator.counts().calls(Operation.DESCRIBE_STREAM);
        }

        Job start(String savepoint) throws Exception {
            NotedSource.reset();
            long callsBefore = calls();
            long submitted = System.nanoTime();
            JobID id =
                    cluster.submitJob(
                                    ConnectorReader.job(
                                            simulator,
                                            table,
                                            number -> now.get().arrived(number),
                                            parallelism,
                                            savepoint))
                            .get()
                            .getJobID();
            return new Job(id, submitted, callsBefore);
        }

        String stop(Job job) throws Exception {
            return cluster.stopWithSavepoint(
                            job.id, folder.toUri().toString(), false, SavepointFormatType.CANONICAL)
                    .get();
        }
    }
}
