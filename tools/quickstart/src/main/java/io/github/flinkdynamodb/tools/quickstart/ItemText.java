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
package io.github.flinkdynamodb.tools.quickstart;

import io.github.flinkdynamodb.streams.model.AttributeValue;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An item as text: equal items have equal texts. Attributes and sets are sorted, since DynamoDB
 * keeps no order of them; numbers are written as DynamoDB does, without trailing zeros.
 */
final class ItemText {

    private ItemText() {}

    /**
     * Writes an item.
     *
     * @param item the item, or null for none
     * @return the text; empty for none
     */
    static String of(Map<String, AttributeValue> item) {
        return item == null ? "" : map(item);
    }

    private static String map(Map<String, AttributeValue> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(entry -> quoted(entry.getKey()) + "=" + value(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String value(AttributeValue value) {
        return switch (value.type()) {
            case S -> quoted(value.s());
            case N -> number(value.n());
            case B -> "B" + HexFormat.of().formatHex(value.b());
            case BOOL -> Boolean.toString(value.bool());
            case NULL -> "null";
            case SS -> "SS" + new TreeSet<>(value.ss().stream().map(ItemText::quoted).toList());
            case NS -> "NS" + new TreeSet<>(value.ns().stream().map(ItemText::number).toList());
            case BS -> "BS" + binaries(value.bs());
            case L -> value.l().stream().map(ItemText::value).toList().toString();
            case M -> map(value.m());
        };
    }

    private static TreeSet<String> binaries(List<byte[]> values) {
        return values.stream()
                .map(HexFormat.of()::formatHex)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String number(String text) {
        return new BigDecimal(text).stripTrailingZeros().toPlainString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
