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
package io.github.flinkdynamodb.e2e.sinks;

import io.github.flinkdynamodb.e2e.cluster.SqlGateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a table of a recipe with Flink itself, in a session of its own. */
final class SqlReader {

    private static final Pattern KIND = Pattern.compile("[+-][IUD]");
    private static final Pattern ORDER = Pattern.compile("(quiet|busy)-\\d+");

    private final SinkTable sink;

    SqlReader(SinkTable sink) {
        this.sink = sink;
    }

    /**
     * Runs a query, which must end, after the declarations of the recipe.
     *
     * @param batch whether in batch mode
     * @return the rows that are left, their first cell an order's id, joined with commas
     */
    List<String> rows(SqlGateway gateway, boolean batch, String query) throws IOException {
        List<String> script = new ArrayList<>();
        script.add("SET 'sql-client.execution.result-mode' = 'tableau'");
        script.add("SET 'execution.runtime-mode' = '" + (batch ? "batch" : "streaming") + "'");
        script.add("SET 'parallelism.default' = '1'");
        script.add("SET 'restart-strategy.type' = 'none'");
        script.add("SET 'table.display.max-column-width' = '60'");
        for (String statement : Recipe.read(sink.recipe()).statements("sql")) {
            if (statement.startsWith("CREATE")) {
                script.add(sink.located(statement));
            }
        }
        script.add(query);
        List<String> rows = new ArrayList<>();
        for (String printed : gateway.run(script).checked().rows()) {
            apply(Arrays.asList(printed.split(",")), rows);
        }
        return rows;
    }

    /**
     * In streaming mode each row has a kind in front; everything else that is printed is no row.
     */
    private static void apply(List<String> cells, List<String> rows) {
        boolean isChange = KIND.matcher(cells.get(0)).matches();
        List<String> row = isChange ? cells.subList(1, cells.size()) : cells;
        if (row.isEmpty() || !ORDER.matcher(row.get(0)).matches()) {
            return;
        }
        String text = String.join(",", row);
        if (!isChange || cells.get(0).startsWith("+")) {
            rows.add(text);
        } else if (!rows.remove(text)) {
            throw new IllegalStateException("A row is taken back that isn't there: " + cells);
        }
    }
}
