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

import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.model.TableModel.ShardModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A sequence of steps, and what must hold after it: once nothing fails any more, everything that
 * was written comes out, every closed shard is finished and every open one is read, and when the
 * stream ends, so does the job.
 */
final class Interleaving {

    private static final int MIN_STEPS = 30;
    private static final int MAX_STEPS = 220;
    private static final int MAX_ROUNDS = 1_000;

    /** After so many steps that may not have been possible, none is any more. */
    private static final int MAX_TRIES = 20_000;

    final Setup setup;
    final List<Step> steps;

    Interleaving(Setup setup, List<Step> steps) {
        this.setup = setup;
        this.steps = steps;
    }

    /** Runs a random interleaving, and returns it; a failure is in the outcome. */
    static Outcome runRandom(Mode mode, Fault fault, long seed) {
        Random random = new Random(seed);
        Interleaving made = new Interleaving(Setup.random(mode, fault, random), new ArrayList<>());
        List<StepKind> kinds = StepKind.some(mode, random);
        int length = MIN_STEPS + random.nextInt(MAX_STEPS - MIN_STEPS);
        return made.run(
                world -> {
                    for (int tries = 0; made.steps.size() < length && tries < MAX_TRIES; tries++) {
                        Step step = Step.random(kinds, random);
                        made.steps.add(step);
                        if (!step.apply(world)) {
                            made.steps.remove(made.steps.size() - 1);
                        }
                    }
                },
                false);
    }

    /** Runs these steps, those that can be done. */
    Outcome rerun(boolean traced) {
        return run(
                world -> {
                    for (Step step : steps) {
                        world.doAndSay(step);
                    }
                },
                traced);
    }

    private interface Driver {
        void drive(World world) throws Exception;
    }

    private Outcome run(Driver driver, boolean traced) {
        World world = null;
        Throwable failure = null;
        try {
            world = new World(setup);
            if (traced) {
                world.startTrace();
            }
            driver.drive(world);
            world.say("nothing fails any more");
            drain(world);
        } catch (Exception | AssertionError e) {
            failure = world != null && isExpected(world, e) ? null : e;
        } finally {
            if (world != null && world.repair != null) {
                world.repair.clear();
            }
        }
        return new Outcome(this, world, failure);
    }

    private static boolean isExpected(World world, Throwable failure) {
        return world.scan.isExpected(failure)
                || world.repair != null && world.repair.isRefused(failure);
    }

    private static void drain(World world) throws Exception {
        world.drains = true;
        world.service.clearFaults();
        if (world.setup.urgentBarriers) {
            // There is always one more where checkpoints are unaligned.
            roundsUntil(world, () -> isCheckpointComplete(world) || world.job.allEnded());
        }
        if (world.repair != null) {
            drainRepair(world);
        } else if (world.setup.mode.readsChain()) {
            drainChain(world);
        } else if (world.setup.mode.readsBoth()) {
            drainBoth(world);
        } else if (world.setup.mode.readsTable()) {
            drainTable(world);
        } else {
            drainStream(world);
        }
    }

    private static boolean isCheckpointComplete(World world) throws Exception {
        Checkpoint checkpoint = world.job.checkpointNow();
        return checkpoint != null && checkpoint.isComplete();
    }

    private static void drainTable(World world) throws Exception {
        world.items.heal();
        roundsUntil(world, world.job::allEnded);
        if (!world.job.allEnded()) {
            throw new Violation("all has been read, but the job doesn't end");
        }
        if (world.items.isMixed()) {
            throw new Violation("items of two tables have been read, and nobody noticed");
        }
        world.output.requireComplete();
    }

    /**
     * A window that several readers have read is followed after a checkpoint alone; a job that has
     * never had one does without.
     */
    private static void drainChain(World world) throws Exception {
        if (world.output.downstream() != null) {
            world.output.downstream().flow();
        }
        if (world.job.restorable().isEmpty()) {
            world.situations.note("chain without checkpoints");
        }
        roundsUntil(
                world,
                () -> {
                    boolean allEnded = world.job.allEnded();
                    if (!allEnded && !world.job.restorable().isEmpty()) {
                        checkpointNow(world);
                    }
                    return allEnded;
                });
        if (!world.job.allEnded()) {
            throw new Violation("all has been read, but the job doesn't end");
        }
        world.processAll();
        world.output.requireComplete();
    }

    private static void checkpointNow(World world) throws Exception {
        world.job.checkpointNow();
        DownstreamModel downstream = world.output.downstream();
        if (downstream != null && downstream.takeUnaligned()) {
            world.job.completeUnderWay(1);
        }
    }

    private static void drainBoth(World world) throws Exception {
        world.items.heal();
        world.table.heal();
        if (world.output.downstream() != null) {
            world.output.downstream().flow();
        }
        roundsUntil(
                world,
                () ->
                        isOverlapOver(world)
                                && world.output.isComplete()
                                && unsettled(world) == null);
        requireAllSettled(world);
        if (!isOverlapOver(world)) {
            throw new Violation("nothing fails any more, but the overlap doesn't end");
        }
        world.output.requireComplete();
        world.stream.endStream();
        roundsUntil(world, world.job::allEnded);
        if (!world.job.allEnded()) {
            throw new Violation("all has been read, but the job doesn't end");
        }
        world.processAll();
        world.output.requireComplete();
    }

    /** All gaps are closed, and what has been written is read. */
    private static void drainRepair(World world) throws Exception {
        world.items.heal();
        world.table.heal();
        if (world.output.downstream() != null) {
            world.output.downstream().flow();
        }
        boolean isRead = false;
        for (int round = 0; round < MAX_ROUNDS && !isRead; round++) {
            try {
                world.round();
                checkpointNow(world);
                isRead = world.repair.isRead();
            } catch (Exception e) {
                if (!world.repair.restarts(e)) {
                    throw e;
                }
            }
        }
        requireAllSettled(world);
        world.output.requireComplete();
    }

    /** Returns whether each shard is as far as it should be at the end. */
    static boolean isSettled(World world) throws Exception {
        return unsettled(world) == null;
    }

    private static boolean isOverlapOver(World world) throws Exception {
        world.job.checkpointNow();
        DownstreamModel downstream = world.output.downstream();
        return world.job.allRunning()
                && world.job.tasks().stream().allMatch(TaskModel::knowsEndOfOverlap)
                && (downstream == null || (downstream.isIdle() && downstream.isThrough()));
    }

    private static void drainStream(World world) throws Exception {
        world.table.heal();
        boolean endsByItself = world.table.isBounded() || world.table.open.isEmpty();
        if (!endsByItself) {
            roundsUntil(world, () -> isRead(world));
            world.output.requireComplete();
            requireAllSettled(world);
            world.stream.endStream();
        }
        roundsUntil(world, () -> hasEnded(world));
        if (!world.job.allEnded()) {
            throw new Violation("all has been read, but the job doesn't end");
        }
        world.output.requireComplete();
    }

    private static boolean hasEnded(World world) throws Exception {
        letChildrenMove(world);
        return world.job.allEnded();
    }

    /** A child that is to move gets no further without a checkpoint. */
    private static void letChildrenMove(World world) throws Exception {
        if (world.setup.moves() && world.job.coordinator().hasUnassigned()) {
            world.job.checkpointNow();
        }
    }

    private static boolean isRead(World world) throws Exception {
        letChildrenMove(world);
        return world.output.outCount() == world.table.wantedCount() && unsettled(world) == null;
    }

    private static void requireAllSettled(World world) throws Exception {
        String unsettled = unsettled(world);
        if (unsettled != null) {
            throw new Violation("nothing fails any more, but " + unsettled);
        }
    }

    /** A shard that isn't as far as it should be at the end; null if all are. */
    private static String unsettled(World world) throws Exception {
        Checkpoint now = world.job.checkpointNow();
        if (now == null) {
            return "no checkpoint can be taken";
        }
        EnumeratorState state = CoordinatorModel.state(now.enumerator);
        int open = 0;
        for (ShardState shard : state.shards()) {
            ShardModel real = world.table.shards.get(shard.shardId());
            open += real.closed ? 0 : 1;
            if (shard.status() != (real.closed ? ShardStatus.FINISHED : ShardStatus.ASSIGNED)) {
                return shard + " though it is " + (real.closed ? "closed" : "open");
            }
        }
        return open == world.table.open.size() ? null : "an open shard isn't known";
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void roundsUntil(World world, Condition condition) throws Exception {
        for (int round = 0; round < MAX_ROUNDS && !condition.holds(); round++) {
            world.round();
        }
    }

    /** How a run went. */
    static final class Outcome {
        final Interleaving interleaving;
        final World world;

        /** Null if all is well. */
        final Throwable failure;

        Outcome(Interleaving interleaving, World world, Throwable failure) {
            this.interleaving = interleaving;
            this.world = world;
            this.failure = failure;
        }
    }
}
