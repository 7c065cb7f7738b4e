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
import io.github.flinkdynamodb.streams.client.ServiceClock;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.CoordinatorExecutor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The coordinator's thread, one action at a time. Timers go off in any order that the test likes,
 * whatever their delays: so jitter doesn't matter, and whatever could be slow is slow at times. One
 * thing isn't that slow: a message that is on its way when a timer of a second or more is set
 * arrives before it goes off.
 */
final class StepExecutor implements CoordinatorExecutor {

    /** Each message takes less. */
    private static final Duration LONG = Duration.ofSeconds(1);

    private static final class Timer {
        final Runnable comesBefore;
        final Runnable action;

        Timer(Runnable comesBefore, Runnable action) {
            this.comesBefore = comesBefore;
            this.action = action;
        }
    }

    private final ManualClock clock;
    private final ServiceClock serviceClock;
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private final Supplier<Runnable> messages;
    private final List<Timer> timers = new ArrayList<>();
    private boolean closed;

    /**
     * Creates an executor.
     *
     * @param clock the coordinator's clock
     * @param messages gives what delivers the messages that are on their way when it is asked
     */
    StepExecutor(ManualClock clock, Supplier<Runnable> messages) {
        this.clock = clock;
        this.serviceClock = new ServiceClock(clock::millis, clock);
        this.messages = messages;
    }

    @Override
    public void execute(Runnable action) {
        if (!closed) {
            queue.add(action);
        }
    }

    @Override
    public <T> void callBlocking(
            Callable<T> call, BiConsumer<? super T, ? super Throwable> handler) {
        execute(() -> call(call, handler));
    }

    private static <T> void call(
            Callable<T> call, BiConsumer<? super T, ? super Throwable> handler) {
        T result;
        try {
            result = call.call();
        } catch (Exception e) {
            handler.accept(null, e);
            return;
        }
        handler.accept(result, null);
    }

    @Override
    public void schedule(Runnable action, Duration delay) {
        if (!closed) {
            boolean isLong = delay.compareTo(LONG) >= 0;
            timers.add(new Timer(isLong ? messages.get() : () -> {}, action));
        }
    }

    boolean isIdle() {
        return queue.isEmpty();
    }

    /** Runs the next action, if there is one. */
    boolean runNext() {
        Runnable next = queue.poll();
        if (next == null) {
            return false;
        }
        next.run();
        return true;
    }

    int timers() {
        return timers.size();
    }

    /** Lets a timer go off; its action is run after those that wait. */
    void fire(int timer) {
        Timer next = timers.remove(timer);
        next.comesBefore.run();
        queue.add(next.action);
    }

    @Override
    public ServiceClock serviceClock() {
        return serviceClock;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public void close() {
        closed = true;
        queue.clear();
        timers.clear();
    }
}
