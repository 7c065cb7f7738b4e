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
package io.github.flinkdynamodb.streams.source.enumerator.discovery;

import io.github.flinkdynamodb.streams.client.ServiceClock;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Runs actions through Flink's enumerator context, with a timer thread of its own for delays. */
@Internal
public final class ContextCoordinatorExecutor implements CoordinatorExecutor {

    private final SplitEnumeratorContext<?> context;
    private final Clock clock;
    private final ServiceClock serviceClock = ServiceClock.system();
    private final ScheduledExecutorService timer;
    private volatile boolean closed;

    /**
     * Creates the executor, and its timer thread.
     *
     * @param context runs actions on the coordinator's thread
     * @param clock the wall clock
     */
    public ContextCoordinatorExecutor(SplitEnumeratorContext<?> context, Clock clock) {
        this.context = context;
        this.clock = clock;
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        action -> {
                            Thread thread = new Thread(action, "dynamodb-streams-discovery-timer");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    @Override
    public void execute(Runnable action) {
        if (!closed) {
            context.runInCoordinatorThread(() -> runUnlessClosed(action));
        }
    }

    @Override
    public void schedule(Runnable action, Duration delay) {
        if (!closed) {
            timer.schedule(() -> execute(action), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public <T> void callBlocking(
            Callable<T> call, BiConsumer<? super T, ? super Throwable> handler) {
        if (!closed) {
            context.callAsync(
                    call,
                    (result, failure) -> runUnlessClosed(() -> handler.accept(result, failure)));
        }
    }

    private void runUnlessClosed(Runnable action) {
        if (!closed) {
            action.run();
        }
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public ServiceClock serviceClock() {
        return serviceClock;
    }

    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
    }
}
