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
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.apache.flink.annotation.Internal;

/**
 * The coordinator's thread, on which all state of the enumerator lives, and the time it goes by.
 * Whatever comes from a client's thread or a timer passes through here.
 */
@Internal
public interface CoordinatorExecutor extends AutoCloseable {

    /**
     * Runs an action on the coordinator's thread, soon. After {@link #close()} it isn't run.
     *
     * @param action the action; what it throws fails the job
     */
    void execute(Runnable action);

    /**
     * Runs an action on the coordinator's thread, after a delay. After {@link #close()} it isn't
     * run.
     *
     * @param action the action; what it throws fails the job
     * @param delay how long to wait; zero for soon
     */
    void schedule(Runnable action, Duration delay);

    /**
     * Makes a call that may block, on another thread than the coordinator's, and handles its
     * outcome there. After {@link #close()} the outcome is dropped.
     *
     * @param call the call
     * @param handler receives the result or the failure; the other is null
     * @param <T> the type of the result
     */
    <T> void callBlocking(Callable<T> call, BiConsumer<? super T, ? super Throwable> handler);

    /**
     * The wall clock.
     *
     * @return the clock
     */
    Clock clock();

    /**
     * The service's time, as far as its answers tell. One for the whole enumerator.
     *
     * @return the clock, on the coordinator's thread only
     */
    ServiceClock serviceClock();

    /**
     * Handles a future's outcome on the coordinator's thread.
     *
     * @param future the future
     * @param handler receives the result or the failure; the other is null
     * @param <T> the type of the result
     */
    default <T> void whenComplete(
            CompletableFuture<T> future, BiConsumer<? super T, ? super Throwable> handler) {
        future.whenComplete((result, failure) -> execute(() -> handler.accept(result, failure)));
    }

    /** Drops all actions that haven't been run. */
    @Override
    void close();
}
