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
package io.github.flinkdynamodb.streams.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** Sends the rows of a primary key the same way. */
final class KeyHash implements KeySelector<RowData, Integer> {

    private static final long serialVersionUID = 1L;

    private final ArrayList<RowData.FieldGetter> getters = new ArrayList<>();

    /**
     * Creates a selector.
     *
     * @param columns the table's columns
     * @param positions where those of the primary key are in the rows, in its order
     */
    KeyHash(TableColumns columns, int[] positions) {
        RowType row = (RowType) columns.physicalType().getLogicalType();
        List<String> key = columns.primaryKey();
        for (int i = 0; i < positions.length; i++) {
            LogicalType type = row.getTypeAt(row.getFieldIndex(key.get(i)));
            getters.add(RowData.createFieldGetter(type, positions[i]));
        }
    }

    @Override
    public Integer getKey(RowData row) {
        int hash = 0;
        for (RowData.FieldGetter getter : getters) {
            Object value = getter.getFieldOrNull(row);
            int part = value instanceof byte[] ? Arrays.hashCode((byte[]) value) : value.hashCode();
            hash = 31 * hash + part;
        }
        return hash;
    }
}
