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
package io.github.flinkdynamodb.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.docs.examples.TableApiOrders;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.TableDescriptor;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;

/** The example of the Table API gives what the SQL page shows for the same query in SQL. */
class TableApiOrdersITCase {

    @Test
    void theProgramGivesTheRevenueThatTheSqlPageShows() throws Exception {
        List<Row> revenue = new ArrayList<>();
        try (Simulator simulator = PageData.start()) {
            StreamTableEnvironment tables =
                    StreamTableEnvironment.create(
                            StreamExecutionEnvironment.createLocalEnvironment(1));
            try (CloseableIterator<Row> changes =
                    TableApiOrders.revenue(tables, orders(simulator)).execute().collect()) {
                changes.forEachRemaining(change -> apply(change, revenue));
            }
        }

        assertThat(revenue)
                .containsExactlyInAnyOrder(
                        Row.of("new", new BigDecimal("8.00")),
                        Row.of("paid", new BigDecimal("25.50")));
    }

    /** The example's table, read up to what is there. */
    private static TableDescriptor orders(Simulator simulator) {
        return TableApiOrders.orders().toBuilder()
                .option("aws.endpoint", simulator.endpoint().toString())
                .option("aws.credentials.provider", "BASIC")
                .option("aws.credentials.basic.accesskeyid", "any")
                .option("aws.credentials.basic.secretkey", "any")
                .option("scan.bounded.mode", "latest")
                .build();
    }

    private static void apply(Row change, List<Row> rows) {
        boolean adds =
                change.getKind() == RowKind.INSERT || change.getKind() == RowKind.UPDATE_AFTER;
        change.setKind(RowKind.INSERT);
        if (adds) {
            rows.add(change);
        } else {
            assertThat(rows.remove(change)).as("%s is there", change).isTrue();
        }
    }
}
