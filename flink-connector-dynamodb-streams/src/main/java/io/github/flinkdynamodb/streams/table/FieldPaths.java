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
import java.util.List;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;

/**
 * Finds fields by paths as they are written in keys: names joined by dots, dots in names included.
 */
final class FieldPaths {

    /** A field that a path leads to. */
    static final class Found {
        final List<String> path;
        final LogicalType type;

        Found(List<String> path, LogicalType type) {
            this.path = List.copyOf(path);
            this.type = type;
        }
    }

    private final List<Found> found = new ArrayList<>();

    private FieldPaths() {}

    /**
     * Finds the fields of a row that a path may mean.
     *
     * @param row the row
     * @param path such as {@code customer.address.city}
     * @return none, one, or several where names have dots
     */
    static List<Found> find(RowType row, String path) {
        FieldPaths search = new FieldPaths();
        search.search(row, path, List.of());
        return search.found;
    }

    private void search(RowType row, String rest, List<String> parents) {
        for (RowType.RowField field : row.getFields()) {
            String name = field.getName();
            List<String> path = new ArrayList<>(parents);
            path.add(name);
            LogicalType type = element(field.getType());
            if (rest.equals(name)) {
                found.add(new Found(path, type));
            } else if (rest.startsWith(name + ".") && type instanceof RowType) {
                search((RowType) type, rest.substring(name.length() + 1), path);
            }
        }
    }

    /** What lies within an array or map has the path of that. */
    private static LogicalType element(LogicalType type) {
        if (type instanceof ArrayType) {
            return element(((ArrayType) type).getElementType());
        }
        if (type instanceof MapType) {
            return element(((MapType) type).getValueType());
        }
        return type instanceof MultisetType
                ? element(((MultisetType) type).getElementType())
                : type;
    }

    /** The paths of all fields, for a message. */
    static List<String> all(RowType row) {
        List<String> paths = new ArrayList<>();
        collect(row, "", paths);
        return paths;
    }

    private static void collect(RowType row, String prefix, List<String> paths) {
        for (RowType.RowField field : row.getFields()) {
            paths.add(prefix + field.getName());
            LogicalType type = element(field.getType());
            if (type instanceof RowType) {
                collect((RowType) type, prefix + field.getName() + ".", paths);
            }
        }
    }
}
