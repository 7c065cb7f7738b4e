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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.ServiceClock;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.CoordinatorExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

/**
 * The coordinator's thread as a test drives it: nothing runs, and no time passes, until it says so.
 */
public final class ManualCoordinatorExecutor implements CoordinatorExecutor {

    private static final class Timer {
        final Instant due;
        final long order;
        final Runnable action;

        Timer(Instant due, long order, Runnable action) {
            this.due = due;
            this.order = order;
            this.action = action;
        }
    }

    private final ManualClock clock;
    private final ServiceClock serviceClock;
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(
                    Comparator.comparing((Timer timer) -> timer.due)
                            .thenComparing(timer -> timer.order));
    private Duration machineAhead = Duration.ZERO;
    private long order;
    private boolean closed;

    public ManualCoordinatorExecutor(ManualClock clock) {
        this.clock = clock;
        this.serviceClock = new ServiceClock(clock::millis, clock);
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
            timers.add(new Timer(clock.instant().plus(delay), order++, action));
        }
    }

    /** Runs what is there to be run now. */
    public void run() {
        while (true) {
            while (!timers.isEmpty() && !timers.peek().due.isAfter(clock.instant())) {
                queue.add(timers.poll().action);
            }
            Runnable next = queue.poll();
            if (next == null) {
                return;
            }
            next.run();
        }
    }

    /** Runs the first of what is there to be run now, if there is anything. */
    public void runFirst() {
        Runnable first = queue.poll();
        if (first != null) {
            first.run();
        }
    }

    /** Lets time pass, timer by timer, and runs what falls due. */
    public void advance(Duration by) {
        Instant end = clock.instant().plus(by);
        run();
        while (!timers.isEmpty() && !timers.peek().due.isAfter(end)) {
            clock.set(timers.peek().due);
            run();
        }
        clock.set(end);
        run();
    }

    /** Sets by how much the clock of the machine is ahead of the service's. */
    public void setMachineAhead(Duration ahead) {
        machineAhead = ahead;
    }

    @Override
    public Clock clock() {
        return Clock.offset(clock, machineAhead);
    }

    @Override
    public ServiceClock serviceClock() {
        return serviceClock;
    }

    @Override
    public void close() {
        closed = true;
        queue.clear();
        timers.clear();
    }
}
