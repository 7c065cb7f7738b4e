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
package io.github.flinkdynamodb.streams.source;

import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsClientProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.awaitility.Awaitility;

/**
 * A table of which a savepoint is taken in the middle of its scan, and that gives the rest of its
 * items afterwards. It is the same in every run: a savepoint that was taken long ago goes on with
 * it.
 */
final class ScannedScene {

    static final String TABLE = "Orders";
    static final int SEGMENTS = 4;
    static final int ITEMS_A_PAGE = 4;

    /** How long a test waits for what a job does. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int ITEMS = 60;

    private static ScriptedStreamsClient service;

    private ScannedScene() {}

    /**
     * The table before the savepoint. The service's clock stands, so that no savepoint grows too
     * old.
     *
     * @return the service, for what a test adds to it
     */
    static ScriptedStreamsClient begin() {
        service =
                new ScriptedStreamsClient(new ManualClock(Instant.ofEpochMilli(1795399200000L)))
                        .table(TABLE);
        service.itemsPerPage(TABLE, ITEMS_A_PAGE);
        for (int i = 0; i < ITEMS; i++) {
            service.putItem(TABLE, "item-" + i, i);
        }
        return service;
    }

    /** The options with which the table is read. */
    static Configuration options(ScanStartupMode mode) {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.TABLE_NAME, TABLE);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, mode);
        options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS, SEGMENTS);
        return options;
    }

    /** The name of a segment as the target of a call. */
    static String segment(int segment) {
        return ScriptedStreamsClient.segment(TABLE, segment);
    }

    static int itemsOf(int segment) {
        return (int)
                service.itemKeys(TABLE).stream()
                        .filter(key -> service.segmentOf(TABLE, key, SEGMENTS) == segment)
                        .count();
    }

    /** No page of the table is answered from now on, but by {@link #answerUntil}. */
    static void holdAll() {
        IntStream.range(0, SEGMENTS).forEach(segment -> service.hold(segment(segment)));
    }

    /** Answers a segment's held calls one by one, and gives each a second to come to something. */
    static void answerUntil(int segment, BooleanSupplier enough) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () -> {
                            boolean done = enough.getAsBoolean();
                            service.answerHeld(segment(segment), done ? 0 : 1);
                            return done;
                        });
    }

    static StreamsClientProvider clients() {
        return new Clients();
    }

    private static final class Clients implements StreamsClientProvider {
        private static final long serialVersionUID = 1L;

        @Override
        public StreamsClient create(ClassLoader userCodeClassLoader) {
            return service;
        }
    }
}
