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
import io.github.flinkdynamodb.tools.quickstart.ChangeFiles.Line;
import io.github.flinkdynamodb.tools.quickstart.Screen.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * One run of the quickstart in SQL: a Flink cluster with the SQL jar, and the script of the
 * documentation in Flink's SQL client, whose output is shown as it comes. The script writes each
 * change into files, which are compared with what was written, and shows an aggregation, which is
 * compared with the table.
 */
final class SqlQuickstart {

    /** What stands in the script for the address of DynamoDB. */
    static final String ENDPOINT = "http://localhost:8000";

    /** What stands in the script for the folder of the files. */
    static final String FILES = "file:///tmp/order-changes";

    /** After what the script gets the setting with which --crash has the table read slowly. */
    static final String INITIAL = "'scan.startup.mode' = 'initial'";

    private static final int CRASHES = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Options options;
    private final Screen screen;
    private final Clock clock;
    private final Path folder;

    private int crashes;
    private long itemsAtCrash;

    /**
     * Creates a run.
     *
     * @param options what the user asked for
     * @param screen shows it
     * @param clock the time
     * @param folder an existing folder for checkpoints and temporary files
     */
    SqlQuickstart(Options options, Screen screen, Clock clock, Path folder) {
        this.options = options;
        this.screen = screen;
        this.clock = clock;
        this.folder = folder;
    }

    /**
     * Runs it. With --keep it doesn't return once the verdict is there.
     *
     * @return whether every figure is as it has to be
     * @throws Exception if DynamoDB Local or Flink doesn't start, or a statement fails
     */
    boolean run() throws Exception {
        try (Ledger ledger = Ledger.open(clock);
                DynamoDbLocal server = Quickstart.startServer(screen);
                DynamoDbClient client = Quickstart.client(server);
                FlinkSession flink = startFlink()) {
            OrdersTable table = new OrdersTable(client);
            OrderPlan plan = Quickstart.prepare(table, options, ledger, clock, screen);
            try (SqlClient sql = SqlClient.start(flink, script(server), screen);
                    ChangeWriter writer = new ChangeWriter(table::write, plan, ledger, clock)) {
                awaitResult(flink, sql);
                writeChanges(writer, flink, sql, ledger);
                SqlOutcome outcome = awaitOutcome(new Parts(flink, sql, table), ledger);
                boolean good = report(outcome, ledger, flink, server);
                if (options.keep()) {
                    new CountDownLatch(1).await();
                }
                return good;
            }
        }
    }

    /** What runs. */
    private record Parts(FlinkSession flink, SqlClient sql, OrdersTable table) {}

    private FlinkSession startFlink() throws Exception {
        FlinkSession flink =
                FlinkSession.start(
                        file("quickstart.flink"), file("quickstart.sql.jar"), folder, clock);
        screen.line("  Flink            web UI " + flink.webUi() + ", with its SQL gateway");
        screen.line("  SQL jar          " + file("quickstart.sql.jar").getFileName());
        return flink;
    }

    private static Path file(String property) {
        String value = System.getProperty(property);
        if (value == null || !Files.exists(Path.of(value))) {
            throw new IllegalStateException(
                    "The system property "
                            + property
                            + " is to name what the build makes, but is "
                            + value);
        }
        return Path.of(value).toAbsolutePath();
    }

    /** Fills in what differs from machine to machine. */
    private Path script(DynamoDbLocal server) throws IOException {
        Path original = file("quickstart.sql.script");
        String text = Files.readString(original);
        for (String placeholder : List.of(ENDPOINT, FILES, INITIAL)) {
            if (!text.contains(placeholder)) {
                throw new IllegalStateException(original + " doesn't contain " + placeholder);
            }
        }
        Path script = folder.resolve(original.getFileName());
        Files.writeString(
                script,
                text.replace(ENDPOINT, server.endpoint().toString())
                        .replace(FILES, files().toUri().toString())
                        .replace(INITIAL, options.crash() ? INITIAL + slowly() : INITIAL));
        screen.line("  Script           " + script);
        screen.line("");
        return script;
    }

    private String slowly() {
        return ",\n  'scan.snapshot.max-read-capacity' = '"
                + Quickstart.readCapacity(options)
                + "'";
    }

    private Path files() {
        return folder.resolve("order-changes");
    }

    /** On a slow machine the log may have all items of the table before there is a result. */
    private void awaitResult(FlinkSession flink, SqlClient sql) throws Exception {
        long patientUntil = clock.millis() + PATIENCE.toMillis();
        while (!sql.showsResult()) {
            sql.awaitLine();
            flink.checkAlive();
            if (isCrashDue()) {
                crashIfDue(flink, 0);
            }
            if (clock.millis() > patientUntil) {
                throw new IllegalStateException(
                        "The SQL client showed no result within " + PATIENCE.toSeconds() + " s");
            }
        }
    }

    private void writeChanges(ChangeWriter writer, FlinkSession flink, SqlClient sql, Ledger ledger)
            throws Exception {
        screen.line(
                "Writing " + options.changes() + " changes, " + options.rate() + " a second:",
                Style.TITLE);
        CompletableFuture<Void> writing = writer.start(options.changes(), options.rate());
        long patientUntil = Long.MAX_VALUE;
        while (!writing.isDone()
                || (isCrashDue()
                        && !writing.isCompletedExceptionally()
                        && clock.millis() < patientUntil)) {
            sql.awaitLine();
            flink.checkAlive();
            int written = ledger.figures().written();
            if (written < options.changes()) {
                patientUntil = clock.millis() + PATIENCE.toMillis();
            }
            if (isCrashDue()) {
                crashIfDue(flink, written);
            }
            showStatus(written);
        }
        writing.join();
    }

    private boolean isCrashDue() {
        return options.crash() && crashes < CRASHES;
    }

    /** Once when the files have some of the table's items, once in the middle of the changes. */
    private void crashIfDue(FlinkSession flink, int written) throws Exception {
        long items = new ChangeFiles(files()).read().stream().filter(Line::isItem).count();
        if (crashes == 0 && items > 0) {
            itemsAtCrash = items;
            crash(flink, "with " + items + " items of the table in the files");
        } else if (crashes == 1 && written >= (options.changes() + 1) / 2) {
            crash(flink, "with " + written + " changes written");
        }
    }

    private void crash(FlinkSession flink, String when) throws Exception {
        crashes++;
        screen.line("  A TaskManager crashes now, " + when + ", as --crash orders", Style.NOTICE);
        flink.crashTaskManager();
    }

    /** Returns whether the crashes that were asked for met what they were to meet. */
    private boolean hasCrashed(SqlOutcome outcome) {
        return !options.crash()
                || (crashes == CRASHES && itemsAtCrash < options.items() && outcome.restarts() > 0);
    }

    private void showStatus(int written) {
        if (screen.isTerminal()) {
            screen.status("  written " + written + "/" + options.changes());
        }
    }

    /** Waits until everything is as it has to be, or nothing moves any more. */
    private SqlOutcome awaitOutcome(Parts parts, Ledger ledger) throws Exception {
        ChangeFiles files = new ChangeFiles(files());
        long settledAt = Long.MAX_VALUE;
        long progressAt = clock.millis();
        SqlOutcome last = null;
        while (true) {
            parts.sql().awaitLine();
            parts.flink().checkAlive();
            SqlOutcome outcome =
                    new SqlOutcome(
                            ChangeFiles.compare(
                                    ledger.existingOrders(), ledger.writtenChanges(), files.read()),
                            parts.sql().revenue(),
                            parts.table().revenue(),
                            parts.flink().restarts());
            long now = clock.millis();
            if (!outcome.equals(last)) {
                progressAt = now;
                settledAt = outcome.isGood() ? now : Long.MAX_VALUE;
            }
            last = outcome;
            // Long enough for what would come a second time.
            if (now - settledAt > 2_500 || now - progressAt > PATIENCE.toMillis()) {
                screen.clearStatus();
                return outcome;
            }
        }
    }

    private boolean report(
            SqlOutcome outcome, Ledger ledger, FlinkSession flink, DynamoDbLocal server) {
        screen.line("");
        screen.line(Report.contents(ledger));
        if (outcome.restarts() > 0) {
            screen.line("Restarts of the two jobs together: " + outcome.restarts());
        }
        boolean crashed = hasCrashed(outcome);
        if (!crashed) {
            screen.line("A crash that --crash orders didn't happen in time", Style.BAD);
        }
        if (outcome.shown().equals(outcome.inTable())) {
            screen.line("The last result above is what a scan of the table gives:");
            outcome.inTable().forEach((status, group) -> screen.line("  " + status + ": " + group));
        } else {
            screen.line("The result above:    " + outcome.shown(), Style.BAD);
            screen.line("A scan of the table: " + outcome.inTable(), Style.BAD);
        }
        if (outcome.verdict().wrong() > 0) {
            screen.line(
                    outcome.verdict().wrong()
                            + " items and changes in the files aren't what was written",
                    Style.BAD);
        }
        boolean good = outcome.isGood() && crashed;
        if (options.keep()) {
            screen.line(
                    "Everything keeps running until Ctrl-C: "
                            + flink.webUi()
                            + " and DynamoDB at "
                            + server.endpoint(),
                    Style.NOTICE);
        }
        screen.line(outcome.verdict().line(), good ? Style.GOOD : Style.BAD);
        return good;
    }
}
