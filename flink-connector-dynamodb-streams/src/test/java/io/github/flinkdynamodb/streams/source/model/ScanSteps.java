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

    private static final int LONG_SECONDS = 90;

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
        return found || world.stream.mayMiss(failure);
    }

    boolean process(int choice) {
        return world.output.downstream().process(choice);
    }

    boolean takeUnaligned(int choice) {
        return world.output.downstream().takeUnaligned();
    }

    boolean passTime(int choice) {
        world.pass(Duration.ofSeconds(1 + choice % LONG_SECONDS));
        return true;
    }
}
