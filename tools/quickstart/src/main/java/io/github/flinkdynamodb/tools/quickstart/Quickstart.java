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

import io.github.flinkdynamodb.tools.dynamodblocal.DynamoDbLocal;
import io.github.flinkdynamodb.tools.quickstart.Screen.Style;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.runtime.util.EnvironmentInformation;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** One run of the quickstart, from the start of DynamoDB Local to the verdict. */
final class Quickstart {

    private static final int TERMINAL_LINES_PER_UPDATE = 2;
    private static final Duration TERMINAL_INTERVAL = Duration.ofMillis(200);
    private static final int PLAIN_LINES_PER_UPDATE = 4;
    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(1);

    /** DynamoDB Local takes any letters and digits. */
    private static final String ACCESS_KEY = "quickstart";

    private static final Region REGION = Region.EU_WEST_1;

    /** Of the random choices, so that each run writes the same. */
    static final long SEED = 20_260_101L;

    /** An order has some 400 bytes, and a unit reads 4 KB. */
    private static final int ITEMS_A_UNIT = 8;

    private static final int SECONDS_OF_A_SLOW_SCAN = 10;

    private final Options options;
    private final Screen screen;
    private final Clock clock;
    private final Path folder;

    /**
     * Creates a run.
     *
     * @param options what the user asked for
     * @param screen shows it
     * @param clock the time
     * @param folder an existing folder for checkpoints and temporary files
     */
    Quickstart(Options options, Screen screen, Clock clock, Path folder) {
        this.options = options;
        this.screen = screen;
        this.clock = clock;
        this.folder = folder;
    }

    /**
     * Runs it. With --keep it doesn't return unless something is wrong before the verdict.
     *
     * @return whether every figure is as it has to be
     * @throws Exception if DynamoDB Local or Flink doesn't start
     */
    boolean run() throws Exception {
        try (Ledger ledger = Ledger.open(clock);
                DynamoDbLocal server = startServer(screen);
                DynamoDbClient client = client(server)) {
            OrdersTable table = new OrdersTable(client);
            OrderPlan plan = prepare(table, options, ledger, clock, screen);
            OrdersJob job = startJob(ledger, server);
            try (ChangeWriter writer = new ChangeWriter(table::write, plan, ledger, clock)) {
                Optional<String> problem = follow(ledger, job, writer);
                screen.clearStatus();
                if (problem.isEmpty() && !options.keep()) {
                    problem = stop(job);
                }
                String addresses = job.webUi() + " and DynamoDB at " + server.endpoint();
                boolean good = new Report(screen, options, addresses).print(ledger, problem);
                if (options.keep() && problem.isEmpty()) {
                    new CountDownLatch(1).await();
                }
                return good;
            }
        }
    }

    /** Starts DynamoDB Local, and shows it. */
    static DynamoDbLocal startServer(Screen screen) {
        DynamoDbLocal server =
                DynamoDbLocal.builder()
                        .jvmOption("-Xmx256m")
                        .jvmOption("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"))
                        .start();
        screen.line(
                "  DynamoDB Local   "
                        + server.endpoint()
                        + ", process "
                        + server.pid()
                        + " (Amazon DynamoDB Local License Agreement)");
        return server;
    }

    /** Creates a client of DynamoDB Local. */
    static DynamoDbClient client(DynamoDbLocal server) {
        return DynamoDbClient.builder()
                .endpointOverride(server.endpoint())
                .region(REGION)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(ACCESS_KEY, ACCESS_KEY)))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /**
     * Creates the table with its orders, and then its stream, which has none of them.
     *
     * @return the plan of what is to be written
     */
    static OrderPlan prepare(
            OrdersTable table, Options options, Ledger ledger, Clock clock, Screen screen) {
        OrderPlan plan = new OrderPlan(options.items(), options.changes(), new Random(SEED));
        table.create();
        for (int i = 0; i < options.items(); i++) {
            PlannedChange insertion = plan.nextExisting(clock.millis());
            table.write(insertion);
            ledger.existing(insertion);
        }
        table.enableStream();
        screen.line(
                "  Table            "
                        + OrdersTable.NAME
                        + ", with "
                        + options.items()
                        + " orders; its stream, which is younger, has both images");
        if (options.crash()) {
            screen.line(
                    "  Read slowly      with "
                            + readCapacity(options)
                            + " read units a second, so that the first crash meets it");
        }
        return plan;
    }

    /** Returns the read units a second with which the table takes some checkpoints to be read. */
    static long readCapacity(Options options) {
        return Math.max(1, options.items() / ITEMS_A_UNIT / SECONDS_OF_A_SLOW_SCAN);
    }

    private OrdersJob startJob(Ledger ledger, DynamoDbLocal server) throws Exception {
        OrdersJob job =
                OrdersJob.start(
                        new OrdersJob.Table(
                                server.endpoint(),
                                REGION.id(),
                                ACCESS_KEY,
                                options.crash() ? readCapacity(options) : 0),
                        ledger.id(),
                        options.parallelism(),
                        options.crash() ? failAt() : Set.of(),
                        folder);
        screen.line(
                "  Flink "
                        + EnvironmentInformation.getVersion()
                        + "      web UI "
                        + job.webUi()
                        + " (parallelism "
                        + options.parallelism()
                        + ", a checkpoint every "
                        + OrdersJob.CHECKPOINT_INTERVAL.toMillis()
                        + " ms)");
        return job;
    }

    /** Once in the middle of the table, once in the middle of the changes. */
    private Set<Integer> failAt() {
        return Set.of((options.items() + 1) / 2, options.items() + (options.changes() + 1) / 2);
    }

    private Optional<String> follow(Ledger ledger, OrdersJob job, ChangeWriter writer)
            throws InterruptedException {
        boolean terminal = screen.isTerminal();
        Feed feed =
                new Feed(
                        screen,
                        ledger,
                        options.changes(),
                        terminal ? TERMINAL_LINES_PER_UPDATE : PLAIN_LINES_PER_UPDATE,
                        ZoneId.systemDefault());
        Observer observer =
                new Observer(
                        options,
                        clock,
                        ledger,
                        feed,
                        terminal ? TERMINAL_INTERVAL : PLAIN_INTERVAL);
        Optional<String> problem = observer.awaitStart(job);
        if (problem.isPresent()) {
            return problem;
        }
        screen.line("");
        screen.line(
                "Writing " + options.changes() + " changes, " + options.rate() + " a second:",
                Style.TITLE);
        return observer.follow(job, writer.start(options.changes(), options.rate()));
    }

    private Optional<String> stop(OrdersJob job) {
        try {
            job.stop(folder.resolve("savepoints"));
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("Interrupted while the job was being stopped");
        } catch (Exception e) {
            return Optional.of("The job didn't stop with a savepoint: " + Failures.rootCause(e));
        }
    }
}
