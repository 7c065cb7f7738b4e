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
package io.github.flinkdynamodb.e2e.sinks;

import io.github.flinkdynamodb.e2e.cluster.ChildProcess;
import io.github.flinkdynamodb.tools.dynamodblocal.FreePort;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A PostgreSQL server of the machine's own package, on loopback, with a database in a new folder.
 * Everyone who can connect may do everything. It refuses to be run by root: then it runs as the
 * user {@code postgres}, which the package creates.
 */
final class PostgresServer implements AutoCloseable {

    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
    private static final String USER = "postgres";
    private static final String SETPRIV = "/usr/bin/setpriv";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path folder;
    private final int port;
    private final ChildProcess process;

    private PostgresServer(Path folder, int port, ChildProcess process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** Returns whether the programs are there, and a user who may run them. */
    static boolean isInstalled() {
        return programs().isPresent()
                && (!isRoot() || Files.isExecutable(Path.of(SETPRIV)) && user().isPresent());
    }

    /** Returns the user who runs the server for root; empty if the machine has none. */
    private static Optional<UserPrincipal> user() {
        try {
            return Optional.of(
                    FileSystems.getDefault()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName(USER));
        } catch (UserPrincipalNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot look up the user " + USER, e);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** The folder of the programs of the newest version that is installed. */
    private static Optional<Path> programs() {
        if (!Files.isDirectory(PACKAGES)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(PACKAGES)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new IllegalStateException("Cannot list " + PACKAGES, e);
        }
    }

    /** Starts a server and waits until it answers. */
    static PostgresServer start() throws IOException {
        // Not below a folder of JUnit's, which its owner alone may enter.
        Path folder = Files.createTempDirectory("postgres-");
        if (isRoot()) {
            Files.setOwner(folder, user().orElseThrow());
        }
        Path log = folder.resolve("postgresql.log");
        Path data = folder.resolve("data");
        try (ChildProcess initdb =
                run(
                        log,
                        "initdb",
                        "--pgdata=" + data,
                        "--username=" + USER,
                        "--auth=trust",
                        "--encoding=UTF8",
                        "--no-sync")) {
            if (initdb.awaitEnd(PATIENCE) != 0) {
                throw new IllegalStateException(initdb.tail());
            }
        }
        int port = FreePort.find();
        ChildProcess process =
                run(
                        log,
                        "postgres",
                        "-D",
                        data.toString(),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=" + folder,
                        "-c",
                        "fsync=off");
        PostgresServer server = new PostgresServer(folder, port, process);
        try {
            server.awaitReady();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static ChildProcess run(Path log, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(
                    List.of(SETPRIV, "--reuid=" + USER, "--regid=" + USER, "--clear-groups", "--"));
        }
        command.add(programs().orElseThrow().resolve(program).toString());
        command.addAll(List.of(arguments));
        return ChildProcess.program(program, log, command, Map.of("LC_ALL", "C.UTF-8"));
    }

    private void awaitReady() {
        Awaitility.await("PostgreSQL answers")
                .pollInSameThread()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .failFast("it ends", process::checkAlive)
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(
                        () -> {
                            connect("postgres", USER).close();
                            return true;
                        });
    }

    /** Connects to a database; the caller closes the connection. */
    Connection connect(String database, String user) throws SQLException {
        return DriverManager.getConnection(url() + "/" + database, user, "");
    }

    /** Connects as the one who may create users and databases; the caller closes the connection. */
    Connection connect() throws SQLException {
        return connect("postgres", USER);
    }

    /** The server's address, without a database. */
    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port;
    }

    /** Ends the server at once, and deletes its folder. */
    @Override
    public void close() {
        try {
            new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start().waitFor();
            process.awaitEnd(PATIENCE);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot end PostgreSQL", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.close();
        }
        delete();
    }

    private void delete() {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            // It lies among other temporary files.
        }
    }
}
