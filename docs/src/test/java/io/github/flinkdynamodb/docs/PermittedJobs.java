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
package io.github.flinkdynamodb.docs;

import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.export.ExportWriter;
import io.github.flinkdynamodb.tools.simulator.permission.Policy;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.awaitility.Awaitility;

/** Runs jobs with access keys that may do some things and no others. */
final class PermittedJobs implements AutoCloseable {

    static final String BUCKET = "bucket";

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String ANYTHING = "may-do-anything";

    private final Simulator simulator;
    private final MiniCluster cluster;
    private final Path folder;
    private final Map<String, String> savepoints = new LinkedHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private int runs;
    private JobClient last;

    private PermittedJobs(Simulator simulator, MiniCluster cluster, Path folder) {
        this.simulator = simulator;
        this.cluster = cluster;
        this.folder = folder;
    }

    static PermittedJobs start(Path folder) throws Exception {
        Simulator simulator = Simulator.builder().start();
        Path bucket = Files.createDirectories(folder.resolve(BUCKET));
        simulator.exports().bucket(BUCKET, bucket).duration(Duration.ZERO);
        Configuration configuration = new Configuration().set(RestOptions.BIND_PORT, "0");
        // What the REST API says of a job is up to date.
        configuration.setString("web.refresh-interval", "10 ms");
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration)
                                .setNumSlotsPerTaskManager(1)
                                .build());
        cluster.start();
        return new PermittedJobs(simulator, cluster, folder);
    }

    /** Creates a table for a job; for a repair, the job has been stopped for three days. */
    String prepare(PermittedJob job) throws Exception {
        String name = "table-" + simulator.tables().size();
        SimulatedTable table =
                simulator.createTable(TableSettings.table(name).pointInTimeRecovery());
        put(table, "first");
        // A table isn't exported as it was before its stream.
        simulator.clock().advance(Duration.ofMinutes(10));
        if (job.repairs()) {
            JobClient client = submit(job, table, ANYTHING, null);
            awaitHandedOut(table, "first");
            simulator.clock().advance(Duration.ofMinutes(20));
            put(table, "last");
            awaitHandedOut(table, "last");
            savepoints.put(name, stop(client));
            for (int hour = 0; hour < 72; hour++) {
                put(table, "missed");
                simulator.clock().advance(Duration.ofHours(1));
                table.keepHouse();
            }
        }
        return name;
    }

    private static void put(SimulatedTable table, String key) {
        table.put(Item.builder().s("pk", key).n("n", table.written()).build());
    }

    private static void awaitHandedOut(SimulatedTable table, String key) {
        Awaitility.await(key)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> isHandedOut(table, key));
    }

    private static boolean isHandedOut(SimulatedTable table, String key) {
        return table.handedOutByKey().getOrDefault(key, 0L) > 0;
    }

    /** Nothing fails here that a stop could collide with, so it is asked for once. */
    private String stop(JobClient client) throws Exception {
        return client.stopWithSavepoint(
                        false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(2, TimeUnit.MINUTES);
    }

    /**
     * Runs a job until it has done its work, or has failed; a repair after a first start.
     *
     * @return the text of its failure; empty if it has done its work
     */
    String run(PermittedJob job, String tableName, Policy policy) throws Exception {
        SimulatedTable table = simulator.table(tableName);
        String key = "run-" + ++runs;
        simulator.permissions().set(key, policy);
        String failure = job.repairs() ? run(job, table, key, null) : "";
        return failure.isEmpty() ? run(job, table, key, savepoints.get(tableName)) : failure;
    }

    private String run(PermittedJob job, SimulatedTable table, String key, String savepoint)
            throws Exception {
        simulator.clock().advance(Duration.ofMinutes(1));
        String item = key + "-" + table.written();
        put(table, item);
        long pages = table.scans().pages();
        JobClient client = submit(job, table, key, savepoint);
        Optional<String> end =
                Awaitility.await(key)
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(20))
                        .until(
                                () -> {
                                    boolean done =
                                            !job.ends()
                                                    && isHandedOut(table, item)
                                                    && (!job.scans()
                                                            || table.scans().pages() > pages);
                                    return outcome(client, done);
                                },
                                Optional::isPresent);
        JobStatus last = cancelLast();
        // It may have failed for good since it had done its work.
        return end.get().isEmpty() && last == JobStatus.FAILED ? failures(client) : end.get();
    }

    /** Why the job has failed; empty text if its work is done; nothing as long as it goes on. */
    private Optional<String> outcome(JobClient client, boolean done) throws Exception {
        JobStatus status = client.getJobStatus().get();
        String failures = failures(client);
        // Of a job that restarts: what is told first may be that the task that failed is gone.
        boolean isNamed = failures.contains("AccessDenied");
        if (isNamed || status == JobStatus.FAILED && failures.contains("stacktrace")) {
            return Optional.of(failures);
        }
        boolean isOver = done && status == JobStatus.RUNNING || status == JobStatus.FINISHED;
        return isOver ? Optional.of("") : Optional.empty();
    }

    private static JobStatus awaitEnd(JobClient client) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> client.getJobStatus().get(), JobStatus::isGloballyTerminalState);
    }

    /** All failures so far. */
    private String failures(JobClient client) throws Exception {
        URI exceptions =
                cluster.getRestAddress()
                        .get()
                        .resolve("/jobs/" + client.getJobID() + "/exceptions");
        return http.send(
                        HttpRequest.newBuilder(exceptions).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /**
     * Ends the job that a test has left running, which would keep the slot.
     *
     * @return what has become of the last job, which may have ended by itself; null without one
     */
    JobStatus cancelLast() throws Exception {
        if (last == null) {
            return null;
        }
        try {
            last.cancel().get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            // A job that has ended cannot be cancelled.
            if (!last.getJobStatus().get().isGloballyTerminalState()) {
                throw e;
            }
        }
        return awaitEnd(last);
    }

    private JobClient submit(PermittedJob job, SimulatedTable table, String key, String savepoint)
            throws Exception {
        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        URI address = cluster.getRestAddress().get();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("execution.target", "remote");
        settings.put("rest.address", address.getHost());
        settings.put("rest.port", Integer.toString(address.getPort()));
        settings.put("parallelism.default", "1");
        settings.put("restart-strategy.type", "fixed-delay");
        settings.put("restart-strategy.fixed-delay.attempts", "10");
        settings.put("restart-strategy.fixed-delay.delay", "50 ms");
        settings.put("execution.checkpointing.interval", "100 ms");
        if (savepoint != null) {
            settings.put("execution.state-recovery.path", savepoint);
        }
        settings.forEach(sql.getConfig()::set);
        sql.executeSql(
                "CREATE TABLE items (pk STRING, n INT, PRIMARY KEY (pk) NOT ENFORCED) WITH ("
                        + options(job, table, key).entrySet().stream()
                                .map(o -> "'" + o.getKey() + "' = '" + o.getValue() + "'")
                                .collect(Collectors.joining(", "))
                        + ")");
        sql.executeSql("CREATE TABLE nothing (pk STRING, n INT) WITH ('connector' = 'blackhole')");
        last =
                sql.executeSql("INSERT INTO nothing SELECT * FROM items")
                        .getJobClient()
                        .orElseThrow();
        return last;
    }

    private Map<String, String> options(PermittedJob job, SimulatedTable table, String key)
            throws Exception {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("connector", "dynamodb-streams");
        options.put("aws.region", simulator.region());
        options.put("aws.endpoint", simulator.endpoint().toString());
        options.put("aws.credentials.basic.accesskeyid", key);
        options.put("aws.credentials.basic.secretkey", "any");
        options.put("scan.poll.min-interval", "50 ms");
        options.put("scan.poll.max-interval", "100 ms");
        for (Map.Entry<String, String> option : job.options().entrySet()) {
            options.put(option.getKey(), value(option.getValue(), table));
        }
        if (job.ask() != null) {
            options.put(job.ask() + "export-bucket", BUCKET);
            options.put(job.ask() + "export-prefix", key);
            options.put(
                    job.ask() + "export-bucket-path", folder.resolve(BUCKET).toUri().toString());
        }
        return options;
    }

    private String value(String value, SimulatedTable table) throws Exception {
        switch (value) {
            case "TABLE":
                return table.name();
            case "TABLE_ARN":
                return table.arn();
            case "STREAM_ARN":
                return table.streamArn();
            case "EXPORT":
                return ExportWriter.into(folder.resolve("written"))
                        .tableArn(table.arn())
                        .full(Instant.now(), List.of(Item.builder().s("pk", "a").build()))
                        .folder()
                        .toUri()
                        .toString();
            default:
                return value;
        }
    }

    @Override
    public void close() throws Exception {
        cluster.close();
        simulator.close();
    }
}
