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

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.deserializer.JsonStringDeserializationSchema;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Takes checkpoints of the source's enumerator and of its readers' splits, and restores them. */
final class CheckpointRun {

    private static final SequenceNumber LAST = SequenceNumber.of("4421584500000000017450439091");
    private static final Instant LAST_TIME = Instant.parse("2026-01-02T03:04:05Z");

    private final int parallelism;
    private final int rounds;
    private final DynamoDbStreamsSource<String> source =
            DynamoDbStreamsSource.<String>builder()
                    .setStreamArn(ShardHistory.STREAM_ARN)
                    .setEndpoint("http://127.0.0.1:1")
                    .setBasicCredentials("key", "secret")
                    .setStartupPosition(StartupPosition.trimHorizon())
                    .setDeserializer(JsonStringDeserializationSchema.plainJson())
                    .build();

    /**
     * Creates a run. Nothing is called: the enumerator isn't started.
     *
     * @param parallelism of the source
     * @param rounds how often each checkpoint is taken and restored
     */
    CheckpointRun(int parallelism, int rounds) {
        this.parallelism = parallelism;
        this.rounds = rounds;
    }

    /**
     * What was measured.
     *
     * @param bytes of the checkpoint
     * @param taken milliseconds that it took
     * @param restored milliseconds that it took to restore what the checkpoint holds
     */
    record Result(long bytes, Quantiles taken, Quantiles restored) {}

    /**
     * Measures the enumerator's checkpoint: its snapshot and the bytes made of it; and the way
     * back, to an enumerator that only needs to be started.
     *
     * @param state what it knows
     */
    Result enumerator(EnumeratorState state) throws Exception {
        SimpleVersionedSerializer<EnumeratorState> serializer =
                source.getEnumeratorCheckpointSerializer();
        List<Double> taken = new ArrayList<>();
        List<Double> restored = new ArrayList<>();
        byte[] bytes = serializer.serialize(state);
        for (int round = 1; round <= rounds; round++) {
            long begin = System.nanoTime();
            EnumeratorState held = serializer.deserialize(serializer.getVersion(), bytes);
            try (SplitEnumerator<DynamoDbStreamsSplit, EnumeratorState> enumerator =
                    source.restoreEnumerator(new QuietContext<>(parallelism), held)) {
                restored.add(millisSince(begin));
                begin = System.nanoTime();
                bytes = serializer.serialize(enumerator.snapshotState(round));
                taken.add(millisSince(begin));
            }
            if (!held.equals(state)) {
                throw new IllegalStateException("The state isn't restored as it was: " + held);
            }
        }
        return new Result(bytes.length, Quantiles.of(taken), Quantiles.of(restored));
    }

    /**
     * Measures the readers' checkpoint.
     *
     * @param state names the shards that are being read
     */
    Result readers(EnumeratorState state) throws Exception {
        List<ShardSplit> splits = new ArrayList<>();
        for (ShardState shard : state.shards()) {
            splits.add(split(shard));
        }
        SimpleVersionedSerializer<DynamoDbStreamsSplit> serializer = source.getSplitSerializer();
        List<Double> taken = new ArrayList<>();
        List<Double> restored = new ArrayList<>();
        long bytes = 0;
        for (int round = 0; round < rounds; round++) {
            List<byte[]> written = new ArrayList<>();
            long begin = System.nanoTime();
            for (ShardSplit split : splits) {
                written.add(serializer.serialize(split));
            }
            taken.add(millisSince(begin));
            begin = System.nanoTime();
            List<DynamoDbStreamsSplit> read = new ArrayList<>();
            for (byte[] split : written) {
                read.add(serializer.deserialize(serializer.getVersion(), split));
            }
            restored.add(millisSince(begin));
            if (!read.equals(splits)) {
                throw new IllegalStateException("The splits aren't restored as they were");
            }
            bytes = written.stream().mapToLong(split -> split.length).sum();
        }
        return new Result(bytes, Quantiles.of(taken), Quantiles.of(restored));
    }

    private static ShardSplit split(ShardState shard) {
        return ShardSplit.of(
                        ShardHistory.STREAM_ARN,
                        shard.shardId(),
                        shard.parentShardId().orElse(null),
                        ShardPosition.trimHorizon().advanceTo(LAST))
                .withLastRecordTime(LAST_TIME);
    }

    private static double millisSince(long begin) {
        return (System.nanoTime() - begin) / 1e6;
    }
}
