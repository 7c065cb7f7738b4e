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
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceBuilder;
import io.github.flinkdynamodb.streams.source.HastyStop;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import io.github.flinkdynamodb.streams.source.deserializer.ChangeRecordDeserializationSchema;
import io.github.flinkdynamodb.streams.source.deserializer.ChangeRecordTypeInfo;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.deserializer.JsonStringDeserializationSchema;
import io.github.flinkdynamodb.streams.source.deserializer.SdkRecordDeserializationSchema;
import io.github.flinkdynamodb.streams.source.deserializer.SdkRecordTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.JobClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/**
 * A source begins and ends where it was told to. DynamoDB Local stamps records with whole minutes,
 * so the moments of these tests are taken from the stamps of what was written.
 */
class StartAndStopITCase {

    private static final BoundedJob JOB = new BoundedJob("start-and-stop");

    private static LocalJobs jobs;
    private static List<Record> written;
    private static Instant stamp;

    @BeforeAll
    static void writeAndReadFromAndToEverywhere() throws Exception {
        jobs = LocalJobs.start();
        try (LocalTable table = jobs.table("start-and-stop", StreamViewType.NEW_IMAGE)) {
            for (int i = 0; i < 20; i++) {
                table.put("k" + i % 5);
            }
            written = SdkReader.readAll(table.endpoint(), table.streamArn());
            stamp = written.get(written.size() - 1).dynamodb().approximateCreationDateTime();
            StartupPosition oldest = StartupPosition.trimHorizon();
            StoppingPosition now = StoppingPosition.latest();
            JOB.read("all by name", source(table, oldest, now))
                    .read("all by ARN", byArn(table, oldest, now))
                    .read("from the stamp", source(table, from(stamp), now))
                    .read("after the stamp", source(table, from(stamp.plusSeconds(1)), now))
                    .read("from long ago", source(table, from(Instant.EPOCH), now))
                    .read("to the stamp", source(table, oldest, to(stamp)))
                    .read("to before the stamp", source(table, oldest, to(stamp.minusSeconds(1))))
                    .read("to long ago", source(table, oldest, to(Instant.EPOCH)))
                    .read("to soon", source(table, oldest, to(Instant.now().plusSeconds(2))))
                    .read("nothing", source(table, StartupPosition.latest(), now))
                    .finish();
        }
    }

    @AfterEach
    void endJobs() throws Exception {
        jobs.cancelAll();
    }

    @AfterAll
    static void stop() {
        jobs.close();
    }

    private static DynamoDbStreamsSource<String> source(
            LocalTable table, StartupPosition start, StoppingPosition stop) {
        return HastyStop.build(
                jobs.<String>source(table)
                        .setStartupPosition(start)
                        .setStoppingPosition(stop)
                        .setDeserializer(new SequenceNumbers()));
    }

    private static DynamoDbStreamsSource<String> byArn(
            LocalTable table, StartupPosition start, StoppingPosition stop) {
        return HastyStop.build(
                DynamoDbStreamsSource.<String>builder()
                        .setStreamArn(table.streamArn())
                        .setEndpoint(table.endpoint().toString())
                        .setBasicCredentials("local", "local")
                        .setStartupPosition(start)
                        .setStoppingPosition(stop)
                        .setDeserializer(new SequenceNumbers()));
    }

    private static StartupPosition from(Instant moment) {
        return StartupPosition.timestamp(moment);
    }

    private static StoppingPosition to(Instant moment) {
        return StoppingPosition.timestamp(moment);
    }

    /** The sequence numbers of what was written between two stamps, both included. */
    private static List<String> stamped(Instant from, Instant to) {
        return written.stream()
                .map(Record::dynamodb)
                .filter(change -> !change.approximateCreationDateTime().isBefore(from))
                .filter(change -> !change.approximateCreationDateTime().isAfter(to))
                .map(change -> change.sequenceNumber())
                .collect(Collectors.toList());
    }

    private static List<String> all() {
        return stamped(Instant.EPOCH, stamp);
    }

    @Test
    void fromTheTrimHorizonToLatestIsAllThatIsThereByTableName() {
        assertThat(all()).hasSize(20);
        assertThat(JOB.taken("all by name")).isEqualTo(all());
    }

    @Test
    void fromTheTrimHorizonToLatestIsAllThatIsThereByArnWithoutARegion() {
        assertThat(JOB.taken("all by ARN")).isEqualTo(all());
    }

    @Test
    void fromATimestampIsWhatIsStampedThenOrLater() {
        assertThat(JOB.taken("from the stamp")).isNotEmpty().isEqualTo(stamped(stamp, stamp));
    }

    @Test
    void fromATimestampAfterAllRecordsIsNothing() {
        assertThat(JOB.taken("after the stamp")).isEmpty();
    }

    @Test
    void fromATimestampBeforeTheRetentionIsAll() {
        assertThat(JOB.taken("from long ago")).isEqualTo(all());
    }

    @Test
    void toATimestampIsWhatIsStampedThenOrEarlier() {
        assertThat(JOB.taken("to the stamp")).isEqualTo(all());
    }

    @Test
    void toATimestampBeforeTheLastRecordsLeavesThemOut() {
        assertThat(JOB.taken("to before the stamp"))
                .isEqualTo(stamped(Instant.EPOCH, stamp.minusSeconds(1)))
                .hasSizeLessThan(20);
    }

    @Test
    void toATimestampBeforeAllRecordsIsNothing() {
        assertThat(JOB.taken("to long ago")).isEmpty();
    }

    @Test
    void toATimestampInTheFutureIsAllUpToThen() {
        assertThat(JOB.taken("to soon")).isEqualTo(all());
    }

    @Test
    void fromLatestToLatestIsNothing() {
        assertThat(JOB.taken("nothing")).isEmpty();
    }

    @Test
    void fromLatestIsWhatIsWrittenFromThenOn() throws Exception {
        try (LocalTable table = jobs.table("latest", StreamViewType.NEW_IMAGE)) {
            table.put("before");
            JobClient job = jobs.run(table, StartupPosition.latest(), 1, null);
            jobs.awaitPolls(job, 1);
            table.put("after");
            table.put("after");

            jobs.awaitJournal(table, 2);
            jobs.awaitMorePolls(job, 2);

            assertThat(Journal.read(table.name()))
                    .containsExactly("after INSERT 2", "after MODIFY 3");
        }
    }

    @Test
    void fromATimestampInTheFutureLeavesOutWhatIsWrittenBefore() throws Exception {
        try (LocalTable table = jobs.table("future", StreamViewType.NEW_IMAGE)) {
            StartupPosition inAnHour = from(Instant.now().plusSeconds(3600));
            JobClient job = jobs.run(table, inAnHour, 1, null);
            jobs.awaitPolls(job, 1);
            long lagBefore = jobs.metrics().sum(job, "currentFetchEventTimeLag");
            table.put("too-early");

            // The metric is -1 up to the first record that is fetched, emitted or not.
            Awaitility.await()
                    .until(() -> jobs.metrics().sum(job, "currentFetchEventTimeLag") >= 0);
            jobs.awaitMorePolls(job, 2);

            assertThat(lagBefore).isEqualTo(-1);
            assertThat(Journal.read(table.name())).isEmpty();
            assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
        }
    }

    /** With the margin that jobs run with. */
    @Test
    void toLatestEndsAlthoughChangesComeAfterTheStart() throws Exception {
        try (LocalTable table = jobs.table("moving", StreamViewType.NEW_AND_OLD_IMAGES);
                Writer writer = Writer.start(table, 20)) {
            writer.writeMore(50);
            Map<String, List<String>> atTheStart = table.written();
            BoundedJob bounded = new BoundedJob("moving").read("changes", changes(table).build());

            JobClient job = bounded.start();
            jobs.awaitPolls(job, 1);
            writer.writeMore(20);
            writer.stop();
            LocalJobs.awaitEnd(job);

            Map<String, List<String>> read = ChangeText.byKey(bounded.taken("changes"));
            assertThat(read.keySet()).containsAll(atTheStart.keySet());
            read.forEach(
                    (key, changes) -> {
                        int least = atTheStart.getOrDefault(key, List.of()).size();
                        assertThat(changes)
                                .as(key)
                                .hasSizeGreaterThanOrEqualTo(least)
                                .isEqualTo(table.written().get(key).subList(0, changes.size()));
                    });
        }
    }

    private static DynamoDbStreamsSourceBuilder<String> changes(LocalTable table) {
        return jobs.<String>source(table)
                .setStartupPosition(StartupPosition.trimHorizon())
                .setStoppingPosition(StoppingPosition.latest())
                .setDeserializer(new ChangeText());
    }

    @OnEachFlink
    @Test
    void aBoundedSourceRunsInBatchMode() throws Exception {
        try (LocalTable table = jobs.table("batch", StreamViewType.NEW_AND_OLD_IMAGES)) {
            table.put("a");
            table.put("b");
            table.delete("a");
            BoundedJob batch =
                    new BoundedJob("batch")
                            .in(RuntimeExecutionMode.BATCH)
                            .read("changes", HastyStop.build(changes(table)));

            batch.finish();

            assertThat(ChangeText.byKey(batch.taken("changes"))).isEqualTo(table.written());
        }
    }

    @Test
    void theTypeOfTheElementsIsKnown() {
        assertThat(typeOf(JsonStringDeserializationSchema.plainJson())).isEqualTo(Types.STRING);
        assertThat(typeOf(new ChangeRecordDeserializationSchema()))
                .isEqualTo(ChangeRecordTypeInfo.INSTANCE);
        assertThat(typeOf(new SdkRecordDeserializationSchema()))
                .isEqualTo(SdkRecordTypeInfo.INSTANCE);
    }

    private static <T> TypeInformation<T> typeOf(DynamoDbStreamsDeserializationSchema<T> schema) {
        DynamoDbStreamsSource<T> source =
                DynamoDbStreamsSource.<T>builder()
                        .setTableName("any")
                        .setRegion("eu-west-1")
                        .setDeserializer(schema)
                        .build();
        return LocalJobs.environmentWithoutRestarts()
                .fromSource(source, WatermarkStrategy.noWatermarks(), "any")
                .getType();
    }
}
