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
package io.github.flinkdynamodb.e2e.chaos;

import io.github.flinkdynamodb.e2e.cluster.ChaosJobs;
import io.github.flinkdynamodb.e2e.cluster.FlinkCluster;
import java.nio.file.Path;
import java.util.Random;

/**
 * The job on its cluster, and what can be done to both. Each method returns once the job is well
 * again: once it has completed a checkpoint that it began afterwards. For one thread; the job's id
 * can be read from any.
 */
final class ChaosTarget {

    /** With three slots a TaskManager, such a job has tasks on both. */
    private static final int LEAST_PARALLELISM = 4;

    private static final int MOST_PARALLELISM = 6;

    private final FlinkCluster cluster;
    private final ChaosJobs jobs;
    private final Path savepoints;
    private final History history;
    private final Random random;
    private volatile String job;
    private int parallelism;

    ChaosTarget(
            FlinkCluster cluster, ChaosJobs jobs, Path savepoints, History history, Random random) {
        this.cluster = cluster;
        this.jobs = jobs;
        this.savepoints = savepoints;
        this.history = history;
        this.random = random;
    }

    /** The id of the job as it runs now; null before the first. */
    String job() {
        return job;
    }

    FlinkCluster cluster() {
        return cluster;
    }

    void start(int atParallelism) {
        parallelism = atParallelism;
        job = jobs.run(cluster, parallelism, null);
        awaitCheckpoints(1);
    }

    /** {@code kill -9} of a TaskManager; another one takes its place. */
    void killTaskManager() {
        double begin = history.now();
        long before = cluster.rest().completedCheckpoints(job);
        String victim = cluster.killTaskManager(random.nextInt(cluster.taskManagers()));
        cluster.startTaskManager();
        cluster.awaitLoss(victim);
        cluster.awaitTaskManagers();
        jobs.awaitRunning(cluster, job);
        // The first one may have been complete but for its last step when the process died.
        awaitCheckpoints(before + 2);
        history.disturbance("kill -9 of a TaskManager", victim, begin);
    }

    /** The job is stopped with a savepoint and goes on from it at another parallelism. */
    void rescale() {
        double begin = history.now();
        String savepoint = jobs.stop(cluster, job, savepoints);
        int from = parallelism;
        while (parallelism == from) {
            parallelism =
                    LEAST_PARALLELISM + random.nextInt(MOST_PARALLELISM - LEAST_PARALLELISM + 1);
        }
        job = jobs.run(cluster, parallelism, savepoint);
        awaitCheckpoints(1);
        history.disturbance(
                "savepoint and rescale", "parallelism " + from + " -> " + parallelism, begin);
    }

    /** {@code kill -9} of the JobManager; a new one takes the job up from its newest checkpoint. */
    void restartJobManager() {
        double begin = history.now();
        cluster.killJobManager();
        String checkpoint =
                ChaosJobs.newestCheckpoint(cluster, job)
                        .orElseThrow(() -> new IllegalStateException("There is no checkpoint"));
        cluster.startJobManager();
        cluster.awaitTaskManagers();
        job = jobs.run(cluster, parallelism, checkpoint);
        awaitCheckpoints(1);
        history.disturbance(
                "restart of the JobManager",
                checkpoint.replaceAll(".*/(chk-\\d+)/?$", "from $1"),
                begin);
    }

    /** Waits until the job has completed so many checkpoints, counted from its submission. */
    void awaitCheckpoints(long goal) {
        cluster.await(
                "Checkpoint " + goal + " is complete",
                () -> cluster.rest().completedCheckpoints(job) >= goal);
    }

    /** Waits until the job has completed so many checkpoints more. */
    void awaitMoreCheckpoints(int more) {
        awaitCheckpoints(cluster.rest().completedCheckpoints(job) + more);
    }
}
