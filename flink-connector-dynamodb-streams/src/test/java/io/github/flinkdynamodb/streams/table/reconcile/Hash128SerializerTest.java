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

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.model.Hash128;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

@OnEachFlink
class Hash128SerializerTest extends SerializerTestBase<Hash128> {

    @Override
    protected TypeSerializer<Hash128> createSerializer() {
        return Hash128Serializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return 16;
    }

    @Override
    protected Class<Hash128> getTypeClass() {
        return Hash128.class;
    }

    @Override
    protected Hash128[] getTestData() {
        return new Hash128[] {
            new Hash128(0, 0), new Hash128(-1, 1), new Hash128(Long.MIN_VALUE, Long.MAX_VALUE)
        };
    }

    /** Keyed state is found by them: they never change. */
    @Test
    void theBytesAreThoseOfTheFormat() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(16);

        Hash128Serializer.INSTANCE.serialize(new Hash128(0x0102030405060708L, -1), out);

        assertThat(out.getCopyOfBuffer())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, -1, -1, -1, -1, -1, -1, -1, -1);
    }
}
