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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last message of each key is the DynamoDB table, whatever happens to the job. */
@Tag("full")
class KafkaITCase {

    private static KafkaServer server;

    @TempDir private Path folder;

    @BeforeAll
    static void start(@TempDir Path serverFolder) throws IOException {
        server = KafkaServer.start(serverFolder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theLastMessagesAreWhatAScanSaysOnTheNewestFlink() throws Exception {
        SinkRun.check(
                new KafkaTopic(server, "newest"), FlinkDistribution.newest(), "upsert", folder);
    }

    @Test
    void theLastMessagesAreWhatAScanSaysOnTheOldestFlink() throws Exception {
        SinkRun.check(new KafkaTopic(server, "oldest"), FlinkDistribution.oldest(), "full", folder);
    }
}
