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

import io.github.flinkdynamodb.tools.simulator.Simulator;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The statements of the SQL page run, one after the other, and give what the page shows. */
class SqlPageITCase {

    private static final String PAGE = "docs/sql.md";

    @TempDir private Path folder;

    @Test
    void everyStatementRunsAndGivesWhatThePageShows() throws Exception {
        MarkdownFile page = MarkdownFile.read(Repository.file(PAGE));
        int statements = 0;
        int results = 0;

        try (Simulator simulator = PageData.start();
                Simulator followed = PageData.startFollowed();
                MiniCluster cluster = startCluster()) {
            SqlScript script = new SqlScript(simulator, followed, cluster, folder);
            for (MarkdownFile.CodeBlock block : page.codeBlocks()) {
                if (block.language().equals("sql")) {
                    statements += script.run(block.lines());
                } else if (block.language().equals("text")) {
                    results++;
                    check(block.lines(), script);
                }
            }
        }

        System.out.println(PAGE + ": " + statements + " statements, " + results + " results");
        assertThat(statements).as("statements").isGreaterThan(25);
        assertThat(results).as("results").isGreaterThan(10);
    }

    private static MiniCluster startCluster() throws Exception {
        MiniClusterConfiguration configuration =
                new MiniClusterConfiguration.Builder()
                        .setConfiguration(new Configuration().set(RestOptions.BIND_PORT, "0"))
                        .setNumSlotsPerTaskManager(2)
                        .build();
        MiniCluster cluster = new MiniCluster(configuration);
        cluster.start();
        return cluster;
    }

    /** A table is the whole result, in any order; other lines are to be found in it. */
    private static void check(List<String> shown, SqlScript script) {
        if (shown.get(0).startsWith("|")) {
            assertThat(script.lastResult())
                    .as("result of %s", script.lastStatement())
                    .containsExactlyInAnyOrderElementsOf(MarkdownFile.rows(shown));
        } else {
            String result =
                    script.lastResult().stream()
                            .map(row -> String.join(" ", row))
                            .collect(Collectors.joining("\n"));
            for (String line : shown) {
                assertThat(result).as("%s", script.lastStatement()).contains(line.strip());
            }
        }
    }
}
