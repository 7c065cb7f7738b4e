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

import io.github.flinkdynamodb.e2e.cluster.FlinkDistribution;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table in PostgreSQL is the DynamoDB table, whatever happens to the job that writes it. */
class PostgresITCase {

    private static PostgresServer server;

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws IOException {
        if (PostgresServer.isInstalled()) {
            server = PostgresServer.start();
        }
    }

    @BeforeEach
    void checkInstalled() {
        Assumptions.assumeTrue(
                server != null,
                "PostgreSQL is not installed (Debian's package postgresql, with its user)");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void theTableIsWhatAScanSaysOnTheNewestFlink() throws Exception {
        SinkRun.check(new PostgresTable(server), FlinkDistribution.newest(), "upsert", folder);
    }

    @Tag("full")
    @Test
    void theTableIsWhatAScanSaysOnTheOldestFlink() throws Exception {
        SinkRun.check(new PostgresTable(server), FlinkDistribution.oldest(), "full", folder);
    }
}
