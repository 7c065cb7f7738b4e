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
package io.github.flinkdynamodb.streams.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tries many inputs, each made from a seed of its own. {@code -Dfuzz.inputs=N} says how many a test
 * tries, {@code -Dfuzz.seed=N} begins with another seed: that of a failure, and one input, repeat
 * it.
 */
public final class Fuzz {

    private static final long FIRST_SEED = Long.getLong("fuzz.seed", 1);
    private static final Integer INPUTS = Integer.getInteger("fuzz.inputs");

    /** No input takes a millisecond; what is still at it after this long is a hang. */
    private static final Duration HANG = Duration.ofSeconds(30);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What is tried with one input. */
    public interface Trial {
        /**
         * Creates an input and tries it.
         *
         * @param seed all that decides what the input is
         * @return whether the input was read, not rejected
         * @throws Exception fails the test
         */
        boolean with(long seed) throws Exception;
    }

    /** How many inputs were read and how many were rejected. */
    public static final class Outcome {
        final String name;
        int read;
        int rejected;

        Outcome(String name) {
            this.name = name;
        }

        /** A test that rejects everything, or nothing, tests half of its rule. */
        public void sawBoth() {
            if (read + rejected >= 1000) {
                assertThat(read).as("%s: inputs that were read", name).isPositive();
                assertThat(rejected).as("%s: inputs that were rejected", name).isPositive();
            }
        }

        @Override
        public String toString() {
            return name + ": " + read + " read, " + rejected + " rejected, from seed " + FIRST_SEED;
        }
    }

    private Fuzz() {}

    /**
     * Tries inputs.
     *
     * @param name of the test
     * @param byDefault how many inputs where none are asked for
     * @param trial tries one
     * @return what became of them
     */
    public static Outcome run(String name, int byDefault, Trial trial) {
        int inputs = INPUTS == null ? byDefault : INPUTS;
        AtomicLong current = new AtomicLong();
        Outcome outcome = new Outcome(name);
        FutureTask<Void> loop =
                new FutureTask<>(
                        () -> {
                            for (int i = 0; i < inputs; i++) {
                                current.set(FIRST_SEED + i);
                                count(outcome, trial, FIRST_SEED + i);
                            }
                            return null;
                        });
        await(loop, name, current);
        System.out.println(outcome);
        return outcome;
    }

    /** Waits as long as one input comes after the other. */
    private static void await(FutureTask<Void> loop, String name, AtomicLong current) {
        Thread thread = new Thread(loop, "fuzz-" + name);
        thread.setDaemon(true);
        thread.start();
        while (true) {
            long seed = current.get();
            try {
                loop.get(HANG.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (current.get() == seed) {
                    AssertionError hang =
                            new AssertionError(
                                    name + " hangs with -Dfuzz.inputs=1 -Dfuzz.seed=" + seed);
                    hang.setStackTrace(thread.getStackTrace());
                    throw hang;
                }
            } catch (ExecutionException e) {
                throw (AssertionError) e.getCause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(name + " was interrupted", e);
            }
        }
    }

    private static void count(Outcome outcome, Trial trial, long seed) {
        try {
            if (trial.with(seed)) {
                outcome.read++;
            } else {
                outcome.rejected++;
            }
        } catch (Throwable e) {
            throw new AssertionError(
                    outcome.name + " fails with -Dfuzz.inputs=1 -Dfuzz.seed=" + seed + ": " + e, e);
        }
    }

    /**
     * Measures what a call allocates, whether it returns or throws. A call that loads a class
     * allocates more than the next: what is too much is tried again.
     *
     * @param most how many bytes are allowed
     * @param input what was read, for the message
     * @param call reads it, again and again in the same way
     */
    static <T> T allocatingAtMost(long most, byte[] input, Callable<T> call) throws Exception {
        long allocated = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long before = allocatedBytes();
            try {
                T result = call.call();
                allocated = Math.min(allocated, allocatedBytes() - before);
                if (allocated <= most) {
                    return result;
                }
            } catch (Exception e) {
                allocated = Math.min(allocated, allocatedBytes() - before);
                if (allocated <= most) {
                    throw e;
                }
            }
        }
        throw new AssertionError(
                allocated
                        + " bytes for "
                        + input.length
                        + ", allowed are "
                        + most
                        + ": "
                        + show(input));
    }

    private static long allocatedBytes() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /**
     * An input for a message.
     *
     * @param input the bytes
     * @return the beginning of them, as text
     */
    public static String show(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        return text.length() > 2000 ? text.substring(0, 2000) + "..." : text;
    }
}
