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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.SimulatorClock;
import io.github.flinkdynamodb.tools.simulator.fault.Latency;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Scan of three days, by the simulator's clock, of a table that is written all the time, while
 * the service trims what is older than a day. The clock moves two minutes with each page, so the
 * machine's speed doesn't matter; and pages come slowly while changes are far behind, as if the job
 * had a slow machine for a day.
 */
class LongScanITCase {

    private static final Instant START = Instant.parse("2026-11-02T00:00:00Z");
    private static final Duration A_PAGE = Duration.ofMinutes(2);
    private static final int ITEMS_A_PAGE = 2;

    /** For three days, and some items are deleted before their page comes. */
    private static final int PAGES = 80 * 30;

    private static final int WRITES_A_PAGE = 2;
    private static final Latency QUICK = Latency.of(Duration.ofMillis(20));
    private static final Latency SLOW = Latency.of(Duration.ofMillis(500));
    private static final Duration FAR_BEHIND = Duration.ofHours(6);

    /** What a reader must not be behind by. */
    private static final Duration RETENTION = Duration.ofHours(24);

    /** What {@code TimelineOfCsv} draws the picture of docs/snapshot.md from. */
    private static final Path SERIES = Path.of("target", "long-scan.csv");

    @TempDir private Path folder;

    private SimulatorClock clock;
    private SimulatedJobs jobs;
    private WholeTable table;

    /** When each version was written; the n-th version has the index n. */
    private final List<Instant> writtenAt = new ArrayList<>();

    private long pagesSeen;

    @BeforeEach
    void start() throws Exception {
        clock = SimulatorClock.runningFrom(START);
        jobs = SimulatedJobs.start(Simulator.builder().clock(clock).start(), 2);
        jobs.simulator().setLatency(Operation.SCAN, QUICK);
        table =
                new WholeTable(
                        jobs.simulator()
                                .createTable(
                                        TableSettings.table("long-scan")
                                                .withoutStream()
                                                .shards(2)
                                                .rollAfter(Duration.ofHours(4))
                                                .scanPageBytes(16)),
                        PAGES * ITEMS_A_PAGE);
        noteWrites();
    }

    @AfterEach
    void stop() throws Exception {
        jobs.cancelAll();
        jobs.close();
    }

    private void noteWrites() {
        while (writtenAt.size() <= table.lastVersion()) {
            writtenAt.add(clock.instant());
        }
    }

    private JobClient run(String name, StartupPosition position) throws Exception {
        return LocalJobs.submit(LocalJobs.environment(null), name, source(position), 1);
    }

    private DynamoDbStreamsSource<String> source(StartupPosition position) {
        return DynamoDbStreamsSource.<String>builder()
                .setOptions(jobs.optionsByName(table.table()).toMap())
                .setStartupPosition(position)
                .set(DynamoDbStreamsSourceOptions.SHARD_DISCOVERY_INTERVAL, Duration.ofSeconds(1))
                .setDeserializer(new ChangeText())
                .build();
    }

    /** The time goes on with the pages, and the writes with the time. */
    private void passWithPages() {
        for (long pages = table.table().scans().pages(); pagesSeen < pages; pagesSeen++) {
            clock.advance(A_PAGE);
            table.churn(WRITES_A_PAGE);
            noteWrites();
        }
    }

    /** What has been read is looked at less often than the time goes on: it is a long list. */
    private void passUntilTheNextLook() {
        for (int i = 0; i < 16; i++) {
            passWithPages();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** How long ago the newest change was written that has come, or the first one that hasn't. */
    private Duration behind(List<String> lines) {
        int newest = WholeTable.newestChange(lines);
        return Duration.between(writtenAt.get(Math.max(newest, PAGES * ITEMS_A_PAGE)), now());
    }

    private Instant now() {
        return clock.instant();
    }

    @Test
    void nothingIsLostWhileATableIsReadForThreeDaysAndATaskFails() throws Exception {
        String name = table.name();
        List<String> series = new ArrayList<>(List.of("h,items read,minutes behind"));
        Duration mostBehind = Duration.ZERO;
        boolean armed = false;
        JobClient job = run(name, StartupPosition.initial());
        List<String> lines = List.of();
        while (table.isMissingItems(lines)) {
            passUntilTheNextLook();
            lines = Journal.read(name);
            Duration behind = behind(lines);
            mostBehind = behind.compareTo(mostBehind) > 0 ? behind : mostBehind;
            jobs.simulator()
                    .setLatency(Operation.SCAN, behind.compareTo(FAR_BEHIND) > 0 ? SLOW : QUICK);
            series.add(sample(lines, behind));
            if (!armed && pagesSeen > PAGES / 2) {
                armed = true;
                FailOnce.arm(name);
            }
        }
        Duration scan = Duration.between(START, now());
        table.churn(100);
        table.awaitAll(name);

        System.out.printf(
                "Scan of %d hours: %,d items, %,d changes, at most %d minutes behind%n",
                scan.toHours(),
                WholeTable.scanned(Journal.read(name)).size(),
                table.written(),
                mostBehind.toMinutes());
        Files.createDirectories(SERIES.getParent());
        Files.write(SERIES, series);
        assertThat(scan).as("time of the scan").isGreaterThan(Duration.ofHours(72));
        assertThat(FailOnce.failures(name)).as("failures in the middle of a segment").isEqualTo(1);
        assertThat(mostBehind).isLessThan(RETENTION);
        assertThat(table.table().trimmedUnread()).isZero();
        assertThat(jobs.metrics().sum(job, "dataLossEvents")).isZero();
    }

    private String sample(List<String> lines, Duration behind) {
        return String.format(
                Locale.ROOT,
                "%.2f,%d,%d",
                Duration.between(START, now()).toMinutes() / 60.0,
                WholeTable.scanned(lines).size(),
                behind.toMinutes());
    }

    /** What the others do, so that this test is known to notice it. */
    @Test
    void whoReadsTheStreamOnlyAfterTheTableLosesWhatWasTrimmedMeanwhile() throws Exception {
        JobClient snapshot = run("long-scan-first", StartupPosition.snapshot());
        while (!snapshot.getJobStatus().get().isTerminalState()) {
            passWithPages();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        passWithPages();
        table.table().keepHouse();
        assertThat(Duration.between(START, now())).isGreaterThan(RETENTION);

        run("long-scan-then", StartupPosition.trimHorizon());
        table.put("a-new-one");
        SimulatedJobs.await(
                "the newest change",
                () ->
                        Journal.read("long-scan-then").stream()
                                .anyMatch(line -> line.startsWith("a-new-one ")));

        assertThat(Journal.read("long-scan-then").size())
                .as("changes that were left")
                .isLessThan(table.written());
        assertThat(table.table().trimmedUnread()).as("changes that were lost").isPositive();
    }

    /** What looks healthy elsewhere: shards that are gone, and a reader that waits for them. */
    @Test
    void aJobThatHasStoodStillForThirtyHoursWithinTheScanFailsAndSaysWhy() throws Exception {
        StandingScan standing = StandingScan.after(PAGES / 40, jobs.simulator(), table.name());
        JobClient job = run("long-scan-stands", StartupPosition.initial());
        while (!standing.isReached()) {
            passWithPages();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        Instant stopped = now();
        String savepoint = LocalJobs.savepointOf(job, folder);
        standing.letGo();
        for (int hour = 0; hour < 30; hour++) {
            clock.advance(Duration.ofHours(1));
            table.churn(WRITES_A_PAGE);
            table.table().keepHouse();
        }

        String failure =
                LocalJobs.awaitFailure(
                        LocalJobs.submit(
                                LocalJobs.environmentWithoutRestarts(savepoint),
                                "long-scan-stands",
                                source(StartupPosition.initial()),
                                1));

        assertThat(table.table().trimmedUnread()).as("changes that are gone").isPositive();
        assertThat(failure)
                .contains("Data loss: the state holds an unfinished snapshot of table long-scan")
                .containsPattern("has read the stream up to " + dayOf(stopped) + "T")
                .contains("DynamoDB Streams keeps records for 24 hours");
    }

    private static String dayOf(Instant time) {
        return time.toString().substring(0, 10);
    }
}
