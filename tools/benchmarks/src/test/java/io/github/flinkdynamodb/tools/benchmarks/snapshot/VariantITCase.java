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

import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is compared reads the same items; a run fails if one is missing or comes twice. */
@Timeout(300)
class VariantITCase {

    @ParameterizedTest
    @EnumSource(Variant.class)
    void eachVariantReadsEachItemOnce(Variant variant) throws Exception {
        SnapshotFigures figures =
                new SnapshotRun(variant, true).measure(3, 36, Duration.ofMillis(1));

        assertThat(figures.items()).isEqualTo(2000 * variant.pages(36));
        assertThat(figures.bytes() / figures.items()).isBetween(350.0, 560.0);
        assertThat(figures.seconds()).isPositive();
        assertThat(figures.inFlight()).isBetween(1.0, 3.0);
    }
}
