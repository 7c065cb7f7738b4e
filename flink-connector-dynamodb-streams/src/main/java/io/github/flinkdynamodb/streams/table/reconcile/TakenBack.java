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

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.types.RowKind;

/**
 * Makes the row that takes back another one. It has the columns of the row that stands, and the
 * metadata of the change: operators that go by the change's time need that. Immutable.
 */
@Internal
public final class TakenBack implements Serializable {

    private static final long serialVersionUID = 1L;

    private final int columns;
    private final ArrayList<RowData.FieldGetter> getters = new ArrayList<>();

    /**
     * Creates it for rows of some types.
     *
     * @param columns the types of the columns that are read from images
     * @param metadata the types of the columns behind them
     */
    public TakenBack(List<LogicalType> columns, List<LogicalType> metadata) {
        this.columns = columns.size();
        columns.forEach(this::add);
        metadata.forEach(this::add);
    }

    private void add(LogicalType type) {
        getters.add(RowData.createFieldGetter(type, getters.size()));
    }

    /**
     * Makes a row.
     *
     * @param kind its kind
     * @param stands the row that stands, which is returned if there are no metadata
     * @param change a row of the change
     * @return the row
     */
    RowData row(RowKind kind, RowData stands, RowData change) {
        RowData row = columns == getters.size() ? stands : joined(stands, change);
        row.setRowKind(kind);
        return row;
    }

    private RowData joined(RowData stands, RowData change) {
        GenericRowData row = new GenericRowData(getters.size());
        for (int i = 0; i < getters.size(); i++) {
            row.setField(i, getters.get(i).getFieldOrNull(i < columns ? stands : change));
        }
        return row;
    }
}
