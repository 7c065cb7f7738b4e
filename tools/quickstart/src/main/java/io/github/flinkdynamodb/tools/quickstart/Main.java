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

import io.github.flinkdynamodb.tools.quickstart.Screen.Style;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The program of the quickstart. System properties, all set by the script {@code run}: {@code
 * dynamodb.local.dir} (the jars of DynamoDB Local), {@code quickstart.work} (an existing folder for
 * files and the log), {@code quickstart.terminal} and {@code quickstart.columns} (what the output
 * goes to). With --sql also {@code quickstart.flink} (the folder of Flink's jars), {@code
 * quickstart.sql.jar} and {@code quickstart.sql.script}.
 */
public final class Main {

    private static final int EXIT_BAD = 1;
    private static final int EXIT_USAGE = 2;
    private static final int DEFAULT_COLUMNS = 120;

    private Main() {}

    /**
     * Runs the quickstart, and ends this JVM: with 0 if every change arrived once and in order, 1
     * if not, 2 if an option is wrong.
     *
     * @param args the options
     */
    public static void main(String[] args) {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + " (--help lists the options)");
            System.exit(EXIT_USAGE);
            return;
        }
        Screen screen = screen();
        AtomicBoolean finished = new AtomicBoolean();
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> screen.end(finished.get() ? "" : "Stopped."), "screen"));
        boolean good = run(options, screen);
        finished.set(true);
        System.exit(good ? 0 : EXIT_BAD);
    }

    private static boolean run(Options options, Screen screen) {
        Path folder = Path.of(System.getProperty("quickstart.work"));
        boolean good = false;
        try {
            good =
                    options.sql()
                            ? new SqlQuickstart(options, screen, Clock.systemUTC(), folder).run()
                            : new Quickstart(options, screen, Clock.systemUTC(), folder).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            screen.line("The quickstart failed: " + Failures.rootCause(e), Style.BAD);
        }
        if (!good) {
            System.err.println("The log is " + folder.resolve("quickstart.log"));
        }
        return good;
    }

    private static Screen screen() {
        // The platform's charset may be ASCII; the names in the orders aren't.
        PrintStream out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        return new Screen(
                out,
                Boolean.getBoolean("quickstart.terminal"),
                Integer.getInteger("quickstart.columns", DEFAULT_COLUMNS));
    }
}
