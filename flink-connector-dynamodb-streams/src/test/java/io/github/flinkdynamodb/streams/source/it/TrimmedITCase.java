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
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.SimulatorClock;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that is started again from a savepoint which is older than the service's retention: under
 * the policy {@code fail} it says what is lost, how old it is and what can be done; under {@code
 * continue} it reads all that is still there, in order and once, and counts the loss. The service's
 * clock stands still 26 hours ago, and is moved to the present while the job is stopped.
 */
@OnEachFlink
class TrimmedITCase {

    private static final Duration AGE = Duration.ofHours(26);
    private static final int A_FEW = 5;
    private static final String REMEDY = "set 'scan.on-data-loss' = 'continue'";

    @TempDir private Path folder;

    private final Instant began = Instant.now().minus(AGE);
    private SimulatedJobs jobs;
    private ShardedTable table;
    private String shard;
    private String savepoint;

    @BeforeEach
    void start(TestInfo test) throws Exception {
        Simulator simulator = Simulator.builder().clock(SimulatorClock.standing(began)).start();
        jobs = SimulatedJobs.start(simulator, 2);
        table =
                new ShardedTable(
                        simulator,
                        TableSettings.table(test.getTestMethod().orElseThrow().getName())
                                .shards(2));
        shard = table.openShard(0);
    }

    @AfterEach
    void stop() throws Exception {
        jobs.cancelAll();
        jobs.close();
    }

    /** Reads what both shards begin with, and stops. */
    private void readAndStop() throws Exception {
        table.write(shard, A_FEW);
        table.write(table.openShard(1), A_FEW);
        JobClient job = jobs.run(table.table(), options(DataLossPolicy.FAIL), null);
        jobs.awaitAllWritten(table.table());
        savepoint = LocalJobs.savepointOf(job, folder);
    }

    private Configuration options(DataLossPolicy policy) {
        Configuration options = jobs.optionsByName(table.table());
        options.set(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, policy);
        return options;
    }

    private JobClient restore(DataLossPolicy policy) throws Exception {
        return jobs.run(table.table(), options(policy), savepoint);
    }

    private void pass(int hours) {
        jobs.simulator().clock().advance(Duration.ofHours(hours));
    }

    /** Waits until all that is left has come, and that it is exactly this. */
    private void awaitExactly(Map<String, int[]> lost) {
        int left = table.writtenWithout(lost).values().stream().mapToInt(n -> n.size()).sum();
        SimulatedJobs.awaitEntries(table.name(), left);
        assertThat(SimulatedJobs.seen(table.name())).isEqualTo(table.writtenWithout(lost));
    }

    private void awaitLosses(JobClient job, long losses) {
        SimulatedJobs.await("losses", () -> jobs.metrics().sum(job, "dataLossEvents") >= losses);
        assertThat(jobs.metrics().sum(job, "dataLossEvents")).isEqualTo(losses);
    }

    private String ageOf(Instant record) {
        return "a record of " + Instant.ofEpochSecond(record.getEpochSecond());
    }

    /** One shard with unread records that are trimmed, and with others that are still there. */
    private void trimInPart() throws Exception {
        readAndStop();
        table.write(shard, A_FEW);
        pass(20);
        table.write(shard, A_FEW);
        table.write(table.openShard(1), A_FEW);
        pass(6);
    }

    @Test
    void recordsThatAreTrimmedFailTheJobWithTheAgeOfItsPosition() throws Exception {
        trimInPart();

        String failure = jobs.awaitFailure(restore(DataLossPolicy.FAIL));

        assertThat(failure)
                .contains("Data loss: shard shardId-")
                .contains("of stream " + table.table().streamArn())
                .contains("has been trimmed past position AFTER(")
                .contains(ageOf(began))
                .contains("DynamoDB Streams keeps records for 24 hours")
                .contains(REMEDY);
        assertThat(table.table().trimmedUnread()).isEqualTo(A_FEW);
    }

    @Test
    void recordsThatAreTrimmedAreCountedAndTheRestIsRead() throws Exception {
        trimInPart();

        JobClient job = restore(DataLossPolicy.CONTINUE);

        awaitExactly(Map.of(shard, new int[] {A_FEW, 2 * A_FEW}));
        // Of the other shard nothing is missing, but the service can't tell: its position is gone.
        awaitLosses(job, 2);
        table.write(shard, A_FEW);
        awaitExactly(Map.of(shard, new int[] {A_FEW, 2 * A_FEW}));
    }

    /** The shard and its child are gone; the child's child is there in part, with children. */
    private String[] trimWholeShards() throws Exception {
        readAndStop();
        table.write(shard, A_FEW);
        pass(1);
        String child = table.table().rollShard(shard);
        table.write(child, A_FEW);
        String grandchild = table.table().rollShard(child);
        table.write(grandchild, A_FEW);
        pass(20);
        table.write(grandchild, A_FEW);
        table.write(table.openShard(1), A_FEW);
        for (String youngest : table.table().splitShard(grandchild)) {
            table.write(youngest, A_FEW);
        }
        pass(5);
        table.table().keepHouse();
        return new String[] {child, grandchild};
    }

    /** The other shard's position is gone too, and would fail the job first. */
    @Test
    void aShardThatIsGoneFailsTheJobWithTheAgeOfItsPosition() throws Exception {
        FaultRule otherWaits =
                FaultRule.of(Fault.error(ServiceError.THROTTLING))
                        .on(Operation.GET_SHARD_ITERATOR)
                        .shard(table.openShard(1));
        trimWholeShards();
        table.write(table.openShard(0), A_FEW);
        jobs.simulator().faults().add(otherWaits);

        JobClient job = restore(DataLossPolicy.FAIL);
        SimulatedJobs.await(
                "failure",
                () ->
                        otherWaits.fired() > 0
                                && jobs.failures(job).contains("shard " + shard + " of stream"));

        assertThat(jobs.failures(job))
                .contains("Data loss: shard " + shard + " of stream " + table.table().streamArn())
                .contains("is gone, with what followed position AFTER(")
                .contains(ageOf(began))
                .contains(REMEDY);
        assertThat(table.shard(shard).isDropped()).isTrue();
    }

    @Test
    void shardsThatAreGoneAreCountedAndTheirDescendantsAreRead() throws Exception {
        String[] gone = trimWholeShards();

        JobClient job = restore(DataLossPolicy.CONTINUE);

        Map<String, int[]> lost =
                Map.of(
                        shard,
                        new int[] {A_FEW, 2 * A_FEW},
                        gone[0],
                        new int[] {0, A_FEW},
                        gone[1],
                        new int[] {0, A_FEW});
        awaitExactly(lost);
        assertThat(table.table().trimmedUnread()).isEqualTo(3 * A_FEW);
        // The shard itself, its children, and the position in the other shard.
        awaitLosses(job, 3);
        table.write(table.openShard(0), A_FEW);
        table.write(table.openShard(1), A_FEW);
        awaitExactly(lost);
    }

    /** The table's stream was replaced while the job was stopped, and is gone with all in it. */
    private void replaceStream() throws Exception {
        readAndStop();
        table.write(shard, A_FEW);
        pass(1);
        table.table().disableStream();
        table.table().enableStream();
        table.write(table.openShard(0), A_FEW);
        pass(20);
        table.write(table.openShard(0), A_FEW);
        table.write(table.openShard(1), A_FEW);
        pass(5);
        table.table().keepHouse();
    }

    @Test
    void aStreamThatIsGoneFailsTheJobWithWhatIsLost() throws Exception {
        String gone = table.table().streamArn();
        replaceStream();

        String failure = jobs.awaitFailure(restore(DataLossPolicy.FAIL));

        // The reader misses its shard, and the enumerator the stream: whichever comes first.
        assertThat(failure)
                .containsAnyOf(
                        "stream " + gone + " no longer exists: what was left in it is lost",
                        "of stream " + gone + " is gone, with what followed position AFTER(")
                .contains("'scan.on-data-loss' = 'continue'");
        assertThat(table.table().streamArns()).doesNotContain(gone);
    }

    @Test
    void aStreamThatIsGoneIsCountedAndItsSuccessorIsRead() throws Exception {
        replaceStream();
        String successor = table.openShard(0);

        JobClient job = restore(DataLossPolicy.CONTINUE);

        Map<String, int[]> lost =
                Map.of(
                        shard, new int[] {A_FEW, 2 * A_FEW},
                        successor, new int[] {0, A_FEW});
        awaitExactly(lost);
        // Both shards of the old stream, the stream, and what was between the two streams.
        awaitLosses(job, 4);
        table.write(table.openShard(0), A_FEW);
        awaitExactly(lost);
    }

    @Test
    void iteratorsThatAreOlderThanAQuarterOfAnHourAreRenewed() throws Exception {
        table.write(shard, A_FEW);
        JobClient job = jobs.run(table.table(), options(DataLossPolicy.FAIL), null);
        jobs.awaitAllWritten(table.table());

        jobs.simulator().clock().advance(Duration.ofMinutes(16));
        SimulatedJobs.await(
                "expired iterators", () -> jobs.metrics().sum(job, "expiredIterators") >= 2);
        table.write(shard, A_FEW);
        table.write(table.openShard(1), A_FEW);

        jobs.awaitAllWritten(table.table());
        assertThat(jobs.failures(job)).isEmpty();
        assertThat(jobs.metrics().sum(job, "dataLossEvents")).isZero();
    }
}
