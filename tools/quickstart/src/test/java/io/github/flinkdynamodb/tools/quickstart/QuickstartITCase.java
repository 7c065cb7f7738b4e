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

/** Runs the quickstart as its script does: DynamoDB Local, a cluster, and the connector. */
@Timeout(300)
class QuickstartITCase {

    @TempDir private Path folder;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void everyItemAndEveryChangeArrivesOnceAndInOrder() throws Exception {
        assertThat(run("--changes", "300", "--rate", "200")).isTrue();

        assertThat(output().lines())
                .last()
                .asString()
                .startsWith("existing=200 written=300 received=")
                .endsWith(" lost=0 duplicated=0 out_of_order=0");
        assertThat(output())
                .contains("Amazon DynamoDB Local License Agreement")
                .contains("web UI http://localhost:")
                .contains("SNAPSHOT", "INSERT", "MODIFY", "REMOVE");
    }

    @Test
    void everyItemAndEveryChangeCountsOnceAlthoughTasksFail() throws Exception {
        assertThat(run("--changes", "300", "--rate", "100", "--parallelism", "3", "--crash"))
                .isTrue();

        assertThat(output().lines())
                .last()
                .asString()
                .startsWith("existing=200 written=300 received=")
                .endsWith(" lost=0 duplicated=0 out_of_order=0");
        assertThat(output())
                .contains("A task fails now")
                .containsPattern("restarted the job after a failure, from checkpoint \\d+")
                .containsPattern("Restarts: 2; \\d+ items and changes arrived a second time");
    }

    private boolean run(String... options) throws Exception {
        Screen screen =
                new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, 120);
        return new Quickstart(Options.parse(options), screen, Clock.systemUTC(), folder).run();
    }

    private String output() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
