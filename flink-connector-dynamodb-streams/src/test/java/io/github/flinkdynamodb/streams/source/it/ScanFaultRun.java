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

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ImpatientSource;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.it.FaultCase.Phase;
import io.github.flinkdynamodb.streams.source.it.FaultCase.Promise;
import io.github.flinkdynamodb.streams.source.it.FaultCase.Target;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;

/**
 * A fault at a call for a table: a job that reads the table's items, of one segment and some pages,
 * to the end.
 */
final class ScanFaultRun {

    private static final int PAGE = 5;
    private static final int PAGES = 5;
    private static final int ITEMS = PAGE * PAGES - 1;

    /** The size of an item, by which the service ends a page: key, name and value. */
    private static final int ITEM_BYTES = 9;

    private final SimulatedJobs jobs;
    private final FaultCase fault;
    private final Path folder;
    private final SimulatedTable table;
    private final List<String> items = new ArrayList<>();
    private FaultRule rule;
    private JobClient job;
    private int starts;

    ScanFaultRun(SimulatedJobs jobs, FaultCase fault, Path folder) {
        this.jobs = jobs;
        this.fault = fault;
        this.folder = folder;
        this.table =
                jobs.simulator()
                        .createTable(
                                TableSettings.table(fault.tableName())
                                        .partitionKey("pk", "S")
                                        .scanPageBytes(PAGE * ITEM_BYTES));
        for (int i = 101; i <= 100 + ITEMS; i++) {
            table.put(Item.builder().s("pk", Integer.toString(i)).n("v", i).build());
            items.add(i + " " + i);
        }
    }

    /**
     * Runs the case.
     *
     * @return how often the fault has struck
     */
    long run() throws Exception {
        try {
            if (fault.phase == Phase.RESTORED_SCAN) {
                restore();
            } else {
                rule = fault.rule(table.name()).where(call -> isInPhase());
                jobs.simulator().faults().add(rule);
                start(null);
            }
            finish();
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

    /** By the items that were sent: a page that didn't arrive whole counts none. */
    private boolean isInPhase() {
        long sent = table.scans().items();
        switch (fault.phase) {
            case FIRST_PAGE:
                return sent == 0;
            case MIDDLE_PAGE:
                return sent >= 2 * PAGE && sent < 3 * PAGE;
            default:
                return sent >= (fault.target == Target.SCAN ? (PAGES - 1) * PAGE : ITEMS);
        }
    }

    private void restore() throws Exception {
        FaultRule hold =
                FaultRule.of(Fault.error(ServiceError.THROTTLING))
                        .on(Operation.SCAN)
                        .table(table.name())
                        .where(call -> table.scans().items() >= 2 * PAGE);
        jobs.simulator().faults().add(hold);
        start(null);
        SimulatedJobs.awaitEntries(table.name(), 2 * PAGE);
        SimulatedJobs.await("hold of " + table.name(), () -> hold.fired() > 0);
        String savepoint = LocalJobs.savepointOf(job, folder);
        LocalJobs.awaitStatus(job, JobStatus.FINISHED);
        jobs.simulator().faults().remove(hold);
        // A call of the first job may outlive its task a little.
        BooleanSupplier restored =
                () -> fault.target != Target.SCAN || Journal.starts(table.name()) > 1;
        rule = fault.rule(table.name()).where(call -> restored.getAsBoolean());
        jobs.simulator().faults().add(rule);
        start(savepoint);
    }

    private void start(String savepoint) throws Exception {
        Configuration options = jobs.optionsByName(table);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.SNAPSHOT);
        options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS, 1);
        job =
                LocalJobs.submit(
                        LocalJobs.environment(savepoint),
                        table.name(),
                        ImpatientSource.of(options, new ItemText()),
                        1);
        starts++;
    }

    /** The fault has struck, what is promised happens, and each item comes once. */
    private void finish() throws Exception {
        SimulatedJobs.await(fault.toString(), () -> rule.fired() == fault.times);
        if (fault.promise != Promise.RETRIES) {
            assertThat(jobs.awaitFailure(job)).contains(FaultMessages.of(fault, table));
        }
        LocalJobs.awaitEnd(job);
        assertThat(Journal.read(table.name())).containsExactlyInAnyOrderElementsOf(items);
        if (fault.promise == Promise.RETRIES) {
            assertThat(jobs.failures(job)).isEmpty();
            assertThat(Journal.starts(table.name())).as("starts of the task").isEqualTo(starts);
        }
    }

    private String describe() {
        return fault
                + ", struck "
                + (rule == null ? 0 : rule.fired())
                + ", pages sent "
                + table.scans().pages()
                + ", starts "
                + Journal.starts(table.name())
                + ", journal "
                + Journal.read(table.name());
    }
}
