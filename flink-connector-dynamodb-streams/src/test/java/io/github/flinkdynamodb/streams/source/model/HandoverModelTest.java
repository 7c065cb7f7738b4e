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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.flinkdynamodb.streams.OnEachFlink;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random interleavings of a table's resharding, the handover of its shards,
 * checkpoints, failures and restores, on one thread. Real are the enumerator, the readers with
 * Flink's base class and fetcher, all serializers and the decoding; Flink's coordinator, mailboxes,
 * checkpoints and recovery are modelled, and so is the service.
 *
 * <p>{@code -Dmodel.seed=} runs the interleavings of a seed, {@code -Dmodel.sequences=} so many of
 * them. A failure names its seed and shows the fewest steps that still fail.
 */
@OnEachFlink
class HandoverModelTest {

    /** So long the test runs, and longer only if something hasn't come about by then. */
    private static final Duration USUAL_TIME = Duration.ofSeconds(10);

    private static final Duration MOST_TIME = Duration.ofMinutes(3);

    /** So much of the stack of a failure lies in the model and the connector. */
    private static final int FRAMES = 16;

    /** Children and answer leave in one step of the enumerator: no barrier falls between. */
    private static final String AT_THE_READER = "barrier at the reader";

    private static final String[] EVENTS = {
        "task failure",
        "failure of the region",
        "global failure",
        "restore with another parallelism",
        "barrier at the enumerator",
        AT_THE_READER
    };

    private static final String[] SITUATIONS = {
        "3 checkpoints at once",
        "checkpoint aborted",
        "checkpoint overtaken by a later one",
        "child not listed, not found",
        "child listed, not found",
        "child not listed, found",
        "discovery fails",
        "reset to a checkpoint before the news that it is complete",
        "savepoint",
        "shard trimmed",
        "start at a time",
        "stop at a time",
        "stream ended early",
    };

    private final long seed = Long.getLong("model.seed", 1);
    private final Situations situations = new Situations();
    private final long begin = System.nanoTime();
    private long sequences;
    private long steps;

    @Test
    void everyRecordCountsOnceAndInOrderWhateverFailsDuringAHandover() {
        Long wanted = Long.getLong("model.sequences");

        while (wanted == null ? !isEnough() : sequences < wanted) {
            runOne(seed + sequences);
        }

        report();
        if (wanted == null) {
            assertThat(missing()).isEmpty();
        }
    }

    private boolean isEnough() {
        long time = System.nanoTime() - begin;
        return time > MOST_TIME.toNanos() || (time > USUAL_TIME.toNanos() && missing().isEmpty());
    }

    private void runOne(long sequenceSeed) {
        Interleaving.Outcome outcome = Interleaving.runRandom(sequenceSeed);
        if (outcome.failure != null) {
            fail(explain(sequenceSeed, outcome));
        }
        situations.add(outcome.world.situations);
        steps += outcome.interleaving.steps.size();
        sequences++;
    }

    private void report() {
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                "-Dmodel.seed=%d: %d interleavings with %d steps in %.1f s, that is %.0f and %.0f a"
                        + " second%s%n",
                seed, sequences, steps, seconds, sequences / seconds, steps / seconds, situations);
    }

    /** What must come about at some time, for the test to be worth something. */
    private List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (String event : EVENTS) {
            for (HandoverStep step : HandoverStep.values()) {
                boolean impossible =
                        step == HandoverStep.CHILDREN_TAKEN && event.equals(AT_THE_READER);
                if (!impossible) {
                    addIfMissing(event + " at " + step, missing);
                }
            }
        }
        for (String situation : SITUATIONS) {
            addIfMissing(situation, missing);
        }
        return missing;
    }

    private void addIfMissing(String situation, List<String> missing) {
        if (situations.count(situation) == 0) {
            missing.add(situation);
        }
    }

    private static String explain(long seed, Interleaving.Outcome failed) {
        Interleaving shrunk = new Shrinker().shrink(failed.interleaving);
        Interleaving.Outcome outcome = shrunk.rerun(true);
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.printf(
                "-Dmodel.seed=%d -Dmodel.sequences=1 fails: %s%n%d of its %d steps suffice:"
                        + " %s%n%s%n",
                seed,
                failed.failure,
                shrunk.steps.size(),
                failed.interleaving.steps.size(),
                shrunk.setup,
                outcome.world.trace());
        StackTraceElement[] frames = outcome.failure.getStackTrace();
        outcome.failure.setStackTrace(Arrays.copyOf(frames, Math.min(FRAMES, frames.length)));
        outcome.failure.printStackTrace(out);
        return text.toString();
    }
}
