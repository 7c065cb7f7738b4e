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
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.util.StringUtils;

/**
 * Hashes rows by the columns of their primary key, which have the types that a PRIMARY KEY may
 * have. The hash depends on neither where the columns are in the rows nor what else the rows have.
 * Belongs to one thread.
 */
@Internal
public final class RowKey implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ArrayList<String> names;
    private final ArrayList<LogicalType> types;
    private final int[] positions;
    private final ArrayList<RowData.FieldGetter> getters = new ArrayList<>();

    private transient Hash128.Hasher hasher;

    /**
     * Creates a key.
     *
     * @param names the names of the key's columns, in its order
     * @param types their types, in the same order
     * @param positions where they are in the rows, in the same order
     */
    public RowKey(List<String> names, List<LogicalType> types, int[] positions) {
        this.names = new ArrayList<>(names);
        this.types = new ArrayList<>(types);
        this.positions = positions.clone();
        for (int i = 0; i < positions.length; i++) {
            getters.add(RowData.createFieldGetter(types.get(i), positions[i]));
        }
    }

    /**
     * Hashes the key of a row.
     *
     * @param row the row, whose key columns aren't NULL
     * @return the hash, the same for all rows of a key
     */
    public Hash128 of(RowData row) {
        if (hasher == null) {
            hasher = new Hash128.Hasher();
        }
        for (int i = 0; i < positions.length; i++) {
            hasher.addWhole(bytes(row, i));
        }
        return hasher.finish();
    }

    private byte[] bytes(RowData row, int column) {
        int position = positions[column];
        switch (types.get(column).getTypeRoot()) {
            case VARCHAR:
                return row.getString(position).toBytes();
            case BINARY:
            case VARBINARY:
                return row.getBinary(position);
            case DECIMAL:
                return ((DecimalData) getters.get(column).getFieldOrNull(row)).toUnscaledBytes();
            default:
                Number whole = (Number) getters.get(column).getFieldOrNull(row);
                return ByteBuffer.allocate(Long.BYTES).putLong(whole.longValue()).array();
        }
    }

    /**
     * Returns the key of a row as a text, for people.
     *
     * @param row the row
     * @return such as {@code [id=o1]}, with bytes in hexadecimal
     */
    public String text(RowData row) {
        StringJoiner text = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < positions.length; i++) {
            Object value = getters.get(i).getFieldOrNull(row);
            text.add(
                    names.get(i)
                            + "="
                            + (value instanceof byte[]
                                    ? StringUtils.byteToHexString((byte[]) value)
                                    : value));
        }
        return text.toString();
    }
}
