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

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items of the AWS SDK as the simulator has them. */
final class SimulatedItems {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SimulatedItems() {}

    static Item of(Map<String, AttributeValue> item) {
        return Item.of(attributes(item));
    }

    private static ObjectNode attributes(Map<String, AttributeValue> item) {
        ObjectNode json = JSON.objectNode();
        item.forEach((name, value) -> json.set(name, typed(value)));
        return json;
    }

    private static ObjectNode typed(AttributeValue value) {
        ObjectNode json = JSON.objectNode();
        String type = value.type().toString();
        switch (value.type()) {
            case S:
                return json.put(type, value.s());
            case N:
                return json.put(type, value.n());
            case B:
                return json.put(type, base64(value.b()));
            case BOOL:
                return json.put(type, value.bool());
            case NUL:
                return json.put("NULL", true);
            case M:
                return json.set(type, attributes(value.m()));
            case L:
                ArrayNode list = json.putArray(type);
                value.l().forEach(element -> list.add(typed(element)));
                return json;
            case SS:
                return json.set(type, texts(value.ss()));
            case NS:
                return json.set(type, texts(value.ns()));
            case BS:
                ArrayNode bytes = json.putArray(type);
                value.bs().forEach(element -> bytes.add(base64(element)));
                return json;
            default:
                throw new IllegalArgumentException("Unknown type of " + value);
        }
    }

    private static String base64(SdkBytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.asByteArray());
    }

    private static ArrayNode texts(Collection<String> texts) {
        ArrayNode json = JSON.arrayNode();
        texts.forEach(json::add);
        return json;
    }
}
