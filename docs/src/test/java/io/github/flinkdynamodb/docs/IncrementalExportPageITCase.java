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

import io.github.flinkdynamodb.tools.simulator.export.ExportView;
import io.github.flinkdynamodb.tools.simulator.export.ExportWriter;
import io.github.flinkdynamodb.tools.simulator.export.ItemChange;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The statements of the page on incremental exports run, and give what the page shows. */
class IncrementalExportPageITCase {

    private static final String BUCKET = "s3://bucket/AWSDynamoDB/";
    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir private Path bucket;

    private static Item order(String id, String status) {
        return Item.builder().s("id", id).s("status", status).build();
    }

    private static ItemChange change(Item before, Item after, Instant time) {
        String id = (before == null ? after : before).attribute("id");
        Item keys = Item.builder().s("id", id.substring(6, id.length() - 2)).build();
        return ItemChange.of(keys, before, after, time);
    }

    private String write(Instant from, ItemChange... changes) {
        return ExportWriter.into(bucket)
                .tableArn("arn:aws:dynamodb:eu-west-1:123456789012:table/orders")
                .seed(from.getEpochSecond())
                .incremental(
                        from,
                        from.plusSeconds(3600),
                        ExportView.NEW_AND_OLD_IMAGES,
                        List.of(changes))
                .folder()
                .toUri()
                .toString();
    }

    @Test
    void everyStatementRunsAndGivesWhatThePageShows() throws Exception {
        Instant later = TIME.plusSeconds(3600);
        String first =
                write(
                        TIME,
                        change(null, order("1", "NEW"), TIME),
                        change(null, order("2", "NEW"), TIME));
        String second =
                write(
                        later,
                        change(order("1", "NEW"), order("1", "PAID"), later),
                        change(order("2", "NEW"), null, later));
        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        sql.getConfig().set("parallelism.default", "1");
        sql.getConfig().set("rest.bind-port", "0");
        List<List<String>> result = List.of();
        int results = 0;

        MarkdownFile page = MarkdownFile.read(Repository.file("docs/incremental-export.md"));
        for (MarkdownFile.CodeBlock block : page.codeBlocks()) {
            String text = String.join("\n", block.lines());
            if (block.language().equals("sql")) {
                for (String statement : text.split(";\\s*(\n|$)")) {
                    result =
                            run(
                                    sql,
                                    statement
                                            .replace(BUCKET + "first", first)
                                            .replace(BUCKET + "second", second));
                }
            } else if (block.language().equals("text")) {
                results++;
                assertThat(result)
                        .containsExactlyInAnyOrderElementsOf(MarkdownFile.rows(block.lines()));
            }
        }

        assertThat(results).isEqualTo(2);
    }

    /** Returns the names of the columns, and the rows that are left. */
    private static List<List<String>> run(TableEnvironment sql, String statement) throws Exception {
        TableResult answer = sql.executeSql(statement);
        List<List<String>> rows = new ArrayList<>();
        try (CloseableIterator<Row> changes = answer.collect()) {
            while (changes.hasNext()) {
                Row row = changes.next();
                List<String> texts = new ArrayList<>();
                for (int i = 0; i < row.getArity(); i++) {
                    texts.add(String.valueOf(row.getField(i)));
                }
                if (row.getKind() == RowKind.INSERT || row.getKind() == RowKind.UPDATE_AFTER) {
                    rows.add(texts);
                } else {
                    rows.remove(texts);
                }
            }
        }
        rows.add(0, answer.getResolvedSchema().getColumnNames());
        return rows;
    }
}
