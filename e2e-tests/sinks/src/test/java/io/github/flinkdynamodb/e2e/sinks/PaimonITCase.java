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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table in Paimon is the DynamoDB table, whatever happens to the job that writes it. */
@Tag("full")
class PaimonITCase {

    @TempDir private Path folder;

    @Test
    void theTableIsWhatAScanSaysInUpsertMode() throws Exception {
        SinkRun.check(table(), FlinkDistribution.oldest(), "upsert", folder);
    }

    @Test
    void theTableIsWhatAScanSaysInFullMode() throws Exception {
        SinkRun.check(table(), FlinkDistribution.oldest(), "full", folder);
    }

    private LakeTable table() {
        return new LakeTable("Paimon", folder.resolve("lake"));
    }
}
