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
package io.github.flinkdynamodb.tools.benchmarks.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DecodeCaseTest {

    @Test
    void columnsAndHopsAreThoseOfRowsOfSmallItems() {
        List<DecodeCase> cases =
                DecodeCase.all(
                        List.of("rows", "json"),
                        List.of("mixed", "deep"),
                        List.of(10, 3),
                        List.of("none", "copy"));

        assertThat(cases)
                .containsExactly(
                        new DecodeCase("rows", "mixed", 10, "none"),
                        new DecodeCase("rows", "mixed", 10, "copy"),
                        new DecodeCase("rows", "mixed", 3, "none"),
                        new DecodeCase("rows", "mixed", 3, "copy"),
                        new DecodeCase("rows", "deep", 3, "none"),
                        new DecodeCase("json", "mixed", 0, "none"),
                        new DecodeCase("json", "deep", 0, "none"));
    }

    @Test
    void allTargetsAreAmongTheCasesThatAreRunIfNothingIsSaid() {
        List<DecodeCase> cases =
                DecodeCase.all(
                        List.of("rows", "record", "json", "dynamodb-json"),
                        DecodePage.names(),
                        List.of(10, 3),
                        List.of("none", "copy", "shuffle"));

        assertThat(
                        cases.stream()
                                .filter(what -> what.targetRatio() != null)
                                .collect(Collectors.toList()))
                .hasSize(6);
        assertThat(cases.stream().map(DecodeCase::targetBytes).filter(bytes -> bytes != null))
                .containsExactly(2000.0, 600.0, 2000.0, 600.0);
    }
}
