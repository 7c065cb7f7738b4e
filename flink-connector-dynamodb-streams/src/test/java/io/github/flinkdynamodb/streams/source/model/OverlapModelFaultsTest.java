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

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The model is worth something: it finds faults of the design that are built in on purpose. */
class OverlapModelFaultsTest {

    private static final int MOST_INTERLEAVINGS = 2_000;

    @BeforeAll
    static void exportsLieIn(@TempDir Path bucket) {
        ExportBucket.use(bucket);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_NONE,
            names = {"NONE", "REPAIR_.*", "MOVE_.*"})
    void aFaultThatIsBuiltInIsFound(Fault fault) {
        requireFound(fault);
    }

    static void requireFound(Fault fault) {
        requireFound(fault, "");
    }

    /** The same of a fault that is to be found by what the message says. */
    static void requireFound(Fault fault, String message) {
        for (int seed = 1; seed <= MOST_INTERLEAVINGS; seed++) {
            Throwable found = Interleaving.runRandom(fault.mode, fault, seed).failure;
            if (found != null && String.valueOf(found.getMessage()).contains(message)) {
                System.out.printf(
                        "%s in mode %s: found by interleaving %d: %s%n",
                        fault, fault.mode, seed, found.getMessage());
                assertThat(found).isInstanceOf(Violation.class);
                return;
            }
        }
        throw new AssertionError(fault + " isn't found in " + MOST_INTERLEAVINGS + " tries");
    }
}
