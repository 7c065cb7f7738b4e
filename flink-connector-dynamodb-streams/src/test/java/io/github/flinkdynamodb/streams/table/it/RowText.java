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
package io.github.flinkdynamodb.streams.table.it;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.types.Row;

/** Values as text that can be compared: the same for the same value, whatever class it has. */
final class RowText {

    private static final String SEPARATOR = " | ";

    private RowText() {}

    /** The text of a row, whatever its kind. */
    static String of(Row row) {
        return row(values(row));
    }

    /** The text of a row of these values. */
    static String row(List<?> values) {
        return values.stream().map(RowText::value).collect(Collectors.joining(SEPARATOR, "[", "]"));
    }

    /** The text of a row of these values. */
    static String row(Object... values) {
        return row(Arrays.asList(values));
    }

    /** The texts of a row's fields. */
    static String[] fields(String row) {
        return row.substring(1, row.length() - 1).split(" \\| ", -1);
    }

    private static List<Object> values(Row row) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < row.getArity(); i++) {
            values.add(row.getField(i));
        }
        return values;
    }

    private static String value(Object value) {
        if (value instanceof Row) {
            return "(" + list(values((Row) value)) + ")";
        }
        if (value instanceof Map) {
            Map<String, String> entries = new TreeMap<>();
            ((Map<?, ?>) value).forEach((key, entry) -> entries.put(value(key), value(entry)));
            return entries.toString();
        }
        if (value instanceof Object[]) {
            return "[" + list(Arrays.asList((Object[]) value)) + "]";
        }
        if (value instanceof Collection) {
            return "[" + list((Collection<?>) value) + "]";
        }
        return scalar(value);
    }

    private static String list(Collection<?> values) {
        return values.stream().map(RowText::value).collect(Collectors.joining(", "));
    }

    private static String scalar(Object value) {
        if (value instanceof byte[]) {
            return "bytes" + Arrays.toString((byte[]) value);
        }
        return value instanceof BigDecimal
                ? ((BigDecimal) value).toPlainString()
                : String.valueOf(value);
    }
}
