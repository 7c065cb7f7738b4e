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
package io.github.flinkdynamodb.streams.table.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A table of random items on a simulator of its own, with a bucket for exports, and the SQL job
 * that reads it: the job is stopped, time passes in which the stream is trimmed, and it is started
 * again.
 */
final class GapTable implements AutoCloseable {

    private static final String BUCKET = "exports";
    private static final int LAST_ITEMS = 20;
    private static final int OLD_ITEMS_DELETED = 2;

    private final Simulator simulator;
    private final SimulatedTable simulated;
    private final ItemTable table;
    private final RandomWrites writes;
    private final Path folder;
    private final Map<String, String> options = new LinkedHashMap<>();

    private GapTable(Simulator simulator, SimulatedTable simulated, Path folder) {
        this.simulator = simulator;
        this.simulated = simulated;
        this.table = ItemTable.of(simulator, simulated.name(), "pk", "sk");
        this.writes = new RandomWrites(table, false, 3);
        this.folder = folder;
    }

    /**
     * Creates an empty table with a stream and point-in-time recovery, whose exports are complete
     * at once.
     *
     * @param name its name, and that of the checked table that is written to
     * @param folder for the bucket and the savepoints
     */
    static GapTable create(String name, Path folder) throws Exception {
        return create(settings(name).pointInTimeRecovery(), folder);
    }

    /** Returns the settings of a table without point-in-time recovery. */
    static TableSettings settings(String name) {
        return TableSettings.table(name)
                .partitionKey("pk", "S")
                .sortKey("sk", "N")
                .shards(3)
                .rollAfterRecords(60);
    }

    /** The same of other settings. */
    static GapTable create(TableSettings settings, Path folder) throws Exception {
        Simulator simulator = Simulator.builder().start();
        Path bucket = Files.createDirectories(folder.resolve(BUCKET));
        simulator.exports().bucket(BUCKET, bucket).duration(Duration.ZERO);
        GapTable table = new GapTable(simulator, simulator.createTable(settings), folder);
        CheckedTable.allowRepeatedDeletes(table.name());
        table.set("scan.changelog-mode", "upsert");
        table.set("scan.on-data-loss", "repair");
        table.set("scan.repair.export-bucket", BUCKET);
        table.set("scan.repair.export-bucket-path", bucket.toUri().toString());
        return table;
    }

    /** Sets an option of the jobs that are started from now on; null for none. */
    void set(String option, String value) {
        if (value == null) {
            options.remove(option);
        } else {
            options.put(option, value);
        }
    }

    /** Has the jobs that are started from now on fail when changes are lost. */
    void setToFail() {
        set("scan.on-data-loss", "fail");
        set("scan.repair.export-bucket", null);
        set("scan.repair.export-bucket-path", null);
    }

    /** Has the files of exports be read so that they can stand. */
    void setStandingFiles() {
        set("scan.repair.export-bucket-path", "standing://" + folder.resolve(BUCKET));
    }

    String name() {
        return table.name();
    }

    Simulator simulator() {
        return simulator;
    }

    SimulatedTable simulated() {
        return simulated;
    }

    ItemTable table() {
        return table;
    }

    /** A session with the table {@code items}, and the checked one that takes what is told. */
    SqlSession session(int parallelism, String savepoint, String takes) {
        SqlSession session = SqlSession.start(parallelism, savepoint);
        String columns = RandomItems.sqlColumns() + ", " + RandomItems.KEY;
        declareItems(session, columns);
        session.declareChecked(name(), columns, takes);
        return session;
    }

    /** Declares the table {@code items} with the options that are set. */
    void declareItems(SqlSession session, String columns) {
        List<String> all = new ArrayList<>();
        options.forEach((option, value) -> all.addAll(List.of(option, value)));
        session.declare("items", table, columns, all.toArray(new String[0]));
    }

    /** Starts the job that writes all rows of a session into the checked table. */
    JobClient insert(SqlSession session) {
        return session.insert("INSERT INTO " + name() + " SELECT * FROM items");
    }

    void write(int changes) {
        writes.write(changes);
    }

    void pass(Duration time) {
        simulator.clock().advance(time);
    }

    /** So many days, in which some changes are made each hour, and old ones trimmed. */
    void passDays(int days) {
        for (int hour = 0; hour < days * 24; hour++) {
            writes.write(5);
            pass(Duration.ofHours(1));
            simulated.keepHouse();
        }
    }

    /** Waits until the checked table says what the table has. */
    void awaitTable() {
        SqlSession.awaitRows(name(), RandomItems.rows(table.items()));
    }

    /** Inserts items whose deletion, when the job is stopped, no single window shows. */
    List<Map<String, AttributeValue>> putLastItems() {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        for (int i = 0; i < LAST_ITEMS; i++) {
            Map<String, AttributeValue> item =
                    Map.of(
                            "pk", AttributeValue.fromS("last-" + i),
                            "sk", AttributeValue.fromN(String.valueOf(i)));
            table.put(item);
            items.add(item);
        }
        return items;
    }

    void deleteHalf(List<Map<String, AttributeValue>> items) {
        items.subList(0, items.size() / 2).forEach(table::delete);
    }

    /**
     * Runs the job from the beginning until it has read a table whose last items have just been
     * inserted, and stops it. Then half of these are deleted, and some old ones, whose deletion two
     * first windows show.
     *
     * @return the savepoint
     */
    String runAndStop(int parallelism, String takes) throws Exception {
        write(200);
        try (SqlSession session = session(parallelism, null, takes)) {
            JobClient job = insert(session);
            awaitTable();
            pass(Duration.ofMinutes(10));
            List<Map<String, AttributeValue>> last = putLastItems();
            awaitTable();
            String savepoint = stop(job);
            deleteHalf(last);
            table.items().stream().limit(OLD_ITEMS_DELETED).forEach(table::delete);
            return savepoint;
        }
    }

    /** Runs the job on until it says what the table has, and goes on doing so; and stops it. */
    void runOn(int parallelism, String savepoint, String takes) throws Exception {
        try (SqlSession session = session(parallelism, savepoint, takes)) {
            goOn(insert(session));
        }
    }

    /** Waits until a job says what the table has, and goes on doing so; and stops it. */
    void goOn(JobClient job) {
        awaitTable();
        write(50);
        awaitTable();
        stop(job);
    }

    String stop(JobClient job) {
        return SqlSession.stop(job, folder);
    }

    /** Three days, by whose end changes are gone that nobody has read. */
    void passThreeDays() {
        passDays(3);
        assertThat(simulated.trimmedUnread()).as("changes that are gone").isPositive();
    }

    /** The exports of the table, by their ids. */
    Map<String, ObjectNode> exports() {
        return simulator.exports().list(simulated.arn(), 100, null);
    }

    @Override
    public void close() {
        table.close();
        simulator.close();
    }
}
