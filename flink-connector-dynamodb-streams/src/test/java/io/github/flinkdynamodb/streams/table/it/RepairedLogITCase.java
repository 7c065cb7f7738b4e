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

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.it.ExportedWindows;
import io.github.flinkdynamodb.tools.simulator.export.ItemChange;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.core.execution.JobClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A log with a gap of three days that is repaired: each record outside of the gap is there once,
 * and each item has a row for each window within. Rows of exports have no sequence number.
 */
@OnEachFlink
class RepairedLogITCase extends GapScene {

    private static final String COLUMNS =
            "seq STRING METADATA FROM 'sequence-number' VIRTUAL,"
                    + " event STRING METADATA FROM 'event-name' VIRTUAL,"
                    + " pk STRING, sk BIGINT";

    private SqlSession session(String savepoint) {
        SqlSession session = SqlSession.start(2, savepoint);
        table.declareItems(session, COLUMNS);
        session.declareChecked(table.name(), "seq STRING, event STRING, pk STRING", "append");
        return session;
    }

    private JobClient insert(SqlSession session) {
        return session.insert(
                "INSERT INTO "
                        + table.name()
                        + " SELECT seq, event, CONCAT(pk, '/', CAST(sk AS STRING)) FROM items");
    }

    private List<String[]> rows() {
        return CheckedTable.rows(table.name()).stream()
                .map(RowText::fields)
                .collect(Collectors.toList());
    }

    private List<String> records() {
        return rows().stream()
                .map(fields -> fields[0])
                .filter(number -> !number.equals("null"))
                .collect(Collectors.toList());
    }

    private List<String> lines() {
        return rows().stream()
                .filter(fields -> fields[0].equals("null"))
                .map(fields -> fields[1] + " " + fields[2])
                .collect(Collectors.toList());
    }

    private List<String> numbers() {
        return SnapshotLog.numbers(table.simulated());
    }

    private void awaitRecords(List<String> numbers) {
        Awaitility.await(table.name())
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(records()).containsExactlyInAnyOrderElementsOf(numbers));
    }

    @Test
    void theLogHasEachRecordOutsideOfTheGapOnceAndOneRowForEachItemAndWindowWithin()
            throws Exception {
        table = GapTable.create("repaired_log", folder);
        table.set("scan.changelog-mode", "append-only");
        table.write(200);
        String savepoint;
        try (SqlSession session = session(null)) {
            JobClient job = insert(session);
            table.pass(Duration.ofMinutes(10));
            List<Map<String, AttributeValue>> last = table.putLastItems();
            awaitRecords(numbers());
            savepoint = table.stop(job);
            table.deleteHalf(last);
        }
        List<String> expected = new ArrayList<>(records());
        table.passThreeDays();
        int before = numbers().size();
        writeAroundTheEnd();
        List<String> numbers = numbers();
        expected.addAll(numbers.subList(before, numbers.size()));
        try (SqlSession session = session(savepoint)) {
            JobClient job = insert(session);
            awaitRecords(expected);
            table.write(50);
            List<String> later = numbers();
            expected.addAll(later.subList(numbers.size(), later.size()));
            awaitRecords(expected);
            table.stop(job);
        }

        List<String> lines = expectedLines();
        assertThat(lines()).containsExactlyInAnyOrderElementsOf(lines);
        assertThat(lines).filteredOn(line -> line.startsWith("REMOVE")).isNotEmpty();
        assertThat(table.exports()).as("one first window, and three days").hasSize(4);
    }

    /**
     * The last window ends a minute before the job is started. Changes of the minute before that
     * end come as records too, since the two times needn't be of one clock.
     */
    private void writeAroundTheEnd() {
        table.write(20);
        table.pass(Duration.ofSeconds(80));
        table.write(20);
    }

    private List<String> expectedLines() {
        return ExportedWindows.changes(table.simulator(), table.simulated()).stream()
                .map(RepairedLogITCase::line)
                .collect(Collectors.toList());
    }

    private static String line(ItemChange change) {
        Item keys = change.keys();
        return ExportedWindows.eventName(change)
                + " "
                + ExportedWindows.text(keys, "pk")
                + "/"
                + ExportedWindows.text(keys, "sk");
    }
}
