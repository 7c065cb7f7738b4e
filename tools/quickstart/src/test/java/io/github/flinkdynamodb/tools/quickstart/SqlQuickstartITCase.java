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
package io.github.flinkdynamodb.tools.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the quickstart in SQL as its script does: the SQL jar, Flink's SQL client, and a crash. */
@Timeout(300)
class SqlQuickstartITCase {

    @TempDir private Path folder;

    @Test
    void theResultIsTheTablesAndEachChangeIsThereOnceAlthoughTaskManagersCrash() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Screen screen =
                new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, 120);
        Options options = Options.parse("--sql", "--changes", "300", "--rate", "50", "--crash");

        boolean good = new SqlQuickstart(options, screen, Clock.systemUTC(), folder).run();

        String output = bytes.toString(StandardCharsets.UTF_8);
        assertThat(good).as(output).isTrue();
        assertThat(output.lines())
                .last()
                .asString()
                .startsWith("existing=200 written=300 received=")
                .endsWith(" lost=0 duplicated=0 out_of_order=0");
        assertThat(output)
                .contains("Amazon DynamoDB Local License Agreement")
                .contains("CREATE TABLE orders", "successfully submitted to the cluster")
                .contains("| -U |", "| +U |")
                .containsPattern("crashes now, with [1-9][0-9]* items of the table in the files")
                .containsPattern("crashes now, with [1-9][0-9]* changes written")
                .containsPattern("Restarts of the two jobs together: [1-9]");
    }
}
