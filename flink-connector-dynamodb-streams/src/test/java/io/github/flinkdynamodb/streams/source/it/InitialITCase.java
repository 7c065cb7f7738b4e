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
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The items of a table and then its changes, in one source, while the table is written: each item
 * and each change once in the state, and what comes last of a key is what the table has.
 */
@OnEachFlink
class InitialITCase {

    private static final int ITEMS = 1500;

    /** So much that a page has some 20 items. */
    private static final int PAGE_BYTES = 250;

    /** How many pages of a table are answered until its scan stands: about a third of them. */
    private static final int PAGES_UNTIL_IT_STANDS = 25;

    private static final int A_FEW = 200;
    private static final int FEW_ITEMS = 60;

    private static SimulatedJobs jobs;

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws Exception {
        jobs = SimulatedJobs.start(Simulator.builder().start(), 4);
    }

    @AfterEach
    void endJobs() throws Exception {
        jobs.cancelAll();
        jobs.simulator().faults().clear();
    }

    @AfterAll
    static void stop() {
        jobs.close();
    }

    private static WholeTable table(String name) {
        return new WholeTable(
                jobs.simulator()
                        .createTable(
                                TableSettings.table(name)
                                        .withoutStream()
                                        .shards(3)
                                        .scanPageBytes(PAGE_BYTES)),
                ITEMS);
    }

    private static DynamoDbStreamsSourceBuilder<String> source(WholeTable table) {
        Configuration options = jobs.optionsByName(table.table());
        return DynamoDbStreamsSource.<String>builder()
                .setOptions(options.toMap())
                .setStartupPosition(StartupPosition.initial())
                .setDeserializer(new ChangeText());
    }

    private static JobClient run(WholeTable table, int parallelism, String savepoint)
            throws Exception {
        return LocalJobs.submit(
                LocalJobs.environment(savepoint), table.name(), source(table).build(), parallelism);
    }

    private static StandingScan standSoon(WholeTable table) {
        return StandingScan.after(PAGES_UNTIL_IT_STANDS, jobs.simulator(), table.name());
    }

    private static int scanned(WholeTable table) {
        return WholeTable.scanned(Journal.read(table.name())).size();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void itemsAndThenChangesOfATableThatIsWrittenMeanwhile(int parallelism) throws Exception {
        WholeTable table = table("initial-" + parallelism);
        StandingScan standing = standSoon(table);
        JobClient job = run(table, parallelism, null);
        standing.await();
        table.churn(A_FEW);
        String shard = table.table().openShardIds().get(0);
        table.table().splitShard(shard);
        table.churn(A_FEW);
        assertThat(scanned(table)).as("items before the scan stood").isLessThan(ITEMS);
        standing.letGo();
        table.awaitAll(table.name());

        table.churn(A_FEW);
        table.awaitAll(table.name());
        assertThat(jobs.failures(job)).isEmpty();
        assertThat(jobs.metrics().sum(job, "isSnapshotting")).isZero();
        assertThat(jobs.metrics().sum(job, "snapshotSegmentsRemaining")).isZero();
        assertThat(jobs.metrics().sum(job, "heldShards")).isZero();
    }

    @Test
    void anEmptyTableIsFollowedFromItsFirstItemOn() throws Exception {
        WholeTable table =
                new WholeTable(
                        jobs.simulator()
                                .createTable(TableSettings.table("initial-empty").withoutStream()),
                        0);
        JobClient job = run(table, 2, null);
        SimulatedJobs.await(
                "scan of nothing", () -> jobs.metrics().sum(job, "snapshotSegments") > 0);
        for (int i = 0; i < A_FEW; i++) {
            table.put("key-" + i % 17);
        }

        table.awaitAll(table.name());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void tasksThatFailWithinTheScanAndAfterIt(int parallelism) throws Exception {
        WholeTable table = table("initial-failure-" + parallelism);
        String name = table.name();
        StandingScan standing = standSoon(table);
        run(table, parallelism, null);
        standing.await();
        table.churn(A_FEW);
        FailOnce.arm(name);
        standing.letGo();
        SimulatedJobs.await("first failure", () -> FailOnce.failures(name) == 1);
        table.churn(A_FEW);
        table.awaitAll(name);

        FailOnce.arm(name);
        table.churn(A_FEW);
        SimulatedJobs.await("second failure", () -> FailOnce.failures(name) == 2);
        table.awaitAll(name);
    }

    /** The keys of the items that come last on a page lead to the next one. */
    @Test
    void keysOfEachFormAndItemsAsLargeAsTheServiceAllows() throws Exception {
        Map<KeyForm, WholeTable> tables = new EnumMap<>(KeyForm.class);
        for (KeyForm form : KeyForm.values()) {
            TableSettings settings = form.settings("initial-" + form).scanPageBytes(PAGE_BYTES);
            WholeTable table =
                    new WholeTable(
                            jobs.simulator().createTable(settings.withoutStream()),
                            FEW_ITEMS,
                            form::item);
            tables.put(form, table);
            LocalJobs.submit(
                    LocalJobs.environment(null),
                    table.name(),
                    source(table).setDeserializer(form.lines()).build(),
                    1);
        }
        for (WholeTable table : tables.values()) {
            SimulatedJobs.await("items of " + table.name(), () -> scanned(table) == FEW_ITEMS);
            table.churn(A_FEW);
        }

        tables.values().forEach(table -> table.awaitAll(table.name()));
    }

    @Test
    void aRescalingFromOneToThreeToTwoInTheMiddle() throws Exception {
        WholeTable table = table("initial-rescale");
        String savepoint = null;
        for (int parallelism : new int[] {1, 3}) {
            StandingScan standing = standSoon(table);
            JobClient job = run(table, parallelism, savepoint);
            standing.await();
            table.churn(A_FEW);
            savepoint = LocalJobs.savepointOf(job, folder);
            assertThat(scanned(table)).as("items in the savepoint").isBetween(1, ITEMS - 1);
            standing.letGo();
        }
        run(table, 2, savepoint);
        table.churn(A_FEW);

        table.awaitAll(table.name());
    }

    @Test
    void aSavepointAfterTheTableIsFollowedOn() throws Exception {
        WholeTable table = table("initial-savepoint");
        JobClient job = run(table, 2, null);
        table.churn(A_FEW);
        table.awaitAll(table.name());
        long pages = jobs.simulator().counts().calls(Operation.SCAN);
        String savepoint = LocalJobs.savepointOf(job, folder);
        table.churn(A_FEW);

        run(table, 3, savepoint);

        table.awaitAll(table.name());
        assertThat(jobs.simulator().counts().calls(Operation.SCAN))
                .as("pages of the table, which isn't read again")
                .isEqualTo(pages);
    }

    @Test
    void aBoundedReadEndsWithTheStreamAsItWasAtTheStart() throws Exception {
        WholeTable table = table("initial-bounded");
        table.churn(A_FEW);
        DynamoDbStreamsSource<String> source =
                source(table).setStoppingPosition(StoppingPosition.latest()).build();

        LocalJobs.awaitEnd(LocalJobs.submit(LocalJobs.environment(null), table.name(), source, 2));

        table.check(Journal.read(table.name()));
    }
}
