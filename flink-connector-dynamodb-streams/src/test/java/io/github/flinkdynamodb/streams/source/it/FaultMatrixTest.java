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
package io.github.flinkdynamodb.streams.source.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the short matrix, which every build runs, leaves out of the whole one. */
class FaultMatrixTest {

    private static Set<String> of(Function<FaultCase, String> part, boolean all) {
        return (all ? FaultMatrix.all() : FaultMatrix.kinds())
                .stream().map(part).collect(Collectors.toSet());
    }

    @Test
    void everyFaultIsInTheShortMatrix() {
        Set<String> faults = of(FaultCase::faultName, false);

        assertThat(faults).isEqualTo(of(FaultCase::faultName, true)).hasSizeGreaterThan(25);
    }

    @Test
    void everyPromiseForACallInAPhaseIsInTheShortMatrix() {
        Function<FaultCase, String> promise =
                fault -> fault.target + " " + fault.phase + " " + fault.promise;

        assertThat(of(promise, false)).isEqualTo(of(promise, true)).hasSizeGreaterThan(40);
    }

    @Test
    void theMatricesHaveTheSizesThatTheDocumentationNames() {
        assertThat(FaultMatrix.kinds().size()).as("in CONTRIBUTING.md").isEqualTo(236);
        assertThat(FaultMatrix.all().size()).as("in CONTRIBUTING.md").isEqualTo(700);
    }
}
