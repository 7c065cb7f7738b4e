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
import java.util.Arrays;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

@OnEachFlink
class KeyStateSerializerTest extends SerializerTestBase<KeyState> {

    private static final Hash128 HASH = new Hash128(0x0102030405060708L, 0x090a0b0c0d0e0f10L);

    @Override
    protected TypeSerializer<KeyState> createSerializer() {
        return KeyStateSerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<KeyState> getTypeClass() {
        return KeyState.class;
    }

    @Override
    protected KeyState[] getTestData() {
        return new KeyState[] {
            KeyState.GONE, KeyState.UPDATING, KeyState.STARTING, KeyState.row(HASH)
        };
    }

    private static byte[] bytes(KeyState state) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(32);
        KeyStateSerializer.INSTANCE.serialize(state, out);
        return out.getCopyOfBuffer();
    }

    /** These are the bytes of version 1: released ones are read indefinitely. */
    @Test
    void theBytesAreThoseOfTheFormat() throws IOException {
        assertThat(bytes(KeyState.GONE)).containsExactly(2);
        assertThat(bytes(KeyState.UPDATING)).containsExactly(3);
        assertThat(bytes(KeyState.STARTING)).containsExactly(4);
        assertThat(bytes(KeyState.row(HASH)))
                .containsExactly(1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
    }

    @Test
    void damagedBytesAreRefusedWithWhatWasFound() throws IOException {
        DataInputDeserializer unknown = new DataInputDeserializer(new byte[] {9});
        byte[] row = bytes(KeyState.row(HASH));
        DataInputDeserializer truncated = new DataInputDeserializer(Arrays.copyOf(row, 9));

        assertThatThrownBy(() -> KeyStateSerializer.INSTANCE.deserialize(unknown))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "no status of a key has the code 9. This state is damaged: start")
                .hasNoCause();
        assertThatThrownBy(() -> KeyStateSerializer.INSTANCE.deserialize(truncated))
                .isInstanceOf(IOException.class);
    }
}
