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
package io.github.flinkdynamodb.tools.simulator;

import static io.github.flinkdynamodb.tools.simulator.SimulatorFixture.code;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Throttling as the service does it. */
class LimitsTest {

    @RegisterExtension
    final SimulatorFixture service = new SimulatorFixture(ServiceLimits.ofTheService());

    @Test
    void tenDescribeStreamsASecondPass() {
        SimulatedTable table = service.table();

        List<String> codes = codes(12, () -> service.status(table));

        assertThat(Collections.frequency(codes, "no error")).isEqualTo(10);
        assertThat(codes.subList(10, 12)).containsOnly("ThrottlingException");
        service.advance("PT0.1S");
        assertThat(codes(2, () -> service.status(table)))
                .containsExactly("no error", "ThrottlingException");
    }

    @Test
    void fiveListStreamsASecondPass() {
        List<String> codes = codes(6, () -> service.client().listStreams(r -> {}));

        assertThat(codes.subList(0, 5)).containsOnly("no error");
        assertThat(codes.get(5)).isEqualTo("ThrottlingException");
    }

    @Test
    void aThirdReaderOfAShardWithinASecondIsTooMany() {
        SimulatedTable table = service.table();
        String shard = table.openShardIds().get(0);
        List<String> iterators = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            iterators.add(service.begin(table, shard));
        }

        String next = service.page(iterators.get(0)).nextShardIterator();
        service.page(iterators.get(1));

        assertThat(code(() -> service.page(iterators.get(2)))).isEqualTo("LimitExceededException");
        // A reader that continues is not another reader.
        assertThat(code(() -> service.page(next))).isEqualTo("no error");
        service.advance("PT1S");
        assertThat(code(() -> service.page(iterators.get(2)))).isEqualTo("no error");
        assertThat(service.simulator().faults().count("LimitExceededException")).isEqualTo(1);
    }

    private static List<String> codes(int calls, Runnable call) {
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            codes.add(code(call));
        }
        return codes;
    }
}
