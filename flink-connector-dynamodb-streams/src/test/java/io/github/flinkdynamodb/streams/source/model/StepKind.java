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

import io.github.flinkdynamodb.streams.client.StreamsException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** What can happen next, and how often it is chosen. */
enum StepKind {
    // The stream and the service that it is read from.
    WRITE(Part.STREAM, 8, (world, choice) -> world.stream.write(choice)),
    RESHARD(Part.STREAM, 3, (world, choice) -> world.stream.reshard(choice)),
    SHOW_LATE_SHARD(Part.STREAM, 3, (world, choice) -> world.stream.showLateShard(choice)),
    TRIM(Part.STREAM, 1, (world, choice) -> world.stream.trim(choice)),
    EXPIRE_ITERATORS(Part.STREAM, 1, (world, choice) -> world.stream.expireIterators(choice)),
    EMPTY_PAGES(Part.STREAM, 1, (world, choice) -> world.stream.emptyPages(choice)),
    FAIL_DISCOVERY(Part.STREAM, 1, (world, choice) -> world.stream.failDiscovery(choice)),
    FAIL_READING(Part.STREAM, 1, (world, choice) -> world.stream.failReading(choice)),
    END_STREAM(Part.STREAM_ALONE, 1, (world, choice) -> world.stream.endStream(choice)),

    // The table and the service that it is scanned in.
    WRITE_ITEM(Part.ITEMS, 4, (world, choice) -> world.scan.writeItem(choice)),
    RECREATE_TABLE(Part.ITEMS, 1, (world, choice) -> world.scan.recreateTable(choice)),
    SLOW_SCANS(Part.SCAN, 6, (world, choice) -> world.scan.slowScans(choice)),
    ANSWER_SCAN(Part.SCAN, 12, (world, choice) -> world.scan.answerScan(choice)),
    EMPTY_SCAN_PAGE(Part.PAGES, 1, (world, choice) -> world.scan.emptyPage(choice)),
    FAIL_SCAN(Part.PAGES, 1, (world, choice) -> world.scan.failScan(choice)),
    THROTTLE_TABLE(Part.PAGES, 1, (world, choice) -> world.scan.throttleTable(choice)),
    FAIL_DESCRIPTION(Part.TABLE, 1, (world, choice) -> world.scan.failDescription(choice)),

    // Time, and what is behind the source.
    PASS_DAY(Part.HOLDING, 1, (world, choice) -> world.stream.passDay(choice)),
    PASS_TIME(Part.BOTH, 3, (world, choice) -> world.scan.passTime(choice)),
    PROCESS(Part.OPERATOR, 30, (world, choice) -> world.scan.process(choice)),
    TAKE_UNALIGNED(Part.UNALIGNED, 6, (world, choice) -> world.scan.takeUnaligned(choice)),
    STALL_CHANNEL(Part.OPERATOR, 3, (world, choice) -> world.scan.stallChannel(choice)),

    // Several steps in a row, which are of interest and seldom come about one by one.
    OVERTAKE_PAGE(Part.BOTH, 8, (world, choice) -> world.scan.overtakePage(choice)),
    OVERTAKE_PAGE_AND_READ_ON(
            Part.BOTH, 4, (world, choice) -> world.scan.overtakePageAndReadOn(choice)),
    OVERTAKE_CHECKPOINT(Part.BOTH, 4, (world, choice) -> world.scan.overtakeCheckpoint(choice)),
    READ_ON(Part.LONG, 14, World::readOn),
    EXCHANGE_MESSAGES(Part.LONG, 16, World::exchangeMessages),
    SEND_BARRIERS(Part.LONG, 7, (world, choice) -> world.job.sendBarriers()),
    COMPLETE_CHECKPOINTS(Part.LONG, 9, (world, choice) -> world.job.completeUnderWay(choice)),
    FOLLOW_WINDOW(Part.CHAIN, 6, ChainSteps::followWindow),
    PROCESS_ACROSS(Part.OPERATOR, 6, (world, choice) -> world.scan.processAcross(choice)),

    // Gaps in the stream, and what closes them.
    PASS_MINUTES(Part.REPAIR, 6, (world, choice) -> world.repair.passMinutes(choice)),
    OUTAGE(Part.REPAIR, 3, (world, choice) -> world.repair.outage(choice)),
    SLOW_DAY(Part.REPAIR, 1, (world, choice) -> world.repair.slowDay(choice)),
    FAIL_EXPORT(Part.REPAIR, 1, (world, choice) -> world.repair.failExport(choice)),
    LOSE_ANSWER(Part.REPAIR, 1, (world, choice) -> world.repair.loseAnswer(choice)),
    REPAIR_ON(Part.REPAIR, 10, (world, choice) -> world.repair.goOn(choice)),

    // Threads and messages.
    COORDINATOR_ACTION(
            Part.ALWAYS, 20, (world, choice) -> world.job.coordinator().executor.runNext()),
    COORDINATOR_TIMER(Part.ALWAYS, 5, World::fireTimer),
    JOBMANAGER_MESSAGE(Part.ALWAYS, 4, (world, choice) -> world.job.inboxNext()),
    MESSAGE_FROM_READER(
            Part.ALWAYS, 16, (world, choice) -> world.job.receiveFrom(world.subtask(choice))),
    MESSAGE_TO_READER(Part.ALWAYS, 16, World::deliver),
    FETCH(Part.ALWAYS, 16, World::fetch),
    POLL(Part.ALWAYS, 30, World::poll),

    // Checkpoints.
    CHECKPOINT(Part.ALWAYS, 4, (world, choice) -> world.job.startCheckpoint(false)),
    SAVEPOINT(Part.ALWAYS, 1, (world, choice) -> world.job.startCheckpoint(true)),
    ACKNOWLEDGE(Part.ALWAYS, 12, (world, choice) -> world.job.acknowledge(choice)),
    ABORT(Part.ALWAYS, 1, (world, choice) -> world.job.abort(choice)),

    // Failures and what follows them.
    FAIL_TASK(Part.ALWAYS, 2, (world, choice) -> world.job.crash(world.subtask(choice))),
    FAIL_REGION(Part.ALWAYS, 1, (world, choice) -> world.job.crashAll()),
    FAIL_JOB(Part.ALWAYS, 1, World::failJob),
    RESCALE(Part.ALWAYS, 1, World::rescale),
    INTERRUPT_PAGE(Part.LONG, 8, World::interruptPage),
    INTERRUPT_WAIT(Part.MOVES, 2, World::interruptWait),
    NOTICE_FAILURE(Part.ALWAYS, 12, (world, choice) -> world.job.notice(world.subtask(choice))),
    RESTART(Part.ALWAYS, 8, (world, choice) -> world.job.restartFailed()),
    OPEN(Part.ALWAYS, 20, (world, choice) -> world.job.open(world.subtask(choice)));

    /** Does something, if it can be done. */
    private interface Action {
        boolean apply(World world, int choice) throws Exception;
    }

    static final StreamsException.Kind[] PASSING = {
        StreamsException.Kind.TRANSIENT, StreamsException.Kind.THROTTLED
    };

    /** Of what something is a step. */
    private enum Part {
        STREAM,
        STREAM_ALONE,
        MOVES,
        /** Of a table whose stream isn't read. */
        ITEMS,
        SCAN,
        /** Of a table that is scanned. */
        PAGES,
        /** Of a table that is described. */
        TABLE,
        BOTH,
        CHAIN,
        REPAIR,
        /** Of what is so long that it seldom ends within an interleaving's single steps. */
        LONG,
        HOLDING,
        OPERATOR,
        UNALIGNED,
        ALWAYS;

        boolean isOf(Mode mode) {
            switch (this) {
                case STREAM:
                    return mode.readsStream();
                case STREAM_ALONE:
                    return !mode.readsTable();
                case MOVES:
                    return mode == Mode.MOVES;
                case ITEMS:
                    return mode == Mode.SNAPSHOT;
                case PAGES:
                    return mode.readsTable()
                            && !mode.readsExport()
                            && !mode.readsChain()
                            && (!mode.repairs() || mode.readsItemsFirst());
                case TABLE:
                    return mode.readsBoth() || mode == Mode.SNAPSHOT || mode.repairs();
                case BOTH:
                    return mode.readsBoth() || mode.readsItemsFirst();
                case CHAIN:
                    return mode.readsChain();
                case REPAIR:
                    return mode.repairs();
                case LONG:
                    return mode.isLong();
                case HOLDING:
                    return mode.holdsBack();
                case OPERATOR:
                    return mode.isOneRegion();
                case UNALIGNED:
                    return !mode.isAligned();
                case SCAN:
                    return mode.readsTable();
                default:
                    return true;
            }
        }
    }

    private final Part part;
    private final int weight;
    private final Action action;

    StepKind(Part part, int weight, Action action) {
        this.part = part;
        this.weight = weight;
        this.action = action;
    }

    private static final Map<Mode, List<StepKind>> OF_MODE = new EnumMap<>(Mode.class);

    static {
        for (Mode mode : Mode.values()) {
            List<StepKind> kinds = new ArrayList<>();
            for (StepKind kind : values()) {
                if (kind.part.isOf(mode)) {
                    kinds.addAll(Collections.nCopies(kind.weight, kind));
                }
            }
            OF_MODE.put(mode, kinds);
        }
    }

    /** What can always happen, for without it next to nothing does. */
    private static final Set<StepKind> ESSENTIAL =
            EnumSet.of(
                    COORDINATOR_ACTION,
                    COORDINATOR_TIMER,
                    MESSAGE_FROM_READER,
                    MESSAGE_TO_READER,
                    FETCH,
                    POLL,
                    OPEN);

    /** What a job without checkpoints doesn't have. */
    private static final Set<StepKind> CHECKPOINTS =
            EnumSet.of(CHECKPOINT, SAVEPOINT, SEND_BARRIERS, FOLLOW_WINDOW);

    private static final Set<StepKind> FAILURES =
            EnumSet.of(FAIL_TASK, FAIL_REGION, FAIL_JOB, RESCALE, INTERRUPT_PAGE, INTERRUPT_WAIT);

    /**
     * Returns what can happen in an interleaving, each kind as often as it is likely. If table and
     * stream are both read, or windows one after the other, each interleaving has only some kinds,
     * so that there are those in which something stays undone for long.
     */
    static List<StepKind> some(Mode mode, Random random) {
        List<StepKind> kinds = OF_MODE.get(mode);
        if (!mode.isLong()) {
            return kinds;
        }
        Set<StepKind> without = EnumSet.noneOf(StepKind.class);
        for (StepKind kind : values()) {
            boolean isOfOthers =
                    kind.part == Part.CHAIN && !mode.readsChain()
                            || kind.part == Part.REPAIR && !mode.repairs();
            if (!isOfOthers && random.nextInt(4) == 0 && !ESSENTIAL.contains(kind)) {
                without.add(kind);
            }
        }
        if (random.nextInt(3) == 0) {
            without.addAll(FAILURES);
        }
        if (mode.readsChain() && random.nextInt(4) == 0) {
            without.addAll(CHECKPOINTS);
        }
        List<StepKind> some = new ArrayList<>(kinds);
        some.removeIf(without::contains);
        return some;
    }

    private static final Set<StepKind> OF_A_SUBTASK =
            EnumSet.of(
                    MESSAGE_FROM_READER,
                    MESSAGE_TO_READER,
                    SLOW_SCANS,
                    ANSWER_SCAN,
                    FETCH,
                    POLL,
                    OVERTAKE_PAGE,
                    OVERTAKE_PAGE_AND_READ_ON,
                    OVERTAKE_CHECKPOINT,
                    READ_ON,
                    FAIL_TASK,
                    NOTICE_FAILURE,
                    OPEN);

    String describe(World world, int choice) {
        boolean ofSubtask = OF_A_SUBTASK.contains(this);
        return ofSubtask ? this + " of subtask " + world.subtask(choice) : name();
    }

    boolean apply(World world, int choice) throws Exception {
        return action.apply(world, choice);
    }
}
