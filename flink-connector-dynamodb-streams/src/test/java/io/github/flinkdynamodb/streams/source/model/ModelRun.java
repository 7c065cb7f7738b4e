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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Random interleavings of a mode, one after the other for some time, and what occurred in them.
 *
 * <p>{@code -Dmodel.seed=} runs the interleavings of a seed, {@code -Dmodel.sequences=} so many of
 * them; {@code -Dmodel.seconds=} is for how long otherwise. A failure names its seed and shows the
 * fewest steps that still fail.
 */
final class ModelRun {

    /** So long it takes at most, and longer only if something hasn't come about by then. */
    private static final Duration USUAL_TIME = Duration.ofSeconds(Long.getLong("model.seconds", 6));

    /** So many are enough: a quick machine doesn't go on to others than a slow one gets to. */
    private static final long USUAL_SEQUENCES = 2_000;

    /** By then everything has come about, however slow the machine is. */
    private static final long MOST_SEQUENCES = 20_000;

    /** So much of the stack of a failure lies in the model and the connector. */
    private static final int FRAMES = 16;

    private final Mode mode;
    private final List<String> wanted;
    private final long seed = Long.getLong("model.seed", 1);
    private final Situations situations = new Situations();
    private final long begin = System.nanoTime();
    private long sequences;
    private long steps;

    /**
     * Creates a run.
     *
     * @param wanted what must come about at some time, for the run to be worth something
     */
    ModelRun(Mode mode, List<String> wanted) {
        this.mode = mode;
        this.wanted = wanted;
    }

    void run() {
        Long count = Long.getLong("model.sequences");

        while (count == null ? !isEnough() : sequences < count) {
            runOne(seed + sequences);
        }

        report();
        if (count == null) {
            assertThat(missing()).isEmpty();
        }
    }

    private boolean isEnough() {
        boolean usual =
                sequences >= USUAL_SEQUENCES || System.nanoTime() - begin > USUAL_TIME.toNanos();
        return sequences >= MOST_SEQUENCES || (usual && missing().isEmpty());
    }

    private void runOne(long sequenceSeed) {
        Interleaving.Outcome outcome = Interleaving.runRandom(mode, Fault.NONE, sequenceSeed);
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
                "%s, -Dmodel.seed=%d: %d interleavings with %d steps in %.1f s, that is %.0f and"
                        + " %.0f a second%s%n",
                mode,
                seed,
                sequences,
                steps,
                seconds,
                sequences / seconds,
                steps / seconds,
                situations);
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>(wanted);
        missing.removeIf(situation -> situations.count(situation) > 0);
        return missing;
    }

    static String explain(long seed, Interleaving.Outcome failed) {
        Interleaving shrunk = new Shrinker().shrink(failed.interleaving, failed.failure);
        Interleaving.Outcome again = shrunk.rerun(true);
        // What only the random run has met is told as it was, with all steps.
        Interleaving.Outcome outcome = again.failure == null ? failed : again;
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
                again.world.trace());
        StackTraceElement[] frames = outcome.failure.getStackTrace();
        outcome.failure.setStackTrace(Arrays.copyOf(frames, Math.min(FRAMES, frames.length)));
        outcome.failure.printStackTrace(out);
        return text.toString();
    }
}
