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
package io.github.flinkdynamodb.tools.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BenchmarkOptionsTest {

    @Test
    void whatIsNotGivenHasItsDefault() {
        BenchmarkOptions options = BenchmarkOptions.parse("--shards", "3,7");

        assertThat(options.shards()).containsExactly(3, 7);
        assertThat(options.delay()).isEqualTo(Duration.ofMillis(10));
        assertThat(options.images()).isTrue();
    }

    @Test
    void whatIsNotAllowedIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchmarkOptions.parse("--shard", "1"))
                .withMessage("Unknown option --shard");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchmarkOptions.parse("--pages"))
                .withMessage("--pages needs a value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchmarkOptions.parse("--records-per-page", "1001"))
                .withMessage("--records-per-page takes 1 to 1000, not '1001'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchmarkOptions.parse("--images", "maybe"))
                .withMessage("--images is decode or skip, not 'maybe'");
    }

    @Test
    void pagesAreSpreadOverTheShards() {
        BenchmarkOptions options = BenchmarkOptions.parse("--records-per-page", "10");

        PreparedStream stream = options.stream(100, 1200);

        assertThat(stream.recordsPerShard()).isEqualTo(120);
        assertThat(stream.totalPages()).isEqualTo(1200);
    }
}
