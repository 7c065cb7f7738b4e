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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a table that is scanned, and of the service that it is scanned in: each returns
 * false if there is nothing to do.
 */
final class ScanSteps {

    private static final int SECONDS = 90;

    /** More than what is allowed for: 60 seconds. */
    private static final int MIN_LONG_SECONDS = 61;

    private static final int MAX_LONG_SECONDS = 200;

    private final World world;
    private final ItemsModel items;

    ScanSteps(World world, ItemsModel items) {
        this.world = world;
        this.items = items;
    }

    /** An item is added, changed or deleted. */
    boolean writeItem(int choice) {
        List<ItemModel> all = new ArrayList<>(items.all());
        ItemModel item = items.item("k" + choice / 3 % (world.setup.keysPerRoot + 1));
        Integer value = choice % 3 == 0 ? null : Integer.valueOf(choice / 7 % TableModel.VALUES);
        if (value == null && (!all.contains(item) || !item.exists())) {
            return false;
        }
        world.say("    write %s", items.write(item, value));
        return true;
    }

    /** The next pages that a reader asks for take their time. */
    boolean slowScans(int choice) {
        TaskModel task = world.job.running(world.subtask(choice));
        if (task == null) {
            return false;
        }
        task.service.slowScans(1 + choice / 7 % 3, choice / 3 % 2 == 0);
        return true;
    }

    boolean answerScan(int choice) {
        TaskModel task = world.job.running(world.subtask(choice));
        return task != null && task.service.answer(choice / 7);
    }

    boolean emptyPage(int choice) {
        boolean done = items.emptyPage(choice % items.segments);
        if (done) {
            world.situations.note("page without items");
        }
        return done;
    }

    boolean failScan(int choice) {
        if (world.stream.isHealthy()) {
            return false;
        }
        items.failScan(choice % items.segments, StepKind.PASSING[choice / 5 % 2], 1 + choice % 2);
        return true;
    }

    boolean throttleTable(int choice) {
        if (world.stream.isHealthy()) {
            return false;
        }
        for (int segment = 0; segment < items.segments; segment++) {
            items.failScan(segment, StepKind.PASSING[1], 1 + choice % 2);
        }
        world.situations.note("table throttled");
        return true;
    }

    boolean failDescription(int choice) {
        if (world.stream.isHealthy()) {
            return false;
        }
        items.failDescription(StepKind.PASSING[choice % 2], 1 + choice / 7 % 2);
        world.situations.note("description fails");
        return true;
    }

    /** The table is deleted and created again, seldom enough for most interleavings to go on. */
    boolean recreateTable(int choice) {
        if (choice % 20 != 0 || items.wasRecreated()) {
            return false;
        }
        items.recreate();
        world.situations.note("table created again");
        return true;
    }

    /** Returns whether something was to fail, and does. */
    boolean isExpected(Throwable failure) {
        boolean found =
                items != null
                        && items.wasRecreated()
                        && String.valueOf(failure.getMessage())
                                .contains("it was deleted and created again");
        if (found) {
            world.situations.note("new table of the same name found");
        }
        return found || hasNoCheckpoints(failure) || world.stream.mayMiss(failure);
    }

    /** Without checkpoints changes would be held back until they are trimmed. */
    private boolean hasNoCheckpoints(Throwable failure) {
        boolean found =
                world.setup.mode.holdsBack()
                        && !world.job.coordinator().hasBegunCheckpoint()
                        && String.valueOf(failure.getMessage())
                                .startsWith("No checkpoint has begun in ");
        if (found) {
            world.situations.note("no checkpoint for an hour");
        }
        return found;
    }

    boolean process(int choice) {
        return world.output.downstream().process(choice);
    }

    boolean takeUnaligned(int choice) {
        return world.output.downstream().takeUnaligned();
    }

    boolean processAcross(int choice) {
        return world.output.downstream().processAcross(choice);
    }

    boolean stallChannel(int choice) {
        return world.output.downstream().stall(choice);
    }

    boolean passTime(int choice) {
        if (choice % 2 == 0) {
            passLongTime(choice / 2);
        } else {
            world.pass(Duration.ofSeconds(1 + choice / 2 % SECONDS));
        }
        return true;
    }

    /** A shard is listed seconds late, and not minutes. */
    private void passLongTime(int choice) {
        world.table.showAll();
        int range = MAX_LONG_SECONDS - MIN_LONG_SECONDS + 1;
        world.pass(Duration.ofSeconds(MIN_LONG_SECONDS + choice % range));
    }

    /**
     * Pages are read and take their time on the way to a reader. Meanwhile one of their items
     * changes, and more time passes than what is allowed for.
     */
    boolean overtakePage(int choice) {
        TaskModel task = world.job.running(world.subtask(choice));
        if (task == null || !task.canFetch()) {
            return false;
        }
        task.service.slowScans(1 + choice / 7 % 2, true);
        task.fetch();
        changeOneOf(task.service.itemsOnTheirWay(), choice);
        return true;
    }

    /** An item changes, and then more time passes than what is allowed for. */
    private void changeOneOf(List<ItemModel> read, int choice) {
        if (!read.isEmpty()) {
            world.stream.writeItem(read.get(choice / 5 % read.size()), choice / 11);
        }
        passLongTime(choice / 3);
    }

    /**
     * The same, and then all readers read on: either the page comes, and with it what the stream
     * has of its items; or it is late, and a checkpoint completes before.
     */
    boolean overtakePageAndReadOn(int choice) throws Exception {
        world.exchangeMessages(choice);
        if (!overtakePage(choice)) {
            return false;
        }
        boolean late = choice / 2 % 2 == 0;
        if (late) {
            world.job.sendBarriers();
            world.job.completeUnderWay(choice);
        }
        world.readOnAll(!late);
        if (world.output.downstream() != null) {
            world.output.downstream().processAcross(choice);
        }
        return true;
    }

    /**
     * Items are emitted after the barrier of a checkpoint, which completes when one of them has
     * changed and more time has passed than what is allowed for.
     */
    boolean overtakeCheckpoint(int choice) throws Exception {
        TaskModel task = world.job.running(world.subtask(choice));
        if (task == null || !world.job.sendBarriers()) {
            return false;
        }
        world.readOnAll(true);
        changeOneOf(task.service.uncoveredItems(), choice);
        world.job.completeUnderWay(choice);
        world.readOnAll(false);
        return true;
    }
}
