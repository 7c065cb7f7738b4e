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

/** A service that expects no call; a test overrides what it does expect. */
public class UncalledStreamsClient implements StreamsClient {

    private static AssertionError unexpected() {
        return new AssertionError("a call that the test doesn't expect");
    }

    @Override
    public CompletableFuture<StreamPage> describeStream(String streamArn, String start) {
        throw unexpected();
    }

    @Override
    public CompletableFuture<List<ShardDescriptor>> childShards(String streamArn, String parent) {
        throw unexpected();
    }

    @Override
    public CompletableFuture<List<StreamSummary>> listStreams(String tableName) {
        throw unexpected();
    }

    @Override
    public CompletableFuture<String> getShardIterator(
            String streamArn, String shardId, ShardIteratorStart start) {
        throw unexpected();
    }

    @Override
    public CompletableFuture<PageResponse> getRecords(String shardIterator, int limit) {
        throw unexpected();
    }

    @Override
    public CompletableFuture<TableDescription> describeTable(String table) {
        throw unexpected();
    }

    @Override
    public CompletableFuture<PageResponse> scan(SegmentScan page) {
        throw unexpected();
    }

    @Override
    public CompletableFuture<ExportDescription> exportTable(ExportRequest export) {
        throw unexpected();
    }

    @Override
    public CompletableFuture<ExportDescription> describeExport(String exportArn) {
        throw unexpected();
    }

    @Override
    public CompletableFuture<List<String>> listExports(String tableArn) {
        throw unexpected();
    }

    @Override
    public CompletableFuture<List<String>> listIncrementalExports(String tableArn) {
        throw unexpected();
    }

    @Override
    public CompletableFuture<RecoveryDescription> describeRecovery(String table) {
        throw unexpected();
    }

    @Override
    public void close() {}
}
