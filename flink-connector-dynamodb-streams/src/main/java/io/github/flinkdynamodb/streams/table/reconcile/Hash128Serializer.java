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

import io.github.flinkdynamodb.streams.model.Hash128;
import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a hash as its 16 bytes, the first in front. */
@Internal
public final class Hash128Serializer extends TypeSerializerSingleton<Hash128> {

    /** The only one. */
    public static final Hash128Serializer INSTANCE = new Hash128Serializer();

    private static final long serialVersionUID = 1L;

    private Hash128Serializer() {}

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public Hash128 createInstance() {
        return new Hash128(0, 0);
    }

    @Override
    public Hash128 copy(Hash128 from) {
        return from;
    }

    @Override
    public Hash128 copy(Hash128 from, Hash128 reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return Hash128.BYTES;
    }

    @Override
    public void serialize(Hash128 hash, DataOutputView target) throws IOException {
        target.writeLong(hash.high());
        target.writeLong(hash.low());
    }

    @Override
    public Hash128 deserialize(DataInputView source) throws IOException {
        return new Hash128(source.readLong(), source.readLong());
    }

    @Override
    public Hash128 deserialize(Hash128 reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        target.write(source, Hash128.BYTES);
    }

    @Override
    public TypeSerializerSnapshot<Hash128> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of the serializer: that it is this one. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Hash128> {

        /** Creates a snapshot. Called by Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
