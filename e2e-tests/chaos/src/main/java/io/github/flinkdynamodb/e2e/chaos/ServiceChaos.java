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

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Lets things happen to the service, from a thread of its own: calls go wrong, shards roll over and
 * split, children are listed late, connections break off.
 */
final class ServiceChaos implements AutoCloseable {

    private static final int FAULT_MILLIS = 1_000;
    private static final int SHARD_MILLIS = 1_500;
    private static final int HIDDEN_MILLIS = 2_500;

    /** A split is final, and each open shard costs calls. */
    private static final int MOST_OPEN_SHARDS = 32;

    private final SimulatedService simulator;
    private final History history;
    private final Random random;
    private final Bag<FaultKind> faults;
    private final Bag<Runnable> shardActions;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean ending;

    ServiceChaos(SimulatedService simulator, History history, Random random) {
        this.simulator = simulator;
        this.history = history;
        this.random = random;
        this.faults = new Bag<>(FaultKind.all(), random);
        this.shardActions =
                new Bag<>(
                        List.of(
                                this::roll,
                                this::roll,
                                this::roll,
                                this::rollAndHide,
                                this::rollAndHide,
                                this::split,
                                this::rollAll,
                                this::dropConnections),
                        random);
    }

    void start() {
        plan(this::fault, FAULT_MILLIS);
        plan(() -> shardActions.next().run(), SHARD_MILLIS);
    }

    /** Does something again and again, at random intervals around an average. */
    private void plan(Runnable action, int averageMillis) {
        int pause = averageMillis / 2 + random.nextInt(averageMillis);
        thread.schedule(
                () -> {
                    if (ending) {
                        return;
                    }
                    try {
                        action.run();
                    } catch (RuntimeException e) {
                        history.problem("The service could not be disturbed: " + e);
                    }
                    plan(action, averageMillis);
                },
                pause,
                TimeUnit.MILLISECONDS);
    }

    private void fault() {
        FaultKind kind = faults.next();
        int times = 1 + random.nextInt(kind.most());
        simulator.act(kind.action(times));
        history.note(kind.name() + " at " + kind.call() + ", " + times + " times");
    }

    private void roll() {
        JsonNode result = simulator.act(SimulatedService.action("roll").put("shard", "any"));
        history.count("rollover");
        history.note("a shard rolls over to " + result.get("child").asText());
    }

    private void rollAll() {
        simulator.act(SimulatedService.action("roll-all"));
        history.count("rollover of all shards");
        history.note("all shards roll over");
    }

    /** The child of a shard is listed some seconds late. */
    private void rollAndHide() {
        JsonNode result = simulator.act(SimulatedService.action("roll").put("shard", "any"));
        String child = result.get("child").asText();
        simulator.act(SimulatedService.action("hide").put("shard", child));
        history.count("child listed late");
        history.note("a shard rolls over to " + child + ", which isn't listed");
        thread.schedule(() -> show(child), HIDDEN_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** If this were to fail the child's changes would be lost to the best of sources. */
    private void show(String child) {
        try {
            simulator.act(SimulatedService.action("show").put("shard", child));
            history.note(child + " is listed");
        } catch (RuntimeException e) {
            history.problem("The shard " + child + " could not be shown again: " + e);
            thread.schedule(() -> show(child), HIDDEN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void split() {
        if (simulator.shards()[1] >= MOST_OPEN_SHARDS) {
            roll();
            return;
        }
        JsonNode result = simulator.act(SimulatedService.action("split").put("shard", "any"));
        history.count("split");
        history.note("a shard splits into " + result.get("children"));
    }

    private void dropConnections() {
        try {
            simulator.act(SimulatedService.action("drop-connections"));
        } catch (UncheckedIOException e) {
            // Its answer is lost with the connections, this one among them.
        }
        history.count("all connections broken");
        history.note("all connections are broken off");
    }

    /** Ends it. Children that are hidden are shown first. */
    @Override
    public void close() {
        ending = true;
        thread.schedule(thread::shutdownNow, 2 * HIDDEN_MILLIS, TimeUnit.MILLISECONDS);
        try {
            Duration patience = Duration.ofMillis(8 * HIDDEN_MILLIS);
            if (!thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                history.problem("The disturbing of the service doesn't end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
