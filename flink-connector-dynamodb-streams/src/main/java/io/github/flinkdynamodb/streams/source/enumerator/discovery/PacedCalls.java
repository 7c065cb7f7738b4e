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

import io.github.flinkdynamodb.streams.client.Backoff;
import io.github.flinkdynamodb.streams.client.StreamsException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes calls within a budget, and repeats those that fail for a reason that passes, indefinitely
 * and with back-off: discovery is patient. Only before the very first success does it give up after
 * a while, since a setting is then more likely to be wrong than the service to be down. Coordinator
 * thread only.
 */
final class PacedCalls {

    private static final Logger LOG = LoggerFactory.getLogger(PacedCalls.class);
    private static final int CALLS_PER_SECOND = 5;
    private static final int BURST = 5;
    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));

    private final Clock clock;
    private final Duration patienceAtFirst;
    private final CallBudget budget;
    private final Random random = new Random();
    private boolean everSucceeded;
    private Instant firstCall;

    PacedCalls(Clock clock, Duration patienceAtFirst) {
        this.clock = clock;
        this.patienceAtFirst = patienceAtFirst;
        this.budget = new CallBudget(clock, CALLS_PER_SECOND, BURST);
    }

    /**
     * Makes a call until it succeeds or fails for good, or until its executor is closed.
     *
     * @param executor where the call waits and is answered
     * @param what the call in words, for messages
     * @param call starts one attempt
     * @param onSuccess receives the result
     * @param onFailure receives a failure that no retry mends
     */
    <T> void call(
            CoordinatorExecutor executor,
            String what,
            Supplier<CompletableFuture<T>> call,
            Consumer<T> onSuccess,
            Consumer<StreamsException> onFailure) {
        if (firstCall == null) {
            firstCall = clock.instant();
        }
        attempt(new Call<>(executor, what, call, onSuccess, onFailure));
    }

    /** Returns how long a call would have to wait for its turn now; zero for not at all. */
    Duration waitForCall() {
        return budget.waitForCall();
    }

    private <T> void attempt(Call<T> call) {
        Duration wait = budget.reserve();
        if (wait.isZero()) {
            start(call);
        } else {
            call.executor.schedule(() -> start(call), wait);
        }
    }

    private <T> void start(Call<T> call) {
        call.executor.whenComplete(
                call.starter.get(),
                (result, failure) -> {
                    if (failure == null) {
                        everSucceeded = true;
                        call.onSuccess.accept(result);
                    } else {
                        failed(call, asStreamsException(call.what, failure));
                    }
                });
    }

    private void failed(Call<?> call, StreamsException failure) {
        call.failures++;
        if (!failure.isRetryable()) {
            call.onFailure.accept(failure);
            return;
        }
        Duration tried = Duration.between(firstCall, clock.instant());
        if (!everSucceeded && tried.compareTo(patienceAtFirst) > 0) {
            call.onFailure.accept(
                    new StreamsException(
                            failure.kind(),
                            call.what
                                    + " has not succeeded once in "
                                    + tried.toSeconds()
                                    + " s: check 'aws.endpoint', 'aws.region' and the network. Last"
                                    + " failure: "
                                    + failure.getMessage(),
                            failure));
            return;
        }
        long delay = BACKOFF.delayMillis(call.failures, random);
        LOG.warn(
                "{} failed {} times in a row, next try in {} ms: {}",
                call.what,
                call.failures,
                delay,
                failure.getMessage());
        call.executor.schedule(() -> attempt(call), Duration.ofMillis(delay));
    }

    private static StreamsException asStreamsException(String what, Throwable failure) {
        return failure instanceof StreamsException
                ? (StreamsException) failure
                : new StreamsException(
                        StreamsException.Kind.INVALID_REQUEST,
                        what + " failed unexpectedly: " + failure,
                        failure);
    }

    private static final class Call<T> {
        final CoordinatorExecutor executor;
        final String what;
        final Supplier<CompletableFuture<T>> starter;
        final Consumer<T> onSuccess;
        final Consumer<StreamsException> onFailure;
        int failures;

        Call(
                CoordinatorExecutor executor,
                String what,
                Supplier<CompletableFuture<T>> starter,
                Consumer<T> onSuccess,
                Consumer<StreamsException> onFailure) {
            this.executor = executor;
            this.what = what;
            this.starter = starter;
            this.onSuccess = onSuccess;
            this.onFailure = onFailure;
        }
    }
}
