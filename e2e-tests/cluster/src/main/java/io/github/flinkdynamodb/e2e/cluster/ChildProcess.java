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
package io.github.flinkdynamodb.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process of this test, whose output goes to a file. It ends with {@link #close()}, and when this
 * JVM ends in whatever way: where there is a {@code /bin/sh}, a small shell that waits for the end
 * of this JVM watches over it.
 *
 * <p>Thread-safe.
 */
public final class ChildProcess implements AutoCloseable {

    private static final int TAIL_LINES = 60;
    private static final long END_SECONDS = 20;
    private static final String WATCH =
            "trap '' HUP INT TERM; read -r nothing; kill -9 \"$0\" 2> /dev/null";

    private final String name;
    private final Path log;
    private final Process process;
    private final Process watch;
    private final Thread shutdownHook;

    private ChildProcess(String name, Path log, Process process, Process watch) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.watch = watch;
        this.shutdownHook = new Thread(process::destroyForcibly, name + "-shutdown");
    }

    /**
     * Starts a JVM.
     *
     * @param name what to call it in messages
     * @param log the file for what it prints, in an existing folder; appended to
     * @param arguments of {@code java}
     * @return the process, just started
     */
    public static ChildProcess java(String name, Path log, List<String> arguments) {
        return java(name, log, arguments, Map.of());
    }

    /**
     * Starts a JVM with variables of its environment.
     *
     * @param name what to call it in messages
     * @param log the file for what it prints, in an existing folder; appended to
     * @param arguments of {@code java}
     * @param environment variables that it has besides those of this JVM
     * @return the process, just started
     */
    public static ChildProcess java(
            String name, Path log, List<String> arguments, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(javaExecutable());
        command.addAll(arguments);
        return program(name, log, command, environment);
    }

    /**
     * Starts any program.
     *
     * @param name what to call it in messages
     * @param log the file for what it prints, in an existing folder; appended to
     * @param command the program and its arguments
     * @param environment variables that it has besides those of this JVM
     * @return the process, just started
     */
    public static ChildProcess program(
            String name, Path log, List<String> command, Map<String, String> environment) {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // Options that are meant for this JVM (a debugger, an agent) would break the child.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            ChildProcess child = new ChildProcess(name, log, process, watch(process.pid()));
            Runtime.getRuntime().addShutdownHook(child.shutdownHook);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + name, e);
        }
    }

    /** Returns the path of the program {@code java} that runs this JVM. */
    static String javaExecutable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Process watch(long pid) {
        try {
            return new ProcessBuilder("/bin/sh", "-c", WATCH, Long.toString(pid))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException noShell) {
            return null;
        }
    }

    /**
     * Returns what it is called.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the id of the process.
     *
     * @return the id
     */
    public long pid() {
        return process.pid();
    }

    /**
     * Returns whether it runs.
     *
     * @return false once it has ended
     */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Fails if it has ended.
     *
     * @throws IllegalStateException with the end of its output
     */
    public void checkAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    name + " ended with exit code " + process.exitValue() + ". " + tail());
        }
    }

    /**
     * Waits until it has ended by itself.
     *
     * @param patience how long
     * @return its exit code
     * @throws IllegalStateException if it runs for longer, with the end of its output
     */
    public int awaitEnd(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        name + " still runs after " + patience.toSeconds() + " s. " + tail());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + name + " ran", e);
        }
        return process.exitValue();
    }

    /**
     * Returns the end of its output, for messages.
     *
     * @return the name of the file, and its last lines
     */
    public String tail() {
        List<String> lines;
        try {
            lines = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            return "Its output " + log + " can't be read: " + e;
        }
        List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        return "The end of " + log + ":\n" + String.join("\n", last);
    }

    /** Ends the process at once ({@code kill -9}), and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(name + ", process " + pid() + ", doesn't end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (watch != null) {
            watch.destroyForcibly();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The hook finds the process gone.
        }
    }

    /** As {@link #kill()}. */
    @Override
    public void close() {
        kill();
    }

    @Override
    public String toString() {
        return name + " (process " + pid() + ")";
    }
}
