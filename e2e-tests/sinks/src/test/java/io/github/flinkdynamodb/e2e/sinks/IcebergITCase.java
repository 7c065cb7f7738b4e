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
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table in Iceberg is the DynamoDB table, whatever happens to the job that writes it. */
@Tag("full")
class IcebergITCase {

    @TempDir private Path folder;

    @Test
    void theTableIsWhatAScanSaysOnTheNewestFlink() throws Exception {
        LakeTable table = new LakeTable("Iceberg", folder.resolve("lake"));

        SinkRun.check(table, FlinkDistribution.newest(), "upsert", folder);
    }

    /** Iceberg's newer sink is built for a later patch release. */
    @Test
    void theTableIsWhatAScanSaysOnTheOldestFlink() throws Exception {
        LakeTable table =
                new LakeTable(
                        "Iceberg",
                        folder.resolve("lake"),
                        Map.of(
                                "'table.exec.iceberg.use-v2-sink' = 'true'",
                                "'pipeline.operator-chaining.enabled' = 'false'"));

        SinkRun.check(table, FlinkDistribution.oldest(), "full", folder);
    }
}
