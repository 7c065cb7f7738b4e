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
package io.github.flinkdynamodb.tools.benchmarks.state;

import io.github.flinkdynamodb.streams.client.PageResponse;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.deserializer.JsonStringDeserializationSchema;
import io.github.flinkdynamodb.streams.source.reader.DynamoDbStreamsSourceReader;
import io.github.flinkdynamodb.streams.source.repair.RestoredShard;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplitSerializer;
import io.github.flinkdynamodb.streams.source.split.RecentInserts;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.watermark.WatermarkHold;
import io.github.flinkdynamodb.tools.benchmarks.report.ProcessCpu;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.io.InputStatus;

/**
 * A reader of some shards, with a service in the same process whose answers are there at once, and
 * the checkpoint behind it.
 */
final class RememberedRun {

    /** Whether the keys of inserted items are remembered. */
    enum Variant {
        /** They aren't: {@code scan.on-data-loss} = {@code fail}. */
        WITHOUT,
        /** They are: {@code scan.on-data-loss} = {@code repair}. */
        WITH
    }

    private final InsertPages pages;
    private final int shards;
    private final long pagesPerShard;

    /**
     * Creates a run.
     *
     * @param pages what is read
     * @param shards how many shards there are, all with the same records
     * @param pagesPerShard how many pages each has
     */
    RememberedRun(InsertPages pages, int shards, long pagesPerShard) {
        this.pages = pages;
        this.shards = shards;
        this.pagesPerShard = pagesPerShard;
    }

    /**
     * Reads all records, and takes a checkpoint.
     *
     * @return "micros" of CPU time a record, "bytes" of the checkpoint, "millis" to take and write
     *     it, and "keys" that are remembered
     * @throws Exception if the reader fails
     */
    Map<String, Double> measure(Variant variant) throws Exception {
        System.gc();
        DynamoDbStreamsSourceReader<String> reader = reader(variant);
        try {
            reader.start();
            double micros = readAll(reader);
            long begin = System.nanoTime();
            long bytes = 0;
            long keys = 0;
            for (DynamoDbStreamsSplit split : reader.snapshotState(1)) {
                bytes += new DynamoDbStreamsSplitSerializer().serialize(split).length;
                keys += ((ShardSplit) split).recentInserts().map(RecentInserts::size).orElse(0);
            }
            double millis = (System.nanoTime() - begin) / 1e6;
            return Map.of(
                    "micros",
                    micros,
                    "bytes",
                    (double) bytes,
                    "millis",
                    millis,
                    "keys",
                    (double) keys);
        } finally {
            reader.close();
        }
    }

    /** Returns the CPU time of a record, in microseconds. */
    private double readAll(DynamoDbStreamsSourceReader<String> reader) throws Exception {
        long expected = shards * pagesPerShard * InsertPages.RECORDS;
        CountingOutput output = new CountingOutput();
        double begin = ProcessCpu.seconds();
        reader.addSplits(splits());
        while (output.count() < expected) {
            if (reader.pollNext(output) == InputStatus.NOTHING_AVAILABLE) {
                reader.isAvailable().get();
            }
        }
        return (ProcessCpu.seconds() - begin) * 1e6 / expected;
    }

    private DynamoDbStreamsSourceReader<String> reader(Variant variant) throws Exception {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, ShardHistory.STREAM_ARN);
        if (variant == Variant.WITH) {
            options.set(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, DataLossPolicy.REPAIR);
            options.set(DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET, "exports");
        }
        return DynamoDbStreamsSourceReader.create(
                new QuietReaderContext(),
                SourceConfig.from(options),
                loader -> client(),
                JsonStringDeserializationSchema.plainJson(),
                new WatermarkHold());
    }

    private List<DynamoDbStreamsSplit> splits() {
        List<DynamoDbStreamsSplit> splits = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            ShardSplit split =
                    ShardSplit.of(
                            ShardHistory.STREAM_ARN,
                            Integer.toString(shard),
                            null,
                            ShardPosition.trimHorizon());
            splits.add(RestoredShard.begun(split, Instant.now()));
        }
        return splits;
    }

    /** An iterator is the shard's id and the number of its next page. */
    private StreamsClient client() {
        return (StreamsClient)
                Proxy.newProxyInstance(
                        RememberedRun.class.getClassLoader(),
                        new Class<?>[] {StreamsClient.class},
                        (proxy, method, arguments) -> {
                            switch (method.getName()) {
                                case "getShardIterator":
                                    return CompletableFuture.completedFuture(arguments[1] + " 0");
                                case "getRecords":
                                    return CompletableFuture.completedFuture(
                                            answer((String) arguments[0]));
                                case "close":
                                    return null;
                                default:
                                    throw new IllegalStateException(method.getName());
                            }
                        });
    }

    private PageResponse answer(String iterator) {
        String[] parts = iterator.split(" ");
        long page = Long.parseLong(parts[1]);
        String next = parts[0] + " " + Math.min(page + 1, pagesPerShard);
        byte[] body = page < pagesPerShard ? pages.page(page, next) : InsertPages.empty(next);
        return new PageResponse(body, 0, null);
    }
}
