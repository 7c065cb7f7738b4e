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
package io.github.flinkdynamodb.streams.table.it;

import io.github.flinkdynamodb.streams.source.it.StandingFiles;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A cluster with two slots, and a table with a gap for each test, which sets it. */
abstract class GapScene {

    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static TestCluster cluster;

    @TempDir Path folder;

    /** Closed after the test. */
    GapTable table;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void letFilesGo() {
        StandingFiles.letGo();
    }

    @AfterEach
    void close() {
        StandingFiles.letGo();
        if (table != null) {
            table.close();
        }
    }

    static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }
}
