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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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
class HandoverModelTest {

    private static final long DEFAULT_SECONDS = 12;

    /** So much of the stack of a failure lies in the model and the connector. */
    private static final int FRAMES = 16;

    private static final String[] EVENTS = {
        "task failure",
        "failure of the region",
        "global failure",
        "restore with another parallelism",
        "barrier at the enumerator",
        "barrier at the reader"
    };

    @Test
    void everyRecordCountsOnceAndInOrderWhateverFailsDuringAHandover() {
        long seed = Long.getLong("model.seed", new Random().nextLong());
        long sequences = Long.getLong("model.sequences", Long.MAX_VALUE);
        long deadline = System.nanoTime() + DEFAULT_SECONDS * 1_000_000_000L;
        boolean timed = sequences == Long.MAX_VALUE;
        Situations situations = new Situations();
        long steps = 0;
        long done = 0;
        long begin = System.nanoTime();

        while (done < sequences && !(timed && System.nanoTime() > deadline)) {
            Interleaving.Outcome outcome = Interleaving.runRandom(seed + done);
            if (outcome.failure != null) {
                fail(explain(seed + done, outcome));
            }
            situations.add(outcome.world.situations);
            steps += outcome.interleaving.steps.size();
            done++;
        }

        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                "seed %d: %d interleavings, %d steps in %.1f s (%.0f interleavings a second)%s%n",
                seed, done, steps, seconds, done / seconds, situations);
        if (timed) {
            assertThat(missing(situations)).isEmpty();
        }
    }

    private static List<String> missing(Situations situations) {
        List<String> missing = new ArrayList<>();
        for (String event : EVENTS) {
            for (HandoverStep step : HandoverStep.values()) {
                if (situations.count(event + " at " + step) == 0) {
                    missing.add(event + " at " + step);
                }
            }
        }
        return missing;
    }

    private static String explain(long seed, Interleaving.Outcome failed) {
        Interleaving shrunk = new Shrinker().shrink(failed.interleaving);
        Interleaving.Outcome outcome = shrunk.rerun(true);
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.printf(
                "-Dmodel.seed=%d -Dmodel.sequences=1 fails: %s%n%d of its %d steps suffice: %s%n%s%n",
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
