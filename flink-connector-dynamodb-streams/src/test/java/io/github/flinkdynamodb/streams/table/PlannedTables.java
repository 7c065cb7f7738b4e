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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** SQL that is planned and not run: nothing is called. */
final class PlannedTables {

    static final String ARN =
            "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-11-23T00:00:00.000";

    private final StreamTableEnvironment sql;

    PlannedTables() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(4);
        sql = StreamTableEnvironment.create(env);
        sql.getConfig().set("table.local-time-zone", "UTC");
    }

    StreamTableEnvironment sql() {
        return sql;
    }

    /**
     * Declares a table, anew if there is one of the name; of Orders' stream unless options say so.
     */
    PlannedTables declare(String name, String columns, String... options) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("connector", "dynamodb-streams");
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        if (!all.containsKey("table-name")) {
            all.putIfAbsent("stream.arn", ARN);
        }
        all.values().removeIf(String::isEmpty);
        sql.executeSql("DROP TABLE IF EXISTS " + name);
        sql.executeSql("CREATE TABLE " + name + " (" + columns + ") WITH (" + text(all) + ")");
        return this;
    }

    private static String text(Map<String, String> options) {
        return options.entrySet().stream()
                .map(o -> "'" + o.getKey() + "' = '" + o.getValue().replace("'", "''") + "'")
                .collect(Collectors.joining(", "));
    }

    /** The physical plan of a query, with the changelog mode of each operator. */
    String plan(String query) {
        String all = sql.explainSql(query, ExplainDetail.CHANGELOG_MODE);
        String from = "== Optimized Physical Plan ==";
        return all.substring(all.indexOf(from) + from.length(), all.indexOf("== Optimized Exec"));
    }

    /** Everything that EXPLAIN says, the job's operators included. */
    String everything(String query) {
        return sql.explainSql(
                query, ExplainDetail.CHANGELOG_MODE, ExplainDetail.JSON_EXECUTION_PLAN);
    }
}
