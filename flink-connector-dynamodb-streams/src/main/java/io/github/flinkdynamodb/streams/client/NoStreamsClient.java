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
 * The client of a source that reads files alone: it needs no region, no credentials and no
 * connection, and refuses each call.
 */
@Internal
public final class NoStreamsClient implements StreamsClient {

    private NoStreamsClient() {}

    /**
     * Returns what creates the client.
     *
     * @return the provider, serializable
     */
    public static StreamsClientProvider provider() {
        return classLoader -> new NoStreamsClient();
    }

    @Override
    public CompletableFuture<StreamPage> describeStream(
            String streamArn, String exclusiveStartShardId) {
        throw refused("DescribeStream");
    }

    @Override
    public CompletableFuture<List<ShardDescriptor>> childShards(
            String streamArn, String parentShardId) {
        throw refused("DescribeStream");
    }

    @Override
    public CompletableFuture<List<StreamSummary>> listStreams(String tableName) {
        throw refused("ListStreams");
    }

    @Override
    public CompletableFuture<String> getShardIterator(
            String streamArn, String shardId, ShardIteratorStart start) {
        throw refused("GetShardIterator");
    }

    @Override
    public CompletableFuture<PageResponse> getRecords(String shardIterator, int limit) {
        throw refused("GetRecords");
    }

    @Override
    public CompletableFuture<TableDescription> describeTable(String table) {
        throw refused("DescribeTable");
    }

    @Override
    public CompletableFuture<PageResponse> scan(SegmentScan page) {
        throw refused("Scan");
    }

    @Override
    public CompletableFuture<ExportDescription> exportTable(ExportRequest export) {
        throw refused("ExportTableToPointInTime");
    }

    @Override
    public CompletableFuture<ExportDescription> describeExport(String exportArn) {
        throw refused("DescribeExport");
    }

    @Override
    public CompletableFuture<List<String>> listExports(String tableArn) {
        throw refused("ListExports");
    }

    @Override
    public CompletableFuture<List<String>> listIncrementalExports(String tableArn) {
        throw refused("ListExports");
    }

    @Override
    public CompletableFuture<RecoveryDescription> describeRecovery(String table) {
        throw refused("DescribeContinuousBackups");
    }

    private static IllegalStateException refused(String call) {
        return new IllegalStateException(call + " is called by a source that reads files alone");
    }

    @Override
    public void close() {}
}
