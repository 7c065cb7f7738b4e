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
package io.github.flinkdynamodb.streams.source.model;

import io.github.flinkdynamodb.streams.client.ExportRequest;
import io.github.flinkdynamodb.streams.model.ShardIds;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.model.TableModel.ShardModel;
import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.tools.simulator.export.ItemChange;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The steps of gaps and of what closes them: a job that is stopped for longer than the stream keeps
 * its records, exports that fail, and a table whose exports have edges that err for each item.
 */
final class RepairSteps {

    private static final Duration RETENTION = Duration.ofHours(24);
    private static final Duration OUTAGE = Duration.ofHours(25);
    private static final int MOST_HOURS = 60;
    private static final int MOST_OUTAGES = 3;
    private static final int MOST_FAILURES = 2;
    private static final int MOST_WRITES = 8;
    private static final int SOON_SECONDS = 900;

    /** By how much a record's stamp and the edge of an export may differ. */
    private static final int FUZZINESS = 60_000;

    /** What shards are this far apart for can't be in one window with what isn't certain. */
    private static final Duration TOO_FAR_APART = Duration.ofHours(23);

    private static final int MOST_GROUPS = 10;

    private static Path root;
    private static int worlds;

    private final World world;
    private final Path folder;
    private int outages;
    private int failures;

    RepairSteps(World world) {
        this.world = world;
        this.folder = root.resolve("world-" + worlds++);
        world.service.exports.into(folder.resolve("exports"), folder.resolve("staging"));
        world.service.exports.changes(this::changes);
        world.service.exports.duration(
                Duration.ofSeconds(new Random(world.setup.edges).nextInt(20)));
    }

    /** Has all exports written below a directory; to be called before a test's first world. */
    static void use(Path directory) {
        root = directory;
    }

    /** Returns where the bucket's objects are. */
    String bucket() {
        return folder.resolve("exports").toUri().toString();
    }

    /** Removes what this world has written. */
    void clear() {
        try (Stream<Path> paths = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    // --- exports ---------------------------------------------------------------------------------

    private List<ItemChange> changes(ExportRequest request) {
        List<ItemChange> changes = new ArrayList<>();
        Instant from = request.from().orElseThrow();
        for (ItemModel item : world.items.all()) {
            ItemVersion before = asOf(item, from);
            ItemVersion after = asOf(item, request.to().orElseThrow());
            boolean wasThere = before != null && before.exists();
            if (before != after && (wasThere || after.exists())) {
                changes.add(
                        ItemChange.of(
                                Item.builder().s(ItemsModel.KEY, item.key).build(),
                                wasThere ? Item.parse(before.image()) : null,
                                after.exists() ? Item.parse(after.image()) : null,
                                from));
            }
        }
        return changes;
    }

    /** Returns what an item was at an edge; that errs, but always by the same time. */
    private ItemVersion asOf(ItemModel item, Instant edge) {
        Random random = new Random(world.setup.edges + 31L * item.key.hashCode() + edge.hashCode());
        random.nextInt();
        int least = world.setup.mostDelay * 1_000 - FUZZINESS;
        int kind = random.nextInt(4);
        int error = kind == 0 ? least : FUZZINESS;
        if (kind > 1) {
            error = least + random.nextInt(FUZZINESS - least + 1);
        }
        return item.asOf(edge.plusMillis(error).minusNanos(1));
    }

    boolean failExport(int choice) {
        if (failures == MOST_FAILURES) {
            return false;
        }
        failures++;
        world.service.exports.failNext("S3AccessDenied: no");
        world.situations.note("export fails");
        return true;
    }

    boolean loseAnswer(int choice) {
        world.service.exports.loseAnswers(1);
        return true;
    }

    // --- time ------------------------------------------------------------------------------------

    boolean passMinutes(int choice) {
        int most = choice % 7 == 0 ? 1_500 : 90;
        world.table.showAll(); // a shard is listed seconds late, and not minutes
        world.pass(Duration.ofSeconds(1 + choice / 7 % most));
        return true;
    }

    /** The job is stopped, and started again when much of the stream is gone. */
    boolean outage(int choice) throws Exception {
        if (outages == MOST_OUTAGES || !hasBegun() || isWithinSnapshot()) {
            return false;
        }
        outages++;
        note("outage");
        Random random = new Random(choice);
        letPass(random, OUTAGE.plusMinutes(random.nextInt(60 * MOST_HOURS)));
        if (random.nextBoolean()) {
            world.job.rescale(0, 1 + random.nextInt(4));
        } else {
            world.job.restoreAll();
        }
        world.job.forgetSavepoints();
        return true;
    }

    /** About a day goes by before the job does its next step, while it reads files. */
    boolean slowDay(int choice) throws Exception {
        if (outages == MOST_OUTAGES
                || !world.job.coordinator().isReadingFiles()
                || isWithinSnapshot()) {
            return false;
        }
        outages++;
        note("slow day");
        Random random = new Random(choice);
        letPass(random, Duration.ofHours(19 + random.nextInt(10)));
        return true;
    }

    /** A job that has read nothing begins where the stream does, which isn't a loss. */
    private boolean hasBegun() throws IOException {
        Checkpoint latest = world.job.latest();
        boolean hasBegun =
                latest != null && CoordinatorModel.state(latest.enumerator).repair().isPresent();
        for (int subtask = 0; latest != null && subtask < latest.parallelism(); subtask++) {
            for (DynamoDbStreamsSplit split : latest.splits(subtask)) {
                hasBegun |= split instanceof ShardSplit && hasBegun((ShardSplit) split);
            }
        }
        return hasBegun;
    }

    /**
     * Returns whether a restore would go on with a snapshot, or begin one. If it was interrupted
     * for so long, the job must be started without its state, and then it is another one.
     */
    private boolean isWithinSnapshot() throws IOException {
        Checkpoint latest = world.job.latest();
        if (!world.setup.mode.readsItemsFirst() || latest == null) {
            return world.setup.mode.readsItemsFirst();
        }
        EnumeratorState state = CoordinatorModel.state(latest.enumerator);
        return state.repair().isEmpty()
                && (state.scan().isPresent() || state.streamArn().isEmpty());
    }

    private static boolean hasBegun(ShardSplit shard) {
        return shard.lastRecordTime().isPresent()
                || shard.readUpTo().isPresent() && !shard.isReadUpToAssumed();
    }

    private void note(String what) throws IOException {
        world.situations.note(what + " " + phase());
    }

    /** Returns how far the latest checkpoint is with a repair. */
    private String phase() throws IOException {
        EnumeratorState state = CoordinatorModel.state(world.job.latest().enumerator);
        Optional<RepairPlan> plan = state.repair();
        if (plan.isEmpty()) {
            return "of a job that never had one";
        }
        if (!plan.get().isRead()) {
            return state.scan().isPresent() ? "while a gap is read" : "while a gap is planned";
        }
        return state.listedOnce() ? "some time after another one" : "just behind a gap";
    }

    private void letPass(Random random, Duration time) {
        Instant begin = world.clock.instant();
        Instant end = begin.plus(time);
        List<Instant> writes = new ArrayList<>();
        for (int write = random.nextInt(MOST_WRITES); write > 0; write--) {
            writes.add(begin.plusSeconds(random.nextInt(SOON_SECONDS)));
            writes.add(begin.plusSeconds(random.nextInt((int) time.toSeconds())));
            writes.add(end.minusSeconds(random.nextInt(SOON_SECONDS)));
        }
        writes.sort(Comparator.naturalOrder());
        for (Instant write : writes) {
            world.clock.set(write);
            if (random.nextInt(8) == 0) {
                world.stream.reshard(random.nextInt(Step.CHOICES));
            } else {
                world.stream.write(random.nextInt(Step.CHOICES));
            }
        }
        world.clock.set(end);
        world.table.showAll();
        world.service.clearFaults();
        trim(end.minus(RETENTION));
    }

    private void trim(Instant before) {
        world.table.trim(before);
        for (ShardModel shard : new ArrayList<>(world.table.shards.values())) {
            boolean isOld =
                    !shard.children.isEmpty()
                            && ShardIds.creationTime(shard.children.get(0).id)
                                    .orElseThrow()
                                    .isBefore(before);
            if (isOld && !shard.dropped) {
                world.table.drop(shard);
            }
        }
    }

    /** All messages arrive, all readers read on, and a checkpoint completes if it can. */
    boolean goOn(int choice) throws Exception {
        world.table.showAll();
        world.exchangeMessages(choice);
        world.readOnAll(true);
        if (world.output.downstream() != null && choice % 3 > 0) {
            world.processAll();
        }
        if (choice % 5 > 0 && world.job.sendBarriers()) {
            world.job.completeUnderWay(1 + 2 * choice);
        }
        return true;
    }

    // --- failures and the end --------------------------------------------------------------------

    /** Restores the job if a failure is one that it goes on after. */
    boolean restarts(Throwable failure) throws Exception {
        if (!says(failure, "Data loss: ") || outages == 0) {
            return false;
        }
        world.situations.note("restart because of a loss");
        world.say("    restarted after %s", failure);
        world.job.restoreAll();
        return true;
    }

    private static boolean says(Throwable failure, String words) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains(words)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether a gap can't be closed, which is so if shards are too far apart, or nobody had
     * begun to read one yet.
     */
    boolean isRefused(Throwable failure) {
        if (says(failure, "nothing is known") && hasUnbegunShard()) {
            world.situations.note("refused, since a shard hadn't been begun");
            return true;
        }
        if (says(failure, "the state doesn't hold the keys") && isFirstGap()) {
            world.situations.note("refused, since the table had just been read");
            return true;
        }
        if (!says(failure, "can't be repaired: the shards have been read to times")) {
            return false;
        }
        List<Instant> times = new ArrayList<>();
        try {
            for (int subtask = 0; subtask < world.job.latest().parallelism(); subtask++) {
                for (DynamoDbStreamsSplit split : world.job.latest().splits(subtask)) {
                    ShardSplit shard = (ShardSplit) split;
                    Optional<Instant> created =
                            ShardIds.creationTime(shard.shardId())
                                    .filter(time -> shard.isReadUpToAssumed());
                    Stream.of(shard.lastRecordTime(), shard.readUpTo(), created)
                            .flatMap(Optional::stream)
                            .max(Comparator.naturalOrder())
                            .ifPresent(times::add);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        times.sort(Comparator.naturalOrder());
        Duration apart = Duration.between(times.get(0), times.get(times.size() - 1));
        boolean must = times.size() > MOST_GROUPS || apart.compareTo(TOO_FAR_APART) > 0;
        world.situations.note(must ? "refused, and must be" : "refused for nothing");
        return must;
    }

    private boolean isFirstGap() {
        try {
            return world.setup.mode.readsItemsFirst()
                    && CoordinatorModel.state(world.job.latest().enumerator).repair().isEmpty();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean hasUnbegunShard() {
        try {
            return CoordinatorModel.state(world.job.latest().enumerator).shards().stream()
                    .anyMatch(
                            shard ->
                                    shard.status() == ShardStatus.READY
                                            && shard.notBefore().isEmpty());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns whether all gaps are closed, and the stream is read to its end. */
    boolean isRead() throws Exception {
        return world.job.allRunning() && world.output.isComplete() && Interleaving.isSettled(world);
    }
}
