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
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.model.TableModel.ShardModel;
import io.github.flinkdynamodb.streams.source.reader.fetch.ReaderClock;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.time.Clock;
import java.time.Duration;
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

    /** So often the table is written to before a start that reads it. */
    private static final Duration SHORT_STEP = Duration.ofSeconds(15);

    /** Shortly before the changes that a start reads: those of 60 seconds before it. */
    private static final Duration AT_FILTER = Duration.ofSeconds(64);

    /** So much time passes before a timer goes off. */
    private static final Duration TICK = Duration.ofSeconds(1);

    private static final int MAX_PARALLELISM = 4;

    final SourceConfig config;
    final ManualClock clock;
    final ScriptedStreamsClient service;

    /** Null if the stream isn't read. */
    final TableModel table;

    /** Null if the table itself isn't read. */
    final ItemsModel items;

    /** Null if no export is read. */
    final FilesModel files;

    /** Null unless an operator keeps rows. */
    final KeptRows kept;

    final Output output;
    final StreamSteps stream;

    /** Null unless gaps are closed. */
    final RepairSteps repair;

    final ScanSteps scan;
    final JobModel job;
    final Situations situations = new Situations();
    final Setup setup;

    /** Whether all that is left to do is done, and nothing fails any more. */
    boolean drains;

    private StringBuilder trace;

    World(Setup setup) throws Exception {
        this.setup = setup;
        clock = new ManualClock(Setup.START.minus(HISTORY));
        service = new ScriptedStreamsClient(clock);
        items = setup.mode.readsTable() ? new ItemsModel(clock, service, setup) : null;
        table = setup.mode.readsStream() ? new TableModel(clock, service, setup, items) : null;
        stream = new StreamSteps(this, table);
        scan = new ScanSteps(this, items);
        repair = setup.mode.repairs() ? new RepairSteps(this) : null;
        if (items != null && (repair == null || setup.mode.readsItemsFirst())) {
            fill(new Random(setup.history + setup.edges));
        }
        if (table != null) {
            history(new Random(setup.history));
            situations.note(setup.history > 0 ? "start at a time" : "start at the trim horizon");
            situations.note(setup.isBounded() ? "stop at a time" : "no stop");
        }
        files = FilesModel.of(setup, items, clock);
        config = setup.config(folders());
        kept = setup.mode.keepsRows() ? new KeptRows(setup) : null;
        output = newOutput();
        job = new JobModel(this, setup.parallelism);
        clock.set(Setup.START);
        job.startAll();
    }

    private List<String> folders() {
        if (repair != null) {
            return List.of(repair.bucket());
        }
        return files == null ? List.of() : files.folders();
    }

    private Output newOutput() {
        if (repair != null) {
            return new RepairOutput(this);
        }
        if (setup.mode.readsChain()) {
            return new ChainOutput(this, (ChainModel) files);
        }
        if (setup.mode.readsBoth()) {
            return new OverlapOutput(this);
        }
        return items == null ? new OutputModel(table) : new SnapshotOutput(items);
    }

    /** Items from before anything is known of the stream. */
    private void fill(Random random) {
        int count = table == null ? setup.keysPerRoot : table.keys.size();
        for (int item = 0; item < count; item++) {
            if (random.nextInt(4) > 0) {
                items.write(items.item("k" + item), random.nextInt(TableModel.VALUES));
            }
        }
    }

    private void history(Random random) {
        if (setup.mode.readsBoth()) {
            Duration before =
                    setup.writtenAtFilter ? AT_FILTER : SHORT_STEP.multipliedBy(setup.history);
            clock.set((setup.writtenAtFilter ? setup.filterOrigin() : Setup.START).minus(before));
        }
        for (int step = 0; step < setup.history; step++) {
            if (setup.writtenAtFilter) {
                clock.advance(Duration.ofMillis(random.nextInt(1_500)));
            } else if (setup.mode.readsBoth()) {
                clock.advance(SHORT_STEP.minusMillis(random.nextInt(10_000)));
            } else {
                clock.advance(HISTORY.dividedBy(2 * setup.history));
            }
            int choice = random.nextInt(Step.CHOICES);
            ShardModel shard = table.open.get(choice % table.open.size());
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

    DynamoDbStreamsDeserializationSchema<String> schema() {
        ModelSchema schema = new ModelSchema(setup);
        return kept == null ? schema : kept.schema(schema);
    }

    ReaderClock readerClock() {
        return new ReaderClock(clock::millis, Clock.offset(clock, setup.readersAhead()));
    }

    /** Lets so much time pass that every call that is planned is due. */
    void timeForCalls() {
        pass(LONGER_THAN_BACKOFF);
    }

    /** Lets time pass. By the time to stop at all shards are visible, since that can be late. */
    void pass(Duration time) {
        clock.advance(time);
        if (table == null) {
            return;
        }
        table.showLate();
        if (!clock.instant().isBefore(setup.until())) {
            table.showAll();
        }
    }

    int subtask(int choice) {
        return choice % job.parallelism();
    }

    Optional<String> parentOf(String splitId) {
        if (SegmentSplit.isSegment(splitId)) {
            return Optional.empty();
        }
        return Optional.ofNullable(table.shards.get(splitId).parent).map(parent -> parent.id);
    }

    void noteHandovers(String what, TaskModel task) {
        if (task != null) {
            task.handovers.values().forEach(step -> situations.note(what, step));
            if (job.coordinator().isChildWaiting(task)) {
                situations.note(what + Situations.CHILD_WAITS);
            }
            task.service.pages().forEach(page -> situations.note(what, page.step()));
            task.endedSegments.forEach(end -> situations.note(what, ScanStep.END_UNCONFIRMED));
        }
        if (job.coordinator().isScanUncovered()) {
            situations.note(what, ScanStep.LAST_SEGMENT_FINISHED);
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

    /** All timers go off, and everybody hears what there is to be heard. */
    boolean exchangeMessages(int choice) throws Exception {
        StepExecutor executor = job.coordinator().executor;
        for (int timers = choice % 3 == 0 ? 0 : executor.timers(); timers > 0; timers--) {
            pass(TICK);
            executor.fire(0);
        }
        job.exchangeMessages();
        return true;
    }

    /** A reader fetches, and gives out all that it has; with or without what is slow. */
    boolean readOn(int choice) throws Exception {
        TaskModel task = job.running(subtask(choice));
        return task != null && readOn(task, choice / 7 % 3 == 0);
    }

    private static boolean readOn(TaskModel task, boolean answered) throws Exception {
        boolean any = fetch(task, answered);
        while (task.poll()) {
            any = true;
        }
        return any;
    }

    private static boolean fetch(TaskModel task, boolean answered) {
        boolean any = false;
        while (answered && task.service.answer(0)) {
            any = true;
        }
        return task.fetch() || any;
    }

    /**
     * All readers fetch twice, an iterator and a page, and give out all that they have; with or
     * without what is slow.
     */
    void readOnAll(boolean answered) throws Exception {
        for (int subtask = 0; subtask < job.parallelism(); subtask++) {
            TaskModel task = job.running(subtask);
            if (task != null) {
                readOn(task, answered);
                readOn(task, answered);
            }
        }
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

    /** A reader reads up to within a page, if one can, and then something fails. */
    boolean interruptPage(int choice) throws Exception {
        exchangeMessages(choice);
        for (int subtask = 0; subtask < job.parallelism(); subtask++) {
            TaskModel task = job.running(subtask);
            if (task != null && readIntoPage(task)) {
                return interrupt(subtask, choice);
            }
        }
        return true;
    }

    private static boolean readIntoPage(TaskModel task) throws Exception {
        fetch(task, true);
        while (!task.service.isWithinPage() && task.poll()) {
            continue;
        }
        return task.service.isWithinPage();
    }

    /** Something fails while a child waits to move. */
    boolean interruptWait(int choice) throws Exception {
        return job.coordinator().hasUnassigned() && interrupt(subtask(choice), choice);
    }

    private boolean interrupt(int subtask, int choice) throws Exception {
        switch (choice / 7 % 4) {
            case 0:
                return job.crash(subtask);
            case 1:
                return job.crashAll();
            case 2:
                return failJob(1);
            default:
                return rescale(choice * 2);
        }
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
        progress |= processAll();
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

    /**
     * The operator behind the source takes what is on its way to it, as far as it isn't blocked.
     */
    boolean processAll() {
        boolean any = false;
        boolean more = output.downstream() != null;
        while (more) {
            more = false;
            for (int channel = 0; channel < job.parallelism(); channel++) {
                more |= output.downstream().process(channel);
            }
            any |= more;
        }
        return any;
    }

    private boolean roundOf(TaskModel task) throws Exception {
        if (task == null) {
            return true; // the job was restored a moment ago
        }
        boolean progress = false;
        while (task.deliver()) {
            progress = true;
        }
        while (task.service.answer(0)) {
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
