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

import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a key's state as the code of its status, and the row's hash if one stands. */
@Internal
public final class KeyStateSerializer extends TypeSerializerSingleton<KeyState> {

    /** The only one. */
    public static final KeyStateSerializer INSTANCE = new KeyStateSerializer();

    private static final long serialVersionUID = 1L;

    private KeyStateSerializer() {}

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public KeyState createInstance() {
        return KeyState.NONE;
    }

    @Override
    public KeyState copy(KeyState from) {
        return from;
    }

    @Override
    public KeyState copy(KeyState from, KeyState reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(KeyState state, DataOutputView target) throws IOException {
        target.writeByte(state.status().code());
        if (state.status() == KeyState.Status.ROW) {
            Hash128Serializer.INSTANCE.serialize(state.row(), target);
        }
    }

    @Override
    public KeyState deserialize(DataInputView source) throws IOException {
        int code = source.readUnsignedByte();
        try {
            KeyState.Status status = KeyState.Status.ofCode(code);
            return status == KeyState.Status.ROW
                    ? KeyState.row(Hash128Serializer.INSTANCE.deserialize(source))
                    : KeyState.of(status);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "Can't read what was given out for a key: "
                            + e.getMessage()
                            + ". This state is damaged: start from another checkpoint or"
                            + " savepoint");
        }
    }

    @Override
    public KeyState deserialize(KeyState reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public TypeSerializerSnapshot<KeyState> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of the serializer: that it is this one. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<KeyState> {

        /** Creates a snapshot. Called by Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
