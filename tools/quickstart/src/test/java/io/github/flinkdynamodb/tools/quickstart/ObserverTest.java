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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObserverTest {

    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final ManualClock clock = new ManualClock();
    private final Ledger ledger = Ledger.open(clock);
    private final Observer observer =
            new Observer(
                    new Options(1, 3, 1, 2, false, false, false),
                    clock,
                    ledger,
                    new Feed(
                            new Screen(
                                    new PrintStream(
                                            OutputStream.nullOutputStream(),
                                            true,
                                            StandardCharsets.UTF_8),
                                    false,
                                    80),
                            ledger,
                            3,
                            2,
                            ZoneOffset.UTC),
                    INTERVAL);
    private final List<PlannedChange> changes = Changes.planned(3);
    private final CompletableFuture<Void> written = CompletableFuture.completedFuture(null);

    /** A job that runs; each look at it takes its time. */
    private final RunningJob job =
            patience -> {
                clock.advance(patience.toMillis());
                return Optional.empty();
            };

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void jobHasStartedWhenEverySourceTaskRuns() throws Exception {
        RunningJob starting =
                patience -> {
                    clock.advance(patience.toMillis());
                    ledger.taskStarted(0, OptionalLong.empty());
                    return Optional.empty();
                };

        assertThat(observer.awaitStart(starting)).isEmpty();

        assertThat(clock.millis()).isEqualTo(2 * INTERVAL.toMillis());
    }

    @Test
    void jobThatDoesNotStartIsAProblem() throws Exception {
        assertThat(observer.awaitStart(job)).hasValueSatisfying(this::saysThatItDidNotStart);
    }

    private void saysThatItDidNotStart(String problem) {
        assertThat(problem).contains("didn't start within 90 s");
    }

    @Test
    void jobThatEndsWhileItStartsIsAProblem() throws Exception {
        assertThat(observer.awaitStart(patience -> Optional.of("no slots")))
                .hasValueSatisfying(problem -> assertThat(problem).contains("no slots"));
    }

    @Test
    void runEndsSomeTimeAfterEverythingIsCommitted() throws Exception {
        changes.forEach(ledger::written);
        ledger.commit(new Transaction("t", Changes.committed(changes)));

        assertThat(observer.follow(job, written)).isEmpty();

        assertThat(clock.millis()).isBetween(1_200L, 2_000L);
    }

    @Test
    void orderFromBeforeThatDoesNotComeIsAProblem() throws Exception {
        ledger.existing(new OrderPlan(1, 0, new Random(1)).nextExisting(0));

        assertThat(observer.follow(job, written))
                .hasValueSatisfying(problem -> assertThat(problem).contains("60 s"));
    }

    @Test
    void jobThatStallsIsAProblem() throws Exception {
        changes.forEach(ledger::written);
        ledger.commit(new Transaction("t", Changes.committed(changes.subList(0, 2))));

        assertThat(observer.follow(job, written))
                .hasValueSatisfying(problem -> assertThat(problem).contains("60 s"));
    }

    @Test
    void jobThatEndsIsAProblemWithItsReason() throws Exception {
        assertThat(observer.follow(patience -> Optional.of("it broke"), new CompletableFuture<>()))
                .hasValueSatisfying(problem -> assertThat(problem).contains("it broke"));
    }

    @Test
    void writingThatFailsIsAProblemWithItsReason() throws Exception {
        CompletableFuture<Void> failed =
                CompletableFuture.failedFuture(new IllegalStateException("disk full"));

        assertThat(observer.follow(job, failed))
                .hasValueSatisfying(problem -> assertThat(problem).contains("disk full"));
    }
}
