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
package io.github.flinkdynamodb.tools.quickstart;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/**
 * The program of a JVM whose class path is Flink's and the SQL jar: a session cluster, and Flink's
 * SQL gateway for it. The folder of Flink's configuration is in the environment, as {@code
 * FLINK_CONF_DIR}. Ends when its standard input does.
 */
public final class SessionCluster {

    /** What this program is told when a TaskManager is to crash. */
    static final String CRASH = "crash";

    private static final String GATEWAY = "org.apache.flink.table.gateway.SqlGateway";

    private SessionCluster() {}

    /**
     * Runs the cluster.
     *
     * @param gatewayOptions the options of the SQL gateway
     * @throws Exception if the cluster doesn't start
     */
    public static void main(String[] gatewayOptions) throws Exception {
        Configuration configuration =
                GlobalConfiguration.loadConfiguration(System.getenv("FLINK_CONF_DIR"));
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(
                                        configuration.get(TaskManagerOptions.NUM_TASK_SLOTS))
                                .build());
        cluster.start();
        startGateway(gatewayOptions);
        try (BufferedReader commands =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            // Those that have crashed keep their numbers.
            int running = 0;
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                if (line.equals(CRASH)) {
                    cluster.terminateTaskManager(running).get();
                    cluster.startTaskManager();
                    running++;
                }
            }
        }
        // Whoever started this is gone: there is nothing to be saved.
        Runtime.getRuntime().halt(0);
    }

    private static void startGateway(String[] options) {
        Thread gateway =
                new Thread(
                        () -> {
                            try {
                                // Only where this runs is it on the class path.
                                Class.forName(GATEWAY)
                                        .getMethod("main", String[].class)
                                        .invoke(null, (Object) options);
                            } catch (ReflectiveOperationException e) {
                                throw new IllegalStateException("The SQL gateway ended", e);
                            }
                        },
                        "sql-gateway");
        gateway.setDaemon(true);
        gateway.start();
    }
}
