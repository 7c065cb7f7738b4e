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
package io.github.flinkdynamodb.tools.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuantilesTest {

    @Test
    void aPartOfTheValuesIsNotGreater() {
        Quantiles hundred =
                new Quantiles(IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray());

        assertThat(hundred.median()).isEqualTo(50);
        assertThat(hundred.at(0.99)).isEqualTo(99);
        assertThat(hundred.at(0)).isEqualTo(1);
        assertThat(hundred.least()).isEqualTo(1);
        assertThat(hundred.most()).isEqualTo(100);
        assertThat(hundred.count()).isEqualTo(100);
    }

    @Test
    void partsAreTakenTogether() {
        Quantiles all = Quantiles.all(List.of(new Quantiles(5, 1), Quantiles.of(List.of(3.0))));

        assertThat(all.median()).isEqualTo(3);
        assertThat(all.count()).isEqualTo(3);
        assertThat(all.midpoint().count()).isEqualTo(1);
    }

    @Test
    void nothingHasNoMedian() {
        assertThatIllegalArgumentException()
                .isThrownBy(Quantiles::new)
                .withMessage("nothing was measured");
    }
}
