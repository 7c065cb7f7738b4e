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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.client.LastCause;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.CoordinatorExecutor;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.DiscoveryCalls;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Describes a table that is to be scanned, and waits for it while it is being created. Each answer
 * tells the service's time. Coordinator thread only.
 */
final class TableWatch {

    /** How long after a look at a table that is being created the next one follows. */
    static final Duration WAIT = Duration.ofSeconds(5);

    /** How often a table is described while it is scanned. */
    static final Duration INTERVAL = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(TableWatch.class);

    private static final String CREATING = "CREATING";

    /**
     * <a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html">
     * TableStatus</a>: those in which a table has no items to read, and gets none by waiting.
     */
    private static final List<String> UNREADABLE =
            List.of(
                    "DELETING",
                    "ARCHIVING",
                    "ARCHIVED",
                    "INACCESSIBLE_ENCRYPTION_CREDENTIALS",
                    "REPLICATION_NOT_AUTHORIZED");

    private final String table;
    private final DiscoveryCalls calls;
    private final CoordinatorExecutor executor;

    /**
     * Creates a watch.
     *
     * @param table the table's name or ARN
     * @param calls makes the calls
     * @param executor runs what is due later
     */
    TableWatch(String table, DiscoveryCalls calls, CoordinatorExecutor executor) {
        this.table = table;
        this.calls = calls;
        this.executor = executor;
    }

    /**
     * Describes the table as soon as it can be read.
     *
     * @param onReadable receives the description
     * @throws FlinkRuntimeException on the executor, if the table doesn't exist or can't be read
     */
    void describe(Consumer<TableDescription> onReadable) {
        calls.describeTable(
                table,
                description -> described(description, onReadable),
                failure -> {
                    throw failed(failure);
                });
    }

    /**
     * Describes the table again and again while it is scanned.
     *
     * @param isScanned returns whether it still is
     * @param onDescribed receives each description
     */
    void describeRegularly(BooleanSupplier isScanned, Consumer<TableDescription> onDescribed) {
        executor.schedule(
                () -> {
                    if (isScanned.getAsBoolean()) {
                        describe(onDescribed);
                        describeRegularly(isScanned, onDescribed);
                    }
                },
                INTERVAL);
    }

    private void described(TableDescription description, Consumer<TableDescription> onReadable) {
        description.sentAt().ifPresent(executor.serviceClock()::answered);
        if (description.status().equals(CREATING)) {
            LOG.info("Table {} is being created: waiting", table);
            executor.schedule(() -> describe(onReadable), WAIT);
            return;
        }
        if (UNREADABLE.contains(description.status())) {
            throw new FlinkRuntimeException(
                    String.format(
                            "Table %s is %s: it can't be read. Start the job with a table that is"
                                    + " ACTIVE",
                            table, description.status()));
        }
        onReadable.accept(description);
    }

    private FlinkRuntimeException failed(StreamsException failure) {
        String reason =
                failure.kind() == StreamsException.Kind.RESOURCE_NOT_FOUND
                        ? "Table "
                                + table
                                + " doesn't exist: check its name, the region and the endpoint. "
                        : "Table " + table + " can't be described: ";
        return LastCause.of(new FlinkRuntimeException(reason + failure.getMessage()), failure);
    }
}
