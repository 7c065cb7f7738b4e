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

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A condition on a row's columns and event name, as pushed down by the planner. There is no NOT. As
 * in SQL, a comparison with NULL isn't met. Immutable.
 */
abstract class RowCondition implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The row that a condition is evaluated on. */
    interface Row {
        /** A column's value in Flink's internal form; null for NULL. */
        Object column(String name);

        /** The event name, as the service spells it, or null. */
        String eventName();
    }

    /** Returns whether the condition is met. */
    abstract boolean isMet(Row row);

    /** Adds the columns that the condition reads. */
    abstract void collectColumns(Set<String> columns);

    /** Creates a condition that compares a column. */
    static RowCondition column(String name, boolean equal, ColumnLiteral literal) {
        return new Column(name, equal, literal);
    }

    /** Creates a condition that compares the event name. */
    static RowCondition eventName(boolean equal, String literal) {
        return new EventName(equal, literal);
    }

    /** Creates a condition that is met if all, or any, of some conditions are. */
    static RowCondition of(boolean all, List<RowCondition> parts) {
        return parts.size() == 1 ? parts.get(0) : new Several(all, parts);
    }

    private static final class Column extends RowCondition {
        private static final long serialVersionUID = 1L;

        private final String name;
        private final boolean equal;
        private final ColumnLiteral literal;

        Column(String name, boolean equal, ColumnLiteral literal) {
            this.name = name;
            this.equal = equal;
            this.literal = literal;
        }

        @Override
        boolean isMet(Row row) {
            Object value = row.column(name);
            return value != null && literal.internal().equals(value) == equal;
        }

        @Override
        void collectColumns(Set<String> columns) {
            columns.add(name);
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Column
                    && name.equals(((Column) o).name)
                    && equal == ((Column) o).equal
                    && literal.equals(((Column) o).literal);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, equal, literal);
        }

        @Override
        public String toString() {
            return name + (equal ? " = " : " <> ") + literal;
        }
    }

    private static final class EventName extends RowCondition {
        private static final long serialVersionUID = 1L;

        private final boolean equal;
        private final String literal;

        EventName(boolean equal, String literal) {
            this.equal = equal;
            this.literal = literal;
        }

        @Override
        boolean isMet(Row row) {
            String name = row.eventName();
            return name != null && literal.equals(name) == equal;
        }

        @Override
        void collectColumns(Set<String> columns) {}

        @Override
        public boolean equals(Object o) {
            return o instanceof EventName
                    && equal == ((EventName) o).equal
                    && literal.equals(((EventName) o).literal);
        }

        @Override
        public int hashCode() {
            return Objects.hash(equal, literal);
        }

        @Override
        public String toString() {
            return ReadableMetadata.EVENT_NAME.key() + (equal ? " = '" : " <> '") + literal + "'";
        }
    }

    private static final class Several extends RowCondition {
        private static final long serialVersionUID = 1L;

        private final boolean all;
        private final ArrayList<RowCondition> parts;

        Several(boolean all, List<RowCondition> parts) {
            this.all = all;
            this.parts = new ArrayList<>(parts);
        }

        @Override
        boolean isMet(Row row) {
            for (RowCondition part : parts) {
                if (part.isMet(row) != all) {
                    return !all;
                }
            }
            return all;
        }

        @Override
        void collectColumns(Set<String> columns) {
            parts.forEach(part -> part.collectColumns(columns));
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Several
                    && all == ((Several) o).all
                    && parts.equals(((Several) o).parts);
        }

        @Override
        public int hashCode() {
            return Objects.hash(all, parts);
        }

        @Override
        public String toString() {
            return parts.stream()
                    .map((Function<RowCondition, String>) Object::toString)
                    .collect(Collectors.joining(all ? " AND " : " OR ", "(", ")"));
        }
    }
}
