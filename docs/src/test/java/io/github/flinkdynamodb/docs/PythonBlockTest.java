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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program in Python that the SQL page shows: it is Python, and Flink takes its statements.
 * PyFlink, which would run it, is on no repository of the build.
 */
class PythonBlockTest {

    private static final Pattern STATEMENT =
            Pattern.compile("(?s)execute_sql\\((\"\"\"|\")(.*?)\\1\\)");

    @TempDir private Path folder;

    private static String program() throws IOException {
        List<List<String>> blocks =
                MarkdownFile.read(Repository.file("docs/sql.md")).codeBlocks("python");
        assertThat(blocks).hasSize(1);
        return String.join("\n", blocks.get(0)) + "\n";
    }

    @Test
    void flinkTakesItsStatements() throws IOException {
        List<String> statements =
                STATEMENT
                        .matcher(program())
                        .results()
                        .map(found -> found.group(2))
                        .collect(Collectors.toList());
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());

        assertThat(statements).hasSize(2);
        tables.executeSql(statements.get(0));
        assertThat(tables.explainSql(statements.get(1)))
                .contains("TableSourceScan(table=[[default_catalog, default_database, orders")
                .contains("GroupAggregate(groupBy=[status]");
    }

    @Test
    void itIsPython() throws Exception {
        Path python = Path.of("/usr/bin/python3");
        Assumptions.assumeTrue(Files.isExecutable(python), "There is no " + python);
        Path file = Files.writeString(folder.resolve("orders.py"), program());

        Process process =
                new ProcessBuilder(python.toString(), "-m", "py_compile", file.toString())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes());

        assertThat(process.waitFor()).as(output).isZero();
    }
}
