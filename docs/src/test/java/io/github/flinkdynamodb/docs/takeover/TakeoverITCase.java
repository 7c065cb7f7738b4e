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
package io.github.flinkdynamodb.docs.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceBuilder;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.tools.inspector.positions.PositionsCommand;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A job takes over from another one at its positions, as the page on the switch describes it: what
 * the two have read together is each change once. The {@link Ledger} behind the source goes on with
 * the state of the old job.
 *
 * <p>The savepoints of Apache's source under {@code src/test/resources/apache} were taken on the
 * {@link TakeoverScene}, by a job on Flink 2.3.0 with the {@code DynamoDbStreamsSource} of
 * flink-connector-aws 6.0.0, at parallelism 2 and with a {@code Ledger} behind it.
 */
class TakeoverITCase {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    @BeforeEach
    void forgetWhatOtherJobsHaveRead() {
        Ledger.clear();
    }

    /** It was stopped within shards, and just after one had ended whose children it knew. */
    @Test
    void aJobGoesOnWhereApachesSourceHasStoppedWhichBeganAtTheTrimHorizon() throws Exception {
        try (TakeoverScene scene = TakeoverScene.begin()) {
            scene.writeBeforeTheSwitch();
            scene.writeWhileAJobStops();
            scene.waitForTheSwitch();
            String savepoint = apache("trim-horizon");
            String positions = positions(savepoint);
            scene.writeAfterTheSwitch();

            runToTheEnd(scene, positions, savepoint, 2);

            assertThat(Ledger.read())
                    .hasSize(450)
                    .containsExactlyInAnyOrderElementsOf(scene.allWritten());
        }
    }

    /** Shards that returned nothing before the savepoint have no position but "latest". */
    @Test
    void aJobGoesOnWhereApachesSourceHasStoppedWhichBeganAtLatest() throws Exception {
        try (TakeoverScene scene = TakeoverScene.begin()) {
            scene.writeBeforeTheSwitch();
            List<String> before = scene.allWritten();
            scene.waitForTheSwitch();
            scene.writeToOneShard();
            String savepoint = apache("latest");
            String positions = positions(savepoint);
            scene.writeAfterTheSwitch();
            List<String> wanted = new ArrayList<>(scene.allWritten());
            wanted.removeAll(before);

            runToTheEnd(scene, positions, savepoint, 2);

            assertThat(Ledger.read()).hasSize(160).containsExactlyInAnyOrderElementsOf(wanted);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aJobGoesOnWhereAnotherOneOfThisSourceHasStopped(int parallelism) throws Exception {
        try (TakeoverScene scene = TakeoverScene.begin()) {
            String savepoint = runTheOldJobAndStopIt(scene);
            String positions = positions(savepoint);
            scene.writeAfterTheSwitch();

            runToTheEnd(scene, positions, savepoint, parallelism);

            assertThat(Ledger.read())
                    .hasSize(350)
                    .containsExactlyInAnyOrderElementsOf(scene.allWritten());
        }
    }

    /** The leases are those that an application would have which has read as far as the job. */
    @Test
    void aJobGoesOnWhereTheLeasesOfAnApplicationAre() throws Exception {
        try (TakeoverScene scene = TakeoverScene.begin()) {
            String savepoint = runTheOldJobAndStopIt(scene);
            Path leases = folder.resolve("leases.json");
            Files.write(leases, leases(Path.of(positions(savepoint))));
            String positions =
                    positions(
                            "--leases",
                            leases.toString(),
                            "--stream-arn",
                            scene.orders().streamArn());
            scene.writeAfterTheSwitch();

            runToTheEnd(scene, positions, savepoint, 2);

            assertThat(Ledger.read())
                    .hasSize(350)
                    .containsExactlyInAnyOrderElementsOf(scene.allWritten());
        }
    }

    @Test
    void aRestoredJobNeedsNoFile() throws Exception {
        try (TakeoverScene scene = TakeoverScene.begin()) {
            String old = runTheOldJobAndStopIt(scene);
            Path positions = Path.of(positions(old));
            scene.waitForTheSwitch();
            JobClient first = run(source(scene, positions.toString()), "by-positions", old, 2);
            scene.writeToOneShard();
            await().atMost(LIMIT).until(() -> Ledger.read().size() == 210);
            String savepoint = stop(first);
            Files.delete(positions);
            scene.writeAfterTheSwitch();

            runToTheEnd(scene, positions.toString(), savepoint, 1);

            assertThat(Ledger.read())
                    .hasSize(360)
                    .containsExactlyInAnyOrderElementsOf(scene.allWritten());
        }
    }

    /** A SQL table has no state of an old job to go on from: it has what that one hadn't read. */
    @Test
    void aSqlTableHasWhatTheOldJobHadNotRead() throws Exception {
        try (TakeoverScene scene = TakeoverScene.begin()) {
            String positions = positions(runTheOldJobAndStopIt(scene));
            scene.writeAfterTheSwitch();
            List<String> rest = scene.allWritten();
            rest.removeAll(Ledger.read());

            assertThat(rows(scene, positions)).hasSize(150).hasSameElementsAs(rest);
        }
    }

    private static List<String> rows(TakeoverScene scene, String positions) throws Exception {
        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        sql.getConfig().set("parallelism.default", "2");
        sql.executeSql(
                String.format(
                        "CREATE TABLE orders (orderId STRING,"
                                + " number STRING METADATA FROM 'sequence-number') WITH ("
                                + "'connector' = 'dynamodb-streams', 'stream.arn' = '%s',"
                                + "'aws.endpoint' = '%s', 'aws.region' = '%s',"
                                + "'aws.credentials.basic.accesskeyid' = 'any',"
                                + "'aws.credentials.basic.secretkey' = 'any',"
                                + "'scan.startup.mode' = 'positions',"
                                + "'scan.startup.positions-file' = '%s')",
                        scene.orders().streamArn(),
                        scene.simulator().endpoint(),
                        scene.simulator().region(),
                        positions));
        List<String> rows = new ArrayList<>();
        try (CloseableIterator<Row> result =
                sql.executeSql("SELECT orderId, number FROM orders").collect()) {
            result.forEachRemaining(row -> rows.add(row.getField(0) + " " + row.getField(1)));
        }
        return rows;
    }

    /** What has been trimmed is a loss, as after a restore. */
    @Test
    void positionsThatAreTrimmedFailTheJob() throws Exception {
        try (TakeoverScene scene = TakeoverScene.begin()) {
            String savepoint = runTheOldJobAndStopIt(scene);
            String positions = positions(savepoint);
            scene.writeAfterTheSwitch();
            scene.trimAll();

            assertThatThrownBy(() -> runToTheEnd(scene, positions, savepoint, 2))
                    .hasStackTraceContaining("Data loss: ")
                    .hasStackTraceContaining("'scan.on-data-loss' = 'continue'");
        }
    }

    private String runTheOldJobAndStopIt(TakeoverScene scene) throws Exception {
        DynamoDbStreamsSourceBuilder<String> source =
                builder(scene).setStartupPosition(StartupPosition.trimHorizon());
        JobClient job = run(source.build(), "the-old-source", null, 2);
        scene.writeBeforeTheSwitch();
        await().atMost(LIMIT).until(() -> Ledger.read().size() == 200);
        String savepoint = stop(job);
        scene.waitForTheSwitch();
        return savepoint;
    }

    private String stop(JobClient job) throws Exception {
        return job.stopWithSavepoint(
                        false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** The stream is disabled: the job ends when it has read all of it. */
    private static void runToTheEnd(
            TakeoverScene scene, String positions, String savepoint, int parallelism)
            throws Exception {
        run(source(scene, positions), "by-positions", savepoint, parallelism)
                .getJobExecutionResult()
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static DynamoDbStreamsSource<String> source(TakeoverScene scene, String positions) {
        return builder(scene).setStartupPosition(StartupPosition.positions(positions)).build();
    }

    private static DynamoDbStreamsSourceBuilder<String> builder(TakeoverScene scene) {
        return DynamoDbStreamsSource.<String>builder()
                .setStreamArn(scene.orders().streamArn())
                .setEndpoint(scene.simulator().endpoint().toString())
                .setRegion(scene.simulator().region())
                .setBasicCredentials("any", "any")
                .setDeserializer(new KeyAndSequenceNumber());
    }

    private static JobClient run(
            DynamoDbStreamsSource<String> source, String uid, String savepoint, int parallelism)
            throws Exception {
        Configuration configuration = new Configuration();
        configuration.setString("restart-strategy.type", "none");
        if (savepoint != null) {
            configuration.setString("execution.state-recovery.path", savepoint);
            configuration.setString("execution.state-recovery.ignore-unclaimed-state", "true");
        }
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.fromSource(source, WatermarkStrategy.noWatermarks(), uid)
                .uid(uid)
                .setParallelism(parallelism)
                .map(new Ledger())
                .uid(Ledger.UID)
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);
        return env.executeAsync();
    }

    /** Has the tool write the positions, and returns the file. */
    private String positions(String... args) throws Exception {
        Path file = folder.resolve("positions.json");
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--out", file.toString()));
        PrintStream out =
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        new PositionsCommand(out, out).run(all);
        return file.toString();
    }

    private String apache(String name) throws Exception {
        Path copy = Files.createDirectories(folder.resolve("apache-" + name));
        try (InputStream in =
                TakeoverITCase.class.getResourceAsStream("/apache/" + name + "/_metadata")) {
            Files.copy(in, copy.resolve("_metadata"));
        }
        return copy.toUri().toString();
    }

    /** What "aws dynamodb scan" would write. */
    private static byte[] leases(Path positions) throws Exception {
        ObjectNode scan = JSON.createObjectNode();
        ArrayNode items = scan.putArray("Items");
        for (JsonNode shard : JSON.readTree(positions.toFile()).get("shards")) {
            ObjectNode lease = items.addObject();
            lease.putObject("leaseKey").put("S", shard.get("shardId").asText());
            lease.putObject("checkpoint").put("S", checkpoint(shard));
            lease.putObject("checkpointSubSequenceNumber").put("N", "0");
            if (shard.has("parentShardId")) {
                lease.putObject("parentShardId")
                        .putArray("SS")
                        .add(shard.get("parentShardId").asText());
            }
        }
        scan.put("Count", items.size());
        return JSON.writeValueAsBytes(scan);
    }

    private static String checkpoint(JsonNode shard) {
        switch (shard.get("position").asText()) {
            case "finished":
                return "SHARD_END";
            case "trim-horizon":
                return "TRIM_HORIZON";
            default:
                return shard.get("afterSequenceNumber").asText();
        }
    }
}
