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

import org.apache.flink.client.program.ClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.util.MiniClusterWithClientResource;

/** A Flink cluster of one task manager in this process, on which environments made here run. */
public final class TestCluster implements AutoCloseable {

    private final MiniClusterWithClientResource cluster;

    private TestCluster(MiniClusterWithClientResource cluster) {
        this.cluster = cluster;
    }

    /** Starts a cluster with so many slots. */
    public static TestCluster start(int slots) throws Exception {
        return start(slots, new Configuration());
    }

    static TestCluster start(int slots, Configuration configuration) throws Exception {
        MiniClusterWithClientResource cluster =
                new MiniClusterWithClientResource(
                        new MiniClusterResourceConfiguration.Builder()
                                .setConfiguration(configuration)
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

    @Override
    public void close() {
        cluster.after();
    }
}
