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
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.data.writer.BinaryRowWriter;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;

@OnEachFlink
class KeyedRowSerializerTest extends SerializerTestBase<KeyedRow> {

    private static final LogicalType TEXT = new VarCharType(VarCharType.MAX_LENGTH);

    private static TypeSerializer<KeyedRow> serializer(LogicalType... types) {
        return new KeyedRowTypeInfo(InternalTypeInfo.of(RowType.of(types)))
                .createSerializer(new SerializerConfigImpl());
    }

    private static BinaryRowData row(RowKind kind, String text, long number) {
        BinaryRowData row = new BinaryRowData(2);
        BinaryRowWriter writer = new BinaryRowWriter(row);
        writer.writeString(0, StringData.fromString(text));
        writer.writeLong(1, number);
        writer.complete();
        row.setRowKind(kind);
        return row;
    }

    @Override
    protected TypeSerializer<KeyedRow> createSerializer() {
        return serializer(TEXT, new BigIntType());
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<KeyedRow> getTypeClass() {
        return KeyedRow.class;
    }

    @Override
    protected KeyedRow[] getTestData() {
        Hash128 a = new Hash128(1, 2);
        Hash128 b = new Hash128(-3, 4);
        return new KeyedRow[] {
            new KeyedRow(a, b, true, 0, row(RowKind.INSERT, "", 1)),
            new KeyedRow(a, a, false, 1700000000000L, row(RowKind.UPDATE_BEFORE, "short", -1)),
            new KeyedRow(b, a, false, KeyedRow.NO_TIME, row(RowKind.DELETE, "x".repeat(99), 2)),
            KeyedRow.deletionByKey(a, 1, row(RowKind.DELETE, "", 3)),
            KeyedRow.replacing(
                    a, 1, row(RowKind.UPDATE_BEFORE, "a", 4), row(RowKind.UPDATE_AFTER, "bb", 5)),
            KeyedRow.replacing(a, 1, null, row(RowKind.INSERT, "c", 6))
        };
    }

    @Test
    void aRowHas41BytesMoreThanByItself() throws IOException {
        DataOutputSerializer alone = new DataOutputSerializer(64);
        DataOutputSerializer keyed = new DataOutputSerializer(64);
        TypeSerializer<RowData> rows =
                InternalTypeInfo.of(RowType.of(TEXT, new BigIntType())).toRowSerializer();
        KeyedRow row = getTestData()[1];

        rows.serialize(row.row(), alone);
        createSerializer().serialize(row, keyed);

        assertThat(keyed.length() - alone.length()).isEqualTo(41);
    }

    @Test
    void aSnapshotTellsWhetherTheRowsAreOfTheSameColumns() throws IOException {
        assertThat(compatibility(serializer(TEXT), serializer(TEXT)).isCompatibleAsIs()).isTrue();
        assertThat(compatibility(serializer(TEXT), serializer(new BigIntType())).isIncompatible())
                .isTrue();
    }

    /** What Flink does when a savepoint is restored: write, read, compare. */
    private static TypeSerializerSchemaCompatibility<KeyedRow> compatibility(
            TypeSerializer<KeyedRow> before, TypeSerializer<KeyedRow> now) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(256);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, before.snapshotConfiguration());
        TypeSerializerSnapshot<KeyedRow> read =
                TypeSerializerSnapshot.readVersionedSnapshot(
                        new DataInputDeserializer(out.getCopyOfBuffer()),
                        KeyedRowSerializerTest.class.getClassLoader());
        return now.snapshotConfiguration().resolveSchemaCompatibility(read);
    }
}
