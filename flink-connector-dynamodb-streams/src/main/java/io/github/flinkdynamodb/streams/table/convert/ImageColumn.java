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
package io.github.flinkdynamodb.streams.table.convert;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * A column of the rows that are made, and the field of the table that it is read from: a column of
 * the table, or, with a nested projection, a field within one. Immutable.
 */
@Internal
public final class ImageColumn implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ArrayList<String> path;
    private final LogicalType type;
    private final boolean key;

    /**
     * Creates a column that doesn't belong to the primary key.
     *
     * @param path the field of the table, from the column down
     * @param type its type; nullable if the field, or a row around it, may be NULL
     */
    public ImageColumn(List<String> path, LogicalType type) {
        this(path, type, false);
    }

    /**
     * Creates a column.
     *
     * @param path the field of the table, from the column down
     * @param type its type; nullable if the field, or a row around it, may be NULL
     * @param key whether it belongs to the primary key: these are read from an image of the keys
     */
    public ImageColumn(List<String> path, LogicalType type, boolean key) {
        this.path = new ArrayList<>(path);
        this.type = type;
        this.key = key;
    }

    /**
     * The field that the column is read from.
     *
     * @return its path in the table, from the column down; unmodifiable
     */
    public List<String> path() {
        return Collections.unmodifiableList(path);
    }

    /**
     * The field's type.
     *
     * @return the type
     */
    public LogicalType type() {
        return type;
    }

    /**
     * Whether the column belongs to the primary key.
     *
     * @return true if so
     */
    public boolean isKey() {
        return key;
    }
}
