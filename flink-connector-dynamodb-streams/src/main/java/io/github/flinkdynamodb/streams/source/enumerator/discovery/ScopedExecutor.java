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
import java.util.function.BiConsumer;
import org.apache.flink.annotation.Internal;

/**
 * A part of what runs on the coordinator's thread that can be ended alone. {@link #close()} is
 * called on that thread; what is still to be run by this executor isn't run then, and everything
 * else is.
 */
@Internal
public final class ScopedExecutor implements CoordinatorExecutor {

    private final CoordinatorExecutor executor;

    /** Read and written on the coordinator's thread only. */
    private boolean closed;

    /**
     * Creates an executor within another one.
     *
     * @param executor runs the actions; not closed by this
     */
    public ScopedExecutor(CoordinatorExecutor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable action) {
        executor.execute(() -> runUnlessClosed(action));
    }

    @Override
    public void schedule(Runnable action, Duration delay) {
        executor.schedule(() -> runUnlessClosed(action), delay);
    }

    @Override
    public <T> void callBlocking(
            Callable<T> call, BiConsumer<? super T, ? super Throwable> handler) {
        executor.callBlocking(
                call, (result, failure) -> runUnlessClosed(() -> handler.accept(result, failure)));
    }

    private void runUnlessClosed(Runnable action) {
        if (!closed) {
            action.run();
        }
    }

    @Override
    public Clock clock() {
        return executor.clock();
    }

    @Override
    public ServiceClock serviceClock() {
        return executor.serviceClock();
    }

    @Override
    public void close() {
        closed = true;
    }
}
