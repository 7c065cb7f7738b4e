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

import java.nio.file.Path;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.state.rocksdb.RocksDBKeyedStateBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is compared does the same: it takes the old row of a change back, and adds the new one. */
class NormalizingTest {

    private static final int ITEMS = 1000;

    @TempDir private Path folder;

    private final Rows rows = new Rows(ITEMS);

    private long bytesOf(Normalizing<?, ?> operator) throws Exception {
        try {
            for (int item = 0; item < ITEMS; item++) {
                operator.item(rows.after(0, item));
            }
            assertThat(operator.take()).isEqualTo(ITEMS);
            for (int change = 0; change < 3; change++) {
                operator.change(rows.after(change, 7), rows.after(change + 1, 7));
                assertThat(operator.take()).as("change %s", change).isEqualTo(2);
            }
            return operator.stateBytes();
        } finally {
            operator.close();
        }
    }

    private void compare(StateBackend backend) throws Exception {
        long reconciler = bytesOf(Normalizing.reconciler(backend, folder));
        long normalize = bytesOf(Normalizing.changelogNormalize(backend, folder));

        assertThat(reconciler).isBetween(16L * ITEMS, normalize - 1);
    }

    @Test
    void withStateInTheHeap() throws Exception {
        compare(new HashMapStateBackend());
    }

    @Test
    void withStateInRocksDb() throws Exception {
        compare(new EmbeddedRocksDBStateBackend());
    }

    @Test
    void itsStateIsInTheBackendThatIsGiven() throws Exception {
        Normalizing<?, ?> heap = Normalizing.reconciler(new HashMapStateBackend(), folder);
        Normalizing<?, ?> rocksDb =
                Normalizing.reconciler(new EmbeddedRocksDBStateBackend(), folder);
        try {
            assertThat(heap.keyedBackend()).isInstanceOf(HeapKeyedStateBackend.class);
            assertThat(rocksDb.keyedBackend()).isInstanceOf(RocksDBKeyedStateBackend.class);
        } finally {
            heap.close();
            rocksDb.close();
        }
    }

    @Test
    void onceTheOverlapIsOverARowGoesThrough() throws Exception {
        Normalizing<?, ?> operator = Normalizing.reconciler(new HashMapStateBackend(), folder);
        try {
            operator.change(rows.after(0, 7), rows.after(1, 7));
            assertThat(operator.take()).as("an insertion").isEqualTo(1);
            operator.end();
            operator.change(rows.after(5, 8), rows.after(6, 8));
            operator.take();
            operator.later();

            operator.change(rows.after(0, 9), rows.after(1, 9));

            assertThat(operator.take()).isEqualTo(2);
        } finally {
            operator.close();
        }
    }
}
