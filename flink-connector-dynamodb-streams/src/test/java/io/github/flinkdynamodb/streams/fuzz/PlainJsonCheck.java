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
package io.github.flinkdynamodb.streams.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares a record with its text in plain JSON. */
final class PlainJsonCheck {

    private PlainJsonCheck() {}

    static void requireSame(ChangeRecord record, String plain) {
        Optional<JsonTree> json = JsonTree.parse(plain.getBytes(StandardCharsets.UTF_8));
        if (json.isEmpty()) {
            requireReason(plain);
            return;
        }
        JsonTree change = json.get().get("dynamodb");
        requireSame(record.keys(), change.get("Keys"), plain);
        requireSame(record.newImage(), change.get("NewImage"), plain);
        requireSame(record.oldImage(), change.get("OldImage"), plain);
        require(text(record.eventId(), json.get().get("eventID")), plain);
        require(text(record.eventName(), json.get().get("eventName")), plain);
        require(text(record.streamViewType(), change.get("StreamViewType")), plain);
    }

    /**
     * The parser has limits of its own for the length of numbers and exponents, and refuses half a
     * surrogate pair in a name, also where it is escaped.
     */
    private static void requireReason(String plain) {
        assertThat(plain)
                .containsPattern("[0-9]{1000}|[eE][+-]?[0-9]{6}|\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}");
    }

    private static boolean text(String text, JsonTree node) {
        return text == null ? node.isMissing() : node.isText() && text.equals(node.text());
    }

    private static void requireSame(Image image, JsonTree node, String plain) {
        boolean same = image == null ? node.isMissing() : isSame(image.attributes(), node);
        require(same, plain);
    }

    private static void require(boolean same, String plain) {
        if (!same) {
            throw new AssertionError("the plain text says something else: " + plain);
        }
    }

    private static boolean isSame(Map<String, AttributeValue> item, JsonTree node) {
        return node.isObject()
                && node.members().size() == item.size()
                && item.entrySet().stream()
                        .allMatch(entry -> isSame(entry.getValue(), node.get(entry.getKey())));
    }

    private static boolean isSame(AttributeValue value, JsonTree node) {
        switch (value.type()) {
            case S:
                return node.isText() && value.s().equals(node.text());
            case N:
                return isNumber(value.n(), node);
            case B:
                return isBinary(value.b(), node);
            case BOOL:
                return node.isBoolean() && node.isTrue() == value.bool();
            case NULL:
                return node.isNull();
            case M:
                return isSame(value.m(), node);
            case L:
                return isList(value.l(), node, PlainJsonCheck::isSame);
            case SS:
                return isList(value.ss(), node, (s, n) -> n.isText() && s.equals(n.text()));
            case NS:
                return isList(value.ns(), node, PlainJsonCheck::isNumber);
            default:
                return isList(value.bs(), node, PlainJsonCheck::isBinary);
        }
    }

    private static <T> boolean isList(
            List<T> list, JsonTree node, java.util.function.BiPredicate<T, JsonTree> same) {
        boolean all = node.isArray() && node.elements().size() == list.size();
        for (int i = 0; all && i < list.size(); i++) {
            all = same.test(list.get(i), node.elements().get(i));
        }
        return all;
    }

    private static boolean isNumber(String text, JsonTree node) {
        return node.isNumber() && new BigDecimal(text).compareTo(new BigDecimal(node.text())) == 0;
    }

    private static boolean isBinary(byte[] bytes, JsonTree node) {
        return Base64.getEncoder().encodeToString(bytes).equals(node.text());
    }
}
