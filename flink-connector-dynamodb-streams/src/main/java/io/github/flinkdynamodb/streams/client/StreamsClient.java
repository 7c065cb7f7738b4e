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
package io.github.flinkdynamodb.streams.client;

import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;

/**
 * The four calls of DynamoDB Streams, two of DynamoDB for reading the table itself, and four for
 * its exports, asynchronous. No method blocks or throws; a failed call completes its future with a
 * {@link StreamsException}, unwrapped. Futures complete on the client's own threads: whoever
 * depends on one does no work there, only hands over.
 *
 * <p>The calls and their limits: <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html">
 * Amazon DynamoDB Streams API</a>, <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html">Scan</a>, <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html">
 * DescribeTable</a>, <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExportTableToPointInTime.html">
 * ExportTableToPointInTime</a> and <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html">
 * DescribeContinuousBackups</a>.
 */
@Internal
public interface StreamsClient extends AutoCloseable {

    /** GetRecords gives no more records than this in one page. */
    int MAX_RECORDS_PER_PAGE = 1000;

    /**
     * Reads one page of DescribeStream.
     *
     * @param streamArn the stream
     * @param exclusiveStartShardId where to go on, as the page before gave it; null for the first
     *     page
     * @return the page
     */
    CompletableFuture<StreamPage> describeStream(String streamArn, String exclusiveStartShardId);

    /**
     * Asks DescribeStream with the CHILD_SHARDS filter who continues a shard. A service that
     * doesn't know the filter answers with every shard: only those are returned that name the shard
     * as their parent.
     *
     * @param streamArn the stream
     * @param parentShardId the shard whose children are wanted
     * @return the children; empty also where they aren't visible yet
     */
    CompletableFuture<List<ShardDescriptor>> childShards(String streamArn, String parentShardId);

    /**
     * Lists a table's streams, all pages, the disabled ones too as long as they are readable.
     *
     * @param tableName the table
     * @return the streams in the service's order, empty if the table has none
     */
    CompletableFuture<List<StreamSummary>> listStreams(String tableName);

    /**
     * Gets an iterator for a shard. It expires 15 minutes later.
     *
     * @param streamArn the stream
     * @param shardId the shard
     * @param start where the iterator is to begin
     * @return the iterator
     */
    CompletableFuture<String> getShardIterator(
            String streamArn, String shardId, ShardIteratorStart start);

    /**
     * Reads the records at an iterator. The same iterator may be used again and gives the same
     * page.
     *
     * @param shardIterator the iterator
     * @param limit at most so many records, 1 to {@value #MAX_RECORDS_PER_PAGE}
     * @return the undecoded page
     */
    CompletableFuture<PageResponse> getRecords(String shardIterator, int limit);

    /**
     * Describes a table.
     *
     * @param table its name or ARN
     * @return the description; a table that doesn't exist is a failure
     */
    CompletableFuture<TableDescription> describeTable(String table);

    /**
     * Reads one page of a table's segment.
     *
     * @param page which one
     * @return the undecoded page, with the read capacity that it consumed
     */
    CompletableFuture<PageResponse> scan(SegmentScan page);

    /**
     * Asks for an export of a table: a full one as it is now, or an incremental one of the changes
     * within a window. The same request is answered with the same export, for eight hours.
     *
     * @param export what is asked for, with a token; a window in whole seconds
     * @return the export, which may be in progress, or have failed
     */
    CompletableFuture<ExportDescription> exportTable(ExportRequest export);

    /**
     * Describes an export.
     *
     * @param exportArn its ARN
     * @return the description; an export that doesn't exist is a failure
     */
    CompletableFuture<ExportDescription> describeExport(String exportArn);

    /**
     * Lists a table's full exports, all pages, without those that have failed.
     *
     * @param tableArn the table
     * @return the exports' ARNs in the service's order
     */
    CompletableFuture<List<String>> listExports(String tableArn);

    /**
     * Lists a table's incremental exports, all pages, without those that have failed.
     *
     * @param tableArn the table
     * @return the exports' ARNs in the service's order
     */
    CompletableFuture<List<String>> listIncrementalExports(String tableArn);

    /**
     * Asks DescribeContinuousBackups for a table's point-in-time recovery, which exports need. Only
     * a source that repairs gaps calls it: others don't need the permission.
     *
     * @param table its name or ARN
     * @return the description; a table that doesn't exist is a failure
     */
    CompletableFuture<RecoveryDescription> describeRecovery(String table);

    /** Ends the client. Calls under way may complete exceptionally or never. */
    @Override
    void close();
}
