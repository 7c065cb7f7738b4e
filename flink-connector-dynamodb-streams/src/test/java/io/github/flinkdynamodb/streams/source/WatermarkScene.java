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
package io.github.flinkdynamodb.streams.source;

import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsClientProvider;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.awaitility.Awaitility;

/**
 * A stream whose records have times, and a job that notes which of them are late: on the source's
 * subtasks, and on one subtask behind a shuffle. A record is written as "shard-number".
 */
final class WatermarkScene {

    private static final Map<String, WatermarkScene> SCENES = new ConcurrentHashMap<>();

    final ScriptedStreamsClient service =
            new ScriptedStreamsClient(new ManualClock(Instant.parse("2026-01-02T00:00:00Z")));
    private final String name;
    private final String arn;
    private final List<String> written = new ArrayList<>();
    private final Map<String, Integer> sizes = new HashMap<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> late = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> subtasks = new ConcurrentHashMap<>();
    private volatile long watermark = Long.MIN_VALUE;

    WatermarkScene(String name) {
        this.name = name;
        this.arn = "arn:aws:dynamodb:eu-west-1:1:table/" + name + "/stream/2026-01-01T00:00:00.000";
        service.stream(arn, name);
        service.recordsPerPage(1);
        SCENES.put(name, this);
    }

    void shard(String shardId, String parent) {
        service.shard(arn, shardId, parent);
    }

    void append(String shardId, Instant created) {
        String line = shardId + "-" + (sizes.merge(shardId, 1, Integer::sum) - 1);
        service.append(shardId, line, created);
        written.add(line);
    }

    /** The time of the first records of a generation. */
    static Instant timeOf(Instant base, int generation) {
        return base.plus(Duration.ofMinutes(generation));
    }

    /** Generations of shards that roll over and split by turns; the last one is open. */
    void backlog(String lineage, Instant base, int generations, int records) {
        List<String> parents = List.of();
        for (int g = 0; g < generations; g++) {
            List<String> shards = generation(lineage, g);
            for (int s = 0; s < shards.size(); s++) {
                shard(
                        shards.get(s),
                        g == 0 ? null : parents.get(s * parents.size() / shards.size()));
                for (int r = 0; r < records; r++) {
                    append(shards.get(s), timeOf(base, g).plusSeconds(r));
                }
            }
            parents.forEach(service::closeShard);
            parents = shards;
        }
    }

    /** The shards of a generation: 1, 1, 1, 2, 2, 4, 4 and so on. */
    private static List<String> generation(String lineage, int generation) {
        List<String> shards = new ArrayList<>();
        for (int s = 0; s < 1 << (generation - 1) / 2; s++) {
            shards.add(lineage + "-" + generation + "-" + s);
        }
        return shards;
    }

    /** Lets the calls for a generation of shards wait. */
    void hold(String lineage, int generation) {
        generation(lineage, generation).forEach(service::hold);
    }

    void release(String lineage, int generation) {
        generation(lineage, generation).forEach(service::release);
    }

    /** Returns whether all records of a generation have come. */
    boolean hasRead(String lineage, int generation, int records) {
        return generation(lineage, generation).stream()
                .allMatch(shardId -> lines.contains(shardId + "-" + (records - 1)));
    }

    List<String> written() {
        return written;
    }

    int writtenCount() {
        return written.size();
    }

    /** What came behind the shuffle. */
    List<String> lines() {
        return lines;
    }

    /** What was behind the watermark, anywhere. */
    List<String> late() {
        return late;
    }

    /** The newest watermark behind the shuffle. */
    Instant watermark() {
        return watermark == Long.MIN_VALUE ? Instant.MIN : Instant.ofEpochMilli(watermark);
    }

    /** Which subtask of the source gave a record. */
    int subtaskOf(String line) {
        return subtasks.get(line);
    }

    void awaitLines(int count) {
        await(() -> lines.size() >= count);
    }

    static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }

    JobClient run(int parallelism, String savepoint) throws Exception {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, arn);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.TRIM_HORIZON);
        options.set(DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL, Duration.ofMillis(10));
        options.set(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, Duration.ofMillis(50));
        options.set(DynamoDbStreamsSourceOptions.SHARD_DISCOVERY_INTERVAL, Duration.ofSeconds(1));
        DynamoDbStreamsSource<String> source =
                new DynamoDbStreamsSource<>(
                        SourceConfig.from(options), new Clients(name), new Keys());
        Configuration configuration = new Configuration();
        configuration.setString("execution.checkpointing.interval", "1 d");
        configuration.setString("execution.checkpointing.min-pause", "1 d");
        if (savepoint != null) {
            configuration.setString("execution.state-recovery.path", savepoint);
            configuration.setString("execution.savepoint.path", savepoint);
        }
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        env.fromSource(source, watermarks(), "changes")
                .uid("changes")
                .process(new NoteLateness(name, false))
                .process(new NoteLateness(name, true))
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);
        return env.executeAsync(name);
    }

    /** Each shard's watermark follows each of its records at once. */
    private static WatermarkStrategy<String> watermarks() {
        return WatermarkStrategy.forGenerator(context -> new EachRecord());
    }

    private static final class EachRecord implements WatermarkGenerator<String> {
        @Override
        public void onEvent(String line, long timestamp, WatermarkOutput output) {
            output.emitWatermark(new Watermark(timestamp - 1));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }

    private static final class NoteLateness extends ProcessFunction<String, String> {
        private static final long serialVersionUID = 1L;
        private final String name;
        private final boolean behindTheShuffle;

        NoteLateness(String name, boolean behindTheShuffle) {
            this.name = name;
            this.behindTheShuffle = behindTheShuffle;
        }

        @Override
        public void processElement(String line, Context context, Collector<String> out) {
            WatermarkScene scene = SCENES.get(name);
            long now = context.timerService().currentWatermark();
            if (context.timestamp() <= now) {
                scene.late.add(line);
            }
            if (behindTheShuffle) {
                scene.watermark = now;
                scene.lines.add(line);
            } else {
                int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
                scene.subtasks.put(line, subtask);
            }
            out.collect(line);
        }
    }

    private static final class Keys implements DynamoDbStreamsDeserializationSchema<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ChangeRecord record, Collector<String> out) {
            out.collect(record.keys().attributes().values().iterator().next().s());
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }

    private static final class Clients implements StreamsClientProvider {
        private static final long serialVersionUID = 1L;
        private final String name;

        Clients(String name) {
            this.name = name;
        }

        @Override
        public StreamsClient create(ClassLoader userCodeClassLoader) {
            return SCENES.get(name).service;
        }
    }
}
