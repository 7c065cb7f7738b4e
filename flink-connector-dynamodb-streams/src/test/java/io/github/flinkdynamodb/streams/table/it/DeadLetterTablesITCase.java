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
import io.github.flinkdynamodb.streams.source.it.FailOnce;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A statement set that reads a log once: good changes go to one table, rejected records to another,
 * and the items, as far as they can be decoded, to a third.
 */
@OnEachFlink
class DeadLetterTablesITCase {

    private static final int KEYS = 12;

    private static final String COLUMNS =
            "id STRING, amount BIGINT, `keys` STRING METADATA VIRTUAL,"
                    + " event STRING METADATA FROM 'event-name' VIRTUAL,"
                    + " seq STRING METADATA FROM 'sequence-number' VIRTUAL,"
                    + " decode_error STRING METADATA FROM 'decode-error' VIRTUAL,"
                    + " raw_record STRING METADATA FROM 'raw-record' VIRTUAL,"
                    + " location STRING METADATA FROM 'record-location' VIRTUAL";

    private static TestCluster cluster;
    private static Simulator simulator;

    private final List<String> good = new ArrayList<>();
    private final List<String> rejected = new ArrayList<>();
    private final Map<String, String> items = new TreeMap<>();
    private int written;

    @BeforeAll
    static void start() throws Exception {
        simulator = Simulator.builder().start();
        cluster = TestCluster.start(2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        simulator.close();
    }

    @Test
    void eachRecordIsOnceInOneOfTwoTablesThroughFailures() throws Exception {
        String name = "dead_letters";
        String letters = name + "_rejected";
        simulator.createTable(TableSettings.table(name).partitionKey("id", "S").shards(3));
        try (ItemTable table = ItemTable.of(simulator, name, "id");
                SqlSession session = session(table, name, letters)) {
            session.insert(
                    "INSERT INTO "
                            + name
                            + " SELECT id, amount, event FROM changes"
                            + " WHERE decode_error IS NULL AND event <> 'TEST'",
                    "INSERT INTO "
                            + letters
                            + " SELECT JSON_VALUE(raw_record, '$.dynamodb.NewImage.amount.S'),"
                            + " JSON_VALUE(`keys`, '$.id.S'), event,"
                            + " decode_error LIKE '%column ''amount''%',"
                            + " location LIKE 'record ' || seq || ' of shard %'"
                            + " FROM changes WHERE decode_error IS NOT NULL",
                    "INSERT INTO "
                            + name
                            + "_items SELECT id, amount FROM (SELECT *,"
                            + " ROW_NUMBER() OVER (PARTITION BY `keys`"
                            + " ORDER BY LPAD(seq, 40, '0') DESC) AS n FROM changes)"
                            + " WHERE n = 1 AND event <> 'REMOVE' AND decode_error IS NULL");
            write(table, 100);
            SqlSession.awaitAtLeast(letters, 5);
            FailOnce.arm(name);
            write(table, 60);
            SqlSession.awaitStarts(name, 2);
            SqlSession.awaitAtLeast(letters, rejected.size());
            FailOnce.arm(letters);
            write(table, 60);
            SqlSession.awaitStarts(letters, 3);

            SqlSession.awaitRows(name, good);
            SqlSession.awaitRows(letters, rejected);
            SqlSession.awaitRows(name + "_items", items.values());
            assertThat(FailOnce.failures(name) + FailOnce.failures(letters)).isEqualTo(2);
        }
    }

    private static SqlSession session(ItemTable table, String name, String letters) {
        SqlSession session = SqlSession.start(2);
        session.declare("changes", table, COLUMNS, "scan.on-decode-error", "dead-letter");
        session.declareChecked(name, "id STRING, amount BIGINT, event STRING", "append");
        session.declareChecked(
                letters,
                "amount STRING, id STRING, event STRING, cause BOOLEAN, place BOOLEAN",
                "append");
        session.declareChecked(name + "_items", "id STRING, amount BIGINT", "all");
        return session;
    }

    /** Writes items, every fifth of them with text for a number, and deletes some. */
    private void write(ItemTable table, int writes) {
        for (int i = 0; i < writes; i++) {
            written++;
            String id = "k" + written * 5 % KEYS;
            boolean wasRead = items.containsKey(id);
            boolean isThere =
                    table.items().stream().anyMatch(item -> item.get("id").s().equals(id));
            if (written % 9 == 0 && wasRead) {
                table.delete(Map.of("id", AttributeValue.fromS(id)));
                good.add(items.remove(id).replace("]", " | REMOVE]"));
            } else {
                String event = isThere ? "MODIFY" : "INSERT";
                put(table, id, event);
            }
        }
    }

    private void put(ItemTable table, String id, String event) {
        boolean isBad = written % 5 == 0;
        String amount = (isBad ? "n" : "") + written;
        AttributeValue value = isBad ? AttributeValue.fromS(amount) : AttributeValue.fromN(amount);
        table.put(Map.of("id", AttributeValue.fromS(id), "amount", value));
        if (isBad) {
            rejected.add(RowText.row(amount, id, event, true, true));
            items.remove(id);
        } else {
            good.add(RowText.row(id, amount, event));
            items.put(id, RowText.row(id, amount));
        }
    }
}
