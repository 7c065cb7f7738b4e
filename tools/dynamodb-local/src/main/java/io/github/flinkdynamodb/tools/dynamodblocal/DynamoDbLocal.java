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
package io.github.flinkdynamodb.tools.dynamodblocal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Amazon DynamoDB Local, running in a child process with a JVM of its own.
 *
 * <p>The process ends with {@link #close()}, when this JVM shuts down, and also when this JVM is
 * killed: a shell process watches over it. Data is kept in memory unless {@link
 * Builder#dbPath(Path)} is given.
 *
 * <p>DynamoDB Local listens on all network interfaces (it has no option for it) and checks no
 * credentials, though a request must be signed with some.
 *
 * <p>Thread-safe.
 */
public final class DynamoDbLocal implements AutoCloseable {

    /** The system property that names the folder with the jars of DynamoDB Local. */
    public static final String JARS_PROPERTY = "dynamodb.local.dir";

    private static final int PORT_ATTEMPTS = 5;
    private static final int TAIL_LINES = 200;
    private static final int PROBE_TIMEOUT_MILLIS = 1_000;
    private static final long PROBE_PAUSE_MILLIS = 50;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final ServerCommand command;
    private final int port;
    private final Duration startTimeout;
    private final OutputTail output = new OutputTail(TAIL_LINES);
    private final Thread shutdownHook = new Thread(this::stopQuietly, "dynamodb-local-shutdown");

    /**
     * The running child, or null if there is none. Volatile for the readers; written under lock.
     */
    private volatile Process process;

    private Watchdog watchdog;
    private boolean closed;

    private DynamoDbLocal(ServerCommand command, int port, Duration startTimeout) {
        this.command = command;
        this.port = port;
        this.startTimeout = startTimeout;
    }

    /**
     * Starts a server on a free port with its data in memory and the jars of the folder that the
     * system property {@value #JARS_PROPERTY} names.
     *
     * @return the server; it answers
     * @throws IllegalStateException if the jars aren't there or the server doesn't start
     */
    public static DynamoDbLocal start() {
        return builder().start();
    }

    /**
     * Returns a builder for a server with other settings.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the address of the server.
     *
     * @return such as {@code http://127.0.0.1:40123}
     */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /**
     * Returns the TCP port, which stays the same over {@link #restart()}.
     *
     * @return the port
     */
    public int port() {
        return port;
    }

    /**
     * Returns whether the child process runs.
     *
     * @return false after {@link #kill()}, {@link #close()}, or if it ended by itself
     */
    public boolean isRunning() {
        Process current = process;
        return current != null && current.isAlive();
    }

    /**
     * Returns the process id of the child.
     *
     * @return the id
     * @throws IllegalStateException if no child was started since the last {@link #kill()}
     */
    public long pid() {
        Process current = process;
        if (current == null) {
            throw new IllegalStateException("DynamoDB Local isn't running");
        }
        return current.pid();
    }

    /**
     * Returns the last lines that the child printed, for error messages.
     *
     * @return the lines, possibly none
     */
    public String output() {
        return output.text();
    }

    /** Ends the child at once, as a crash would. {@link #restart()} starts another. */
    public synchronized void kill() {
        stop();
    }

    /**
     * Starts the server again on the same port, ending it first if it runs. Tables and streams
     * survive only with {@link Builder#dbPath(Path)}.
     *
     * @throws IllegalStateException if the server doesn't start, or was closed
     */
    public synchronized void restart() {
        if (closed) {
            throw new IllegalStateException("DynamoDB Local was closed");
        }
        stop();
        launch();
    }

    /** Ends the child. May be called again. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The hook runs, and finds nothing left to stop.
        }
    }

    private synchronized void launch() {
        try {
            process = command.start(port);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + command.javaExecutable(), e);
        }
        watchdog = Watchdog.of(process);
        Thread drainer = output.drain(process.getInputStream(), "dynamodb-local-output-" + port);
        try {
            awaitAnswer(drainer);
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while DynamoDB Local was starting", e);
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
    }

    private void awaitAnswer(Thread drainer) throws InterruptedException {
        long deadline = System.nanoTime() + startTimeout.toNanos();
        while (!answers()) {
            if (process.waitFor(PROBE_PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                drainer.join(STOP_TIMEOUT.toMillis());
                throw failure("ended with exit code " + process.exitValue());
            }
            if (System.nanoTime() - deadline > 0) {
                throw failure("didn't answer within " + startTimeout.toSeconds() + " s");
            }
        }
        if (!process.isAlive()) {
            throw failure("ended, and another process answers on its port");
        }
    }

    private boolean answers() {
        HttpURLConnection connection = null;
        try {
            connection = (HttpURLConnection) endpoint().toURL().openConnection();
            connection.setConnectTimeout(PROBE_TIMEOUT_MILLIS);
            connection.setReadTimeout(PROBE_TIMEOUT_MILLIS);
            // An unsigned request is refused, which is an answer as good as any.
            return connection.getResponseCode() > 0;
        } catch (IOException notYet) {
            return false;
        } finally {
            if (connection != null) {
                connection.disconnect();
            }
        }
    }

    private IllegalStateException failure(String what) {
        return new IllegalStateException(
                "DynamoDB Local on port " + port + " " + what + ". It printed:\n" + output());
    }

    private void stop() {
        Process current = process;
        process = null;
        if (current == null) {
            return;
        }
        current.destroyForcibly();
        try {
            if (!current.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("Process " + current.pid() + " doesn't end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        watchdog.close();
    }

    /** For the shutdown hook: takes no lock, since a thread that starts the server may hold it. */
    private void stopQuietly() {
        Process current = process;
        if (current != null) {
            current.destroyForcibly();
        }
    }

    /** Settings of a server. */
    public static final class Builder {

        private static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(60);

        private final List<String> jvmOptions = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private Path jars;
        private Path dbPath;
        private int port;
        private Duration startTimeout = DEFAULT_START_TIMEOUT;

        private Builder() {}

        /**
         * Sets the folder with the jars of DynamoDB Local and of all that it depends on.
         *
         * @param folder the folder; by default what the system property {@value #JARS_PROPERTY}
         *     names
         * @return this
         */
        public Builder jars(Path folder) {
            this.jars = folder;
            return this;
        }

        /**
         * Keeps the data in files, so that tables and streams survive {@link DynamoDbLocal#kill()}
         * and {@link DynamoDbLocal#restart()}.
         *
         * @param folder an existing folder
         * @return this
         */
        public Builder dbPath(Path folder) {
            this.dbPath = folder;
            return this;
        }

        /**
         * Sets the port.
         *
         * @param tcpPort the port, or 0 (the default) for a free one
         * @return this
         */
        public Builder port(int tcpPort) {
            this.port = tcpPort;
            return this;
        }

        /**
         * Sets how long a start may take. By default 60 s; 1 to 4 s are usual.
         *
         * @param timeout the time
         * @return this
         */
        public Builder startTimeout(Duration timeout) {
            this.startTimeout = timeout;
            return this;
        }

        /**
         * Adds an option of the child's JVM, such as {@code -Xmx512m}.
         *
         * @param option the option
         * @return this
         */
        public Builder jvmOption(String option) {
            jvmOptions.add(option);
            return this;
        }

        /**
         * Sets an environment variable of the child.
         *
         * @param name its name
         * @param value its value
         * @return this
         */
        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /**
         * Starts the server.
         *
         * @return the server; it answers
         * @throws IllegalStateException if the jars aren't there or the server doesn't start
         */
        public DynamoDbLocal start() {
            ServerCommand command =
                    new ServerCommand(JarFolder.resolve(jars), dbPath, jvmOptions, environment);
            int attempts = port == 0 ? PORT_ATTEMPTS : 1;
            for (int attempt = 1; ; attempt++) {
                int candidate = port == 0 ? FreePort.find() : port;
                DynamoDbLocal server = new DynamoDbLocal(command, candidate, startTimeout);
                Runtime.getRuntime().addShutdownHook(server.shutdownHook);
                try {
                    server.launch();
                    return server;
                } catch (IllegalStateException e) {
                    server.close();
                    boolean portTaken = server.output().contains("Address already in use");
                    if (attempt == attempts || !portTaken) {
                        throw e;
                    }
                }
            }
        }
    }
}
