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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Flink's SQL client with a script whose last statement is a query that goes on indefinitely. */
final class SqlClient implements AutoCloseable {

    private static final String COLORS = "\u001B\\[[0-9;]*m";
    private static final String ERROR = "[ERROR]";
    private static final String RESULT = "| op |";
    private static final long LINE_PATIENCE_MILLIS = 200;

    private final Process process;
    private final Screen screen;
    private final Revenue revenue = new Revenue();
    private final CountDownLatch resultShown = new CountDownLatch(1);
    private final StringBuilder error = new StringBuilder();
    private final Thread reader = new Thread(this::read, "sql-client-output");
    private boolean failed;

    private SqlClient(Process process, Screen screen) {
        this.process = process;
        this.screen = screen;
    }

    /**
     * Starts the client.
     *
     * @param flink where it is to work
     * @param script the file of the script
     * @param screen shows what it prints
     * @return the client
     * @throws IOException if it doesn't start
     */
    static SqlClient start(FlinkSession flink, Path script, Screen screen) throws IOException {
        SqlClient client = new SqlClient(flink.sqlClient(script), screen);
        client.reader.setDaemon(true);
        client.reader.start();
        return client;
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line.replaceAll(COLORS, ""));
            }
        } catch (IOException e) {
            // It has been ended; awaitLine tells where it hasn't.
            screen.clearStatus();
        }
    }

    private synchronized void take(String line) {
        failed |= line.contains(ERROR);
        if (failed) {
            error.append(line).append('\n');
        }
        screen.shortLine(line, line.startsWith("|") ? Screen.Style.PLAIN : Screen.Style.FAINT);
        revenue.line(line);
        if (line.startsWith(RESULT)) {
            resultShown.countDown();
        }
        notifyAll();
    }

    /** Returns whether the client has begun to show the result of the query. */
    boolean showsResult() {
        return resultShown.getCount() == 0;
    }

    /**
     * Waits a little for the client to print a line.
     *
     * @throws IllegalStateException if a statement has failed or the client has ended
     */
    void awaitLine() throws InterruptedException {
        synchronized (this) {
            wait(LINE_PATIENCE_MILLIS);
        }
        checkAlive();
    }

    private synchronized void checkAlive() {
        if (failed || !process.isAlive()) {
            throw new IllegalStateException(
                    failed
                            ? "a statement failed: " + error.toString().strip()
                            : "the SQL client has ended with " + process.exitValue());
        }
    }

    /** Returns the result as it was shown last. */
    Map<String, Revenue.Group> revenue() {
        return revenue.groups();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
