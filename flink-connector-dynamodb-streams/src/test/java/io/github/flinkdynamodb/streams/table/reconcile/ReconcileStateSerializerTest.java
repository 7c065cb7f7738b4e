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
package io.github.flinkdynamodb.streams.table.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.model.Hash128;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

@OnEachFlink
class ReconcileStateSerializerTest {

    private static final ReconcileStateSerializer SERIALIZER = new ReconcileStateSerializer();

    private static ReconcileState example() {
        BitSet through = new BitSet();
        through.set(43, 86);
        return new ReconcileState(
                "id STRING NOT NULL FROM id, n BIGINT FROM count",
                1796032805000L,
                through,
                Set.of(new Hash128(0x0102030405060708L, -2)));
    }

    private static byte[] fixture() throws IOException {
        try (InputStream in =
                ReconcileStateSerializerTest.class.getResourceAsStream(
                        "/state/reconcile-v1-half-through.bin")) {
            return in.readAllBytes();
        }
    }

    @Test
    void bytesOfVersion1AreReadIndefinitelyAndWrittenToday() throws IOException {
        assertThat(SERIALIZER.getVersion()).isEqualTo(1);
        assertThat(SERIALIZER.deserialize(1, fixture())).isEqualTo(example());
        assertThat(SERIALIZER.serialize(example())).isEqualTo(fixture());
    }

    @Test
    void aSubtaskThatHasSeenNothingIsWrittenToo() throws IOException {
        ReconcileState empty = new ReconcileState("", KeyedRow.NO_TIME, new BitSet(), Set.of());

        assertThat(SERIALIZER.deserialize(1, SERIALIZER.serialize(empty))).isEqualTo(empty);
    }

    @Test
    void everyTruncationFails() throws IOException {
        byte[] bytes = SERIALIZER.serialize(example());

        for (int length = 0; length < bytes.length; length++) {
            byte[] truncated = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> SERIALIZER.deserialize(1, truncated))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the state of the reconciling operator");
        }
    }

    @Test
    void moreThanTheStateFails() throws IOException {
        byte[] bytes = SERIALIZER.serialize(example());
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);

        assertThatThrownBy(() -> SERIALIZER.deserialize(1, longer))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("found 1 more bytes");
    }

    @Test
    void aLaterVersionIsRefusedWithAdvice() {
        assertThatThrownBy(() -> SERIALIZER.deserialize(2, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("of version 2")
                .hasMessageContaining("Use the release that wrote it");
    }
}
