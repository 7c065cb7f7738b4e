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
package io.github.flinkdynamodb.e2e.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.e2e.cluster.ChaosJobs;
import io.github.flinkdynamodb.e2e.cluster.ClusterSettings;
import io.github.flinkdynamodb.e2e.cluster.FlinkCluster;
import io.github.flinkdynamodb.e2e.cluster.FlinkDistribution;
import io.github.flinkdynamodb.e2e.cluster.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A run: a JobManager, two TaskManagers and the simulated service, each a process; a table that has
 * items; a job with keyed state that reads it and then its stream; changes written all the time;
 * everything that can happen to them; and the comparison.
 */
public final class ChaosRun {

    private static final String SQL_VERDICTS = "sql-verdicts";
    private static final String CHANGELOG_VERDICTS = "changelog-verdicts";

    /** An item has some 60 bytes, and a read unit reads 4 KB. */
    private static final int ITEMS_A_UNIT = 68;

    private static final int ITEM_BYTES = 1;

    /** The table is read for this part of the run, so that what happens meets that too. */
    private static final double PART_OF_THE_SCAN = 0.3;

    private static final int TASK_MANAGERS = 2;
    private static final int SLOTS = 3;
    private static final int TASK_MANAGER_MEGABYTES = 1_152;
    private static final int SIMULATOR_MEGABYTES = 2_048;
    private static final int SIMULATOR_MEGABYTES_FOR_LONG = 4_096;
    private static final Duration LONG = Duration.ofMinutes(2);

    /** What the simulator keeps fits into its heap; the job is never behind for so long. */
    private static final Duration RETENTION = Duration.ofMinutes(5);

    private static final Duration DRAIN_PATIENCE = Duration.ofMinutes(5);
    private static final int FIRST_SHARDS = 6;
    private static final int FIRST_PARALLELISM = 4;

    /**
     * The next disturbance of the cluster comes when the job has nearly caught up, and then some.
     */
    private static final double NEARLY_SECONDS = 5;

    /** ... or, where it doesn't catch up, after this time. */
    private static final Duration CATCHING_UP = Duration.ofSeconds(60);

    private static final int PEACE_MILLIS = 6_000;

    /** A long run goes on until the cluster was disturbed so often: four kinds, five times each. */
    private static final int LONG_DISTURBANCES = 20;

    private final ChaosOptions options;
    private final Random random;

    private ChaosRun(ChaosOptions options) {
        this.options = options;
        this.random = new Random(options.seed());
    }

    /**
     * Runs with the options of {@link ChaosOptions#fromProperties()}; ends with 1 if anything was
     * lost, doubled or out of order.
     *
     * @param args none
     */
    public static void main(String... args) {
        System.exit(run(ChaosOptions.fromProperties()).isFlawless() ? 0 : 1);
    }

    /**
     * Runs, and prints the report.
     *
     * @param options how
     * @return what came of it
     * @throws IllegalStateException if a process ends that nobody killed, or the job doesn't come
     *     back in time
     */
    static ChaosResult run(ChaosOptions options) {
        System.out.println(
                "Chaos run: seed "
                        + options.seed()
                        + ", "
                        + options.duration().toSeconds()
                        + " s; -Dchaos.seed="
                        + options.seed()
                        + " repeats its choices. Files: "
                        + options.work());
        ChaosResult result = new ChaosRun(options).run();
        Path picture = options.work().resolve("chaos.svg");
        write(picture, ChaosPicture.of(result).svg());
        String report = new ChaosReport(result).text();
        write(options.work().resolve("chaos.txt"), report);
        System.out.println(report);
        Path record = options.work().resolve("events.txt");
        write(record, String.join("\n", result.history().notes()) + "\n");
        System.out.println("Picture: " + picture + "\nWhat was done, and when: " + record);
        return result;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    private ChaosResult run() {
        Path work = emptyFolder(options.work());
        FlinkDistribution flink = FlinkDistribution.newest();
        try (SimulatedService simulator =
                        SimulatedService.start(
                                work, table(), options.seed(), simulatorMegabytes());
                FlinkCluster cluster =
                        FlinkCluster.start(
                                flink,
                                ClusterSettings.in(work.resolve("cluster"))
                                        .withTaskManagers(SLOTS, TASK_MANAGER_MEGABYTES),
                                TASK_MANAGERS)) {
            History history = new History(Clock.systemUTC());
            ChaosJobs jobs =
                    new ChaosJobs(
                                    simulator.endpoint(),
                                    SimulatedService.REGION,
                                    simulator.fill(options.keys(), ITEM_BYTES),
                                    work.resolve("verdicts"))
                            .fromTable(SimulatedService.TABLE, readCapacity())
                            .withSql(work.resolve(SQL_VERDICTS))
                            .withChangelog(work.resolve(CHANGELOG_VERDICTS));
            ChaosTarget target =
                    new ChaosTarget(
                            cluster,
                            jobs,
                            work.resolve("savepoints"),
                            history,
                            new Random(random.nextLong()));
            return run(simulator, target, jobs, history);
        }
    }

    private ChaosResult run(
            SimulatedService simulator, ChaosTarget target, ChaosJobs jobs, History history) {
        try (Sampler sampler = new Sampler(simulator, history)) {
            target.start(FIRST_PARALLELISM);
            simulator.act(load());
            sampler.start();
            disturb(simulator, target, history);
            simulator.act(SimulatedService.action("finish-load"));
            history.count("end of the writing");
            awaitVerdicts(simulator, target, jobs);
            history.count("all verdicts");
        }
        int[] shards = simulator.shards();
        return new ChaosResult(
                options,
                history,
                Comparison.of(simulator.changesByKey(), jobs.verdicts()),
                Comparison.of(simulator.changesByKey(), verdicts(SQL_VERDICTS)),
                Comparison.of(simulator.changesByKey(), verdicts(CHANGELOG_VERDICTS)),
                simulator.trimmedUnread(),
                shards[1]);
    }

    private void disturb(SimulatedService simulator, ChaosTarget target, History history) {
        List<Runnable> actions =
                new ArrayList<>(
                        List.of(
                                target::killTaskManager,
                                target::rescale,
                                target::restartJobManager));
        if (isLong()) {
            actions.add(target::killTaskManager);
        }
        Bag<Runnable> bag = new Bag<>(actions, new Random(random.nextLong()));
        double end = history.now() + options.duration().toSeconds();
        try (ServiceChaos service =
                new ServiceChaos(simulator, history, new Random(random.nextLong()))) {
            service.start();
            int left = isLong() ? LONG_DISTURBANCES : actions.size();
            while (history.now() < end || left > 0) {
                awaitCatchingUp(history);
                pause(random.nextInt(PEACE_MILLIS));
                bag.next().run();
                left--;
            }
        }
    }

    private void awaitCatchingUp(History history) {
        double latest = history.now() + CATCHING_UP.toSeconds();
        long nearly = Math.round(NEARLY_SECONDS * options.recordsPerSecond());
        while (history.now() < latest && history.unread() > nearly) {
            pause(100);
        }
    }

    private static void pause(int millis) {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void awaitVerdicts(SimulatedService simulator, ChaosTarget target, ChaosJobs jobs) {
        Awaitility.await("The job has taken the last change of all items")
                .atMost(DRAIN_PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .pollInSameThread()
                .until(
                        () -> {
                            target.cluster().checkAlive();
                            checkTrimmed(simulator);
                            return jobs.verdicts().size() >= options.keys()
                                    && verdicts(SQL_VERDICTS).size() >= options.keys()
                                    && verdicts(CHANGELOG_VERDICTS).size() >= options.keys();
                        });
        // If anything comes twice it may come late.
        target.awaitMoreCheckpoints(3);
    }

    private List<Verdict> verdicts(String folder) {
        return Verdict.read(options.work().resolve(folder));
    }

    private long readCapacity() {
        double seconds = options.duration().toSeconds() * PART_OF_THE_SCAN;
        return Math.max(1, Math.round(options.keys() / ITEMS_A_UNIT / seconds));
    }

    private static void checkTrimmed(SimulatedService simulator) {
        long trimmed = simulator.trimmedUnread();
        if (trimmed > 0) {
            throw new IllegalStateException(
                    "The job was behind for more than "
                            + RETENTION.toMinutes()
                            + " minutes: "
                            + trimmed
                            + " changes were trimmed before they were read");
        }
    }

    private ObjectNode table() {
        return new ObjectMapper()
                .createObjectNode()
                .put("shards", FIRST_SHARDS)
                .put("withoutStream", true)
                .put("viewType", "NEW_AND_OLD_IMAGES")
                .put("retention", RETENTION.toString())
                .put("childVisibleAfter", "PT0.3S")
                .put("endVisibleAfter", "PT0.2S")
                .put("timesGoBack", "PT2S")
                .put("shuffledListing", true)
                .put("endOnOwnPage", random.nextBoolean());
    }

    private ObjectNode load() {
        return SimulatedService.action("start-load")
                .put("keys", options.keys())
                .put("recordsPerSecond", options.recordsPerSecond())
                .put("itemBytes", ITEM_BYTES);
    }

    private int simulatorMegabytes() {
        return isLong() ? SIMULATOR_MEGABYTES_FOR_LONG : SIMULATOR_MEGABYTES;
    }

    private boolean isLong() {
        return options.duration().compareTo(LONG) > 0;
    }

    private static Path emptyFolder(Path folder) {
        try {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot empty " + folder, e);
        }
    }
}
