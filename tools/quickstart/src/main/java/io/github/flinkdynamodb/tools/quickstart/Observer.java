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
package io.github.flinkdynamodb.tools.quickstart;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Follows a run, from the start of the job until every change is committed or something is wrong.
 */
final class Observer {

    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How long to look out for changes that come again: some checkpoints and polls. */
    private static final Duration SETTLE_TIME = Duration.ofMillis(1_200);

    private final Options options;
    private final Clock clock;
    private final Ledger ledger;
    private final Feed feed;
    private final Duration interval;

    /**
     * Creates an observer.
     *
     * @param options what the user asked for
     * @param clock the time
     * @param ledger what is observed
     * @param feed shows it
     * @param interval how often it is shown
     */
    Observer(Options options, Clock clock, Ledger ledger, Feed feed, Duration interval) {
        this.options = options;
        this.clock = clock;
        this.ledger = ledger;
        this.feed = feed;
        this.interval = interval;
    }

    /**
     * Waits until the job's tasks run, so that the first changes don't wait for them.
     *
     * @return what is wrong, if anything
     * @throws InterruptedException if the thread is interrupted
     */
    Optional<String> awaitStart(RunningJob job) throws InterruptedException {
        long deadline = clock.millis() + START_PATIENCE.toMillis();
        while (ledger.figures().tasksStarted() < options.parallelism()) {
            Optional<String> end = job.awaitEnd(interval);
            if (end.isPresent()) {
                return Optional.of("The job ended while it was starting: " + end.get());
            }
            if (clock.millis() > deadline) {
                return Optional.of("The job didn't start within " + seconds(START_PATIENCE));
            }
        }
        return Optional.empty();
    }

    /**
     * Shows what arrives until every change is committed.
     *
     * @param job the job
     * @param writing completes with the last change
     * @return what is wrong, if anything
     * @throws InterruptedException if the thread is interrupted
     */
    Optional<String> follow(RunningJob job, CompletableFuture<Void> writing)
            throws InterruptedException {
        long committedAt = Long.MAX_VALUE;
        while (true) {
            Optional<String> end = job.awaitEnd(interval);
            feed.update();
            if (end.isPresent()) {
                return Optional.of("The job ended: " + end.get());
            }
            if (writing.isCompletedExceptionally()) {
                return Optional.of("Writing failed: " + Failures.rootCause(cause(writing)));
            }
            if (!writing.isDone()) {
                continue;
            }
            Ledger.Figures figures = ledger.figures();
            long now = clock.millis();
            if (figures.committed() >= figures.written() && figures.unread() == 0) {
                committedAt = Math.min(committedAt, now);
                if (now - committedAt >= SETTLE_TIME.toMillis()) {
                    return Optional.empty();
                }
            } else if (now - figures.lastProgressMillis() > PATIENCE.toMillis()) {
                return Optional.of("Nothing has come for " + seconds(PATIENCE));
            }
        }
    }

    private static Throwable cause(CompletableFuture<Void> failed) {
        return failed.handle((nothing, error) -> error).join();
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }
}
