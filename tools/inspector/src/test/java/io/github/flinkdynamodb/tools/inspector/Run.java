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
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** A run of the program, and what it has printed. */
final class Run {

    private static final Backoff AT_ONCE = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1));

    final int exitCode;
    final String out;
    final String err;

    private Run(int exitCode, String out, String err) {
        this.exitCode = exitCode;
        this.out = out;
        this.err = err;
    }

    /** Runs the program at a time. */
    static Run at(Instant now, String... args) {
        return by(Clock.fixed(now, ZoneOffset.UTC), args);
    }

    /** Runs the program by a clock. */
    static Run by(Clock clock, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = run(clock, out, err, args);
        return new Run(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    /** Runs the program with an output of which nothing is kept. */
    static Run into(OutputStream out, Instant now, String... args) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = run(Clock.fixed(now, ZoneOffset.UTC), out, err, args);
        return new Run(exitCode, "", err.toString(StandardCharsets.UTF_8));
    }

    private static int run(Clock clock, OutputStream out, OutputStream err, String... args) {
        return new Main(
                        clock,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        new Calls(AT_ONCE))
                .run(args);
    }
}
