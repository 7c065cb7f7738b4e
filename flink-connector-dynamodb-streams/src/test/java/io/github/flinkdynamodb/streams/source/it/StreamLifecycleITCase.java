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
import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceBuilder;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** Shards end, streams are disabled and replaced: what was in them is read to its end. */
@OnEachFlink
class StreamLifecycleITCase {

    private static LocalJobs jobs;

    @TempDir private Path folder;

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

    private static LocalTable table(String name) {
        return jobs.table(name, StreamViewType.NEW_AND_OLD_IMAGES);
    }

    private static DynamoDbStreamsSource<String> byArn(LocalTable table) {
        return with(
                DynamoDbStreamsSource.<String>builder()
                        .setStreamArn(table.streamArn())
                        .setEndpoint(table.endpoint().toString())
                        .setBasicCredentials("local", "local"));
    }

    private static DynamoDbStreamsSource<String> byName(LocalTable table, DataLossPolicy policy) {
        return with(jobs.<String>source(table).setDataLossPolicy(policy));
    }

    private static DynamoDbStreamsSource<String> with(
            DynamoDbStreamsSourceBuilder<String> builder) {
        return builder.setStartupPosition(StartupPosition.trimHorizon())
                .set(DynamoDbStreamsSourceOptions.SHARD_DISCOVERY_INTERVAL, Duration.ofSeconds(1))
                .setDeserializer(new ChangeText())
                .build();
    }

    private static JobClient run(LocalTable table, DynamoDbStreamsSource<String> source)
            throws Exception {
        return jobs.run(LocalJobs.environmentWithoutRestarts(), table.name(), source, 2);
    }

    /** Makes a change while no stream is enabled, which is in none of them. */
    private static void changeUnseen(LocalTable table) {
        table.putItem(SampleItems.bare("unseen"));
    }

    @Test
    void aStreamThatIsDisabledWhileItIsReadIsReadToItsEndAndThenTheJobIsFinished()
            throws Exception {
        try (LocalTable table = table("disabled-by-arn");
                Writer writer = Writer.start(table, 5)) {
            JobClient job = run(table, byArn(table));
            jobs.awaitJournal(table, 50);
            writer.writeMore(50);
            writer.stop();
            table.disableStream();
            changeUnseen(table);

            LocalJobs.awaitEnd(job);

            assertThat(ChangeText.byKey(Journal.read(table.name()))).isEqualTo(table.written());
            assertThat(table.writtenCount()).isGreaterThanOrEqualTo(100);
        }
    }

    @Test
    void aStreamThatWasDisabledBeforeTheJobIsReadToItsEndToo() throws Exception {
        try (LocalTable table = table("disabled-before")) {
            String arn = table.streamArn();
            DynamoDbStreamsSource<String> source = byArn(table);
            table.put("a");
            table.put("a");
            table.disableStream();
            table.enableStream(StreamViewType.NEW_AND_OLD_IMAGES);
            table.putItem(SampleItems.bare("in the next stream"));
            assertThat(table.streamArn()).isNotEqualTo(arn);

            LocalJobs.awaitEnd(run(table, source));

            assertThat(ChangeText.byKey(Journal.read(table.name()))).isEqualTo(table.written());
        }
    }

    @Test
    void aTableWhoseStreamIsReplacedFailsTheJobSinceChangesMayBeLost() throws Exception {
        try (LocalTable table = table("replaced-fail")) {
            table.put("a");
            String oldArn = table.streamArn();
            JobClient job = run(table, byName(table, DataLossPolicy.FAIL));
            disableAndAwaitEndOfShard(table, job);
            assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
            table.enableStream(StreamViewType.NEW_AND_OLD_IMAGES);

            String failure = LocalJobs.awaitFailure(job);

            assertThat(failure)
                    .contains("Data loss: stream " + oldArn + " of table replaced-fail")
                    .contains("was replaced by " + table.streamArn())
                    .contains("'scan.on-data-loss' = 'continue'");
            assertThat(ChangeText.byKey(Journal.read(table.name()))).isEqualTo(table.written());
        }
    }

    @Test
    void aTableWhoseStreamIsReplacedIsReadOnInTheNewStreamWherePolicySaysContinue()
            throws Exception {
        try (LocalTable table = table("replaced-continue")) {
            table.put("a");
            JobClient job = run(table, byName(table, DataLossPolicy.CONTINUE));
            disableAndAwaitEndOfShard(table, job);
            changeUnseen(table);
            assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
            table.enableStream(StreamViewType.NEW_AND_OLD_IMAGES);
            table.put("a");
            table.put("b");

            jobs.awaitAllWritten(table);

            assertThat(jobs.metrics().sum(job, "dataLossEvents")).isEqualTo(1);
        }
    }

    @Test
    void aStreamThatWasReplacedWhileTheJobWasStoppedIsReadToItsEndBeforeTheNewOne()
            throws Exception {
        try (LocalTable table = table("replaced-while-away")) {
            DynamoDbStreamsSource<String> source = byName(table, DataLossPolicy.CONTINUE);
            table.put("a");
            JobClient first = jobs.run(table.name(), source, 1, null);
            jobs.awaitJournal(table, 1);
            String savepoint = jobs.stopWithSavepoint(first, folder);
            table.put("a");
            table.put("b");
            table.disableStream();
            changeUnseen(table);
            table.enableStream(StreamViewType.NEW_AND_OLD_IMAGES);
            table.put("a");
            table.delete("b");

            JobClient second = jobs.run(table.name(), source, 1, savepoint);

            jobs.awaitAllWritten(table);
            assertThat(jobs.metrics().sum(second, "dataLossEvents")).isEqualTo(1);
        }
    }

    @Test
    void aJobThatIsRestoredWithAFinishedStreamGoesOnWithTheNewOne() throws Exception {
        try (LocalTable table = table("restored-finished")) {
            DynamoDbStreamsSource<String> source = byName(table, DataLossPolicy.CONTINUE);
            table.put("a");
            JobClient first = jobs.run(table.name(), source, 1, null);
            disableAndAwaitEndOfShard(table, first);
            String savepoint = jobs.stopWithSavepoint(first, folder);
            table.enableStream(StreamViewType.NEW_AND_OLD_IMAGES);
            table.put("a");

            JobClient second = jobs.run(table.name(), source, 2, savepoint);

            jobs.awaitAllWritten(table);
        }
    }

    /**
     * DynamoDB Local takes the iterators of an empty stream for trimmed as soon as the stream has a
     * first record, if another table had one before.
     */
    @Test
    void anEmptyStreamGetsItsFirstRecordAfterThatOfAnotherTable() throws Exception {
        try (LocalTable table = table("first-record");
                LocalTable other = table("first-record-of-another")) {
            JobClient job =
                    jobs.run(
                            LocalJobs.environmentWithoutRestarts(),
                            table.name(),
                            jobs.<String>source(table)
                                    .setStartupPosition(StartupPosition.latest())
                                    .setDeserializer(new ChangeText())
                                    .build(),
                            1);
            jobs.awaitPolls(job, 3);
            other.put("while the stream is empty");

            table.put("a");
            table.put("a");

            jobs.awaitAllWritten(table);
            assertThat(jobs.metrics().sum(job, "dataLossEvents")).isZero();
        }
    }

    /** The reader drops the shard when the enumerator has found out that no other follows it. */
    private static void disableAndAwaitEndOfShard(LocalTable table, JobClient job) {
        jobs.awaitMetric(job, "assignedShards", 1);
        jobs.awaitAllWritten(table);
        table.disableStream();
        jobs.awaitMetric(job, "assignedShards", 0);
    }
}
