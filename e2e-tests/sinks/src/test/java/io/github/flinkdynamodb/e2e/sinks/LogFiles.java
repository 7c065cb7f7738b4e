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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.e2e.cluster.FlinkDistribution;
import io.github.flinkdynamodb.e2e.cluster.SqlGateway;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The files of the recipe for files: a log, whose last rows are the table. */
final class LogFiles implements SinkTable {

    private static final String BUCKET = "s3://my-bucket/";

    private final Path folder;

    LogFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public String recipe() {
        return "Files";
    }

    @Override
    public FlinkDistribution installedIn(FlinkDistribution flink) {
        return flink;
    }

    @Override
    public String located(String statement) {
        return statement
                .replace(BUCKET, "file://" + folder.toAbsolutePath() + "/")
                .replace("'1 min'", "'1 s'");
    }

    @Override
    public List<String> rows(SqlGateway gateway) throws IOException {
        List<String> queries =
                Recipe.read(recipe()).statements("sql").stream()
                        .filter(statement -> statement.startsWith("SELECT"))
                        .toList();
        assertThat(queries).as("queries of the recipe").hasSize(1);
        return new SqlReader(this).rows(gateway, true, queries.get(0));
    }

    /** Each item is there once, and each change from one of the item's changes on, once. */
    @Override
    public void verify(SqlGateway gateway, Orders orders) throws IOException {
        List<String> rows =
                new SqlReader(this)
                        .rows(
                                gateway,
                                true,
                                "SELECT id, COALESCE(sequence_number, 'none') FROM order_files");
        assertThat(rows).doesNotHaveDuplicates();
        Map<String, Set<String>> numbers = new HashMap<>();
        Set<String> items = new HashSet<>();
        for (String row : rows) {
            String[] cells = row.split(",");
            if (cells[1].equals("none")) {
                items.add(cells[0]);
            } else {
                numbers.computeIfAbsent(cells[0], any -> new TreeSet<>()).add(cells[1]);
            }
        }
        Map<String, List<String>> written = orders.sequenceNumbersById();
        assertThat(numbers).isNotEmpty();
        numbers.forEach(
                (id, found) -> {
                    List<String> all = written.get(id);
                    assertThat(found)
                            .as(id)
                            .containsExactlyInAnyOrderElementsOf(
                                    all.subList(all.size() - found.size(), all.size()));
                });
        assertThat(items).hasSizeGreaterThanOrEqualTo(SinkRun.QUIET_ITEMS);
    }
}
