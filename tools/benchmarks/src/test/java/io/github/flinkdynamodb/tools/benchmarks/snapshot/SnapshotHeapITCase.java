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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.tools.benchmarks.report.ChildJvm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A heap of 512 MB is enough for one subtask that reads 64 segments of full pages at once, and a
 * thousand shards beside them in {@code initial}, with the local cluster and the server in it. If
 * it isn't, the JVM ends by an OutOfMemoryError.
 */
@Timeout(1800)
class SnapshotHeapITCase {

    private static final List<String> SMALL_HEAP =
            List.of("-Xms512m", "-Xmx512m", "-XX:+ExitOnOutOfMemoryError");

    @Test
    void sixtyFourSegmentsOfFullPagesAndAThousandShardsAreReadWithASmallHeap() throws Exception {
        read("initial");
    }

    @Test
    @Tag("full")
    void sixtyFourSegmentsOfFullPagesAloneAreReadWithASmallHeap() throws Exception {
        read("snapshot");
    }

    private static void read(String startupMode) throws Exception {
        Map<String, Double> figures =
                ChildJvm.run(SnapshotHeapRun.class, SMALL_HEAP, List.of(startupMode));

        System.out.printf(
                "%s: %,.0f rows, live heap at most %.0f MB, at most %.0f calls for pages in"
                        + " flight%n",
                startupMode,
                figures.get("rows"),
                figures.get("live-most") / 1e6,
                figures.get("in-flight-most"));
        assertThat(figures.get("rows")).isGreaterThanOrEqualTo(64 * 2 * 2000);
        assertThat(figures.get("in-flight-most")).isGreaterThan(16);
    }
}
