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

import io.github.flinkdynamodb.streams.table.convert.ImageColumn;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.table.types.logical.RowType;

/** Which rows are made at all: what the planner's filters and its limit leave. Immutable. */
final class RowSelection implements Serializable {

    private static final long serialVersionUID = 1L;

    private final RowCondition condition;
    private final ArrayList<ImageColumn> columns;
    private final boolean ofKey;
    private final long limit;

    /**
     * Creates a selection.
     *
     * @param conditions all of which a row must meet; they use key columns only if the table has a
     *     key and isn't read as a snapshot
     * @param declared the table's columns
     * @param limit the number of rows that are enough from each reader
     */
    RowSelection(List<RowCondition> conditions, TableColumns declared, long limit) {
        this.condition = conditions.isEmpty() ? null : RowCondition.of(true, conditions);
        this.columns = new ArrayList<>();
        this.limit = limit;
        Set<String> names = new TreeSet<>();
        conditions.forEach(c -> c.collectColumns(names));
        this.ofKey = !declared.primaryKey().isEmpty() && declared.primaryKey().containsAll(names);
        RowType row = (RowType) declared.physicalType().getLogicalType();
        for (String name : names) {
            columns.add(new ImageColumn(List.of(name), row.getTypeAt(row.getFieldIndex(name))));
        }
    }

    /** What a row must meet; null if each will do. */
    RowCondition condition() {
        return condition;
    }

    /** The columns that the condition looks at. */
    List<ImageColumn> columns() {
        return columns;
    }

    /** Whether these columns are all of the primary key, so that an item's keys have them. */
    boolean isOfKey() {
        return ofKey;
    }

    /** So many rows a reader are enough. */
    long limit() {
        return limit;
    }
}
