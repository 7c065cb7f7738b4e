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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of random interleavings of a table and its stream that are read side by side, and of
 * what is behind the source: into a log, into a table by key, and with a reconciler, whose barriers
 * are aligned or not. What must hold at every time, and at the end, is at {@link OverlapOutput} and
 * {@link KeyedTable}.
 */
@OnEachFlink
class OverlapModelTest {

    private static final String[] SITUATIONS = {
        "3 checkpoints at once",
        "a task isn't told that a checkpoint is complete",
        "checkpoint aborted",
        "checkpoint overtaken by a later one",
        "child listed, not found",
        "child not listed, found",
        "child not listed, not found",
        "description fails",
        "discovery fails",
        "page without items",
        "savepoint",
        "table throttled",
    };

    @ParameterizedTest
    @EnumSource(names = {"APPEND", "UPSERT", "RECONCILED", "UNALIGNED"})
    void whateverCrossesTheResultIsTheTable(Mode mode) {
        List<String> wanted = new ArrayList<>(List.of(SITUATIONS));
        wanted.addAll(Situations.disturbancesAt(EnumSet.allOf(ScanStep.class)));
        new ModelRun(mode, wanted).run();
    }
}
