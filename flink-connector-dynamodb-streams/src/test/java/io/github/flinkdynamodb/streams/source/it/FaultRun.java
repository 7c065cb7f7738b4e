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
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.it.FaultCase.Phase;
import io.github.flinkdynamodb.streams.source.it.FaultCase.Promise;
import io.github.flinkdynamodb.streams.source.it.FaultCase.Target;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;

/**
 * Runs a job through one fault: a table of two shards, one of which the fault is about. The rule is
 * made when the phase is there, or strikes only then, by what the service has handed out; a case
 * that doesn't get there never ends.
 */
final class FaultRun {

    private static final int PAGE = 5;
    private static final String AGAIN = "-again";
    private static final String EVENT_LOST =
            "An OperatorEvent from an OperatorCoordinator to a task was lost";
    private static final Duration NO_LISTING = Duration.ofHours(1);

    private final SimulatedJobs jobs;
    private final FaultCase fault;
    private final Path folder;
    private final ShardedTable table;
    private final String shard;
    private final String other;
    private final Configuration options;
    private FaultRule rule;
    private JobClient job;
    private int starts;

    private FaultRun(SimulatedJobs jobs, FaultCase fault, Path folder, String name) {
        this.jobs = jobs;
        this.fault = fault;
        this.folder = folder;
        TableSettings settings =
                TableSettings.table(name).shards(2).page(PAGE, 1 << 20).endOnOwnPage();
        if (fault.target == Target.LISTING && fault.phase == Phase.HANDOVER) {
            settings.childShardsAfter(NO_LISTING);
        }
        this.table = new ShardedTable(jobs.simulator(), settings);
        this.shard = table.openShard(0);
        this.other = table.openShard(1);
        this.options =
                fault.target == Target.LIST_STREAMS
                        ? jobs.optionsByName(table.table())
                        : jobs.options(table.table());
        boolean listsOften = fault.phase == Phase.IDLE || fault.target == Target.LIST_STREAMS;
        options.set(
                DynamoDbStreamsSourceOptions.SHARD_DISCOVERY_INTERVAL,
                listsOften ? Duration.ofSeconds(1) : NO_LISTING);
    }

    /**
     * Runs a case. Once more where the coordinator sent an event to the task just when the task
     * failed: Flink may then tell of the event that was lost, and never of the task's own failure.
     *
     * @return how often the fault has struck
     */
    static long run(SimulatedJobs jobs, FaultCase fault, Path folder) throws Exception {
        String name = fault.tableName();
        while (true) {
            try {
                return new FaultRun(jobs, fault, folder, name).run();
            } catch (AssertionError e) {
                boolean again =
                        !name.endsWith(AGAIN)
                                && String.valueOf(e.getMessage()).contains(EVENT_LOST);
                if (!again) {
                    throw e;
                }
                System.out.println("Once more, for an event was lost: " + fault);
                name += AGAIN;
            }
        }
    }

    private long run() throws Exception {
        try {
            goThroughPhase();
            return rule.fired();
        } catch (Exception | AssertionError e) {
            e.addSuppressed(new AssertionError(describe()));
            throw e;
        } finally {
            if (job != null) {
                job.cancel();
            }
        }
    }

    private String describe() {
        return fault
                + ", struck "
                + (rule == null ? 0 : rule.fired())
                + ", shards "
                + table.table().shards()
                + ", polls "
                + jobs.metrics().sum(job, "getRecordsCalls")
                + ", requests in flight "
                + jobs.metrics().sum(job, "requestsInFlight")
                + ", starts "
                + Journal.starts(table.name())
                + ", journal "
                + Journal.read(table.name());
    }

    private void goThroughPhase() throws Exception {
        switch (fault.phase) {
            case CATCHING_UP:
                catchUp();
                break;
            case IDLE:
                idle();
                break;
            case SHARD_END:
                reachTheEndOfTheShard();
                break;
            case HANDOVER:
                handOver();
                break;
            default:
                restore();
                break;
        }
    }

    private void catchUp() throws Exception {
        table.write(shard, 3 * PAGE);
        table.write(other, PAGE);
        boolean begun = fault.target == Target.GET_RECORDS;
        arm(
                shard,
                () -> {
                    long read = table.shard(shard).handedOut();
                    return read < 3 * PAGE && (!begun || read > 0);
                });
        start(null);
        finish();
    }

    private void idle() throws Exception {
        writeToBoth();
        start(null);
        jobs.awaitAllWritten(table.table());
        expireFirst(table::isAllHandedOut);
        arm(shard, table::isAllHandedOut);
        finish();
    }

    private void reachTheEndOfTheShard() throws Exception {
        writeToBoth();
        if (fault.target == Target.CHILD_SHARDS) {
            start(null);
            jobs.awaitAllWritten(table.table());
            arm(shard, () -> table.isHandedOut(shard) && !table.shard(shard).isOpen());
            table.write(table.table().rollShard(shard), PAGE);
        } else {
            String child = table.table().rollShard(shard);
            table.write(child, PAGE);
            // The page that tells the end has no records; the last one before it can be emptied.
            boolean lastPage = fault.fault.kind() == Fault.Kind.EMPTY_PAGE;
            BooleanSupplier atEnd = () -> lastPage || table.isHandedOut(shard);
            expireFirst(atEnd);
            arm(shard, atEnd);
            start(null);
        }
        finish();
    }

    private void handOver() throws Exception {
        if (fault.target == Target.LIST_STREAMS) {
            followTheTablesNextStream();
            return;
        }
        writeToBoth();
        String child = table.table().rollShard(shard);
        table.write(child, PAGE);
        if (fault.target == Target.CHILD_SHARDS || fault.target == Target.LISTING) {
            table.table().hideShard(child);
            FaultRule lookUp = watchLookUps();
            arm(shard, () -> lookUp.fired() > 0);
            start(null);
            awaitFault();
            table.table().showShard(child);
        } else {
            arm(child, () -> table.isHandedOut(shard));
            start(null);
        }
        finish();
    }

    /** A rule that changes nothing, and counts the first look-up of the shard's children. */
    private FaultRule watchLookUps() {
        return jobs.simulator()
                .faults()
                .add(
                        FaultRule.of(Fault.delay(Duration.ZERO))
                                .on(Operation.DESCRIBE_STREAM)
                                .table(table.name())
                                .shard(shard)
                                .times(1));
    }

    private void followTheTablesNextStream() throws Exception {
        options.set(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, DataLossPolicy.CONTINUE);
        writeToBoth();
        start(null);
        jobs.awaitAllWritten(table.table());
        arm(shard, table::isAllHandedOut);
        table.table().disableStream();
        awaitFault();
        table.table().enableStream();
        finish();
    }

    private void restore() throws Exception {
        writeToBoth();
        String child = null;
        if (fault.target == Target.CHILD_SHARDS) {
            child = table.table().rollShard(shard);
            table.table().hideShard(child);
        }
        FaultRule lookUp = watchLookUps();
        start(null);
        jobs.awaitAllWritten(table.table());
        if (child != null) {
            SimulatedJobs.await("handover", () -> lookUp.fired() > 0);
        }
        String savepoint = LocalJobs.savepointOf(job, folder);
        LocalJobs.awaitStatus(job, JobStatus.FINISHED);
        table.write(child == null ? shard : child, 2 * PAGE);
        table.write(other, PAGE);
        // The look-ups of the first job may outlive its tasks a little.
        boolean lookUps = fault.target == Target.CHILD_SHARDS;
        arm(shard, () -> !lookUps || Journal.starts(table.name()) > 1);
        start(savepoint);
        if (child != null) {
            awaitFault();
            table.table().showShard(child);
        }
        finish();
    }

    private void writeToBoth() {
        table.write(shard, PAGE);
        table.write(other, PAGE);
    }

    /** GetShardIterator is called in the midst of reading where an iterator has expired. */
    private void expireFirst(BooleanSupplier condition) {
        if (fault.target == Target.GET_SHARD_ITERATOR) {
            jobs.simulator()
                    .faults()
                    .add(
                            FaultRule.of(Fault.error(ServiceError.EXPIRED_ITERATOR))
                                    .on(Operation.GET_RECORDS)
                                    .table(table.name())
                                    .shard(shard)
                                    .where(call -> condition.getAsBoolean())
                                    .times(1));
        }
    }

    private void arm(String struckShard, BooleanSupplier inPhase) {
        rule =
                fault.rule(table.name(), struckShard)
                        .where(
                                call ->
                                        (fault.isAboutShard() || call.shardId() == null)
                                                && inPhase.getAsBoolean());
        jobs.simulator().faults().add(rule);
    }

    private void start(String savepoint) throws Exception {
        job = jobs.run(table.table(), options, savepoint);
        starts++;
    }

    private void awaitFault() {
        SimulatedJobs.await(fault.toString(), () -> rule.fired() == fault.times);
    }

    /** The fault has struck, what is promised happens, and the shards are read on. */
    private void finish() throws Exception {
        awaitFault();
        if (fault.promise != Promise.RETRIES) {
            assertThat(jobs.awaitFailure(job)).contains(FaultMessages.of(fault, table.table()));
            awaitRestart();
        }
        table.write(table.openShard(0), PAGE);
        table.table().rollShard(table.openShard(1));
        table.write(table.openShard(1), PAGE);
        jobs.awaitAllWritten(table.table());
        if (fault.promise == Promise.RETRIES) {
            assertThat(jobs.failures(job)).isEmpty();
            assertThat(Journal.starts(table.name())).as("starts of the task").isEqualTo(starts);
        }
    }

    /** What fails while the first listing is awaited may do so before the task has started. */
    private void awaitRestart() {
        boolean early = fault.phase == Phase.CATCHING_UP || fault.phase == Phase.RESTORE;
        if (!early || fault.isAboutShard()) {
            starts++;
        }
        SimulatedJobs.await("restart", () -> Journal.starts(table.name()) >= starts);
    }
}
