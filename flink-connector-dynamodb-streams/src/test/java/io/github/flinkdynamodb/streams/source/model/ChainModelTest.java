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
 * Thousands of random interleavings of the reading of a chain of incremental exports, window by
 * window, with the same real and modelled parts as {@link ExportModelTest}: into a log, whose
 * subtasks fail one by one, and into a table by key, which all subtasks fail with. What must hold
 * at every time, and at the end, is at {@link ChainOutput} and {@link KeyedTable}.
 */
@OnEachFlink
class ChainModelTest {

    private static final String[] SITUATIONS = {
        "3 checkpoints at once",
        "a task isn't told that a checkpoint is complete",
        "chain without checkpoints",
        "checkpoint aborted",
        "checkpoint overtaken by a later one",
        "savepoint",
        "window behind a checkpoint",
        "window behind one reader",
    };

    @BeforeAll
    static void exportsLieIn(@TempDir Path bucket) {
        ExportBucket.use(bucket);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAIN_APPEND", "CHAIN_UPSERT"})
    void noLineOvertakesAnEarlierWindowAndTheResultIsTheTable(Mode mode) {
        List<String> wanted = new ArrayList<>(List.of(SITUATIONS));
        // A page of a file is read within the step that asks for it.
        wanted.addAll(
                Situations.disturbancesAt(
                        EnumSet.complementOf(EnumSet.of(ScanStep.PAGE_REQUESTED))));
        new ModelRun(mode, wanted).run();
    }
}
