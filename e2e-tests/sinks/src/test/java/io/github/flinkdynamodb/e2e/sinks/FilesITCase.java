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

/**
 * Files have each item and each change once, and their last rows are the DynamoDB table, whatever
 * happens to the job that writes them.
 */
@Tag("full")
class FilesITCase {

    @TempDir private Path folder;

    @Test
    void theLogHasEachChangeOnceAndItsLastRowsAreWhatAScanSaysOnTheNewestFlink() throws Exception {
        SinkRun.check(files(), FlinkDistribution.newest(), "append-only", folder);
    }

    @Test
    void theLogHasEachChangeOnceAndItsLastRowsAreWhatAScanSaysOnTheOldestFlink() throws Exception {
        SinkRun.check(files(), FlinkDistribution.oldest(), "append-only", folder);
    }

    private LogFiles files() {
        return new LogFiles(folder.resolve("bucket"));
    }
}
