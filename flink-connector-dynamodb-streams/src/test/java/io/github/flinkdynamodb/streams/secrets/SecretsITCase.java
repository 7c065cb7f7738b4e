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
package io.github.flinkdynamodb.streams.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.SystemProperties;
import io.github.flinkdynamodb.streams.client.aws.ProxyStub;
import io.github.flinkdynamodb.streams.source.CredentialsProviderType;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceBuilder;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.it.ChangeText;
import io.github.flinkdynamodb.streams.source.it.FailOnce;
import io.github.flinkdynamodb.streams.source.it.StopWithSavepoint;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets are nowhere in what a job writes, whatever goes wrong with its calls: the log, failures,
 * checkpoints and savepoints, metrics, plans, and the REST API that the web page is made of.
 */
@OnEachFlink
class SecretsITCase {

    private static final String SECRET_KEY = "pl4nted/Secret+Key";
    private static final String TOKEN = "pl4ntedSession//Token==";
    private static final String WEB_TOKEN = "pl4ntedWeb.Identity.Token";
    private static final String PASSWORD = "pl4nted-Proxy-Password";

    /** Of the one test that fails its task: what is armed and counted goes by this name. */
    private static final String FAILING = "secrets";

    /** On DEBUG the SDK and Netty log what is signed, sent and received. */
    private static final Pattern OF_OTHERS_ON_DEBUG =
            Pattern.compile("(?s)DEBUG (software\\.amazon\\.awssdk|io\\.netty)\\..*");

    private final Secrets secrets =
            new Secrets()
                    .plant("secret access key", SECRET_KEY)
                    .plant("session token", TOKEN)
                    .plant("web identity token", WEB_TOKEN)
                    .plant("password of the proxy", PASSWORD)
                    .plant("user and password of the proxy", "proxied:" + PASSWORD);
    private final WrittenByAJob written = new WrittenByAJob();
    private final InMemoryReporter reporter = InMemoryReporter.createWithRetainedMetrics();

    @TempDir private Path folder;
    private CapturedLog log;
    private Simulator simulator;
    private SimulatedTable table;
    private TestCluster cluster;

    @BeforeEach
    void start() throws Exception {
        log = CapturedLog.begin();
        simulator = Simulator.builder().start();
        table = simulator.createTable(TableSettings.table("orders"));
        cluster = TestCluster.start(1, reporter.addToConfiguration(new Configuration()));
    }

    @AfterEach
    void stop() {
        cluster.close();
        simulator.close();
        log.close();
    }

    @Test
    void ofASqlJob() throws Exception {
        StreamTableEnvironment sql = StreamTableEnvironment.create(environment());
        sql.executeSql(
                "CREATE TABLE orders (pk STRING, n INT) WITH ('connector' = 'dynamodb-streams',"
                        + " 'table-name' = 'orders', 'scan.startup.mode' = 'trim-horizon',"
                        + " 'scan.poll.max-interval' = '200 ms', 'aws.region' = '"
                        + simulator.region()
                        + "', 'aws.endpoint' = '"
                        + simulator.endpoint()
                        + "', 'aws.credentials.basic.accesskeyid' = 'AKIDPLANTED',"
                        + " 'aws.credentials.basic.secretkey' = '"
                        + SECRET_KEY
                        + "', 'aws.credentials.basic.sessiontoken' = '"
                        + TOKEN
                        + "')");
        sql.executeSql("CREATE TABLE nothing (pk STRING, n INT) WITH ('connector' = 'blackhole')");
        String insert = "INSERT INTO nothing SELECT pk, n FROM orders WHERE n >= 0";
        sql.getConfig().set("table.plan.compile.catalog-objects", "IDENTIFIER");
        written.add("EXPLAIN", sql.explainSql(insert, ExplainDetail.values()))
                .add("compiled plan of identifiers", sql.compilePlanSql(insert).asJsonString());

        JobClient job = sql.executeSql(insert).getJobClient().orElseThrow();
        failingCalls(job);
        stopAfterACheckpoint(job);
        sql.getConfig().set("table.plan.compile.catalog-objects", "ALL");

        assertThat(sql.compilePlanSql(insert).asJsonString())
                .as("a compiled plan by default, as the page on security says")
                .contains(SECRET_KEY);
        assertThat(written.at("EXPLAIN")).contains("orders").contains("Physical Execution Plan");
        assertThat(written.at("compiled plan of identifiers")).contains("orders");
        assertWrittenWithoutSecrets();
    }

    @Test
    void ofADataStreamJobBehindAProxy() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), WEB_TOKEN);
        try (StsStub sts = new StsStub("ASIAPLANTED", SECRET_KEY, TOKEN);
                ProxyStub proxy = ProxyStub.start("proxied", PASSWORD);
                SystemProperties properties = new SystemProperties()) {
            properties
                    .set("http.proxyHost", "127.0.0.1")
                    .set("http.proxyPort", String.valueOf(proxy.port()))
                    .set("http.proxyUser", "proxied")
                    .set("http.proxyPassword", PASSWORD)
                    .set("http.nonProxyHosts", "localhost");
            DynamoDbStreamsSourceBuilder<String> builder =
                    builder()
                            .set(
                                    DynamoDbStreamsSourceOptions.CREDENTIALS_PROVIDER,
                                    CredentialsProviderType.WEB_IDENTITY_TOKEN)
                            .set(
                                    DynamoDbStreamsSourceOptions.CREDENTIALS_ROLE_ARN,
                                    "arn:aws:iam::123456789012:role/reader")
                            .set(
                                    DynamoDbStreamsSourceOptions
                                            .CREDENTIALS_WEB_IDENTITY_TOKEN_FILE,
                                    token.toString())
                            .set(
                                    DynamoDbStreamsSourceOptions.CREDENTIALS_ROLE_STS_ENDPOINT,
                                    sts.url());
            DynamoDbStreamsSource<String> source = builder.build();
            written.add("texts of the builder and the source", builder + " " + source);
            StreamExecutionEnvironment env = environment();
            env.fromSource(source, WatermarkStrategy.noWatermarks(), "changes")
                    .map(new FailOnce<String>(FAILING))
                    .returns(String.class)
                    .sinkTo(new DiscardingSink<>());
            written.add("EXPLAIN", env.getStreamGraph(false).getStreamingPlanAsJSON());

            JobClient job = env.executeAsync("changes");
            failingCalls(job);
            failTheTask(job);
            stopAfterACheckpoint(job);

            assertThat(FailOnce.failures(FAILING)).as("failures of the task").isOne();

            assertThat(sts.bodies()).hasSizeGreaterThan(1).first().asString().contains(WEB_TOKEN);
            assertThat(secrets.in(sts.bodies().get(1))).as("what is found in a request").hasSize(1);
            assertThat(proxy.connects()).isNotEmpty();
            assertThat(written.at("EXPLAIN")).contains("changes");
            assertWrittenWithoutSecrets();
            assertThat(String.join("\n", log.lines())).contains("InvalidIdentityToken");
        }
    }

    @Test
    void ofSettingsThatAreRefused() {
        Throwable user =
                catchThrowable(
                        () ->
                                builder()
                                        .setEndpoint("https://proxied:" + PASSWORD + "@127.0.0.1")
                                        .build());
        Throwable unused =
                catchThrowable(
                        () ->
                                builder()
                                        .setBasicCredentials("AKIDPLANTED", SECRET_KEY)
                                        .set(
                                                DynamoDbStreamsSourceOptions.CREDENTIALS_PROVIDER,
                                                CredentialsProviderType.ENV_VAR)
                                        .build());

        assertThat(user).hasMessageContaining("https://***@127.0.0.1");
        assertThat(unused).hasMessageContaining("aws.credentials.basic.secretkey");
        assertThat(secrets.in(text(user) + text(unused))).isEmpty();
    }

    private static String text(Throwable failure) {
        return ExceptionUtils.stringifyException(failure);
    }

    private DynamoDbStreamsSourceBuilder<String> builder() {
        return DynamoDbStreamsSource.<String>builder()
                .setTableName("orders")
                .setRegion(simulator.region())
                .setEndpoint(simulator.endpoint().toString())
                .set(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, Duration.ofMillis(200))
                .setStartupPosition(StartupPosition.trimHorizon())
                .setDeserializer(new ChangeText());
    }

    private StreamExecutionEnvironment environment() {
        Configuration configuration = new Configuration();
        configuration.setString("restart-strategy.type", "fixed-delay");
        configuration.setString("restart-strategy.fixed-delay.attempts", "20");
        configuration.setString("restart-strategy.fixed-delay.delay", "50 ms");
        configuration.setString("execution.checkpointing.interval", "200 ms");
        configuration.setString(
                "execution.checkpointing.dir", folder.resolve("checkpoints").toUri().toString());
        configuration.setString(
                "execution.checkpointing.externalized-checkpoint-retention",
                "RETAIN_ON_CANCELLATION");
        configuration.setString(
                "state.checkpoints.dir", folder.resolve("checkpoints").toUri().toString());
        return StreamExecutionEnvironment.getExecutionEnvironment(configuration).setParallelism(1);
    }

    /** All that goes wrong with a job's calls, once each. */
    private void failingCalls(JobClient job) {
        cluster.awaitRunning(job);
        readMore();
        strike(Fault.error(ServiceError.THROTTLING));
        strike(Fault.connectionReset());
        strike(Fault.error(ServiceError.ACCESS_DENIED));
        strike(Fault.error(wrongSignature()));
    }

    /** Fails the task that takes the next change, once; its successor takes that change too. */
    private void failTheTask(JobClient job) {
        FailOnce.arm(FAILING);
        table.put(Item.builder().s("pk", "fatal").n("n", table.written()).build());
        Awaitility.await("a failure of the task")
                .atMost(Duration.ofMinutes(1))
                .until(() -> FailOnce.failures(FAILING) == 1);
        cluster.awaitRunning(job);
        readMore();
    }

    private void stopAfterACheckpoint(JobClient job) throws Exception {
        awaitCheckpoint(job);
        written.addRest(cluster, job).addFiles("checkpoints", folder.resolve("checkpoints"));
        StopWithSavepoint.of(job, folder.resolve("savepoint"));
        written.addFiles("savepoint", folder.resolve("savepoint")).addMetrics(reporter);
    }

    /** As AWS words it: with all that was to be signed, the token included. */
    private static ServiceError wrongSignature() {
        return ServiceError.of("InvalidSignatureException", 400)
                .withMessage(
                        "The request signature we calculated does not match the signature you"
                                + " provided. The Canonical String for this request should have"
                                + " been\n'POST\n/\n\nhost:127.0.0.1\nx-amz-security-token:"
                                + TOKEN
                                + "\nx-amz-target:DynamoDBStreams_20120810.GetRecords'");
    }

    private static String text(List<String> lines, Predicate<String> wanted) {
        return lines.stream().filter(wanted).collect(Collectors.joining("\n"));
    }

    private void strike(Fault fault) {
        FaultRule rule = simulator.fail(fault, 1, Operation.GET_RECORDS);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> rule.fired() == 1);
        readMore();
    }

    /** Waits until the job has read one more change: it has got over what went wrong. */
    private void readMore() {
        table.put(Item.builder().s("pk", "a").n("n", table.written()).build());
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> table.unread() == 0);
    }

    private void awaitCheckpoint(JobClient job) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> cluster.triggerCheckpoint(job).get(1, TimeUnit.MINUTES) != null);
    }

    private void assertWrittenWithoutSecrets() {
        List<String> lines = log.lines();
        String ofOthers = text(lines, OF_OTHERS_ON_DEBUG.asMatchPredicate());
        assertThat(secrets.in(ofOthers))
                .as("what the SDK and Netty log on DEBUG, as the page on security says")
                .singleElement()
                .asString()
                .startsWith("session token: ");
        written.add("log", text(lines, OF_OTHERS_ON_DEBUG.asMatchPredicate().negate()));
        assertThat(log.loggersAt("DEBUG"))
                .as("loggers at DEBUG")
                .anyMatch(name -> name.startsWith("org.apache.flink."))
                .anyMatch(name -> name.startsWith("software.amazon.awssdk."))
                .anyMatch(name -> name.startsWith(CapturedLog.OURS));
        assertThat(written.at("REST /jobs/ID/exceptions"))
                .contains("AccessDeniedException")
                .contains("InvalidSignatureException")
                .contains("x-amz-security-token:");
        assertThat(written.at("log")).contains("InvalidSignatureException");
        assertThat(written.at("savepoint")).contains("_metadata");
        assertThat(written.at("checkpoints")).contains("_metadata");
        assertThat(written.at("metrics")).contains("getRecordsCalls=");
        written.assertWithout(secrets);
    }
}
