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
package io.github.flinkdynamodb.streams.client.aws;

import io.github.flinkdynamodb.streams.client.ExportDescription;
import io.github.flinkdynamodb.streams.client.ExportRequest;
import io.github.flinkdynamodb.streams.client.PageResponse;
import io.github.flinkdynamodb.streams.client.RecoveryDescription;
import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.client.ShardIteratorStart;
import io.github.flinkdynamodb.streams.client.StreamPage;
import io.github.flinkdynamodb.streams.client.StreamSummary;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.ListExportsResponse;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.ShardFilterType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

/**
 * The calls on the AWS SDK, which signs, finds endpoints and credentials, sends, and retries what
 * has usually passed a moment later. The bodies of GetRecords and Scan bypass the SDK's
 * unmarshaller, see {@link BodyInterceptor}.
 *
 * <p>Futures complete on the threads of the event loop, or on the caller's where a call fails at
 * once. When the client is closed, what is under way completes exceptionally.
 */
final class AwsStreamsClient implements StreamsClient {

    private final DynamoDbStreamsAsyncClient sdk;
    private final Supplier<DynamoDbAsyncClient> tables;
    private final CallSubmitter submitter;
    private final ErrorClassifier errors;
    private final List<AutoCloseable> resources;
    private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Creates a client.
     *
     * @param sdk makes the calls for streams
     * @param tables returns who makes the calls for tables; not called before the first of them
     * @param submitter hands the calls to the SDK
     * @param errors classifies what they fail with
     * @param resources what to close with the client, in this order, the SDK's client among it
     */
    AwsStreamsClient(
            DynamoDbStreamsAsyncClient sdk,
            Supplier<DynamoDbAsyncClient> tables,
            CallSubmitter submitter,
            ErrorClassifier errors,
            List<AutoCloseable> resources) {
        this.sdk = sdk;
        this.tables = tables;
        this.submitter = submitter;
        this.errors = errors;
        this.resources = List.copyOf(resources);
    }

    @Override
    public CompletableFuture<StreamPage> describeStream(
            String streamArn, String exclusiveStartShardId) {
        return call(
                CallTarget.describeStream(streamArn),
                () ->
                        sdk.describeStream(
                                DescribeStreamRequest.builder()
                                        .streamArn(streamArn)
                                        .exclusiveStartShardId(exclusiveStartShardId)
                                        .overrideConfiguration(AwsStreamsClient::hideCreationTime)
                                        .build()),
                Answers::streamPage);
    }

    private static void hideCreationTime(AwsRequestOverrideConfiguration.Builder request) {
        request.putExecutionAttribute(BodyInterceptor.CAPTURE, new BodyCapture(CreationTime::hide));
    }

    @Override
    public CompletableFuture<List<ShardDescriptor>> childShards(
            String streamArn, String parentShardId) {
        CallTarget target = CallTarget.childShards(streamArn, parentShardId);
        return new Listing<DescribeStreamResponse, ShardDescriptor>(
                        start -> childPage(target, streamArn, parentShardId, start),
                        page -> Answers.childrenOf(parentShardId, page),
                        Answers::shardIds,
                        page -> page.streamDescription().lastEvaluatedShardId(),
                        target)
                .read();
    }

    private CompletableFuture<DescribeStreamResponse> childPage(
            CallTarget target, String streamArn, String parentShardId, String start) {
        DescribeStreamRequest request =
                DescribeStreamRequest.builder()
                        .streamArn(streamArn)
                        .shardFilter(
                                f -> f.type(ShardFilterType.CHILD_SHARDS).shardId(parentShardId))
                        .exclusiveStartShardId(start)
                        .overrideConfiguration(AwsStreamsClient::hideCreationTime)
                        .build();
        return call(target, () -> sdk.describeStream(request), Function.identity());
    }

    @Override
    public CompletableFuture<List<StreamSummary>> listStreams(String tableName) {
        CallTarget target = CallTarget.listStreams(tableName);
        return new Listing<ListStreamsResponse, StreamSummary>(
                        start -> streamsPage(target, tableName, start),
                        page -> Answers.streamsOf(tableName, page),
                        Answers::streamArns,
                        ListStreamsResponse::lastEvaluatedStreamArn,
                        target)
                .read();
    }

    private CompletableFuture<ListStreamsResponse> streamsPage(
            CallTarget target, String tableName, String start) {
        ListStreamsRequest request =
                ListStreamsRequest.builder()
                        .tableName(tableName)
                        .exclusiveStartStreamArn(start)
                        .build();
        return call(target, () -> sdk.listStreams(request), Function.identity());
    }

    @Override
    public CompletableFuture<String> getShardIterator(
            String streamArn, String shardId, ShardIteratorStart start) {
        return call(
                CallTarget.shardIterator(streamArn, shardId, start),
                () ->
                        sdk.getShardIterator(
                                GetShardIteratorRequest.builder()
                                        .streamArn(streamArn)
                                        .shardId(shardId)
                                        .shardIteratorType(start.type().name())
                                        .sequenceNumber(
                                                start.sequenceNumber()
                                                        .map(SequenceNumber::digits)
                                                        .orElse(null))
                                        .build()),
                Answers::iterator);
    }

    @Override
    public CompletableFuture<PageResponse> getRecords(String shardIterator, int limit) {
        BodyCapture capture = new BodyCapture();
        return call(
                CallTarget.records(shardIterator),
                () -> sdk.getRecords(recordsRequest(shardIterator, limit, capture)),
                (GetRecordsResponse emptied) -> Answers.records(capture, emptied));
    }

    private static GetRecordsRequest recordsRequest(
            String shardIterator, int limit, BodyCapture capture) {
        return GetRecordsRequest.builder()
                .shardIterator(shardIterator)
                .limit(limit)
                .overrideConfiguration(
                        o -> o.putExecutionAttribute(BodyInterceptor.CAPTURE, capture))
                .build();
    }

    @Override
    public CompletableFuture<TableDescription> describeTable(String table) {
        return call(
                CallTarget.describeTable(table),
                () -> tables.get().describeTable(request -> request.tableName(table)),
                Answers::table);
    }

    @Override
    public CompletableFuture<PageResponse> scan(SegmentScan page) {
        BodyCapture capture = new BodyCapture();
        return call(
                CallTarget.scan(page),
                () -> tables.get().scan(ScanRequests.of(page, capture)),
                (ScanResponse emptied) -> Answers.items(capture, emptied));
    }

    @Override
    public CompletableFuture<ExportDescription> exportTable(ExportRequest export) {
        return call(
                CallTarget.exportTable(export),
                () -> tables.get().exportTableToPointInTime(ExportRequests.of(export)),
                answer -> ExportRequests.description(answer.exportDescription()));
    }

    @Override
    public CompletableFuture<ExportDescription> describeExport(String exportArn) {
        return call(
                CallTarget.describeExport(exportArn),
                () -> tables.get().describeExport(request -> request.exportArn(exportArn)),
                answer -> ExportRequests.description(answer.exportDescription()));
    }

    @Override
    public CompletableFuture<List<String>> listExports(String tableArn) {
        return listExports(tableArn, ExportRequests::usable);
    }

    @Override
    public CompletableFuture<List<String>> listIncrementalExports(String tableArn) {
        return listExports(tableArn, ExportRequests::usableIncremental);
    }

    private CompletableFuture<List<String>> listExports(
            String tableArn, Function<ListExportsResponse, List<String>> wanted) {
        CallTarget target = CallTarget.listExports(tableArn);
        return new Listing<ListExportsResponse, String>(
                        start -> exportsPage(target, tableArn, start),
                        wanted,
                        ExportRequests::arns,
                        ListExportsResponse::nextToken,
                        target)
                .read();
    }

    private CompletableFuture<ListExportsResponse> exportsPage(
            CallTarget target, String tableArn, String start) {
        return call(
                target,
                () ->
                        tables.get()
                                .listExports(
                                        request -> request.tableArn(tableArn).nextToken(start)),
                Function.identity());
    }

    @Override
    public CompletableFuture<RecoveryDescription> describeRecovery(String table) {
        return call(
                CallTarget.describeRecovery(table),
                () -> tables.get().describeContinuousBackups(request -> request.tableName(table)),
                ExportRequests::recovery);
    }

    private <R, T> CompletableFuture<T> call(
            CallTarget target, Supplier<CompletableFuture<R>> request, Function<R, T> mapping) {
        CompletableFuture<T> result = new CompletableFuture<>();
        underWay.add(result);
        if (closed) {
            underWay.remove(result);
            result.completeExceptionally(closedBefore());
            return result;
        }
        try {
            submitter
                    .submit(request)
                    .whenComplete(
                            (response, failure) -> {
                                underWay.remove(result);
                                settle(result, target, () -> mapping.apply(response), failure);
                            });
        } catch (RuntimeException e) {
            underWay.remove(result);
            result.completeExceptionally(errors.classify(target, e));
        }
        return result;
    }

    private <T> void settle(
            CompletableFuture<T> result, CallTarget target, Supplier<T> value, Throwable failure) {
        if (failure != null) {
            result.completeExceptionally(errors.classify(target, failure));
            return;
        }
        T mapped;
        try {
            mapped = value.get();
        } catch (RuntimeException e) {
            result.completeExceptionally(target.unusableResponse(e));
            return;
        }
        result.complete(mapped);
    }

    private static StreamsException closedBefore() {
        return new StreamsException(
                StreamsException.Kind.TRANSIENT, "The client has been closed", null);
    }

    @Override
    public void close() {
        closed = true;
        Resources.close(resources);
        underWay.forEach(result -> result.completeExceptionally(closedBefore()));
        underWay.clear();
    }
}
