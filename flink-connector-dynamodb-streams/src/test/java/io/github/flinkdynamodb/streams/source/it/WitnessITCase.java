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

import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;

/**
 * AWS's own code as a witness: DynamoDB Local, whose clock runs fast and is moved ahead, rolls its
 * shards over after 4 hours, lets iterators expire after 15 minutes, and trims after 24 hours.
 */
class WitnessITCase {

    private static final Duration SHARD_LIFETIME = Duration.ofHours(4);
    private static final Duration RETENTION = Duration.ofHours(24);
    private static final int CHANGES = 30;
    private static final int MOST_ROLLOVERS = 5;

    /** The clock of the server begins two days ago; 10^5 seconds are 28 hours. */
    private static final String A_DAY_OLD = "\\(a record of [-0-9T:]+Z, \\d{6} s ago\\)";

    @TempDir private Path folder;
    private ServerClock clock;
    private LocalJobs jobs;
    private LocalTable table;

    @BeforeEach
    void start() throws Exception {
        Assumptions.assumeTrue(ServerClock.isAvailable(), "libfaketimeMT.so.1 is not installed");
        clock = new ServerClock(folder);
        jobs = LocalJobs.start(clock.start());
    }

    @AfterEach
    void stop() throws Exception {
        if (jobs != null) {
            jobs.cancelAll();
            jobs.close();
        }
        if (table != null) {
            table.close();
        }
    }

    @Test
    void everyChangeIsReadOnceOverRolloversFailuresARestoreAndTrimming() throws Exception {
        table = jobs.table("witness-all", StreamViewType.NEW_AND_OLD_IMAGES);
        try (Writer writer = Writer.start(table, 20)) {
            JobClient first = jobs.run(table, StartupPosition.trimHorizon(), 2, null);
            jobs.awaitJournal(table, 20);
            String oldest = shardIds().get(0);

            for (int rollover = 1; rollover <= 3; rollover++) {
                rollOver(writer);
                FailOnce.arm(table.name());
                jobs.awaitFailures(table, rollover);
            }
            rollOverUntilAnIteratorExpires(writer, first);
            String savepoint = jobs.stopWithSavepoint(first, folder);
            rollOver(writer);
            rollOver(writer);
            JobClient second = jobs.run(table, StartupPosition.trimHorizon(), 1, savepoint);
            jobs.awaitJournal(table, table.writtenCount());
            rollOver(writer);
            rollOver(writer);
            rollOverUntilAnIteratorExpires(writer, second);
            writer.stop();

            jobs.awaitAllWritten(table);
            await(() -> isGone(oldest));
            assertThat(FailOnce.failures(table.name())).as("failures").isEqualTo(3);
            assertExpiredWithoutLoss("the first job", first);
            assertExpiredWithoutLoss("the restored job", second);
        }
    }

    /** The clock may jump while a call is under way, whose answer then brings a new iterator. */
    private void rollOverUntilAnIteratorExpires(Writer writer, JobClient job) {
        for (int i = 0; i < MOST_ROLLOVERS && expiredIterators(job) == 0; i++) {
            rollOver(writer);
        }
    }

    private long expiredIterators(JobClient job) {
        return jobs.metrics().sum(job, "expiredIterators");
    }

    private void assertExpiredWithoutLoss(String which, JobClient job) {
        assertThat(expiredIterators(job)).as(which).isPositive();
        assertThat(jobs.metrics().sum(job, "dataLossEvents")).as(which).isZero();
    }

    @Test
    void aRestoreAtAPositionThatIsTrimmedFailsOrReadsAllThatIsLeft() throws Exception {
        table = jobs.table("witness-trimmed", StreamViewType.NEW_AND_OLD_IMAGES);
        String savepoint = savepointAfterSomeChanges();
        Map<String, List<String>> kept = table.written();
        writeSome();
        Map<String, List<String>> lost = table.written();
        Instant lastLost = clock.now();
        clock.moveTo(lastLost.plus(Duration.ofMinutes(90)));
        writeSome();
        clock.moveTo(clock.now().plus(SHARD_LIFETIME));
        awaitShards(2);
        writeSome();
        String oldest = shardIds().get(0);
        clock.moveTo(lastLost.plus(RETENTION));
        await(() -> recordsLeft(oldest) == CHANGES);
        clock.slowDown();

        String failure = LocalJobs.awaitFailure(restore(savepoint, DataLossPolicy.FAIL));
        JobClient job = restore(savepoint, DataLossPolicy.CONTINUE);
        awaitAllBut(kept, lost);
        writeSome();

        awaitAllBut(kept, lost);
        assertLossIsCounted(job);
        assertThat(failure)
                .contains("Data loss: shard " + oldest + " of stream " + table.streamArn())
                .containsPattern("has been trimmed past position AFTER\\(\\d{21}\\) " + A_DAY_OLD)
                .contains("'scan.on-data-loss' = 'continue'");
    }

    @Test
    void aRestoreAtAShardThatIsGoneFailsOrReadsAllThatIsLeft() throws Exception {
        table = jobs.table("witness-gone", StreamViewType.NEW_AND_OLD_IMAGES);
        String savepoint = savepointAfterSomeChanges();
        Map<String, List<String>> kept = table.written();
        writeSome();
        Map<String, List<String>> lost = table.written();
        clock.moveTo(clock.now().plus(SHARD_LIFETIME));
        awaitShards(2);
        Instant rolledOver = clock.now();
        clock.moveTo(rolledOver.plus(Duration.ofMinutes(90)));
        writeSome();
        String oldest = shardIds().get(0);
        clock.moveTo(rolledOver.plus(RETENTION));
        await(() -> isGone(oldest));
        clock.slowDown();

        String failure = LocalJobs.awaitFailure(restore(savepoint, DataLossPolicy.FAIL));
        JobClient job = restore(savepoint, DataLossPolicy.CONTINUE);
        awaitAllBut(kept, lost);
        writeSome();

        awaitAllBut(kept, lost);
        assertLossIsCounted(job);
        assertThat(failure)
                .contains("Data loss: shard " + oldest + " of stream " + table.streamArn())
                .containsPattern(
                        "is gone, with what followed position AFTER\\(\\d{21}\\) " + A_DAY_OLD)
                .contains("'scan.on-data-loss' = 'continue'");
    }

    private String savepointAfterSomeChanges() throws Exception {
        writeSome();
        JobClient job = jobs.run(table, StartupPosition.trimHorizon(), 1, null);
        jobs.awaitJournal(table, CHANGES);
        return jobs.stopWithSavepoint(job, folder);
    }

    private void writeSome() {
        for (int i = 0; i < CHANGES; i++) {
            table.put("k" + i % 7);
        }
    }

    private JobClient restore(String savepoint, DataLossPolicy policy) throws Exception {
        DynamoDbStreamsSource<String> source =
                jobs.<String>source(table)
                        .setStartupPosition(StartupPosition.trimHorizon())
                        .setDataLossPolicy(policy)
                        .setDeserializer(new ChangeText())
                        .build();
        StreamExecutionEnvironment env = LocalJobs.environmentWithoutRestarts(savepoint);
        return jobs.run(env, table.name(), source, 1);
    }

    /** Waits until the state has all changes but those after some, up to some others. */
    private void awaitAllBut(Map<String, List<String>> before, Map<String, List<String>> upTo) {
        Map<String, List<String>> expected = table.written();
        expected.forEach(
                (key, changes) ->
                        changes.subList(before.get(key).size(), upTo.get(key).size()).clear());
        int count = expected.values().stream().mapToInt(List::size).sum();
        jobs.awaitJournal(table, count);
        assertThat(ChangeText.byKey(Journal.read(table.name()))).isEqualTo(expected);
    }

    private void assertLossIsCounted(JobClient job) {
        assertThat(jobs.metrics().sum(job, "dataLossEvents")).isEqualTo(1);
    }

    private void rollOver(Writer writer) {
        int shards = shardIds().size();
        clock.moveTo(clock.now().plus(SHARD_LIFETIME));
        awaitShards(shards + 1);
        writer.writeMore(50);
    }

    private void awaitShards(int shards) {
        await(() -> shardIds().size() >= shards);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(500))
                .until(condition);
    }

    private List<String> shardIds() {
        return SdkReader.shardIds(table.endpoint(), table.streamArn());
    }

    private boolean isGone(String shardId) {
        try {
            recordsLeft(shardId);
            return false;
        } catch (ResourceNotFoundException e) {
            return true;
        }
    }

    /** How many records of a shard are readable; none, too, where the service refuses to say. */
    private int recordsLeft(String shardId) {
        try {
            return SdkReader.readShard(table.endpoint(), table.streamArn(), shardId).size();
        } catch (TrimmedDataAccessException e) {
            return 0;
        }
    }
}
