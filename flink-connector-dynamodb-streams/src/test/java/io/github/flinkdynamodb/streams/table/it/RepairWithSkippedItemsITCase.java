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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items that can't be decoded are skipped while a table is read, in its stream, and in the exports
 * that close a gap of three days. Each item becomes decodable or undecodable, or goes, in one of
 * these. At each end the SQL table has the items that can be decoded.
 */
@OnEachFlink
class RepairWithSkippedItemsITCase extends GapScene {

    private static final String COLUMNS =
            "pk STRING, sk BIGINT, total BIGINT, PRIMARY KEY (pk, sk) NOT ENFORCED";

    /** What becomes of the items: good, bad or not there, before each of the reads. */
    private static final List<String> BEFORE_THE_START =
            List.of("good", "bad", "good", "bad", "good", "bad", "none", "none", "good", "bad");

    private static final List<String> IN_THE_STREAM =
            List.of("good", "bad", "bad", "good", "none", "none", "good", "bad", "good", "bad");

    private static final List<String> IN_THE_GAP =
            List.of("bad", "good", "good", "bad", "good", "bad", "bad", "good", "none", "none");

    private static final List<String> LATER_IN_THE_GAP =
            List.of("good", "bad", "bad", "good", "good", "none", "none", "bad", "good", "good");

    private static final List<String> AFTER_IT =
            List.of("good", "bad", "none", "good", "bad", "good", "none", "bad", "bad", "good");

    private void write(List<String> states, int version) {
        for (int i = 0; i < states.size(); i++) {
            Map<String, AttributeValue> item = new HashMap<>();
            item.put("pk", AttributeValue.fromS("item-" + i));
            item.put("sk", AttributeValue.fromN("0"));
            if (states.get(i).equals("none")) {
                table.table().delete(item);
            } else {
                boolean isGood = states.get(i).equals("good");
                String total = String.valueOf(version);
                item.put(
                        "total",
                        isGood ? AttributeValue.fromN(total) : AttributeValue.fromS("v" + total));
                table.table().put(item);
            }
        }
    }

    /** The items whose total is a number, or isn't there. */
    private List<String> decodable() {
        return table.table().items().stream()
                .filter(item -> !item.containsKey("total") || item.get("total").n() != null)
                .map(
                        item ->
                                RowText.row(
                                        item.get("pk").s(),
                                        Long.valueOf(item.get("sk").n()),
                                        item.containsKey("total")
                                                ? Long.valueOf(item.get("total").n())
                                                : null))
                .collect(Collectors.toList());
    }

    private void awaitDecodable() {
        SqlSession.awaitRows(table.name(), decodable());
    }

    private SqlSession session(String savepoint, String takes) {
        SqlSession session = SqlSession.start(2, savepoint);
        table.declareItems(session, COLUMNS);
        session.declareChecked(table.name(), COLUMNS, takes);
        return session;
    }

    private JobClient insert(SqlSession session) {
        return session.insert("INSERT INTO " + table.name() + " SELECT * FROM items");
    }

    @ParameterizedTest
    @ValueSource(strings = {"upsert", "full"})
    void theTableHasTheItemsThatCanBeDecoded(String mode) throws Exception {
        table = GapTable.create("repair_skip_" + mode, folder);
        table.set("scan.changelog-mode", mode);
        table.set("scan.startup.mode", "initial");
        table.set("scan.on-decode-error", "skip");
        String takes = mode.equals("full") ? "all" : "upsert";
        String savepoint;
        table.write(50);
        write(BEFORE_THE_START, 1);
        try (SqlSession session = session(null, takes)) {
            JobClient job = insert(session);
            awaitDecodable();
            table.pass(Duration.ofMinutes(10));
            write(IN_THE_STREAM, 2);
            // Each shard has a record behind those minutes, so it holds the keys that a repair
            // needs.
            table.putLastItems();
            awaitDecodable();
            savepoint = table.stop(job);
        }
        table.pass(Duration.ofHours(1));
        write(IN_THE_GAP, 3);
        table.passThreeDays();
        write(LATER_IN_THE_GAP, 4);
        table.pass(Duration.ofDays(1));

        try (SqlSession session = session(savepoint, takes)) {
            JobClient job = insert(session);
            awaitDecodable();
            write(AFTER_IT, 5);
            awaitDecodable();
            table.stop(job);
        }

        assertThat(table.exports())
                .as("exports: two first windows, four days and an hour")
                .hasSize(7);
    }
}
