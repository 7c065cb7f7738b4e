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

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Hash128;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.table.convert.FieldErrors;
import io.github.flinkdynamodb.streams.table.convert.FieldSettings;
import io.github.flinkdynamodb.streams.table.convert.ImageColumn;
import io.github.flinkdynamodb.streams.table.convert.ImageConverter;
import io.github.flinkdynamodb.streams.table.reconcile.RowKey;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/**
 * Hashes the key of a record: from its rows, if the query uses all columns of the PRIMARY KEY, else
 * from the record's keys. The hash is the same either way. Belongs to one thread.
 */
final class RecordKey implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Null if rows don't have the whole key. */
    private final RowKey inRows;

    private final RowKey alone;
    private final ArrayList<ImageColumn> columns = new ArrayList<>();
    private final FieldSettings settings;

    /** Null if rows have the whole key. */
    private transient ImageConverter converter;

    /**
     * Creates a key.
     *
     * @param table the columns that the table declares
     * @param positions where those of the primary key are in the rows, in its order; null if one of
     *     them isn't
     * @param settings how columns find their attributes
     */
    RecordKey(TableColumns table, int[] positions, FieldSettings settings) {
        RowType row = (RowType) table.physicalType().getLogicalType();
        List<String> names = table.primaryKey();
        List<LogicalType> types = new ArrayList<>();
        for (String name : names) {
            LogicalType type = row.getTypeAt(row.getFieldIndex(name));
            types.add(type);
            columns.add(new ImageColumn(List.of(name), type, true));
        }
        this.inRows = positions == null ? null : new RowKey(names, types, positions);
        this.alone = new RowKey(names, types, IntStream.range(0, names.size()).toArray());
        this.settings = settings;
    }

    /** Returns the key as it is in rows; null if they don't have all of it. */
    RowKey inRows() {
        return inRows;
    }

    /**
     * Hashes the key.
     *
     * @param record the record
     * @param row one of its rows
     * @throws DecodeException if there is none, or it can't be decoded
     */
    Hash128 of(ChangeRecord record, RowData row) {
        return inRows == null ? alone.of(keysOf(record)) : inRows.of(row);
    }

    private RowData keysOf(ChangeRecord record) {
        Image keys = Images.keys(record);
        if (keys == null) {
            throw new DecodeException(
                    "the record has no keys, by which the table's items and changes are matched");
        }
        if (converter == null) {
            converter = new ImageConverter(columns, settings, 0, FieldErrors.reject());
        }
        converter.begin(RowKind.INSERT);
        converter.write(keys.json());
        return converter.finish();
    }
}
