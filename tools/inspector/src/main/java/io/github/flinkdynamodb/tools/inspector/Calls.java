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
package io.github.flinkdynamodb.tools.inspector;

import io.github.flinkdynamodb.streams.client.Backoff;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes calls to the service, which time out by themselves, and repeats those that are throttled:
 * the job may use up what the service allows.
 */
public final class Calls {

    /** What the program runs with: some 20 seconds in all. */
    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));

    private static final int MOST_REPEATS = 8;

    private final Backoff backoff;
    private final Random random = new Random();

    /** Creates calls that are repeated as the program does. */
    public Calls() {
        this(BACKOFF);
    }

    /**
     * Creates calls.
     *
     * @param backoff how long to wait before a call is repeated
     */
    public Calls(Backoff backoff) {
        this.backoff = backoff;
    }

    /**
     * Makes a call.
     *
     * @param call starts one attempt
     * @return the result; what the last attempt failed with if none succeeds
     */
    public <T> CompletableFuture<T> start(Supplier<CompletableFuture<T>> call) {
        return attempt(call, 0);
    }

    private <T> CompletableFuture<T> attempt(Supplier<CompletableFuture<T>> call, int failures) {
        return call.get()
                .handle((result, failure) -> next(call, failures, result, failure))
                .thenCompose(Function.identity());
    }

    private <T> CompletableFuture<T> next(
            Supplier<CompletableFuture<T>> call, int failures, T result, Throwable failure) {
        if (failure == null) {
            return CompletableFuture.completedFuture(result);
        }
        if (failures == MOST_REPEATS || !isThrottled(failure)) {
            return CompletableFuture.failedFuture(failure);
        }
        Executor later =
                CompletableFuture.delayedExecutor(
                        backoff.delayMillis(failures + 1, random), TimeUnit.MILLISECONDS);
        return CompletableFuture.runAsync(() -> {}, later)
                .thenCompose(waited -> attempt(call, failures + 1));
    }

    private static boolean isThrottled(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof StreamsException
                && ((StreamsException) cause).kind() == Kind.THROTTLED;
    }

    /**
     * Makes a call and waits for it.
     *
     * @param call starts one attempt
     * @return its result
     * @throws StreamsException if no attempt succeeds
     */
    public <T> T await(Supplier<CompletableFuture<T>> call) {
        return join(start(call));
    }

    /**
     * Waits for calls.
     *
     * @param started what comes of them
     * @return the result
     * @throws StreamsException if one failed
     */
    public static <T> T join(CompletableFuture<T> started) {
        try {
            return started.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StreamsException) {
                throw (StreamsException) e.getCause();
            }
            throw e;
        }
    }
}
