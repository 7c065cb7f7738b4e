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
package io.github.flinkdynamodb.tools.benchmarks.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import org.junit.jupiter.api.Test;

class LiveHeapTest {

    /** Much more than what other tests may leave or take. */
    private static final int BYTES = 96 << 20;

    @Test
    void whatIsInUseCounts() throws Exception {
        double before = LiveHeap.now();
        byte[] used = new byte[BYTES];

        double with = LiveHeap.now();

        assertThat(with - before).isBetween(0.6 * BYTES, 1.5 * BYTES);
        Reference.reachabilityFence(used);
    }

    @Test
    void garbageDoesNotCount() throws Exception {
        double before = LiveHeap.now();
        int sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += new byte[BYTES].length;
        }

        double after = LiveHeap.now();

        assertThat(sum).isEqualTo(4 * BYTES);
        assertThat(after - before).isLessThan(0.5 * BYTES);
    }

    @Test
    void samplesAreTakenUntilItIsClosed() throws Exception {
        LiveHeap heap = LiveHeap.watch();

        assertThat(heap.samples()).isNotEmpty().allMatch(bytes -> bytes > 0);
        heap.close();
    }
}
