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
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;

/**
 * Runs a job under {@code scan.on-data-loss} = {@code continue} through a real loss: the shard is
 * throttled at a place until it has been trimmed there, or is gone.
 */
final class LossRun {

    private static final int PAGE = 5;

    private final SimulatedJobs jobs;
    private final boolean gone;
    private final Phase phase;
    private final Path folder;
    private final ShardedTable table;
    private final Configuration options;
    private final String shard;
    private final String other;
    private JobClient job;
    private FaultRule hold;
    private String lossy;
    private int[] lost;

    /**
     * A run.
     *
     * @param gone whether the whole shard is gone, rather than some records
     */
    LossRun(SimulatedJobs jobs, boolean gone, Phase phase, Path folder) {
        this.jobs = jobs;
        this.gone = gone;
        this.phase = phase;
        this.folder = folder;
        this.table =
                new ShardedTable(
                        jobs.simulator(),
                        TableSettings.table("loss-" + phase + "-" + gone)
                                .shards(2)
                                .page(PAGE, 1 << 20));
        this.shard = table.openShard(0);
        this.other = table.openShard(1);
        this.options = jobs.options(table.table());
        options.set(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, DataLossPolicy.CONTINUE);
        options.set(DynamoDbStreamsSourceOptions.SHARD_DISCOVERY_INTERVAL, Duration.ofHours(1));
    }

    /** Runs it; returns how many losses the source has counted. */
    long run() throws Exception {
        try {
            table.write(shard, PAGE);
            table.write(other, PAGE);
            reachPhase();
            jobs.simulator().faults().remove(hold);
            awaitTheRest();
            table.write(table.openShard(0), PAGE);
            table.write(table.openShard(1), PAGE);
            awaitTheRest();
            assertThat(table.table().trimmedUnread()).isEqualTo(lost[1] - lost[0]);
            assertThat(jobs.failures(job)).isEmpty();
            return jobs.metrics().sum(job, "dataLossEvents");
        } finally {
            if (job != null) {
                job.cancel();
            }
        }
    }

    private void reachPhase() throws Exception {
        switch (phase) {
            case CATCHING_UP:
                table.write(shard, 2 * PAGE);
                holdAt(shard, () -> table.shard(shard).handedOut() > 0);
                start(null);
                awaitHold();
                lose(shard, PAGE, 2 * PAGE);
                break;
            case IDLE:
                start(null);
                jobs.awaitAllWritten(table.table());
                holdAt(shard, () -> true);
                awaitHold();
                table.write(shard, 2 * PAGE);
                lose(shard, PAGE, 2 * PAGE);
                break;
            case SHARD_END:
                table.write(shard, PAGE);
                table.write(table.table().rollShard(shard), PAGE);
                holdAt(shard, () -> table.shard(shard).handedOut() > 0);
                start(null);
                awaitHold();
                lose(shard, PAGE, 2 * PAGE - 1);
                break;
            case HANDOVER:
                String child = table.table().rollShard(shard);
                table.write(child, 2 * PAGE);
                holdAt(child, () -> table.isHandedOut(shard));
                start(null);
                awaitHold();
                lose(child, 0, PAGE);
                break;
            default:
                start(null);
                jobs.awaitAllWritten(table.table());
                String savepoint = LocalJobs.savepointOf(job, folder);
                LocalJobs.awaitStatus(job, JobStatus.FINISHED);
                table.write(shard, 2 * PAGE);
                lose(shard, PAGE, 2 * PAGE);
                start(savepoint);
                break;
        }
    }

    private void start(String savepoint) throws Exception {
        job = jobs.run(table.table(), options, savepoint);
    }

    private void holdAt(String heldShard, BooleanSupplier place) {
        hold =
                FaultRule.of(Fault.error(ServiceError.THROTTLING))
                        .on(Operation.GET_RECORDS)
                        .table(table.name())
                        .shard(heldShard)
                        .where(call -> place.getAsBoolean());
        jobs.simulator().faults().add(hold);
    }

    private void awaitHold() {
        SimulatedJobs.await("hold of " + table.name(), () -> hold.fired() > 0);
    }

    /** Records of a shard are trimmed, or all from the first of them on with the shard. */
    private void lose(String lossyShard, int from, int to) {
        lossy = lossyShard;
        if (gone) {
            if (table.shard(lossyShard).isOpen()) {
                table.write(table.table().rollShard(lossyShard), PAGE);
            }
            lost = new int[] {from, (int) table.shard(lossyShard).records()};
            table.table().dropShard(lossyShard);
        } else {
            lost = new int[] {from, to};
            table.table().trimShard(lossyShard, to);
        }
    }

    private void awaitTheRest() {
        Map<String, int[]> losses = Map.of(lossy, lost);
        SimulatedJobs.awaitEntries(table.name(), table.writtenCount() - (lost[1] - lost[0]));
        assertThat(SimulatedJobs.seen(table.name())).isEqualTo(table.writtenWithout(losses));
    }
}
