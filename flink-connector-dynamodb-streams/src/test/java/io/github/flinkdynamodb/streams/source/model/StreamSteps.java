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

import io.github.flinkdynamodb.streams.source.model.TableModel.Change;
import io.github.flinkdynamodb.streams.source.model.TableModel.ShardModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of the stream and of the service that it is read from: each returns false if there is
 * nothing to do.
 */
final class StreamSteps {

    private static final int MAX_SHARDS = 24;

    private static final int RARELY = 15;

    /** So often everything is done that can be, so that shards wait for nothing but checkpoints. */
    private static final int ROUNDS = 20;

    private static final Duration DAY = Duration.ofHours(25);
    private static final Duration RETENTION = Duration.ofHours(24);

    private final World world;
    private final TableModel table;

    private boolean dayIsOver;
    private boolean isHealthy;

    StreamSteps(World world, TableModel table) {
        this.world = world;
        this.table = table;
    }

    /** Returns whether calls can't fail any more. */
    boolean isHealthy() {
        return isHealthy;
    }

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
        world.say("    write %s", shard.changes.get(shard.changes.size() - 1));
        return true;
    }

    /** Changes an item, if its key is in an open shard. */
    void writeItem(ItemModel item, int choice) {
        for (ShardModel shard : table.open) {
            for (int key = 0; key < shard.keys.size(); key++) {
                if (shard.keys.get(key).name.equals(item.key)) {
                    table.writeItem(shard, key, choice);
                    world.say("    write %s", shard.changes.get(shard.changes.size() - 1));
                }
            }
        }
    }

    /** Rolls a shard over, or splits it; the children may be late in a listing, or everywhere. */
    boolean reshard(int choice) {
        ShardModel shard = openShard(choice);
        if (shard == null || table.shards.size() >= MAX_SHARDS) {
            return false;
        }
        noteLastRecordOut(shard);
        int number = choice / 7;
        boolean late = world.clock.instant().isBefore(world.setup.until());
        for (ShardModel child : table.reshard(shard, number % 2 == 0)) {
            number = number / 2;
            table.visible(child, !late || number % 4 != 0, !late || number % 5 != 0);
            world.situations.note(
                    "child "
                            + (child.listed ? "listed" : "not listed")
                            + (child.listedAsChild ? ", found" : ", not found"));
            world.say(
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
        TaskModel task = last.subtask < 0 ? null : world.job.running(last.subtask);
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
        world.say("    %s is visible", shard);
        return true;
    }

    /** The retention passes over a shard that no restore reads any more. */
    boolean trim(int choice) throws Exception {
        if (choice % 2 == 0 || world.job.latest() == null || world.repair != null) {
            return false;
        }
        List<ShardModel> old = new ArrayList<>();
        for (String shardId : CheckpointRule.notReadAnyMore(world.job.latest())) {
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
        world.job.forgetSavepoints();
        table.drop(shard);
        world.situations.note("shard trimmed");
        world.say("    %s is trimmed", shard);
        return true;
    }

    private static boolean childrenAreVisible(ShardModel shard) {
        return shard.children.stream().allMatch(child -> child.listed && child.listedAsChild);
    }

    /** A day goes by, seldom enough for most interleavings to go on; nothing fails after it. */
    boolean passDay(int choice) throws Exception {
        if (choice % RARELY != 0 || !world.setup.days || !world.job.allRunning()) {
            return false;
        }
        world.service.clearFaults();
        table.showAll();
        for (int round = 0; round < ROUNDS; round++) {
            world.round();
        }
        world.pass(DAY);
        for (Change change : table.trim(world.clock.instant().minus(RETENTION))) {
            dayIsOver |= !world.output.isOut(change);
        }
        isHealthy = true;
        world.situations.note("a day goes by");
        return true;
    }

    /** Returns whether changes have been trimmed that weren't in the output. */
    boolean mayMiss(Throwable failure) {
        boolean found = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            found |= dayIsOver && String.valueOf(cause.getMessage()).contains("Data loss: ");
        }
        if (found) {
            world.situations.note("loss of changes found");
        }
        return found;
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
        if (shard == null || world.clock.instant().isAfter(world.setup.until())) {
            return false; // after the time to stop, they would prove that there is no more to read
        }
        table.emptyPages(shard, 1 + choice / 7 % 2);
        return true;
    }

    boolean failDiscovery(int choice) {
        if (isHealthy) {
            return false;
        }
        table.failDiscovery(StepKind.PASSING[choice % 2], 1 + choice / 7 % 2);
        world.situations.note("discovery fails");
        return true;
    }

    boolean failReading(int choice) {
        ShardModel shard = openShard(choice);
        if (shard == null || isHealthy) {
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
        world.situations.note("stream ended early");
        return true;
    }

    /** All shards are closed and nothing follows them. */
    void endStream() {
        table.showAll();
        new ArrayList<>(table.open).forEach(this::noteLastRecordOut);
        table.disable();
    }
}
