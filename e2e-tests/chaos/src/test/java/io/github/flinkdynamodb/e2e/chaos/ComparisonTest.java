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
package io.github.flinkdynamodb.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.e2e.cluster.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final Map<String, Long> WRITTEN = Map.of("a", 5L, "b", 3L);
    private static final Verdict A = Verdict.flawlessFromTable("a", 5);
    private static final Verdict B = Verdict.flawlessFromTable("b", 3);

    @Test
    void whatIsTheSameIsFlawless() {
        Comparison compared = Comparison.of(WRITTEN, List.of(B, A));

        assertThat(compared.isFlawless()).isTrue();
        assertThat(compared.received()).isEqualTo(8);
    }

    @Test
    void anItemOfWhichNothingIsKnownIsLost() {
        Comparison compared = Comparison.of(WRITTEN, List.of(A));

        assertThat(compared.isFlawless()).isFalse();
        assertThat(compared.lost()).isEqualTo(3);
        assertThat(compared.examples()).singleElement().asString().startsWith("3 written");
    }

    @Test
    void aChangeThatIsMissingIsLostEvenWhereAnotherCameTwice() {
        Comparison compared =
                Comparison.of(WRITTEN, List.of(B, new Verdict("a", 5, 5, 1, 0, 1, 1, 0)));

        assertThat(compared.isFlawless()).isFalse();
        assertThat(compared.lost()).isEqualTo(1);
        assertThat(compared.duplicates()).isEqualTo(1);
    }

    @Test
    void whatCameLateIsNotFlawless() {
        Comparison compared =
                Comparison.of(WRITTEN, List.of(B, new Verdict("a", 5, 5, 0, 1, 0, 1, 0)));

        assertThat(compared.isFlawless()).isFalse();
        assertThat(compared.outOfOrder()).isEqualTo(1);
        assertThat(compared.lost()).isZero();
    }

    @Test
    void anItemThatWasNotReadOnceOrIsOlderThanWhatCameBeforeIsWrong() {
        assertThat(wrong(new Verdict("a", 5, 5, 0, 0, 0, 0, 0))).isEqualTo(1);
        assertThat(wrong(new Verdict("a", 5, 5, 0, 0, 0, 2, 0))).isEqualTo(1);
        assertThat(wrong(new Verdict("a", 5, 5, 0, 0, 0, 1, 2))).isEqualTo(2);
    }

    private static long wrong(Verdict verdict) {
        Comparison compared = Comparison.of(WRITTEN, List.of(B, verdict));
        assertThat(compared.isFlawless()).isFalse();
        return compared.wrong();
    }

    @Test
    void aVerdictThatWasCommittedTwiceIsNotFlawless() {
        Comparison compared = Comparison.of(WRITTEN, List.of(A, B, A));

        assertThat(compared.isFlawless()).isFalse();
        assertThat(compared.rowsTwice()).isEqualTo(1);
    }
}
