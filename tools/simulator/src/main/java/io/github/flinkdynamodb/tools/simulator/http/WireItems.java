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
package io.github.flinkdynamodb.tools.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Map;
import java.util.TreeSet;

/**
 * Reads items that come over the wire. They are checked as the service does, and what has several
 * spellings gets one: numbers lose their exponents and trailing zeros, sets are in order.
 */
final class WireItems {

    private static final int MOST_BYTES = 400 << 10;
    private static final int MOST_DIGITS = 38;
    private static final int DEEPEST = 32;
    private static final BigDecimal LARGEST = new BigDecimal("1E+126");
    private static final BigDecimal SMALLEST = new BigDecimal("1E-130");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private WireItems() {}

    /**
     * Reads an item or a key.
     *
     * @param json an object of typed values
     * @throws ServiceException where the service would refuse it
     */
    static Item read(JsonNode json) {
        if (json == null || !json.isObject()) {
            throw Parameters.invalid("There is no item: " + json);
        }
        Item item = Item.of(attributes(json, 0));
        if (item.size() > MOST_BYTES) {
            throw Parameters.invalid("Item size has exceeded the maximum allowed size");
        }
        return item;
    }

    private static JsonNode attributes(JsonNode map, int depth) {
        ObjectNode all = JSON.objectNode();
        for (Map.Entry<String, JsonNode> field : map.properties()) {
            if (field.getKey().isEmpty()) {
                throw Parameters.invalid("Empty attribute name");
            }
            all.set(field.getKey(), value(field.getValue(), depth));
        }
        return all;
    }

    private static JsonNode value(JsonNode typed, int depth) {
        if (depth > DEEPEST) {
            throw Parameters.invalid("Nesting Levels have exceeded supported limits");
        }
        if (!typed.isObject() || typed.size() != 1) {
            throw Parameters.invalid(
                    "Supplied AttributeValue must contain exactly one of the supported datatypes");
        }
        Map.Entry<String, JsonNode> entry = typed.properties().iterator().next();
        return JSON.objectNode()
                .set(entry.getKey(), content(entry.getKey(), entry.getValue(), depth));
    }

    private static JsonNode content(String type, JsonNode content, int depth) {
        switch (type) {
            case "S":
            case "N":
            case "B":
                return JSON.textNode(scalar(type, content));
            case "BOOL":
                check(content.isBoolean(), content);
                return content;
            case "NULL":
                if (!content.asBoolean()) {
                    throw Parameters.invalid("Null attribute value types must be true");
                }
                return content;
            case "SS":
            case "NS":
            case "BS":
                return set(type.substring(0, 1), content);
            case "L":
                check(content.isArray(), content);
                ArrayNode list = JSON.arrayNode();
                content.forEach(element -> list.add(value(element, depth + 1)));
                return list;
            case "M":
                check(content.isObject(), content);
                return attributes(content, depth + 1);
            default:
                throw Parameters.invalid(
                        "Supplied AttributeValue is empty, must contain exactly one of the"
                                + " supported datatypes");
        }
    }

    private static String scalar(String type, JsonNode content) {
        check(content.isTextual(), content);
        if (type.equals("N")) {
            return number(content.textValue());
        }
        if (type.equals("B")) {
            try {
                Base64.getDecoder().decode(content.textValue());
            } catch (IllegalArgumentException e) {
                check(false, content);
            }
        }
        return content.textValue();
    }

    private static JsonNode set(String type, JsonNode content) {
        check(content.isArray(), content);
        TreeSet<String> elements = new TreeSet<>();
        content.forEach(element -> elements.add(scalar(type, element)));
        if (content.isEmpty() || elements.size() < content.size()) {
            throw Parameters.invalid("A set may be neither empty nor contain duplicates");
        }
        ArrayNode array = JSON.arrayNode();
        elements.forEach(array::add);
        return array;
    }

    /** A number as the service gives it back. */
    static String number(String text) {
        BigDecimal number;
        try {
            number = new BigDecimal(text).stripTrailingZeros();
        } catch (NumberFormatException e) {
            throw Parameters.invalid("A value provided cannot be converted into a number: " + text);
        }
        if (number.precision() > MOST_DIGITS) {
            throw Parameters.invalid(
                    "Attempting to store more than 38 significant digits in a Number");
        }
        boolean fits =
                number.signum() == 0
                        || number.abs().compareTo(LARGEST) < 0
                                && number.abs().compareTo(SMALLEST) >= 0;
        if (!fits) {
            throw Parameters.invalid("Number overflow or underflow: " + text);
        }
        return number.toPlainString();
    }

    private static void check(boolean right, JsonNode content) {
        if (!right) {
            throw new ServiceException(
                    ServiceError.SERIALIZATION.withMessage("Not of its type: " + content));
        }
    }
}
