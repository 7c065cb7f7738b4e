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
package io.github.flinkdynamodb.streams.source.enumerator.discovery;

import io.github.flinkdynamodb.streams.client.ExportDescription;
import io.github.flinkdynamodb.streams.client.ExportRequest;
import io.github.flinkdynamodb.streams.client.StreamPage;
import io.github.flinkdynamodb.streams.client.StreamSummary;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.Counter;

/**
 * The calls of discovery. They share one budget, and are repeated while they fail for a reason that
 * passes. Each is answered on an executor, unless that has been closed by then: so answers reach
 * those who asked, or nobody. Coordinator thread only.
 */
@Internal
public final class DiscoveryCalls {

    private final StreamsClient client;
    private final CoordinatorExecutor executor;
    private final PacedCalls paced;
    private final Counter describeStreamCalls;

    /**
     * Creates the calls, with a budget of their own.
     *
     * @param client makes the calls
     * @param executor where they are answered
     * @param patienceAtFirst for how long to try until the very first call succeeds
     * @param describeStreamCalls counts the calls of DescribeStream
     */
    public DiscoveryCalls(
            StreamsClient client,
            CoordinatorExecutor executor,
            Duration patienceAtFirst,
            Counter describeStreamCalls) {
        this(
                client,
                executor,
                new PacedCalls(executor.clock(), patienceAtFirst),
                describeStreamCalls);
    }

    private DiscoveryCalls(
            StreamsClient client,
            CoordinatorExecutor executor,
            PacedCalls paced,
            Counter describeStreamCalls) {
        this.client = client;
        this.executor = executor;
        this.paced = paced;
        this.describeStreamCalls = describeStreamCalls;
    }

    /**
     * Returns calls that are made within the same budget and answered elsewhere.
     *
     * @param other where they are answered
     */
    DiscoveryCalls answeredOn(CoordinatorExecutor other) {
        return new DiscoveryCalls(client, other, paced, describeStreamCalls);
    }

    /**
     * Looks up a table's latest stream. A table that doesn't exist has none.
     *
     * @param tableName the table
     * @param onFound receives the stream's ARN; empty if the table has no stream
     * @param onFailure receives a failure that no retry mends
     */
    public void findLatestStream(
            String tableName,
            Consumer<Optional<String>> onFound,
            Consumer<StreamsException> onFailure) {
        paced.call(
                executor,
                "ListStreams of table " + tableName,
                () -> client.listStreams(tableName),
                streams -> onFound.accept(latest(streams)),
                failure -> {
                    if (failure.kind() == StreamsException.Kind.RESOURCE_NOT_FOUND) {
                        onFound.accept(Optional.empty());
                    } else {
                        onFailure.accept(failure);
                    }
                });
    }

    private static Optional<String> latest(List<StreamSummary> streams) {
        return streams.stream()
                .max(Comparator.comparing(StreamSummary::streamLabel))
                .map(StreamSummary::streamArn);
    }

    /**
     * Describes a table.
     *
     * @param table its name or ARN
     * @param onDescribed receives the description
     * @param onFailure receives a failure that no retry mends
     */
    public void describeTable(
            String table,
            Consumer<TableDescription> onDescribed,
            Consumer<StreamsException> onFailure) {
        paced.call(
                executor,
                "DescribeTable of " + table,
                () -> client.describeTable(table),
                onDescribed,
                onFailure);
    }

    /**
     * Asks for an export of a table, full or incremental; again with the same token if a call
     * fails.
     *
     * @param export what is asked for
     * @param onExported receives the export
     * @param onFailure receives a failure that no retry mends
     */
    public void exportTable(
            ExportRequest export,
            Consumer<ExportDescription> onExported,
            Consumer<StreamsException> onFailure) {
        paced.call(
                executor,
                "ExportTableToPointInTime of " + export.tableArn() + windowOf(export),
                () -> client.exportTable(export),
                onExported,
                onFailure);
    }

    private static String windowOf(ExportRequest export) {
        return export.isIncremental()
                ? " from " + export.from().get() + " to " + export.to().get()
                : "";
    }

    /**
     * Describes an export.
     *
     * @param exportArn its ARN
     * @param onDescribed receives the description
     * @param onFailure receives a failure that no retry mends
     */
    public void describeExport(
            String exportArn,
            Consumer<ExportDescription> onDescribed,
            Consumer<StreamsException> onFailure) {
        paced.call(
                executor,
                "DescribeExport of " + exportArn,
                () -> client.describeExport(exportArn),
                onDescribed,
                onFailure);
    }

    /**
     * Lists a table's exports.
     *
     * @param tableArn the table
     * @param onListed receives the ARNs of those that are full and haven't failed
     * @param onFailure receives a failure that no retry mends
     */
    public void listExports(
            String tableArn,
            Consumer<List<String>> onListed,
            Consumer<StreamsException> onFailure) {
        paced.call(
                executor,
                "ListExports of " + tableArn,
                () -> client.listExports(tableArn),
                onListed,
                onFailure);
    }

    /**
     * Lists a table's incremental exports.
     *
     * @param tableArn the table
     * @param onListed receives the ARNs of those that are incremental and haven't failed
     * @param onFailure receives a failure that no retry mends
     */
    public void listIncrementalExports(
            String tableArn,
            Consumer<List<String>> onListed,
            Consumer<StreamsException> onFailure) {
        paced.call(
                executor,
                "ListExports of " + tableArn,
                () -> client.listIncrementalExports(tableArn),
                onListed,
                onFailure);
    }

    /**
     * Asks for a page of a stream's shards.
     *
     * @param afterShardId the shard after which the page begins, or null for the first page
     */
    void describeStream(
            String streamArn,
            String afterShardId,
            Consumer<StreamPage> onPage,
            Consumer<StreamsException> onFailure) {
        String what = "DescribeStream of " + streamArn;
        paced.call(
                executor,
                afterShardId == null ? what : what + " after " + afterShardId,
                () -> {
                    describeStreamCalls.inc();
                    return client.describeStream(streamArn, afterShardId);
                },
                page -> {
                    page.sentAt().ifPresent(executor.serviceClock()::answered);
                    onPage.accept(page);
                },
                onFailure);
    }

    /** Asks for the children of a shard. */
    void childShards(
            String streamArn,
            String parentShardId,
            Consumer<List<ShardDescriptor>> onChildren,
            Consumer<StreamsException> onFailure) {
        paced.call(
                executor,
                "DescribeStream for the children of " + parentShardId,
                () -> {
                    describeStreamCalls.inc();
                    return client.childShards(streamArn, parentShardId);
                },
                onChildren,
                onFailure);
    }

    /** Returns how long a call would have to wait for its turn now; zero for not at all. */
    Duration waitForCall() {
        return paced.waitForCall();
    }
}
