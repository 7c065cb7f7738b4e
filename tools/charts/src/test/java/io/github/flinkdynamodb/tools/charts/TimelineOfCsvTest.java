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
package io.github.flinkdynamodb.tools.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineOfCsvTest {

    @TempDir private Path folder;

    @Test
    void eachColumnIsACurveInAPanelOfItsOwn() throws Exception {
        Path csv = folder.resolve("scan.csv");
        Path svg = folder.resolve("scan.svg");
        Files.write(csv, List.of("h,items read,minutes behind", "0.5,0,1", "24,900,70"));

        TimelineOfCsv.main(csv.toString(), svg.toString(), "A long scan", "of a table");

        assertThat(Files.readString(svg))
                .contains(">A long scan<", ">of a table<", ">items read<", ">minutes behind<")
                .contains(">24 h<")
                .containsPattern("(?s)<polyline.*<polyline")
                .doesNotContain("fill-opacity");
    }

    @Test
    void aBandGoesThroughAllPanelsAndIsExplained() throws Exception {
        Path csv = folder.resolve("gap.csv");
        Path svg = folder.resolve("gap.svg");
        Files.write(csv, List.of("h,rows,bytes", "0,0,1", "24,900,70"));

        TimelineOfCsv.main(
                csv.toString(), svg.toString(), "A gap", "of a job", "6", "18", "it is stopped");

        assertThat(Files.readString(svg))
                .contains(">it is stopped<")
                .containsPattern("(?s)fill-opacity.*fill-opacity");
    }
}
