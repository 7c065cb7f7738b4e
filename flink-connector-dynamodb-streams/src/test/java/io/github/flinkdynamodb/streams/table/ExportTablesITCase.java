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
package io.github.flinkdynamodb.streams.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.tools.simulator.export.ExportWriter;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQL on an export, without any service, region or credentials. */
@OnEachFlink
class ExportTablesITCase {

    private static TestCluster cluster;

    @TempDir private static Path bucket;
    private static Path folder;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(4);
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String status = i % 10 == 0 ? "PAID" : "NEW";
            items.add(Item.builder().s("order_id", "o" + i).n("n", i).s("status", status).build());
        }
        folder =
                ExportWriter.into(bucket)
                        .tableArn("arn:aws:dynamodb:eu-west-1:123456789012:table/orders")
                        .full(Instant.parse("2026-03-01T10:00:00Z"), items)
                        .folder();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static TableEnvironment declare(EnvironmentSettings settings, String columns) {
        TableEnvironment sql = TableEnvironment.create(settings);
        sql.getConfig().set("table.local-time-zone", "UTC");
        sql.getConfig().set("parallelism.default", "2");
        sql.executeSql(
                "CREATE TABLE orders ("
                        + columns
                        + ") WITH ('connector' = 'dynamodb-streams', 'table-name' = 'orders',"
                        + " 'scan.startup.mode' = 'snapshot', 'scan.snapshot.export' = '"
                        + folder.toUri()
                        + "', 'fields.id.attribute' = 'order_id')");
        return sql;
    }

    private static List<String> rows(TableEnvironment sql, String query) throws Exception {
        List<String> rows = new ArrayList<>();
        try (CloseableIterator<Row> result = sql.executeSql(query).collect()) {
            result.forEachRemaining(row -> rows.add(row.toString()));
        }
        return rows;
    }

    @Test
    void aBatchQueryReadsAnExportWithFiltersAndLimits() throws Exception {
        TableEnvironment sql =
                declare(
                        EnvironmentSettings.inBatchMode(),
                        "id STRING, n BIGINT, status STRING, PRIMARY KEY (id) NOT ENFORCED");

        assertThat(rows(sql, "SELECT status, COUNT(*), SUM(n) FROM orders GROUP BY status"))
                .containsExactlyInAnyOrder("+I[PAID, 10, 450]", "+I[NEW, 90, 4500]");
        assertThat(rows(sql, "SELECT id FROM orders WHERE status = 'PAID' AND n > 70"))
                .containsExactlyInAnyOrder("+I[o80]", "+I[o90]");
        assertThat(rows(sql, "SELECT id FROM orders LIMIT 3")).hasSize(3);
    }

    @Test
    void aStreamingQueryGetsEachItemAsAnInsertWithWhatIsKnownOfIt() throws Exception {
        TableEnvironment sql =
                declare(
                        EnvironmentSettings.inStreamingMode(),
                        "id STRING, snap BOOLEAN METADATA FROM 'is-snapshot' VIRTUAL,"
                                + " event STRING METADATA FROM 'event-name' VIRTUAL,"
                                + " region STRING METADATA FROM 'aws-region' VIRTUAL,"
                                + " tab STRING METADATA FROM 'table-name' VIRTUAL,"
                                + " made TIMESTAMP_LTZ(3) METADATA FROM"
                                + " 'approximate-creation-time' VIRTUAL,"
                                + " `keys` STRING METADATA VIRTUAL,"
                                + " PRIMARY KEY (id) NOT ENFORCED");

        assertThat(rows(sql, "SELECT * FROM orders"))
                .hasSize(100)
                .contains(
                        "+I[o7, true, SNAPSHOT, eu-west-1, orders, 2026-03-01T09:58:00Z,"
                                + " {\"order_id\":{\"S\":\"o7\"}}]");
    }
}
