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

import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.tools.inspector.check.CheckReport;
import io.github.flinkdynamodb.tools.inspector.check.ServiceCheck;
import io.github.flinkdynamodb.tools.inspector.positions.PositionsCommand;
import io.github.flinkdynamodb.tools.inspector.render.JsonRenderer;
import io.github.flinkdynamodb.tools.inspector.render.TableRenderer;
import io.github.flinkdynamodb.tools.inspector.report.SnapshotReport;
import io.github.flinkdynamodb.tools.inspector.report.SourceReport;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;

/** The inspector as a program: reads a savepoint, asks the service if told to, prints a report. */
public final class Main {

    private static final int ALL_READABLE = 0;
    private static final int ERROR = 1;
    private static final int USAGE = 2;
    private static final int LOSS = 3;

    /** The word before the arguments of the other command. */
    private static final String POSITIONS = "positions";

    private final Clock clock;
    private final PrintStream out;
    private final PrintStream err;
    private final Calls calls;

    /**
     * Creates the program.
     *
     * @param clock tells how old positions are
     * @param out gets the report
     * @param err gets what is wrong
     * @param calls repeats what is throttled
     */
    Main(Clock clock, PrintStream out, PrintStream err, Calls calls) {
        this.clock = clock;
        this.out = out;
        this.err = err;
        this.calls = calls;
    }

    /**
     * Runs, and exits with the code that {@code --help} explains.
     *
     * @param args see there
     */
    public static void main(String[] args) {
        try {
            Configuration flink =
                    System.getenv("FLINK_CONF_DIR") == null
                            ? new Configuration()
                            : GlobalConfiguration.loadConfiguration();
            FileSystem.initialize(flink, PluginUtils.createPluginManagerFromRootFolder(flink));
        } catch (RuntimeException e) {
            System.err.println(
                    "FLINK_CONF_DIR or FLINK_PLUGINS_DIR can't be used: " + e.getMessage());
            System.exit(USAGE);
        }
        PrintStream out = inUtf8(FileDescriptor.out);
        PrintStream err = inUtf8(FileDescriptor.err);
        System.exit(new Main(Clock.systemUTC(), out, err, new Calls()).run(args));
    }

    /** What is printed for programs doesn't depend on the locale. */
    private static PrintStream inUtf8(FileDescriptor to) {
        return new PrintStream(new FileOutputStream(to), true, StandardCharsets.UTF_8);
    }

    /** Runs, and returns the exit code. */
    int run(String... args) {
        int code = inspect(args);
        if (out.checkError()) {
            err.println("The output couldn't be written");
            return ERROR;
        }
        return code;
    }

    private int inspect(String... args) {
        try {
            if (args.length > 0 && args[0].equals(POSITIONS)) {
                new PositionsCommand(out, err, calls).run(List.of(args).subList(1, args.length));
                return ALL_READABLE;
            }
            Arguments arguments = Arguments.parse(args);
            if (arguments.isHelp()) {
                out.println(Arguments.USAGE);
                return ALL_READABLE;
            }
            Inspection inspection =
                    Inspection.of(arguments.path(), arguments.takenAt(), clock.instant());
            if (arguments.isCheck()) {
                inspection = check(inspection, arguments);
            }
            print(inspection, arguments);
            return verdict(inspection);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage() + " (--help lists the options)");
            return USAGE;
        } catch (InspectionException e) {
            err.println(e.getMessage());
            return ERROR;
        } catch (RuntimeException e) {
            err.println("The inspector has failed, which is a fault of its own: " + e);
            return ERROR;
        }
    }

    /** What a check says of some sources isn't a verdict on those that can't be read. */
    private static int verdict(Inspection inspection) {
        if (inspection.isLoss()) {
            return LOSS;
        }
        return inspection.isChecked() && !inspection.unreadable().isEmpty() ? ERROR : ALL_READABLE;
    }

    private void print(Inspection inspection, Arguments arguments) {
        if (arguments.isJson()) {
            out.println(new JsonRenderer().render(inspection));
        } else {
            new TableRenderer(arguments.isAll()).render(inspection).forEach(out::println);
        }
    }

    private Inspection check(Inspection inspection, Arguments arguments)
            throws InspectionException {
        List<CheckReport> checks = new ArrayList<>();
        for (SourceReport source : inspection.sources()) {
            Configuration options = Configuration.fromMap(arguments.options());
            nameWhatIsRead(source, options);
            try (StreamsClient client =
                    DynamoDbStreamsSource.clients(options).create(Main.class.getClassLoader())) {
                checks.add(
                        new ServiceCheck(client, calls, arguments.prices(), inspection.now())
                                .check(source));
            } catch (StreamsException e) {
                throw new InspectionException(e.getMessage(), e);
            } catch (IllegalConfigurationException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
        return inspection.with(checks);
    }

    /** The region is that of the ARN, unless one is given. */
    private static void nameWhatIsRead(SourceReport source, Configuration options) {
        Optional<String> stream = source.streamArns().stream().findFirst();
        if (stream.isPresent()) {
            options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, stream.get());
        } else {
            source.snapshot()
                    .map(SnapshotReport::tableArn)
                    .ifPresent(arn -> options.set(DynamoDbStreamsSourceOptions.TABLE_NAME, arn));
        }
    }
}
