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

import io.github.flinkdynamodb.tools.dynamodblocal.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/**
 * A session cluster: a JobManager and TaskManagers, each a process of its own. Each can be killed
 * as a crash would ({@code kill -9}) and be started again; a JobManager comes back at the same
 * address and knows nothing of the jobs it had.
 *
 * <p>Thread-safe.
 */
public final class FlinkCluster implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofMinutes(2);

    private final ClusterSettings settings;
    private final FlinkProcesses processes;
    private final FlinkRest rest;
    private final List<ChildProcess> taskManagers = new ArrayList<>();
    private ChildProcess jobManager;
    private int started;

    private FlinkCluster(ClusterSettings settings, FlinkProcesses processes, FlinkRest rest) {
        this.settings = settings;
        this.processes = processes;
        this.rest = rest;
    }

    /**
     * Starts a cluster and waits until it is ready.
     *
     * @param distribution which Flink
     * @param settings how
     * @param taskManagers how many of them
     * @return the cluster; all its slots are free
     * @throws IllegalStateException if a process ends or the cluster isn't ready in time; with the
     *     end of the process's output
     */
    public static FlinkCluster start(
            FlinkDistribution distribution, ClusterSettings settings, int taskManagers) {
        int rpcPort = FreePort.find();
        int restPort = FreePort.find();
        Map<String, String> configuration = settings.configuration(rpcPort, restPort);
        FlinkCluster cluster =
                new FlinkCluster(
                        settings,
                        FlinkProcesses.prepare(distribution, settings.folder(), configuration),
                        new FlinkRest(restPort));
        try {
            cluster.launchJobManager();
            for (int i = 0; i < taskManagers; i++) {
                cluster.startTaskManager();
            }
            cluster.awaitJobManager();
            cluster.awaitTaskManagers();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /**
     * Returns the REST calls.
     *
     * @return the calls; they fail while there is no JobManager
     */
    public FlinkRest rest() {
        return rest;
    }

    /**
     * Returns the settings.
     *
     * @return the settings
     */
    public ClusterSettings settings() {
        return settings;
    }

    /**
     * Starts a JobManager where none runs, and waits until it answers.
     *
     * @throws IllegalStateException if one runs, or it doesn't answer in time
     */
    public synchronized void startJobManager() {
        if (jobManager != null) {
            throw new IllegalStateException(jobManager + " runs");
        }
        launchJobManager();
        awaitJobManager();
    }

    private synchronized void launchJobManager() {
        jobManager = processes.jobManager("jobmanager-" + ++started);
    }

    private void awaitJobManager() {
        await("The JobManager answers", rest::answers);
    }

    /** Kills the JobManager as a crash would. Its jobs are gone with it, the TaskManagers stay. */
    public synchronized void killJobManager() {
        jobManager.kill();
        jobManager = null;
    }

    /**
     * Starts one more TaskManager; it registers a few seconds later: {@link #awaitTaskManagers()}.
     */
    public synchronized void startTaskManager() {
        taskManagers.add(processes.taskManager("taskmanager-" + ++started));
    }

    /**
     * Kills a TaskManager as a crash would.
     *
     * @param index which one, in the order of their starts
     * @return its name
     */
    public synchronized String killTaskManager(int index) {
        ChildProcess victim = taskManagers.remove(index);
        victim.kill();
        return victim.name();
    }

    /**
     * Waits until the JobManager has noticed that a TaskManager is gone; what its tasks had done is
     * being undone by then.
     *
     * @param name the TaskManager's name
     * @throws IllegalStateException if it takes too long
     */
    public void awaitLoss(String name) {
        await("The JobManager misses " + name, () -> !rest.taskManagerNames().contains(name));
    }

    /**
     * Returns how many TaskManagers were started and not killed.
     *
     * @return the number
     */
    public synchronized int taskManagers() {
        return taskManagers.size();
    }

    /**
     * Waits until all TaskManagers that run have registered with the JobManager.
     *
     * @throws IllegalStateException if a process has ended, or it takes too long
     */
    public synchronized void awaitTaskManagers() {
        await(
                taskManagers.size() + " TaskManagers are registered",
                () -> rest.taskManagers() >= taskManagers.size());
    }

    /**
     * Starts a SQL gateway for this cluster, and waits until it answers.
     *
     * @return the gateway; to be closed before the cluster
     * @throws IllegalStateException if it ends or doesn't answer in time
     */
    public SqlGateway startSqlGateway() {
        return SqlGateway.start(this, processes, FreePort.find());
    }

    /**
     * Fails if a process of the cluster has ended that wasn't killed here.
     *
     * @throws IllegalStateException with the end of its output
     */
    public synchronized void checkAlive() {
        if (jobManager != null) {
            jobManager.checkAlive();
        }
        taskManagers.forEach(ChildProcess::checkAlive);
    }

    /**
     * Waits until something holds, failing at once if a process ends.
     *
     * @param what says it in words, for the message
     * @param condition is asked again and again; a failing call counts as "not yet"
     * @throws IllegalStateException if a process has ended, or it takes more than two minutes; with
     *     the end of the JobManager's output
     */
    public void await(String what, BooleanSupplier condition) {
        try {
            Awaitility.await(what)
                    .pollInSameThread()
                    .atMost(START_PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .failFast("a process has ended", this::hasLostProcess)
                    .ignoreExceptions()
                    .until(condition::getAsBoolean);
        } catch (RuntimeException e) {
            checkAlive();
            throw new IllegalStateException(
                    what + ": not within " + START_PATIENCE.toSeconds() + " s. " + jobManagerTail(),
                    e);
        }
    }

    private boolean hasLostProcess() {
        try {
            checkAlive();
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private synchronized String jobManagerTail() {
        return jobManager == null ? "There is no JobManager." : jobManager.tail();
    }

    /** Ends all processes. */
    @Override
    public synchronized void close() {
        taskManagers.forEach(ChildProcess::close);
        taskManagers.clear();
        if (jobManager != null) {
            jobManager.close();
            jobManager = null;
        }
        deleteQuietly(settings.folder().resolve("tmp"));
        deleteQuietly(settings.folder().resolve("web"));
    }

    private static void deleteQuietly(Path folder) {
        try (var paths = Files.walk(folder)) {
            paths.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            // It lies under target, and goes with that.
        }
    }
}
