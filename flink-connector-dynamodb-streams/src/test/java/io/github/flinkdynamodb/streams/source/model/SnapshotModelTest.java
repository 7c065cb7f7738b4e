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
package io.github.flinkdynamodb.streams.source.model;

import io.github.flinkdynamodb.streams.OnEachFlink;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random interleavings of the scan of a table, in segments and pages: writes, slow
 * answers, empty pages, throttling, checkpoints, failures and restores, with the same real and
 * modelled parts as {@link HandoverModelTest}.
 */
@OnEachFlink
class SnapshotModelTest {

    private static final String[] SITUATIONS = {
        "3 checkpoints at once",
        "a task isn't told that a checkpoint is complete",
        "barrier that overtakes events",
        "checkpoint aborted",
        "checkpoint overtaken by a later one",
        "description fails",
        "new table of the same name found",
        "page without items",
        "reset to a checkpoint before the news that it is complete",
        "savepoint",
        "table throttled",
    };

    @Test
    void everyItemCountsOnceWhateverFailsDuringAScan() {
        List<String> wanted = new ArrayList<>(List.of(SITUATIONS));
        wanted.addAll(Situations.disturbancesAt(EnumSet.allOf(ScanStep.class)));
        new ModelRun(Mode.SNAPSHOT, wanted).run();
    }
}
