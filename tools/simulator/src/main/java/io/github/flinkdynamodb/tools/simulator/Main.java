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
package io.github.flinkdynamodb.tools.simulator;

import io.github.flinkdynamodb.tools.simulator.scenario.Actions;
import io.github.flinkdynamodb.tools.simulator.scenario.Scenario;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The simulator as a program: listens on a port and plays a scenario until it is stopped. */
public final class Main {

    private static final String USAGE =
            "Usage: run [--port P] [--scenario FILE] [--threads N] [--attached]\n"
                + "  --port      where it listens on 127.0.0.1; 8000 if not told, 0 for a free"
                + " port\n"
                + "  --scenario  a JSON file with tables, faults and a timeline; without it there"
                + " is one\n"
                + "              table, \"orders\", with the key \"pk\" and one open shard\n"
                + "  --threads   threads that answer; 1 if not told\n"
                + "  --attached  ends with its standard input, and so with the process that started"
                + " it";
    private static final String DEFAULT =
            "{\"setup\":[{\"do\":\"create-table\",\"name\":\"orders\"}]}";

    private int port = 8000;
    private int threads = 1;
    private boolean attached;
    private Scenario scenario = Scenario.parse(DEFAULT);

    private Main() {}

    /**
     * Runs until the process is ended, or its standard input if it is attached to it.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) throws InterruptedException, IOException {
        Main main = new Main();
        try {
            if (!main.read(args)) {
                System.out.println(USAGE);
                return;
            }
            main.run(System.out);
            main.awaitEnd();
            System.exit(0);
        } catch (RuntimeException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private boolean read(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--help")) {
                return false;
            }
            if (args[i].equals("--attached")) {
                attached = true;
                continue;
            }
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value\n" + USAGE);
            }
            String value = args[i + 1];
            switch (args[i++]) {
                case "--port":
                    port = number(value);
                    break;
                case "--threads":
                    threads = number(value);
                    break;
                case "--scenario":
                    scenario = Scenario.read(Path.of(value));
                    break;
                default:
                    throw new IllegalArgumentException("What is " + args[i - 1] + "?\n" + USAGE);
            }
        }
        return true;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(text + " isn't a number\n" + USAGE);
        }
    }

    private void run(PrintStream out) {
        Simulator simulator =
                Simulator.builder()
                        .port(port)
                        .threads(threads)
                        .seed(scenario.seed())
                        .region(scenario.region("us-east-1"))
                        .limits(
                                scenario.hasLimits()
                                        ? ServiceLimits.ofTheService()
                                        : ServiceLimits.none())
                        .start();
        Actions actions = simulator.actions();
        scenario.setUp(actions);
        out.println("DynamoDB Streams, simulated, at " + simulator.endpoint());
        for (SimulatedTable table : simulator.tables()) {
            String stream = table.hasStream() ? table.streamArn() : "no stream";
            out.println("  " + table.name() + ": " + stream);
        }
        out.println("Its ledger: " + simulator.endpoint() + "/_simulator/ledger");
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        scenario.start(
                actions,
                timer,
                failure -> out.println("An action failed: " + failure.getMessage()));
    }

    private void awaitEnd() throws InterruptedException, IOException {
        if (attached) {
            System.in.transferTo(OutputStream.nullOutputStream());
        } else {
            new CountDownLatch(1).await();
        }
    }
}
