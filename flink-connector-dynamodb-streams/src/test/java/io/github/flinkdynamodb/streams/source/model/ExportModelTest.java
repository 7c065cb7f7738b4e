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
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of random interleavings of the reading of a full export, file by file and line by line:
 * alone, and beside the table's stream. The files are on a disk, written as the service writes
 * them; beside the parts that are real in {@link HandoverModelTest} so are the reading of manifests
 * and files, but for the threads: a read takes place when the test says so.
 */
@OnEachFlink
class ExportModelTest {

    private static final String[] SITUATIONS = {
        "3 checkpoints at once",
        "a task isn't told that a checkpoint is complete",
        "checkpoint aborted",
        "checkpoint overtaken by a later one",
        "savepoint",
    };

    @BeforeAll
    static void exportsLieIn(@TempDir Path bucket) {
        ExportBucket.use(bucket);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXPORT", "EXPORT_APPEND", "EXPORT_UPSERT", "EXPORT_RECONCILED"})
    void everyLineCountsOnceWhateverFails(Mode mode) {
        List<String> wanted = new ArrayList<>(List.of(SITUATIONS));
        // A page of a file is read within the step that asks for it.
        wanted.addAll(
                Situations.disturbancesAt(
                        EnumSet.complementOf(EnumSet.of(ScanStep.PAGE_REQUESTED))));
        new ModelRun(mode, wanted).run();
    }
}
