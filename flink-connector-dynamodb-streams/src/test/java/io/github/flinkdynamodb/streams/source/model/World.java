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

import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.model.TableModel.Change;
import io.github.flinkdynamodb.streams.source.model.TableModel.ShardModel;
import io.github.flinkdynamodb.streams.source.reader.fetch.ReaderClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A table, a job that reads it, and what its output is worth; all on one thread. Its methods are
 * the steps of an interleaving: each returns false if there is nothing to do.
 */
final class World {

    /** Longer than any back-off: a call that is to be made at all is made. */
    private static final Duration LONGER_THAN_BACKOFF = Duration.ofSeconds(11);

    /** How long the table was written to before the start. */
    private static final Duration HISTORY = Duration.ofHours(2);

    /** So much time passes before a timer goes off. */
    private static final Duration TICK = Duration.ofSeconds(1);

    private static final int MAX_PARALLELISM = 4;
    private static final int MAX_SHARDS = 24;

    final SourceConfig config;
    final ManualClock clock;
    final TableModel table;
    final OutputModel output;
    final JobModel job;
    final Situations situations = new Situations();
    private final Setup setup;
    private StringBuilder trace;

    World(Setup setup) throws Exception {
        this.setup = setup;
        config = setup.config();
        clock = new ManualClock(Setup.START.minus(HISTORY));
        table = new TableModel(clock, setup);
        output = new OutputModel(table);
        job = new JobModel(this, setup.parallelism);
        history(new Random(setup.history));
        clock.set(Setup.START);
        situations.note(setup.history > 0 ? "start at a time" : "start at the trim horizon");
        situations.note(setup.isBounded() ? "stop at a time" : "no stop");
        job.startAll();
    }

    private void history(Random random) {
        for (int step = 0; step < setup.history; step++) {
            clock.advance(HISTORY.dividedBy(2 * setup.history));
            int choice = random.nextInt(Step.CHOICES);
            ShardModel shard = openShard(choice);
            if (choice % 4 == 0) {
                table.reshard(shard, choice % 8 == 0);
            } else {
                table.write(shard, choice / 7);
            }
        }
    }

    boolean isFirstRun() {
        return job == null || job.coordinator() == null;
    }

    ReaderClock readerClock() {
        return new ReaderClock(clock::millis, clock);
    }

    /** Lets so much time pass that every call that is planned is due. */
    void timeForCalls() {
        pass(LONGER_THAN_BACKOFF);
    }

    /** Lets time pass. By the time to stop at all shards are visible, since that can be late. */
    private void pass(Duration time) {
        clock.advance(time);
        if (!clock.instant().isBefore(setup.until())) {
            table.showAll();
        }
    }

    int subtask(int choice) {
        return choice % job.parallelism();
    }

    Optional<String> parentOf(String shardId) {
        return Optional.ofNullable(table.shards.get(shardId).parent).map(parent -> parent.id);
    }

    void noteHandovers(String what, TaskModel task) {
        if (task != null) {
            task.handovers.values().forEach(step -> situations.note(what, step));
        }
    }

    // --- what is said of the steps
    // ----------------------------------------------------------------

    void startTrace() {
        trace = new StringBuilder();
    }

    String trace() {
        return trace.toString();
    }

    void say(String format, Object... arguments) {
        if (trace != null) {
            trace.append(String.format(format, arguments)).append(System.lineSeparator());
        }
    }

    /** Does a step and says so, if there was something to do. */
    boolean doAndSay(Step step) throws Exception {
        int before = trace == null ? 0 : trace.length();
        say("%s", step.describe(this));
        boolean done = step.apply(this);
        if (!done && trace != null) {
            trace.setLength(before);
        }
        return done;
    }

    // --- the table and the service ---------------------------------------------------------------

    /** One of the open shards; null once the stream has ended. */
    private ShardModel openShard(int choice) {
        return table.open.isEmpty() ? null : table.open.get(choice % table.open.size());
    }

    boolean write(int choice) {
        ShardModel shard = openShard(choice);
        if (shard == null) {
            return false;
        }
        table.write(shard, choice / 7);
        say("    write %s", shard.changes.get(shard.changes.size() - 1));
        return true;
    }

    /** Rolls a shard over, or splits it; the children may be late in a listing, or everywhere. */
    boolean reshard(int choice) {
        ShardModel shard = openShard(choice);
        if (shard == null || table.shards.size() >= MAX_SHARDS) {
            return false;
        }
        noteLastRecordOut(shard);
        int number = choice / 7;
        boolean late = clock.instant().isBefore(setup.until());
        for (ShardModel child : table.reshard(shard, number % 2 == 0)) {
            number = number / 2;
            table.visible(child, !late || number % 4 != 0, !late || number % 5 != 0);
            situations.note(
                    "child "
                            + (child.listed ? "listed" : "not listed")
                            + (child.listedAsChild ? ", found" : ", not found"));
            say(
                    "    %s is followed by %s, %s the listing, %s the look-up",
                    shard,
                    child,
                    child.listed ? "in" : "not in",
                    child.listedAsChild ? "in" : "not in");
        }
        return true;
    }

    private void noteLastRecordOut(ShardModel shard) {
        if (shard.changes.isEmpty() || !shard.isOut()) {
            return;
        }
        lastRecordOut(shard.changes.get(shard.changes.size() - 1));
    }

    /** A shard's last record is out, and its reader has yet to find that there is no more. */
    void lastRecordOut(Change last) {
        TaskModel task = last.subtask < 0 ? null : job.running(last.subtask);
        if (task != null) {
            task.handovers.putIfAbsent(last.shard.id, HandoverStep.LAST_RECORD_OUT);
        }
    }

    boolean showLateShard(int choice) {
        List<ShardModel> hidden = table.hidden();
        if (hidden.isEmpty()) {
            return false;
        }
        ShardModel shard = hidden.get(choice % hidden.size());
        table.visible(shard, true, true);
        say("    %s is visible", shard);
        return true;
    }

    /** The retention passes over a shard that no restore reads any more. */
    boolean trim(int choice) throws Exception {
        if (choice % 2 == 0 || job.latest() == null) {
            return false;
        }
        List<ShardModel> old = new ArrayList<>();
        for (String shardId : CheckpointRule.notReadAnyMore(job.latest())) {
            ShardModel shard = table.shards.get(shardId);
            boolean oldest = shard.parent == null || shard.parent.dropped;
            if (shard.closed && !shard.dropped && oldest && childrenAreVisible(shard)) {
                old.add(shard);
            }
        }
        if (old.isEmpty()) {
            return false;
        }
        ShardModel shard = old.get(choice % old.size());
        job.forgetSavepoints();
        table.drop(shard);
        situations.note("shard trimmed");
        say("    %s is trimmed", shard);
        return true;
    }

    private static boolean childrenAreVisible(ShardModel shard) {
        return shard.children.stream().allMatch(child -> child.listed && child.listedAsChild);
    }

    boolean expireIterators(int choice) {
        ShardModel shard = openShard(choice);
        if (shard == null) {
            return false;
        }
        table.expireIterators(shard);
        return true;
    }

    boolean emptyPages(int choice) {
        ShardModel shard = openShard(choice);
        if (shard == null || clock.instant().isAfter(setup.until())) {
            return false; // after the time to stop, they would prove that there is no more to read
        }
        table.emptyPages(shard, 1 + choice / 7 % 2);
        return true;
    }

    boolean failDiscovery(int choice) {
        table.failDiscovery(StepKind.PASSING[choice % 2], 1 + choice / 7 % 2);
        situations.note("discovery fails");
        return true;
    }

    boolean failReading(int choice) {
        ShardModel shard = openShard(choice);
        if (shard == null) {
            return false;
        }
        table.failReading(shard, StepKind.PASSING[choice % 2], 1 + choice / 7 % 2);
        return true;
    }

    /** The stream is disabled, seldom enough for most interleavings to go on. */
    boolean endStream(int choice) {
        if (choice % 20 != 0 || table.open.isEmpty()) {
            return false;
        }
        endStream();
        situations.note("stream ended early");
        return true;
    }

    /** All shards are closed and nothing follows them. */
    void endStream() {
        table.showAll();
        new ArrayList<>(table.open).forEach(this::noteLastRecordOut);
        table.disable();
    }

    // --- threads and messages --------------------------------------------------------------------

    boolean fireTimer(int choice) {
        StepExecutor executor = job.coordinator().executor;
        if (executor.timers() == 0) {
            return false;
        }
        pass(TICK);
        executor.fire(choice % executor.timers());
        return true;
    }

    boolean deliver(int choice) throws Exception {
        TaskModel task = job.running(subtask(choice));
        return task != null && task.deliver();
    }

    boolean fetch(int choice) {
        TaskModel task = job.running(subtask(choice));
        return task != null && task.fetch();
    }

    boolean poll(int choice) throws Exception {
        TaskModel task = job.running(subtask(choice));
        return task != null && task.poll();
    }

    // --- failures --------------------------------------------------------------------------------

    boolean failJob(int choice) throws Exception {
        if (choice % 2 == 0) {
            return false;
        }
        job.restoreAll();
        return true;
    }

    boolean rescale(int choice) throws Exception {
        return choice % 2 == 0 && job.rescale(choice / 2, 1 + choice / 11 % MAX_PARALLELISM);
    }

    // --- the end ---------------------------------------------------------------------------------

    /** Does everything that can be done without a failure. Timers go off if nothing else did. */
    void round() throws Exception {
        boolean progress = recover();
        StepExecutor executor = job.coordinator().executor;
        while (executor.runNext()) {
            progress = true;
        }
        for (int subtask = 0; subtask < job.parallelism(); subtask++) {
            progress |= roundOf(job.running(subtask));
        }
        while (job.acknowledge(1)) {
            progress = true;
        }
        if (!progress) {
            for (int timers = executor.timers(); timers > 0; timers--) {
                pass(TICK);
                executor.fire(0);
            }
        }
    }

    /** Brings back what has failed, and takes the coordinator all that is on its way to it. */
    private boolean recover() throws Exception {
        boolean progress = false;
        for (int subtask = 0; subtask < job.parallelism(); subtask++) {
            progress |= job.notice(subtask);
        }
        progress |= job.restartFailed();
        while (job.inboxNext()) {
            progress = true;
        }
        for (int subtask = 0; subtask < job.parallelism(); subtask++) {
            progress |= job.open(subtask);
            while (job.receiveFrom(subtask)) {
                progress = true;
            }
        }
        return progress;
    }

    private boolean roundOf(TaskModel task) throws Exception {
        boolean progress = false;
        while (task.deliver()) {
            progress = true;
        }
        int before = output.outCount();
        task.fetch();
        while (task.poll()) {
            continue;
        }
        task.pollForEnd();
        return progress || output.outCount() > before;
    }
}
