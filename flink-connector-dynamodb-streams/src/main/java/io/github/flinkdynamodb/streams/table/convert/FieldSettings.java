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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.annotation.Internal;

/**
 * How the fields of a table find their attributes: by their own names, and as the types say, unless
 * a setting says otherwise. A field is a column, or a field of a nested row; it is named by its
 * path, from the column down. Immutable.
 */
@Internal
public final class FieldSettings implements Serializable {

    private static final long serialVersionUID = 1L;

    private final EpochUnit tableUnit;
    private final HashMap<List<String>, String> attributeNames;
    private final HashMap<List<String>, EpochUnit> units;

    /**
     * Creates settings.
     *
     * @param tableUnit the unit of all numbers that stand for times; null if none is set
     * @param attributeNames the names of attributes that differ from those of their fields
     * @param units the units of single fields
     */
    public FieldSettings(
            EpochUnit tableUnit,
            Map<List<String>, String> attributeNames,
            Map<List<String>, EpochUnit> units) {
        this.tableUnit = tableUnit;
        this.attributeNames = new HashMap<>(attributeNames);
        this.units = new HashMap<>(units);
    }

    /**
     * Nothing is set.
     *
     * @return the settings of a table that has none
     */
    public static FieldSettings none() {
        return new FieldSettings(null, Map.of(), Map.of());
    }

    /**
     * The name of the attribute that a field is read from.
     *
     * @param path the field
     * @return the attribute's name within its item or map
     */
    public String attributeName(List<String> path) {
        return attributeNames.getOrDefault(path, path.get(path.size() - 1));
    }

    /**
     * What a field's number counts.
     *
     * @param path the field; one within an array or map has the path of that
     * @return the unit; empty if none is set
     */
    public Optional<EpochUnit> epochUnit(List<String> path) {
        return Optional.ofNullable(units.getOrDefault(path, tableUnit));
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof FieldSettings)) {
            return false;
        }
        FieldSettings that = (FieldSettings) o;
        return tableUnit == that.tableUnit
                && attributeNames.equals(that.attributeNames)
                && units.equals(that.units);
    }

    @Override
    public int hashCode() {
        return Objects.hash(tableUnit, attributeNames, units);
    }

    @Override
    public String toString() {
        return "unit "
                + tableUnit
                + ", attributes "
                + text(attributeNames)
                + ", units "
                + text(units);
    }

    /** The same for equal settings. */
    private static Map<String, Object> text(Map<List<String>, ?> settings) {
        Map<String, Object> sorted = new TreeMap<>();
        settings.forEach((path, value) -> sorted.put(String.join(".", path), value));
        return sorted;
    }
}
