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
package io.github.flinkdynamodb.streams.source.it;

import io.github.flinkdynamodb.tools.dynamodblocal.DynamoDbLocal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The clock of a DynamoDB Local that runs under libfaketime. It begins two days ago, runs 120 times
 * as fast as others, and can be moved ahead. DynamoDB Local looks every few minutes of its own time
 * whether a shard is to be rolled over or trimmed: on a slower clock that takes long to happen.
 */
final class ServerClock {

    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final Duration BEGIN = Duration.ofDays(-2);

    /** DynamoDB Local doesn't bear more. */
    private static final int FAST = 120;

    private final Path settings;
    private DynamoDbLocal server;
    private Instant serverStarted;

    /** A clock that is set through a file in a folder. */
    ServerClock(Path folder) {
        this.settings = folder.resolve("clock");
    }

    /** Returns whether libfaketime is installed. */
    static boolean isAvailable() {
        return library().isPresent();
    }

    private static Optional<Path> library() {
        try (Stream<Path> files = Files.find(LIBRARIES, 3, ServerClock::isLibrary)) {
            return files.findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLibrary(Path path, BasicFileAttributes attributes) {
        return path.endsWith("faketime/libfaketimeMT.so.1");
    }

    /** Starts the server. */
    DynamoDbLocal start() {
        write(BEGIN, FAST);
        serverStarted = Instant.now();
        server =
                DynamoDbLocal.builder()
                        .environment("LD_PRELOAD", library().orElseThrow().toString())
                        .environment("FAKETIME_TIMESTAMP_FILE", settings.toString())
                        .environment("FAKETIME_CACHE_DURATION", "1")
                        .start();
        return server;
    }

    /** The server's time, to the second. */
    Instant now() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) server.endpoint().toURL().openConnection();
            connection.getResponseCode();
            long date = connection.getDate();
            connection.disconnect();
            return Instant.ofEpochMilli(date);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Moves the clock ahead. */
    void moveTo(Instant time) {
        set(time, FAST);
    }

    /**
     * Lets the clock run like any other from now on, so that hardly anything falls due any more.
     */
    void slowDown() {
        set(now(), 1);
    }

    private void set(Instant time, int speed) {
        Instant now = Instant.now();
        Duration sinceStart = Duration.between(serverStarted, now);
        write(Duration.between(now, time).minus(sinceStart.multipliedBy(speed - 1)), speed);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !now().plusSeconds(1).isBefore(time));
    }

    /** The server's time is its start, plus an offset, plus the time since, so much faster. */
    private void write(Duration offset, int speed) {
        try {
            Path next = settings.resolveSibling("clock-next");
            Files.writeString(next, String.format("%+ds x%d%n", offset.getSeconds(), speed));
            Files.move(next, settings, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
