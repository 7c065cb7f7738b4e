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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsClientProvider;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.it.ChangeText;
import io.github.flinkdynamodb.streams.source.it.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.awaitility.Awaitility;

/**
 * A stream with a shard that splits into two, and another one that goes on; a job that reads it;
 * and a {@link HandoverProbe} at the handover.
 */
final class HandoverScene {

    static final String PARENT = "p";
    static final Set<String> CHILDREN = Set.of("p-a", "p-b");

    /** The key of the parent's last record. */
    static final String LAST_KEY = "last";

    /** The key of the first child's first record. */
    static final String FIRST_KEY = "first";

    static final String OTHER = "q";
    private static final Map<String, ScriptedStreamsClient> SERVICES = new ConcurrentHashMap<>();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    final ScriptedStreamsClient service = new ScriptedStreamsClient(new ManualClock());
    final HandoverProbe probe;
    private final String name;
    private final String arn;
    private final Map<String, List<String>> written = new TreeMap<>();

    /** The stream, with some records in both shards. */
    HandoverScene(String name) {
        this.name = name;
        this.arn = "arn:aws:dynamodb:eu-west-1:1:table/" + name + "/stream/2026-01-01T00:00:00.000";
        this.probe = HandoverProbe.of(name);
        SERVICES.put(name, service);
        service.stream(arn, name).shard(arn, PARENT, null).shard(arn, OTHER, null);
        service.recordsPerPage(1);
        write(PARENT, "key-a", "key-b", "key-a", "key-b");
        write(OTHER, "key-q", "key-q");
    }

    /** Appends a record for each of some keys. */
    void write(String shardId, String... keys) {
        for (String key : keys) {
            String number = service.append(shardId, key).digits();
            written.computeIfAbsent(key, k -> new ArrayList<>()).add(number);
        }
    }

    /** Writes what is left in the parent: enough for its children to overtake it, if they could. */
    void writeLastRecord() {
        for (int i = 0; i < 10; i++) {
            write(PARENT, "key-a", "key-b");
        }
        write(PARENT, LAST_KEY);
    }

    /** Ends the parent; its children, with records, can't be found yet. */
    void endParent() {
        for (String child : CHILDREN) {
            service.shard(arn, child, PARENT);
            service.listed(child, false, false);
        }
        write("p-a", FIRST_KEY, "key-a", "key-a");
        write("p-b", "key-b", "key-b");
        service.closeShard(PARENT);
    }

    /** From now on the children can be found. */
    void showChildren() {
        CHILDREN.forEach(child -> service.listed(child, true, true));
    }

    /** Shows the children, and waits until they were looked up since. */
    void showChildrenUntilFound() {
        int before = service.calls(Operation.CHILD_SHARDS);
        showChildren();
        await(() -> service.calls(Operation.CHILD_SHARDS) > before);
    }

    /** Some more records, two generations more, and the end of what is written. */
    void goOn() {
        write("p-a", "key-a", FIRST_KEY);
        write("p-b", "key-b");
        write(OTHER, "key-q");
        service.split("p-a", "p-a-a");
        service.split("p-b", "p-b-a", "p-b-b");
        write("p-a-a", "key-a", FIRST_KEY);
        write("p-b-a", "key-b", LAST_KEY);
        service.split("p-b-a", "p-b-a-a");
        write("p-b-a-a", "key-b");
    }

    /** Runs a job in which each subtask is a region of its own, and fails alone. */
    JobClient runInRegions(int parallelism) throws Exception {
        StreamExecutionEnvironment env = environment(null, parallelism);
        changes(env, "changes").map(new Journal(name)).sinkTo(new DiscardingSink<>());
        return env.executeAsync(name);
    }

    /** Runs a job that reads another scene's stream too, and writes down nothing of that. */
    JobClient runBeside(HandoverScene other, int parallelism) throws Exception {
        StreamExecutionEnvironment env = environment(null, parallelism);
        changes(env, "changes")
                .union(other.changes(env, "other changes").filter(line -> false))
                .map(new Journal(name))
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);
        return env.executeAsync(name);
    }

    /** Runs a job that fails as a whole, from a savepoint or, with null, from the beginning. */
    JobClient run(int parallelism, String savepoint) throws Exception {
        StreamExecutionEnvironment env = environment(savepoint, parallelism);
        changes(env, "changes")
                .map(new Journal(name))
                .uid("journal")
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);
        return env.executeAsync(name);
    }

    private DataStream<String> changes(StreamExecutionEnvironment env, String uid) {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, arn);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.TRIM_HORIZON);
        options.set(DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL, Duration.ofMillis(10));
        options.set(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, Duration.ofMillis(50));
        DynamoDbStreamsSource<String> source =
                new DynamoDbStreamsSource<>(
                        SourceConfig.from(options), new Clients(name), new KeyAndSequenceNumber());
        return env.fromSource(new ProbedSource(source, name), WatermarkStrategy.noWatermarks(), uid)
                .uid(uid)
                .map(new TellProbe(name));
    }

    private static StreamExecutionEnvironment environment(String savepoint, int parallelism) {
        Configuration configuration = new Configuration();
        configuration.setString("restart-strategy.type", "fixed-delay");
        configuration.setString("restart-strategy.fixed-delay.attempts", "10");
        configuration.setString("restart-strategy.fixed-delay.delay", "10 ms");
        // None but those that a test asks for.
        configuration.setString("execution.checkpointing.interval", "1 d");
        configuration.setString("execution.checkpointing.min-pause", "1 d");
        if (savepoint != null) {
            configuration.setString("execution.state-recovery.path", savepoint);
            configuration.setString("execution.savepoint.path", savepoint);
        }
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        return env;
    }

    void awaitMoment(HandoverMoment moment) {
        await(() -> probe.wasReached(moment));
    }

    /** Waits until what was to fail has failed. */
    void awaitFailure() {
        await(() -> probe.failures() > 0);
    }

    /** Waits until the state has seen exactly what was written: by key, in order, once. */
    void awaitAllWritten() {
        int count = written.values().stream().mapToInt(List::size).sum();
        await(() -> Journal.read(name).size() >= count);
        assertThat(ChangeText.byKey(Journal.read(name))).isEqualTo(written);
    }

    static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    private static final class TellProbe implements MapFunction<String, String> {
        private static final long serialVersionUID = 1L;
        private final String name;

        TellProbe(String name) {
            this.name = name;
        }

        @Override
        public String map(String line) {
            HandoverProbe.of(name).record(line);
            return line;
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
            return SERVICES.get(name);
        }
    }
}
