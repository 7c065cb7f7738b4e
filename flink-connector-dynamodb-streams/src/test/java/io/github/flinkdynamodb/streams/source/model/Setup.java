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
package io.github.flinkdynamodb.streams.source.model;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanBoundedMode;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.apache.flink.configuration.Configuration;

/** What an interleaving begins with. */
final class Setup {

    /** When the job is started; with a history, the moment from which on records are wanted. */
    static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");

    final Mode mode;
    final int parallelism;
    final int roots;
    final int keysPerRoot;
    int shardsPerPage;
    int recordsPerPage;
    boolean newestFirst;

    /** So many steps of the table's lie before the start, and what they wrote isn't wanted. */
    int history;

    /** Into how many segments the table is divided, and how many items a page of it has. */
    int segments = 1;

    int itemsPerPage = 1;

    /** How much read capacity the job may consume, in units a second; 0 for any. */
    int readUnits;

    /** When the source is to stop, in minutes after the start; 0 for never. */
    int stopAfter;

    Setup(Mode mode, int parallelism, int roots, int keysPerRoot) {
        this.mode = mode;
        this.parallelism = parallelism;
        this.roots = roots;
        this.keysPerRoot = keysPerRoot;
        this.shardsPerPage = 100;
        this.recordsPerPage = 3;
    }

    static Setup random(Mode mode, Random random) {
        return mode == Mode.HANDOVER ? randomStream(random) : randomTable(random);
    }

    private static Setup randomTable(Random random) {
        Setup setup = new Setup(Mode.SNAPSHOT, 1 + random.nextInt(3), 1, random.nextInt(12));
        setup.segments = 1 + random.nextInt(4);
        setup.itemsPerPage = 1 + random.nextInt(4);
        setup.readUnits = random.nextInt(4) == 0 ? 1 + random.nextInt(20) : 0;
        return setup;
    }

    private static Setup randomStream(Random random) {
        Setup setup =
                new Setup(
                        Mode.HANDOVER,
                        1 + random.nextInt(3),
                        1 + random.nextInt(3),
                        1 + random.nextInt(3));
        setup.shardsPerPage = random.nextInt(3) == 0 ? 100 : 1 + random.nextInt(4);
        setup.recordsPerPage = 1 + random.nextInt(3);
        setup.newestFirst = random.nextInt(3) == 0;
        setup.history = random.nextInt(5) == 0 ? 1 + random.nextInt(20) : 0;
        setup.stopAfter = random.nextInt(5) == 0 ? 1 + random.nextInt(15) : 0;
        return setup;
    }

    /** The same with less variety. */
    Setup simpler(int keys) {
        Setup setup = new Setup(mode, parallelism, roots, keys);
        setup.stopAfter = stopAfter;
        setup.segments = segments;
        return setup;
    }

    boolean isBounded() {
        return stopAfter > 0;
    }

    /** Records created before this are not wanted. */
    Instant from() {
        return history > 0 ? START : Instant.EPOCH;
    }

    /** Records created after this are not wanted. */
    Instant until() {
        return isBounded() ? START.plus(Duration.ofMinutes(stopAfter)) : NEVER;
    }

    SourceConfig config() {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, Duration.ofSeconds(5));
        options.set(DynamoDbStreamsSourceOptions.RETRY_MAX_DURATION, Duration.ofHours(24));
        if (mode.readsTable()) {
            setTable(options);
        } else {
            options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, TableModel.ARN);
            setPositions(options);
        }
        return SourceConfig.from(options);
    }

    private void setTable(Configuration options) {
        options.set(DynamoDbStreamsSourceOptions.TABLE_NAME, ItemsModel.TABLE);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.SNAPSHOT);
        options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS, segments);
        if (readUnits > 0) {
            options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_MAX_READ_CAPACITY, (long) readUnits);
        }
    }

    private void setPositions(Configuration options) {
        if (history > 0) {
            options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.TIMESTAMP);
            options.set(
                    DynamoDbStreamsSourceOptions.STARTUP_TIMESTAMP_MILLIS, from().toEpochMilli());
        } else {
            options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.TRIM_HORIZON);
        }
        if (isBounded()) {
            options.set(DynamoDbStreamsSourceOptions.BOUNDED_MODE, ScanBoundedMode.TIMESTAMP);
            options.set(
                    DynamoDbStreamsSourceOptions.BOUNDED_TIMESTAMP_MILLIS, until().toEpochMilli());
        }
    }

    @Override
    public String toString() {
        return mode == Mode.HANDOVER ? describeStream() : describeTable();
    }

    private String describeTable() {
        return String.format(
                "%s, parallelism %d, up to %d items in %d segments, pages of %d, %s units a second",
                mode,
                parallelism,
                keysPerRoot,
                segments,
                itemsPerPage,
                readUnits == 0 ? "any" : readUnits);
    }

    private String describeStream() {
        return String.format(
                "parallelism %d, %d roots with %d keys each, pages of %d shards (%s first) and of"
                        + " %d records%s%s",
                parallelism,
                roots,
                keysPerRoot,
                shardsPerPage,
                newestFirst ? "newest" : "oldest",
                recordsPerPage,
                history > 0 ? ", from the start on, after " + history + " steps" : "",
                isBounded() ? ", stopping after " + stopAfter + " minutes" : "");
    }
}
