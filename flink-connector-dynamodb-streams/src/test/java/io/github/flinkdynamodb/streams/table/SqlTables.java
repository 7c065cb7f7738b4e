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

import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** SQL on tables of the simulator: statements in, rows out. */
final class SqlTables {

    private final Simulator simulator;
    private final StreamTableEnvironment sql;

    SqlTables(Simulator simulator, int parallelism) {
        this.simulator = simulator;
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(parallelism);
        this.sql = StreamTableEnvironment.create(env);
        this.sql.getConfig().set("table.local-time-zone", "UTC");
    }

    StreamTableEnvironment sql() {
        return sql;
    }

    /** Declares a SQL table that reads a simulated one from its beginning to what is there now. */
    void declare(SimulatedTable table, String columns, String... moreOptions) {
        declareAs(table.name(), table, columns, moreOptions);
    }

    /**
     * The same under a name of its own, and of the stream itself: once that is disabled, reading
     * ends without waiting for more.
     */
    void declareStream(String name, SimulatedTable table, String columns, String... moreOptions) {
        List<String> options = new ArrayList<>(List.of(moreOptions));
        options.addAll(List.of("table-name", "", "stream.arn", table.streamArn()));
        declareAs(name, table, columns, options.toArray(new String[0]));
    }

    private void declareAs(
            String name, SimulatedTable table, String columns, String... moreOptions) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("connector", "dynamodb-streams");
        options.put("table-name", table.name());
        options.put("aws.region", simulator.region());
        options.put("aws.endpoint", simulator.endpoint().toString());
        options.put("aws.credentials.provider", "BASIC");
        options.put("aws.credentials.basic.accesskeyid", "any");
        options.put("aws.credentials.basic.secretkey", "any");
        options.put("scan.startup.mode", "trim-horizon");
        options.put("scan.bounded.mode", "latest");
        for (int i = 0; i < moreOptions.length; i += 2) {
            options.put(moreOptions[i], moreOptions[i + 1]);
        }
        options.values().removeIf(String::isEmpty);
        sql.executeSql("DROP TABLE IF EXISTS " + name);
        sql.executeSql(
                "CREATE TABLE "
                        + name
                        + " ("
                        + columns
                        + ") WITH ("
                        + options.entrySet().stream()
                                .map(o -> "'" + o.getKey() + "' = '" + o.getValue() + "'")
                                .collect(Collectors.joining(", "))
                        + ")");
    }

    /** Runs a query to its end: its rows with their kinds, in the order they came. */
    List<String> rows(String query) throws Exception {
        List<String> rows = new ArrayList<>();
        try (CloseableIterator<Row> result = sql.executeSql(query).collect()) {
            result.forEachRemaining(row -> rows.add(row.toString()));
        }
        return rows;
    }
}
