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
package io.github.flinkdynamodb.tools.simulator.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IndexRangesTest {

    @Test
    void whatIsNewIsToldOnce() {
        IndexRanges ranges = new IndexRanges();
        List<String> told = new ArrayList<>();

        ranges.add(10, 20, (from, to) -> told.add(from + "-" + to));
        ranges.add(30, 40, (from, to) -> told.add(from + "-" + to));
        ranges.add(5, 35, (from, to) -> told.add(from + "-" + to));
        ranges.add(0, 40, (from, to) -> told.add(from + "-" + to));

        assertThat(told).containsExactly("10-20", "30-40", "5-10", "20-30", "0-5");
        assertThat(ranges.count()).isEqualTo(40);
    }

    @Test
    void anyRangesAreTheSameAsASetOfIndexes() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            IndexRanges ranges = new IndexRanges();
            BitSet model = new BitSet();
            BitSet told = new BitSet();
            for (int i = 0; i < 30; i++) {
                int from = random.nextInt(60);
                int to = from + random.nextInt(12);
                int before = model.cardinality();
                model.set(from, to);

                long added =
                        ranges.add(
                                from,
                                to,
                                (start, end) -> {
                                    assertThat(told.get((int) start, (int) end).isEmpty()).isTrue();
                                    told.set((int) start, (int) end);
                                });

                assertThat(added).as("seed %d", seed).isEqualTo(model.cardinality() - before);
            }
            assertThat(told).as("seed %d", seed).isEqualTo(model);
            assertThat(ranges.count()).isEqualTo(model.cardinality());
        }
    }
}
