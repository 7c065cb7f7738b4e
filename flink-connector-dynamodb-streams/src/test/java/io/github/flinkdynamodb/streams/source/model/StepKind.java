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
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/** What can happen next, and how often it is chosen. */
enum StepKind {
    // The table and the service.
    WRITE(8, World::write),
    RESHARD(3, World::reshard),
    SHOW_LATE_SHARD(3, World::showLateShard),
    TRIM(1, World::trim),
    EXPIRE_ITERATORS(1, World::expireIterators),
    EMPTY_PAGES(1, World::emptyPages),
    FAIL_DISCOVERY(1, World::failDiscovery),
    FAIL_READING(1, World::failReading),
    END_STREAM(1, World::endStream),

    // Threads and messages.
    COORDINATOR_ACTION(20, (world, choice) -> world.job.coordinator().executor.runNext()),
    COORDINATOR_TIMER(5, World::fireTimer),
    JOBMANAGER_MESSAGE(4, (world, choice) -> world.job.inboxNext()),
    MESSAGE_FROM_READER(16, (world, choice) -> world.job.receiveFrom(world.subtask(choice))),
    MESSAGE_TO_READER(16, World::deliver),
    FETCH(16, World::fetch),
    POLL(30, World::poll),

    // Checkpoints.
    CHECKPOINT(4, (world, choice) -> world.job.startCheckpoint(false)),
    SAVEPOINT(1, (world, choice) -> world.job.startCheckpoint(true)),
    ACKNOWLEDGE(12, (world, choice) -> world.job.acknowledge(choice)),
    ABORT(1, (world, choice) -> world.job.abort(choice)),

    // Failures and what follows them.
    FAIL_TASK(2, (world, choice) -> world.job.crash(world.subtask(choice))),
    FAIL_REGION(1, (world, choice) -> world.job.crashAll()),
    FAIL_JOB(1, World::failJob),
    RESCALE(1, World::rescale),
    NOTICE_FAILURE(12, (world, choice) -> world.job.notice(world.subtask(choice))),
    RESTART(8, (world, choice) -> world.job.restartFailed()),
    OPEN(20, (world, choice) -> world.job.open(world.subtask(choice)));

    /** Does something, if it can be done. */
    private interface Action {
        boolean apply(World world, int choice) throws Exception;
    }

    static final StreamsException.Kind[] PASSING = {
        StreamsException.Kind.TRANSIENT, StreamsException.Kind.THROTTLED
    };

    private static final int TOTAL_WEIGHT = totalWeight();

    private final int weight;
    private final Action action;

    StepKind(int weight, Action action) {
        this.weight = weight;
        this.action = action;
    }

    private static int totalWeight() {
        int total = 0;
        for (StepKind kind : values()) {
            total += kind.weight;
        }
        return total;
    }

    static StepKind random(Random random) {
        int left = random.nextInt(TOTAL_WEIGHT);
        for (StepKind kind : ALL) {
            left -= kind.weight;
            if (left < 0) {
                return kind;
            }
        }
        throw new AssertionError("the weights don't add up");
    }

    private static final StepKind[] ALL = values();

    private static final Set<StepKind> OF_A_SUBTASK =
            EnumSet.of(
                    MESSAGE_FROM_READER,
                    MESSAGE_TO_READER,
                    FETCH,
                    POLL,
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
