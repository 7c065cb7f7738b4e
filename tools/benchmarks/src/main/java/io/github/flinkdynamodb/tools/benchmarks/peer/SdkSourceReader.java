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
package io.github.flinkdynamodb.tools.benchmarks.peer;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardFilterType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamStatus;

/**
 * Reads shards; see {@link SdkSource}. Pages arrive on the client's threads and wait in a queue for
 * the task, which converts their records.
 *
 * @param <T> the type of the elements
 */
final class SdkSourceReader<T> implements SourceReader<T, SdkShard> {

    private static final long IDLE_MILLIS = 1000;

    private final SdkStreams streams;
    private final String streamArn;
    private final SdkConverter<T> converter;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "sdk-source-timer");
                        thread.setDaemon(true);
                        return thread;
                    });

    /** Guards the queue, the failure and the future. */
    private final Object lock = new Object();

    private final Queue<Page> arrived = new ArrayDeque<>();
    private Throwable failure;
    private CompletableFuture<Void> available = new CompletableFuture<>();

    private Iterator<Record> records = List.<Record>of().iterator();

    SdkSourceReader(SdkStreams streams, String streamArn, SdkConverter<T> converter) {
        this.streams = streams;
        this.streamArn = streamArn;
        this.converter = converter;
    }

    private record Page(String shardId, GetRecordsResponse response) {}

    @Override
    public void start() {
        // Begins with the first shard.
    }

    @Override
    public void addSplits(List<SdkShard> shards) {
        shards.forEach(this::begin);
    }

    private void begin(SdkShard shard) {
        streams.client()
                .getShardIterator(
                        r ->
                                r.streamArn(streamArn)
                                        .shardId(shard.splitId())
                                        .shardIteratorType(shard.start()))
                .thenAccept(answer -> ask(shard.splitId(), answer.shardIterator()))
                .exceptionally(this::fail);
    }

    private void ask(String shardId, String iterator) {
        streams.client()
                .getRecords(r -> r.shardIterator(iterator))
                .thenAccept(response -> arrive(new Page(shardId, response)))
                .exceptionally(this::fail);
    }

    private void arrive(Page page) {
        CompletableFuture<Void> waited;
        synchronized (lock) {
            arrived.add(page);
            waited = available;
        }
        waited.complete(null);
    }

    private Void fail(Throwable cause) {
        CompletableFuture<Void> waited;
        synchronized (lock) {
            failure = cause;
            waited = available;
        }
        waited.complete(null);
        return null;
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) {
        if (!records.hasNext() && !nextPage()) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        if (records.hasNext()) {
            converter.convert(records.next(), output::collect);
        }
        return InputStatus.MORE_AVAILABLE;
    }

    private boolean nextPage() {
        Page page;
        synchronized (lock) {
            if (failure != null) {
                throw new IllegalStateException("A call failed", failure);
            }
            page = arrived.poll();
        }
        if (page == null) {
            return false;
        }
        String next = page.response.nextShardIterator();
        if (next == null) {
            followToChildren(page.shardId);
        } else if (page.response.hasRecords() && !page.response.records().isEmpty()) {
            ask(page.shardId, next);
        } else {
            later(() -> ask(page.shardId, next));
        }
        records = page.response.records().iterator();
        return true;
    }

    private void later(Runnable task) {
        timer.schedule(task, IDLE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Children of a shard may become visible only some time after its end. */
    private void followToChildren(String parent) {
        streams.client()
                .describeStream(
                        r ->
                                r.streamArn(streamArn)
                                        .shardFilter(
                                                f ->
                                                        f.type(ShardFilterType.CHILD_SHARDS)
                                                                .shardId(parent)))
                .thenAccept(answer -> follow(parent, answer))
                .exceptionally(this::fail);
    }

    private void follow(String parent, DescribeStreamResponse answer) {
        boolean found = false;
        for (Shard shard : answer.streamDescription().shards()) {
            if (parent.equals(shard.parentShardId())) {
                begin(new SdkShard(shard.shardId(), ShardIteratorType.TRIM_HORIZON));
                found = true;
            }
        }
        if (!found && answer.streamDescription().streamStatus() != StreamStatus.DISABLED) {
            later(() -> followToChildren(parent));
        }
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        synchronized (lock) {
            if (!arrived.isEmpty() || failure != null) {
                return CompletableFuture.completedFuture(null);
            }
            if (available.isDone()) {
                available = new CompletableFuture<>();
            }
            return available;
        }
    }

    @Override
    public List<SdkShard> snapshotState(long checkpointId) {
        throw new UnsupportedOperationException("This source takes no checkpoints");
    }

    @Override
    public void notifyNoMoreSplits() {
        // It goes on until the job is cancelled.
    }

    @Override
    public void close() {
        timer.shutdownNow();
        streams.close();
    }
}
