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
package io.github.flinkdynamodb.streams.client.aws;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Hands calls to the SDK. The SDK waits for the credentials on the thread that makes a call, before
 * its own time limits begin. Where credentials may take their time, calls are therefore made on a
 * thread of their own and given up after a while, so that the caller never waits and no call hangs
 * indefinitely.
 */
final class CallSubmitter implements AutoCloseable {

    private final ExecutorService thread;
    private final ScheduledExecutorService timer;
    private final Duration limit;

    private CallSubmitter(ExecutorService thread, ScheduledExecutorService timer, Duration limit) {
        this.thread = thread;
        this.timer = timer;
        this.limit = limit;
    }

    /**
     * Creates a submitter that makes calls on the caller's thread, for credentials that are always
     * at hand.
     */
    static CallSubmitter inPlace() {
        return new CallSubmitter(null, null, null);
    }

    /**
     * Creates a submitter that makes calls on a thread of their own.
     *
     * @param timer watches the limit
     * @param limit the longest time for credentials and call together
     */
    static CallSubmitter onOwnThread(ScheduledExecutorService timer, Duration limit) {
        ExecutorService thread =
                Executors.newSingleThreadExecutor(DaemonThreads.named("dynamodb-streams-calls"));
        return new CallSubmitter(thread, timer, limit);
    }

    /**
     * Makes a call.
     *
     * @param request makes it with the SDK
     * @return the SDK's answer
     * @throws RuntimeException if the SDK refuses the call at once
     */
    <R> CompletableFuture<R> submit(Supplier<CompletableFuture<R>> request) {
        if (thread == null) {
            return request.get();
        }
        CompletableFuture<R> answer = new CompletableFuture<>();
        ScheduledFuture<?> deadline =
                timer.schedule(() -> giveUp(answer), limit.toMillis(), TimeUnit.MILLISECONDS);
        answer.whenComplete((response, failure) -> deadline.cancel(false));
        thread.execute(() -> make(request, answer));
        return answer;
    }

    private static <R> void make(
            Supplier<CompletableFuture<R>> request, CompletableFuture<R> answer) {
        if (answer.isDone()) {
            return;
        }
        try {
            request.get()
                    .whenComplete(
                            (response, failure) -> {
                                if (failure == null) {
                                    answer.complete(response);
                                } else {
                                    answer.completeExceptionally(failure);
                                }
                            });
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private void giveUp(CompletableFuture<?> answer) {
        answer.completeExceptionally(
                new TimeoutException(
                        "no credentials or no response within " + limit.toMillis() + " ms"));
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.shutdownNow();
        }
    }
}
