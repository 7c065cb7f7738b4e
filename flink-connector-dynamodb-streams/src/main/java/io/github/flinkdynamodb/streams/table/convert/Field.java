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

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * What a reader is for: a column, a field of a nested row, or the elements of an array, the keys or
 * values of a map. Immutable.
 */
final class Field {

    /** In the path of what is within an array, map or multiset. */
    private static final String ELEMENTS = "[]";

    final List<String> path;
    final LogicalType type;
    final FieldSettings settings;
    private final String name;

    private Field(List<String> path, String name, LogicalType type, FieldSettings settings) {
        this.path = path;
        this.name = name;
        this.type = type;
        this.settings = settings;
    }

    static Field column(ImageColumn column, FieldSettings settings) {
        return new Field(column.path(), String.join(".", column.path()), column.type(), settings);
    }

    /** A field of this one, which is a row. */
    Field member(String member, LogicalType memberType) {
        List<String> memberPath = new ArrayList<>(path);
        memberPath.add(member);
        return new Field(memberPath, name + "." + member, memberType, settings);
    }

    /** The elements of this one; settings find them by the same path. */
    Field elements(LogicalType elementType) {
        return new Field(path, name + ELEMENTS, elementType, settings);
    }

    /** Says that the type can't be read; the message names what can. */
    IllegalArgumentException unsupported(String why) {
        return new IllegalArgumentException(
                "Column '"
                        + name
                        + "' has type "
                        + type.asSummaryString()
                        + ", which no attribute becomes"
                        + why
                        + ". Allowed are "
                        + TypeMapping.allFlinkTypes());
    }

    /** The path and type, for a message. */
    @Override
    public String toString() {
        return "column '" + name + "' of type " + type.asSummaryString();
    }
}
