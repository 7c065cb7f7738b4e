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
package io.github.flinkdynamodb.streams.source.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.HastyStop;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** The time of an element is its record's creation time, and each split has its own watermark. */
@OnEachFlink
class EventTimeITCase {

    private static final String WATERMARK = "currentInputWatermark";
    private static final Duration IDLE_AFTER = Duration.ofMillis(500);
    private static final WatermarkStrategy<String> NO_DELAY =
            WatermarkStrategy.forMonotonousTimestamps();

    private static LocalJobs jobs;

    @BeforeAll
    static void start() throws Exception {
        jobs = LocalJobs.start();
    }

    @AfterEach
    void endJobs() throws Exception {
        jobs.cancelAll();
    }

    @AfterAll
    static void stop() {
        jobs.close();
    }

    private static DynamoDbStreamsSource<String> source(LocalTable table, StoppingPosition stop) {
        return HastyStop.build(
                jobs.<String>source(table)
                        .setStartupPosition(StartupPosition.trimHorizon())
                        .setStoppingPosition(stop)
                        .setDeserializer(new SequenceNumbers()));
    }

    @Test
    void theTimeOfAnElementIsTheCreationTimeOfItsRecord() throws Exception {
        try (LocalTable table = jobs.table("timestamps", StreamViewType.KEYS_ONLY)) {
            table.put("a");
            table.put("b");
            StreamExecutionEnvironment env = LocalJobs.environmentWithoutRestarts();
            keepTimes(
                    "timestamps",
                    env.fromSource(source(table, StoppingPosition.latest()), NO_DELAY, "changes"));

            LocalJobs.awaitEnd(env.executeAsync("timestamps"));

            List<String> expected =
                    SdkReader.readAll(table.endpoint(), table.streamArn()).stream()
                            .map(EventTimeITCase::numberAndTime)
                            .collect(Collectors.toList());
            assertThat(expected).hasSize(2);
            assertThat(Gather.<String>taken("timestamps")).isEqualTo(expected);
        }
    }

    private static String numberAndTime(Record record) {
        return record.dynamodb().sequenceNumber()
                + " at "
                + record.dynamodb().approximateCreationDateTime().toEpochMilli();
    }

    @Test
    void withIdlenessTheWatermarkGoesOnAlthoughAShardIsIdle() throws Exception {
        try (LocalTable busy = jobs.table("busy", StreamViewType.KEYS_ONLY);
                LocalTable idle = jobs.table("idle", StreamViewType.KEYS_ONLY)) {
            JobClient job = runBoth("with", busy, idle, NO_DELAY.withIdleness(IDLE_AFTER));
            jobs.awaitPolls(job, 10);
            assertThat(watermark(job)).isEqualTo(Long.MIN_VALUE);

            busy.put("a");

            awaitWatermark(job, stamp(busy));
        }
    }

    @Test
    void withoutIdlenessTheWatermarkWaitsForTheIdleShard() throws Exception {
        try (LocalTable busy = jobs.table("busy-waits", StreamViewType.KEYS_ONLY);
                LocalTable idle = jobs.table("idle-waits", StreamViewType.KEYS_ONLY)) {
            JobClient job = runBoth("without", busy, idle, NO_DELAY);
            busy.put("a");
            jobs.awaitGathered("without", 1);
            jobs.awaitMorePolls(job, 10);
            assertThat(watermark(job)).isEqualTo(Long.MIN_VALUE);

            idle.put("at last");

            awaitWatermark(job, Collections.min(List.of(stamp(busy), stamp(idle))));
        }
    }

    @Test
    void withIdlenessReadersWithoutAShardDontHoldTheWatermarkBack() throws Exception {
        try (LocalTable table = jobs.table("few-shards", StreamViewType.KEYS_ONLY)) {
            StreamExecutionEnvironment env = LocalJobs.environmentWithoutRestarts();
            keepTimes(
                    "few-shards",
                    env.fromSource(
                                    source(table, StoppingPosition.never()),
                                    NO_DELAY.withIdleness(IDLE_AFTER),
                                    "changes")
                            .setParallelism(3));
            JobClient job = env.executeAsync("few-shards");

            table.put("a");

            awaitWatermark(job, stamp(table));
        }
    }

    /** Runs a job over the streams of two tables, one shard each. */
    private static JobClient runBoth(
            String name, LocalTable one, LocalTable other, WatermarkStrategy<String> strategy)
            throws Exception {
        StreamExecutionEnvironment env = LocalJobs.environmentWithoutRestarts();
        keepTimes(
                name,
                env.fromSource(source(one, StoppingPosition.never()), strategy, "one")
                        .setParallelism(1)
                        .union(
                                env.fromSource(
                                                source(other, StoppingPosition.never()),
                                                strategy,
                                                "other")
                                        .setParallelism(1)));
        return env.executeAsync(name);
    }

    private static void keepTimes(String name, DataStream<String> changes) {
        changes.rebalance()
                .process(new AppendTime())
                .name("times")
                .returns(Types.STRING)
                .setParallelism(1)
                .map(new Gather<String>(name))
                .returns(Types.STRING)
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);
    }

    private static Instant stamp(LocalTable table) {
        return SdkReader.readAll(table.endpoint(), table.streamArn())
                .get(0)
                .dynamodb()
                .approximateCreationDateTime();
    }

    /** Waits for the watermark of an instant: there may be more elements of the instant itself. */
    private static void awaitWatermark(JobClient job, Instant instant) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(watermark(job)).isEqualTo(instant.toEpochMilli() - 1));
    }

    /** The watermark of the operator behind all shards. */
    private static long watermark(JobClient job) {
        return jobs.metrics().of(job, "times", WATERMARK);
    }

    /** Appends the time of an element to it. */
    private static final class AppendTime extends ProcessFunction<String, String> {

        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(String element, Context context, Collector<String> out) {
            out.collect(element + " at " + context.timestamp());
        }
    }
}
