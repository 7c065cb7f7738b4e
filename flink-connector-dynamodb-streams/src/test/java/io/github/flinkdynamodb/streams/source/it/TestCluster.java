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
package io.github.flinkdynamodb.streams.source.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.client.program.ClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.util.MiniClusterWithClientResource;
import org.awaitility.Awaitility;

/** A Flink cluster of one task manager in this process, on which environments made here run. */
public final class TestCluster implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final MiniClusterWithClientResource cluster;

    private TestCluster(MiniClusterWithClientResource cluster) {
        this.cluster = cluster;
    }

    /** Starts a cluster with so many slots. */
    public static TestCluster start(int slots) throws Exception {
        return start(slots, new Configuration());
    }

    /** Starts a cluster with so many slots and settings. */
    public static TestCluster start(int slots, Configuration configuration) throws Exception {
        Configuration patient = new Configuration(configuration);
        // For so long a savepoint may take, too.
        patient.setString("pekko.ask.timeout", "2 min");
        MiniClusterWithClientResource cluster =
                new MiniClusterWithClientResource(
                        new MiniClusterResourceConfiguration.Builder()
                                .setConfiguration(patient)
                                .setNumberTaskManagers(1)
                                .setNumberSlotsPerTaskManager(slots)
                                .build());
        cluster.before();
        return new TestCluster(cluster);
    }

    /** Speaks to the cluster. */
    ClusterClient<?> client() {
        return cluster.getClusterClient();
    }

    /** Waits until all tasks of a job run, so that it can take a checkpoint. */
    public void awaitRunning(JobClient job) {
        awaitRestarted(job, 0);
    }

    /** Waits until all tasks of a job have restarted so often, and run. */
    public void awaitRestarted(JobClient job, int restarts) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> allRun(job, restarts));
    }

    private boolean allRun(JobClient job, int restarts) throws Exception {
        boolean any = false;
        for (AccessExecutionVertex task : graph(job).getAllExecutionVertices()) {
            any = true;
            if (task.getExecutionState() != ExecutionState.RUNNING
                    || task.getCurrentExecutionAttempt().getAttemptNumber() < restarts) {
                return false;
            }
        }
        return any;
    }

    /** What the cluster knows of a job. */
    public AccessExecutionGraph graph(JobClient job) throws Exception {
        return cluster.getMiniCluster().getExecutionGraph(job.getJobID()).get(1, TimeUnit.MINUTES);
    }

    /** The failures of a job, each with all its causes; empty if there are none. */
    String failures(JobClient job) {
        String answer =
                get(client().getWebInterfaceURL() + "/jobs/" + job.getJobID() + "/exceptions");
        return answer.contains("\"entries\":[]") ? "" : answer;
    }

    /** What the REST API answers at a path, such as {@code /jobs/overview}. */
    public String rest(String path) {
        return get(client().getWebInterfaceURL() + path);
    }

    private String get(String url) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create(url)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (Exception e) {
            throw new AssertionError("GET " + url, e);
        }
    }

    /** Begins a checkpoint; the future ends when it is complete. */
    public CompletableFuture<String> triggerCheckpoint(JobClient job) {
        return cluster.getMiniCluster().triggerCheckpoint(job.getJobID());
    }

    @Override
    public void close() {
        cluster.after();
    }
}
