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
package io.github.flinkdynamodb.tools.simulator.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The size of items as the service accounts for it: names and strings in UTF-8, binary values as
 * bytes, two digits of a number in a byte, and some bytes for lists and maps.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">DynamoDB
 *     item sizes and formats</a>
 */
final class ItemSize {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STRING = "{\"S\":\"";
    private static final String END = "\"}";
    private static final int CONTAINER_BYTES = 3;

    private ItemSize() {}

    /** The bytes of attributes, given as their names with the DynamoDB JSON of their values. */
    static int of(Map<String, String> attributes) {
        int size = 0;
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            size += utf8(attribute.getKey()) + ofValue(attribute.getValue());
        }
        return size;
    }

    private static int ofValue(String json) {
        if (json.startsWith(STRING) && isPlain(json)) {
            return json.length() - STRING.length() - END.length();
        }
        try {
            return ofTyped(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            // Tests write values that no service would take; any size will do.
            return json.length();
        }
    }

    /** Whether each character is one byte and stands for itself. */
    private static boolean isPlain(String json) {
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c >= 0x80 || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static int ofTyped(JsonNode typed) {
        int size = 0;
        for (Map.Entry<String, JsonNode> field : typed.properties()) {
            size += ofContent(field.getKey(), field.getValue());
        }
        return size;
    }

    private static int ofContent(String type, JsonNode content) {
        switch (type) {
            case "S":
                return utf8(content.asText());
            case "N":
                return ofNumber(content.asText());
            case "B":
                return ofBase64(content.asText());
            case "SS":
            case "NS":
            case "BS":
                return ofSet(type.substring(0, 1), content);
            case "L":
                return ofList(content);
            case "M":
                return ofMap(content);
            default:
                return 1;
        }
    }

    private static int ofSet(String type, JsonNode elements) {
        int size = 0;
        for (JsonNode element : elements) {
            size += ofContent(type, element);
        }
        return size;
    }

    private static int ofList(JsonNode elements) {
        int size = CONTAINER_BYTES;
        for (JsonNode element : elements) {
            size += 1 + ofTyped(element);
        }
        return size;
    }

    private static int ofMap(JsonNode map) {
        int size = CONTAINER_BYTES;
        for (Map.Entry<String, JsonNode> field : map.properties()) {
            size += 1 + utf8(field.getKey()) + ofTyped(field.getValue());
        }
        return size;
    }

    /** A byte, one for each two digits on one side of the point, and one for a minus. */
    private static int ofNumber(String text) {
        BigDecimal number;
        try {
            number = new BigDecimal(text).stripTrailingZeros();
        } catch (NumberFormatException e) {
            // As above.
            return text.length();
        }
        int digits = number.signum() == 0 ? 0 : number.precision() + Math.abs(number.scale() % 2);
        return 1 + (digits + 1) / 2 + (number.signum() < 0 ? 1 : 0);
    }

    private static int ofBase64(String text) {
        int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
        return text.length() / 4 * 3 - padding;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
