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
package io.github.flinkdynamodb.streams.table.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.SimulatorClock;
import io.github.flinkdynamodb.tools.simulator.export.ExportRequest;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A job that has read a table and follows its stream is stopped for three days, by the simulator's
 * clock, while the table is written all the time and the service trims what is older than a day. It
 * is started again, has the changes exported, and ends as the table is: row by row, by books that
 * were kept of the writes.
 */
@OnEachFlink
class ThreeDaysITCase {

    private static final Duration STEP = Duration.ofMinutes(5);
    private static final int STEPS_AN_HOUR = 12;
    private static final int HOURS_BEFORE = 12;
    private static final int HOURS_STOPPED = 72;
    private static final int HOURS_AFTER = 3;

    /** Items that are inserted just before the job is stopped, and deleted just after. */
    private static final int BRIEF_ITEMS = 50;

    /** How fast the simulator's time goes by while the job runs. No write meets a window's edge. */
    private static final Duration TICK = Duration.ofSeconds(50);

    private static final Duration MACHINE_TICK = Duration.ofMillis(100);
    private static final int MOST_TICKS = 1200;
    private static final int TICKS_WITH_WRITES = 60;
    private static final int TICKS_A_STEP = 5;

    private static final List<Instant[]> NO_WINDOW =
            List.<Instant[]>of(new Instant[] {Instant.EPOCH, Instant.EPOCH});

    /** What {@code TimelineOfCsv} draws docs/repair/three-days.svg from. */
    private static final Path SERIES = Path.of("target", "three-days.csv");

    @TempDir private Path folder;

    private TestCluster cluster;
    private Instant start;
    private SimulatorClock clock;
    private Simulator simulator;
    private SimulatedTable table;
    private WriteBooks books;
    private String name;
    private String mode;
    private int writesAStep;

    /** How many writes there were when the job was stopped; negative until then. */
    private int stopped = -1;

    private final List<String> series = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        cluster = TestCluster.start(2);
        // A shard that nobody has read yet is dated by this machine's clock.
        start = SimulatorClock.running().instant().truncatedTo(ChronoUnit.SECONDS);
        clock = SimulatorClock.standing(start);
        simulator = Simulator.builder().clock(clock).start();
        for (String bucket : List.of("gap", "all")) {
            simulator.exports().bucket(bucket, Files.createDirectory(folder.resolve(bucket)));
        }
    }

    @AfterEach
    void stop() {
        cluster.close();
        simulator.close();
        CheckedTable.forget(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"upsert", "append-only", "full"})
    void aJobThatWasStoppedForThreeDaysLosesNothing(String changelogMode) throws Exception {
        simulator.exports().duration(Duration.ofMinutes(1));
        run("three_days_", changelogMode, 5_000, 11_000);
    }

    /** 100,000 changes and 10,000 deletions, of a table of 100,000 items. */
    @Tag("full")
    @ParameterizedTest
    @ValueSource(strings = {"upsert", "append-only", "full"})
    void aJobThatWasStoppedForThreeDaysLosesNoneOfAHundredThousandChanges(String changelogMode)
            throws Exception {
        simulator.exports().duration(Duration.ofHours(2));
        run("three_long_days_", changelogMode, 100_000, 110_000);
        if (changelogMode.equals("upsert")) {
            Files.createDirectories(SERIES.getParent());
            Files.write(SERIES, series);
        }
    }

    private void run(String prefix, String changelogMode, int items, int writes) throws Exception {
        name = prefix + changelogMode.replace('-', '_');
        mode = changelogMode;
        writesAStep = writes / HOURS_STOPPED / STEPS_AN_HOUR;
        series.add("h,% of the rows right,changes trimmed unread");
        table =
                simulator.createTable(
                        TableSettings.table(name)
                                .withoutStream()
                                .shards(4)
                                .partitions(4)
                                .rollAfter(Duration.ofHours(4))
                                .pointInTimeRecovery());
        books = new WriteBooks(table, clock, items);
        String savepoint = runAndStop();
        stopped = books.size();
        books.deleteNewest(BRIEF_ITEMS);
        for (int hour = 0; hour < HOURS_STOPPED; hour++) {
            passAnHour();
            sample();
        }
        books.write(writes - (books.size() - stopped));
        clock.advance(STEP);
        long lost = table.trimmedUnread();
        assertThat(lost).as("changes that are gone").isGreaterThan(writes / 2);
        runOn(savepoint);
    }

    private SqlSession session(String savepoint) {
        SqlSession session = SqlSession.start(2, savepoint);
        session.environment().getCheckpointConfig().setCheckpointInterval(500);
        String columns = "pk STRING, v BIGINT, note STRING";
        try (ItemTable items = ItemTable.of(simulator, name, "pk")) {
            session.declare(
                    "items",
                    items,
                    isLog()
                            ? "seq STRING METADATA FROM 'sequence-number' VIRTUAL, event STRING"
                                    + " METADATA FROM 'event-name' VIRTUAL, "
                                    + columns
                            : columns + ", PRIMARY KEY (pk) NOT ENFORCED",
                    "scan.startup.mode",
                    "initial",
                    "scan.changelog-mode",
                    mode,
                    "scan.on-data-loss",
                    "repair",
                    "scan.repair.export-bucket",
                    "gap",
                    "scan.repair.export-bucket-path",
                    folder.resolve("gap").toUri().toString());
        }
        session.declareChecked(
                name,
                isLog()
                        ? "seq STRING, event STRING, " + columns
                        : columns + ", PRIMARY KEY (pk) NOT ENFORCED",
                isLog() ? "append" : "all");
        return session;
    }

    private JobClient insert(SqlSession session) {
        return session.insert("INSERT INTO " + name + " SELECT * FROM items");
    }

    private String runAndStop() throws Exception {
        try (SqlSession session = session(null)) {
            JobClient job = insert(session);
            awaitRight(job, this::expectedBefore, false);
            for (int hour = 0; hour < HOURS_BEFORE; hour++) {
                passAnHour();
                awaitRight(job, this::expectedBefore, false);
            }
            books.insert(2 * BRIEF_ITEMS);
            awaitRight(job, this::expectedBefore, false);
            return SqlSession.stop(job, folder);
        }
    }

    private void runOn(String savepoint) throws Exception {
        long begin = System.nanoTime();
        try (SqlSession session = session(savepoint)) {
            JobClient job = insert(session);
            awaitRight(job, this::expectedAfter, true);
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            for (int hour = 0; hour < HOURS_AFTER; hour++) {
                passAnHour();
                awaitRight(job, this::expectedAfter, false);
            }
            RowComparison end = compare(expectedAfter());
            assertThat(exports()).as("first windows, and three days").hasSize(isLog() ? 4 : 5);
            report(end, took);
            assertThat(end.isRight()).as(end.examples()).isTrue();
            SqlSession.stop(job, folder);
        }
    }

    private void passAnHour() {
        for (int step = 0; step < STEPS_AN_HOUR; step++) {
            passAStep();
        }
        table.keepHouse();
    }

    private void passAStep() {
        books.write(writesAStep);
        clock.advance(STEP);
    }

    private Collection<String> expectedBefore() {
        return isLog() ? books.log(books.size(), NO_WINDOW) : books.rows();
    }

    private Collection<String> expectedAfter() {
        return isLog() ? books.log(stopped, windows()) : books.rows();
    }

    private RowComparison compare(Collection<String> expected) {
        List<String> rows = CheckedTable.rows(name);
        if (isLog() && stopped >= 0) {
            Set<String> besides = books.besides(stopped, windows());
            rows.removeIf(besides::remove);
        }
        return RowComparison.of(expected, rows, isLog() ? 3 : 1);
    }

    private boolean isLog() {
        return mode.equals("append-only");
    }

    /**
     * Waits until the rows are right.
     *
     * @param passing whether the simulator's time passes meanwhile, in whose first hour the table
     *     is written
     */
    private void awaitRight(JobClient job, Supplier<Collection<String>> expected, boolean passing)
            throws Exception {
        int rows = -1;
        int rowsCompared = -1;
        for (int tick = 0; tick < MOST_TICKS; tick++) {
            LockSupport.parkNanos(MACHINE_TICK.toNanos());
            if (job.getJobStatus().get(1, TimeUnit.MINUTES).isGloballyTerminalState()) {
                job.getJobExecutionResult().get(1, TimeUnit.MINUTES);
            }
            int rowsBefore = rows;
            rows = CheckedTable.rows(name).size();
            // Comparing takes its time, and a log that grows, or hasn't grown, isn't right yet.
            if (!isLog() || rows == rowsBefore && rows != rowsCompared) {
                rowsCompared = rows;
                if (compare(expected.get()).isRight()) {
                    sample();
                    return;
                }
            }
            if (passing) {
                clock.advance(TICK);
                sample();
            }
            if (passing && tick < TICKS_WITH_WRITES && tick % TICKS_A_STEP == 0) {
                books.write(writesAStep);
            }
        }
        RowComparison comparison = compare(expected.get());
        throw new AssertionError(comparison + ": " + comparison.examples());
    }

    private void sample() {
        if (!isLog()) {
            series.add(
                    String.format(
                            Locale.ROOT,
                            "%.3f,%.2f,%d",
                            Duration.between(start, clock.instant()).toSeconds() / 3600.0,
                            100 * compare(books.rows()).share(),
                            table.trimmedUnread()));
        }
    }

    /** The windows that were exported, in their order. */
    private List<Instant[]> windows() {
        List<Instant[]> windows = new ArrayList<>();
        for (JsonNode export : exports()) {
            JsonNode window = export.get("IncrementalExportSpecification");
            windows.add(
                    new Instant[] {
                        Instant.ofEpochSecond(window.get("ExportFromTime").longValue()),
                        Instant.ofEpochSecond(window.get("ExportToTime").longValue())
                    });
        }
        Collections.sort(windows, (one, other) -> one[1].compareTo(other[1]));
        return windows.isEmpty() ? NO_WINDOW : windows;
    }

    private List<JsonNode> exports() {
        List<JsonNode> exports = new ArrayList<>();
        for (JsonNode export : simulator.exports().list(table.arn(), 100, null).values()) {
            exports.add(simulator.exports().describe(export.get("ExportArn").textValue()));
        }
        return exports;
    }

    private void report(RowComparison end, Duration took) throws IOException {
        int count = exports().size();
        long gap = bytes(folder.resolve("gap"));
        simulator.exports().begin(table, new ExportRequest("all").full(null).token("all", "all"));
        clock.advance(Duration.ofHours(2));
        simulator.exports().finishDue();
        System.out.printf(
                Locale.ROOT,
                "Three days, %s: %s. %,d items; %,d writes since the stop, of them %,d deletions;"
                        + " %,d of the changes trimmed unread. Repaired in %.1f s of this machine"
                        + " from %d exports of %,d bytes; a new snapshot is an export of %,d"
                        + " bytes%n",
                mode,
                end,
                books.rows().size(),
                books.size() - stopped,
                books.deletions(stopped),
                table.trimmedUnread(),
                took.toMillis() / 1000.0,
                count,
                gap,
                bytes(folder.resolve("all")));
    }

    /** The bytes of all data files, which are all read. */
    private static long bytes(Path bucket) throws IOException {
        try (Stream<Path> files = Files.walk(bucket)) {
            return files.filter(file -> file.toString().endsWith(".json.gz"))
                    .mapToLong(ThreeDaysITCase::size)
                    .sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
