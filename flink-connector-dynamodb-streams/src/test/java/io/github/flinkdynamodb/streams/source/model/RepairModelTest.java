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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of random interleavings of a job that is stopped for longer than the stream keeps its
 * records, and of the repair of its gap: outages in each phase of it, exports that fail, slow days,
 * failures of a task and of all, and other parallelisms. What must hold at the end is at {@link
 * RepairOutput}.
 */
@OnEachFlink
class RepairModelTest {

    private static final List<String> SITUATIONS =
            List.of(
                    "export fails",
                    "line emitted",
                    "outage of a job that never had one",
                    "outage while a gap is planned",
                    "outage while a gap is read");

    /** What else must come about where rows are kept. */
    private static final List<String> SITUATIONS_OF_ROWS =
            List.of(
                    "deletion by key takes back what stands",
                    "line of an export changes nothing",
                    "line of an export takes back what stands",
                    "first change behind a gap is repeated",
                    "first change behind a gap takes back another row than its old image");

    @BeforeAll
    static void exportsLieIn(@TempDir Path bucket) {
        RepairSteps.use(bucket);
    }

    @ParameterizedTest
    @EnumSource(names = {"REPAIR_APPEND", "REPAIR_UPSERT", "REPAIR_FULL", "REPAIR_FULL_INITIAL"})
    void whateverFailsAndForHoweverLongTheResultIsTheTable(Mode mode) {
        List<String> wanted = new ArrayList<>(SITUATIONS);
        wanted.addAll(mode.keepsRows() ? SITUATIONS_OF_ROWS : List.of());
        new ModelRun(mode, wanted).run();
    }
}
