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
import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.table.data.RowData;

/**
 * Writes a keyed row as its two hashes, a byte of flags, its time in eight bytes, and the row: 41
 * bytes more than the row alone. The flags are 1 if it was scanned, 2 if it is of the key alone,
 * and 4 if the row that it replaces follows.
 */
@Internal
public final class KeyedRowSerializer extends TypeSerializer<KeyedRow> {

    private static final long serialVersionUID = 1L;

    private static final int REPLACES = 4;

    private final TypeSerializer<RowData> rows;

    /**
     * Creates a serializer.
     *
     * @param rows writes the rows
     */
    public KeyedRowSerializer(TypeSerializer<RowData> rows) {
        this.rows = Objects.requireNonNull(rows, "rows");
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public TypeSerializer<KeyedRow> duplicate() {
        TypeSerializer<RowData> duplicate = rows.duplicate();
        return duplicate == rows ? this : new KeyedRowSerializer(duplicate);
    }

    @Override
    public KeyedRow createInstance() {
        Hash128 none = new Hash128(0, 0);
        return new KeyedRow(none, none, false, KeyedRow.NO_TIME, rows.createInstance());
    }

    @Override
    public KeyedRow copy(KeyedRow from) {
        return new KeyedRow(
                from.key(),
                from.hash(),
                from.flags(),
                from.createdMillis(),
                from.before() == null ? null : rows.copy(from.before()),
                rows.copy(from.row()));
    }

    @Override
    public KeyedRow copy(KeyedRow from, KeyedRow reuse) {
        return copy(from);
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(KeyedRow value, DataOutputView target) throws IOException {
        Hash128Serializer.INSTANCE.serialize(value.key(), target);
        Hash128Serializer.INSTANCE.serialize(value.hash(), target);
        target.writeByte(value.flags() | (value.before() == null ? 0 : REPLACES));
        target.writeLong(value.createdMillis());
        rows.serialize(value.row(), target);
        if (value.before() != null) {
            rows.serialize(value.before(), target);
        }
    }

    @Override
    public KeyedRow deserialize(DataInputView source) throws IOException {
        Hash128 key = Hash128Serializer.INSTANCE.deserialize(source);
        Hash128 hash = Hash128Serializer.INSTANCE.deserialize(source);
        int flags = source.readByte();
        long createdMillis = source.readLong();
        RowData row = rows.deserialize(source);
        RowData before = (flags & REPLACES) == 0 ? null : rows.deserialize(source);
        return new KeyedRow(key, hash, flags & ~REPLACES, createdMillis, before, row);
    }

    @Override
    public KeyedRow deserialize(KeyedRow reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        target.write(source, 2 * Hash128.BYTES);
        int flags = source.readByte();
        target.writeByte(flags);
        target.write(source, Long.BYTES);
        rows.copy(source, target);
        if ((flags & REPLACES) != 0) {
            rows.copy(source, target);
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof KeyedRowSerializer && rows.equals(((KeyedRowSerializer) o).rows);
    }

    @Override
    public int hashCode() {
        return 31 * KeyedRowSerializer.class.hashCode() + rows.hashCode();
    }

    @Override
    public TypeSerializerSnapshot<KeyedRow> snapshotConfiguration() {
        return new Snapshot(this);
    }

    /** What a savepoint says of the serializer: its version, and that of the rows' serializer. */
    public static final class Snapshot
            extends CompositeTypeSerializerSnapshot<KeyedRow, KeyedRowSerializer> {

        private static final int VERSION = 1;

        /** Creates a snapshot that is still to be read. Called by Flink. */
        public Snapshot() {}

        Snapshot(KeyedRowSerializer serializer) {
            super(serializer);
        }

        @Override
        protected int getCurrentOuterSnapshotVersion() {
            return VERSION;
        }

        @Override
        protected TypeSerializer<?>[] getNestedSerializers(KeyedRowSerializer outer) {
            return new TypeSerializer<?>[] {outer.rows};
        }

        @Override
        @SuppressWarnings("unchecked")
        protected KeyedRowSerializer createOuterSerializerWithNestedSerializers(
                TypeSerializer<?>[] nested) {
            return new KeyedRowSerializer((TypeSerializer<RowData>) nested[0]);
        }
    }
}
