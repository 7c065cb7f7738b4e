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
package io.github.flinkdynamodb.tools.inspector.check;

import io.github.flinkdynamodb.streams.client.RecoveryDescription;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.tools.inspector.Calls;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What the service says of the table: its size, its latest stream and its point-in-time recovery.
 * Nothing of that is needed to tell whether positions can be read, so a call that isn't permitted
 * leaves it open. Immutable.
 */
public final class TableFinding {

    private static final String LABEL = "/stream/";

    private final String table;
    private final TableDescription description;
    private final RecoveryDescription recovery;
    private final SnapshotPrice snapshot;
    private final List<String> problems = new ArrayList<>();

    private TableFinding(StreamsClient client, Calls calls, String table, Prices prices) {
        this.table = table;
        this.description = ask(calls, () -> client.describeTable(table));
        this.recovery = ask(calls, () -> client.describeRecovery(table));
        this.snapshot = description == null ? null : SnapshotPrice.of(description, prices);
    }

    /** Asks for a table by its name or ARN. */
    static TableFinding of(StreamsClient client, Calls calls, String table, Prices prices) {
        return new TableFinding(client, calls, table, prices);
    }

    private <T> T ask(Calls calls, Supplier<CompletableFuture<T>> call) {
        try {
            return calls.await(call);
        } catch (StreamsException e) {
            problems.add(e.getMessage());
            return null;
        }
    }

    /** Returns how the service was asked for the table. */
    public String table() {
        return table;
    }

    /**
     * Returns the description.
     *
     * @return the table; empty if it is gone, or DescribeTable isn't permitted
     */
    public Optional<TableDescription> description() {
        return Optional.ofNullable(description);
    }

    /**
     * Returns the point-in-time recovery.
     *
     * @return the description; empty if the table is gone, or DescribeContinuousBackups isn't
     *     permitted
     */
    public Optional<RecoveryDescription> recovery() {
        return Optional.ofNullable(recovery);
    }

    /**
     * Returns what a new snapshot costs.
     *
     * @return the price; empty if the table's size isn't known
     */
    public Optional<SnapshotPrice> snapshot() {
        return Optional.ofNullable(snapshot);
    }

    /** Returns why something isn't known, a sentence each. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /**
     * Returns the stream that has taken the place of another one.
     *
     * @param streamArn that one
     * @return the latest stream, if it is enabled and another one
     */
    public Optional<String> replacementOf(String streamArn) {
        return description()
                .filter(TableDescription::streamEnabled)
                .flatMap(TableDescription::latestStreamArn)
                .filter(latest -> !latest.equals(streamArn));
    }

    /** Returns when a stream was created, by its label; empty if that isn't a time. */
    static Optional<Instant> creationOf(String streamArn) {
        int label = streamArn.indexOf(LABEL);
        if (label < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    LocalDateTime.parse(streamArn.substring(label + LABEL.length()))
                            .toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
