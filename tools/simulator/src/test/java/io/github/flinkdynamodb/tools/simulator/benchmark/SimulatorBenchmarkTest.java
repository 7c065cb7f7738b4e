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
package io.github.flinkdynamodb.tools.simulator.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SimulatorBenchmarkTest {

    @Test
    void everyMeasurementHasItsLine() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        SimulatorBenchmark.measure(new PrintStream(bytes, true, StandardCharsets.UTF_8), 0.05, 250);

        String[] lines = bytes.toString(StandardCharsets.UTF_8).split("\n");
        assertThat(lines).hasSize(4);
        assertThat(lines[0])
                .matches("1,000 records of 1.1 kB a page: [\\d,]+ pages/s, [\\d,]+ MB.*");
        assertThat(lines[1]).matches("empty pages: [\\d,]+ pages/s, .*");
        assertThat(lines).noneMatch(line -> line.contains("Infinity") || line.contains("NaN"));
        assertThat(lines[2]).matches("1 MB of items of 650 bytes a page: [\\d,]+ pages/s, .*");
        assertThat(lines[3]).startsWith("250 shards listed on 3 pages in ");
    }
}
