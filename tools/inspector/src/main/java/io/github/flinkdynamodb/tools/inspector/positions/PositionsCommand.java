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
package io.github.flinkdynamodb.tools.inspector.positions;

import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.positions.PositionsFormat;
import io.github.flinkdynamodb.streams.source.positions.ReadShard;
import io.github.flinkdynamodb.streams.source.positions.StartPositions;
import io.github.flinkdynamodb.tools.inspector.Calls;
import io.github.flinkdynamodb.tools.inspector.InspectionException;
import io.github.flinkdynamodb.tools.inspector.report.SourceReport;
import io.github.flinkdynamodb.tools.inspector.state.ApacheSource;
import io.github.flinkdynamodb.tools.inspector.state.SavepointFile;
import io.github.flinkdynamodb.tools.inspector.state.SourceState;
import io.github.flinkdynamodb.tools.inspector.state.SourceStates;
import io.github.flinkdynamodb.tools.inspector.state.UnreadableSource;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;

/** The inspector's command "positions": writes up to where a stopped job has read its stream. */
public final class PositionsCommand {

    /** What the name of a file ends with until all of it is written. */
    private static final String PART = ".part";

    private final PrintStream out;
    private final PrintStream err;
    private final Calls calls;

    /**
     * Creates the command.
     *
     * @param out gets the positions, if they aren't written to a file
     * @param err gets what they are
     */
    public PositionsCommand(PrintStream out, PrintStream err) {
        this(out, err, new Calls());
    }

    /** Creates the same with calls that are repeated in another way. */
    public PositionsCommand(PrintStream out, PrintStream err, Calls calls) {
        this.out = out;
        this.err = err;
        this.calls = calls;
    }

    /**
     * Runs.
     *
     * @param args what was typed after "positions"
     * @throws IllegalArgumentException if an option is wrong
     * @throws InspectionException if there are no positions to start from, or they can't be written
     */
    public void run(List<String> args) throws InspectionException {
        PositionsArguments arguments = PositionsArguments.parse(args);
        if (arguments.isHelp()) {
            out.println(PositionsArguments.USAGE);
            return;
        }
        StartPositions positions = positions(arguments);
        byte[] file = PositionsFormat.write(positions);
        if (arguments.out().isPresent()) {
            write(arguments.out().get(), file);
        } else {
            out.write(file, 0, file.length);
            out.flush();
        }
        long finished = positions.shards().values().stream().filter(ReadShard::isFinished).count();
        err.printf(
                "%d shards of %s: %d to be read on, %d finished%n",
                positions.shards().size(),
                positions.streamArn(),
                positions.shards().size() - finished,
                finished);
    }

    private static void write(String target, byte[] file) throws InspectionException {
        try {
            Path path = SavepointFile.pathOf(target);
            if (mayBeReplaced(path)) {
                Path part = path.suffix(PART);
                write(part, file);
                Files.move(local(part), local(path), StandardCopyOption.ATOMIC_MOVE);
            } else {
                write(path, file);
            }
        } catch (IOException e) {
            throw new InspectionException(target + " can't be written: " + e.getMessage(), e);
        }
    }

    private static void write(Path path, byte[] file) throws IOException {
        try (OutputStream to = path.getFileSystem().create(path, WriteMode.OVERWRITE)) {
            to.write(file);
        }
    }

    /** A device or a link is written to as it is, and an object of a store appears whole. */
    private static boolean mayBeReplaced(Path path) throws IOException {
        return !path.getFileSystem().isDistributedFS()
                && (Files.notExists(local(path), LinkOption.NOFOLLOW_LINKS)
                        || Files.isRegularFile(local(path), LinkOption.NOFOLLOW_LINKS));
    }

    private static java.nio.file.Path local(Path path) {
        return new File(path.getPath()).toPath();
    }

    private StartPositions positions(PositionsArguments arguments) throws InspectionException {
        return arguments.path().isPresent()
                ? ofSavepoint(arguments.path().get(), arguments)
                : ofLeases(arguments);
    }

    private static StartPositions ofSavepoint(String path, PositionsArguments arguments)
            throws InspectionException {
        SavepointFile savepoint = SavepointFile.read(path);
        Instant takenAt = arguments.takenAt().orElse(savepoint.writtenAt());
        List<Candidate> candidates = new ArrayList<>();
        for (ApacheSource source : ApacheSource.read(savepoint)) {
            String from = "a savepoint of Apache's DynamoDbStreamsSource, " + savepoint.location();
            candidates.add(
                    new Candidate(
                            source.operatorId(),
                            source.uid(),
                            () -> ApachePositions.of(source, takenAt, from)));
        }
        // A savepoint without a source of ours is an error, unless there is one of Apache's.
        SourceStates own =
                candidates.isEmpty() ? SourceStates.read(savepoint) : SourceStates.find(savepoint);
        for (SourceState source : own.sources()) {
            String from = "a savepoint, " + savepoint.location();
            candidates.add(
                    new Candidate(
                            source.operatorId(),
                            source.uid(),
                            () -> OwnPositions.of(SourceReport.of(source), takenAt, from)));
        }
        for (UnreadableSource source : own.unreadableSources()) {
            Taker nothing =
                    () -> {
                        throw new InspectionException(source.reason());
                    };
            candidates.add(new Candidate(source.operatorId(), source.uid(), nothing));
        }
        return choose(candidates, arguments.source()).positions.take();
    }

    private static Candidate choose(List<Candidate> candidates, Optional<String> wanted)
            throws InspectionException {
        List<Candidate> chosen =
                candidates.stream()
                        .filter(source -> wanted.isEmpty() || source.isNamed(wanted.get()))
                        .collect(Collectors.toList());
        if (chosen.size() != 1) {
            throw new InspectionException(
                    String.format(
                            "The savepoint has %s: choose one with --source, of %s",
                            chosen.isEmpty()
                                    ? "no source " + wanted.orElseThrow()
                                    : "several sources for DynamoDB Streams",
                            candidates.stream()
                                    .map(Candidate::name)
                                    .collect(Collectors.joining(", "))));
        }
        return chosen.get(0);
    }

    private StartPositions ofLeases(PositionsArguments arguments) throws InspectionException {
        KclLeases leases =
                new KclLeases(
                        arguments.streamArn().orElseThrow(), arguments.latestSince().orElse(null));
        String from;
        if (arguments.leases().isPresent()) {
            from = "the leases in " + arguments.leases().get();
            LeaseTables.readFile(arguments.leases().get(), leases);
        } else {
            from = "the lease table " + arguments.leaseTable().orElseThrow();
            readTable(arguments, leases);
        }
        return leases.positions(arguments.takenAt().orElse(null), from);
    }

    private void readTable(PositionsArguments arguments, KclLeases leases)
            throws InspectionException {
        Configuration options = Configuration.fromMap(arguments.options());
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, arguments.streamArn().orElseThrow());
        try (StreamsClient client =
                DynamoDbStreamsSource.clients(options)
                        .create(PositionsCommand.class.getClassLoader())) {
            LeaseTables.readTable(client, calls, arguments.leaseTable().orElseThrow(), leases);
        } catch (IllegalConfigurationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Takes the positions of a source. */
    private interface Taker {
        StartPositions take() throws InspectionException;
    }

    /** A source whose positions may be meant. */
    private static final class Candidate {
        private final String operatorId;
        private final String uid;
        private final Taker positions;

        Candidate(String operatorId, Optional<String> uid, Taker positions) {
            this.operatorId = operatorId;
            this.uid = uid.orElse(null);
            this.positions = positions;
        }

        boolean isNamed(String wanted) {
            return wanted.equals(uid) || wanted.equals(operatorId);
        }

        String name() {
            return uid == null ? operatorId : uid;
        }
    }
}
