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

import static io.github.flinkdynamodb.streams.fuzz.ReferenceReader.require;

import io.github.flinkdynamodb.streams.model.AttributeType;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A reader of pages over a JSON parser that nobody here has written. It has nothing to say of texts
 * that aren't JSON, that have a member twice, or that are beyond the parser's own limits.
 */
final class JacksonReader {

    private JacksonReader() {}

    /** Reads a page, as {@link Dump} writes it. */
    static String page(JsonTree page) {
        try {
            require(page.isObject());
            List<Dump.Fields> records = new ArrayList<>();
            JsonTree list = page.get("Records");
            require(isAbsent(list) || list.isArray());
            if (list.isArray()) {
                list.elements().forEach(record -> records.add(record(record)));
            }
            return Dump.page(records, text(page.get("NextShardIterator")));
        } catch (ReferenceReader.Rejected e) {
            return Dump.REJECTED;
        }
    }

    private static Dump.Fields record(JsonTree record) {
        require(record.isObject());
        Dump.Fields fields = new Dump.Fields();
        String[] texts = {"eventID", "eventName", "eventVersion", "eventSource", "awsRegion"};
        for (String name : texts) {
            fields.set(name, text(record.get(name)));
        }
        fields.set("userIdentity", identity(record.get("userIdentity")));
        JsonTree change = record.get("dynamodb");
        require(isAbsent(change) || change.isObject());
        JsonTree size = change.get("SizeBytes");
        require(isAbsent(size) || size.isNumber());
        String digits = text(change.get("SequenceNumber"));
        return fields.set("time", time(change.get("ApproximateCreationDateTime")))
                .set("keys", image(change.get("Keys")))
                .set("new", image(change.get("NewImage")))
                .set("old", image(change.get("OldImage")))
                .set("seq", digits == null ? null : ReferenceReader.matching(digits, "[0-9]+"))
                .set("size", isAbsent(size) ? null : ReferenceReader.readLong(size.text()))
                .set("view", text(change.get("StreamViewType")));
    }

    /** Of two spellings the later one in the text counts. */
    private static String identity(JsonTree identity) {
        if (isAbsent(identity)) {
            return null;
        }
        require(identity.isObject());
        String[] parts = new String[2];
        identity.members()
                .forEach(
                        (name, part) -> {
                            if (List.of("Type", "type").contains(name)) {
                                parts[0] = text(part);
                            } else if (List.of("PrincipalId", "principalId").contains(name)) {
                                parts[1] = text(part);
                            }
                        });
        return Dump.identity(parts[0], parts[1]);
    }

    private static Object time(JsonTree time) {
        if (isAbsent(time)) {
            return null;
        }
        require(time.isText() || time.isNumber());
        return time.isText()
                ? ReferenceReader.isoTime(time.text())
                : ReferenceReader.secondsSince1970(time.text());
    }

    private static String image(JsonTree image) {
        if (isAbsent(image)) {
            return null;
        }
        require(image.isObject());
        try {
            return Dump.item(item(image, 1));
        } catch (ReferenceReader.Rejected e) {
            return Dump.REJECTED;
        }
    }

    private static Map<String, AttributeValue> item(JsonTree item, int depth) {
        require(item.isObject());
        Map<String, AttributeValue> members = new LinkedHashMap<>();
        item.members().forEach((name, value) -> members.put(name, value(value, depth)));
        return members;
    }

    private static AttributeValue value(JsonTree value, int depth) {
        require(depth <= 128 && value.isObject());
        if (value.members().isEmpty()) {
            return AttributeValue.ofM(Map.of());
        }
        AttributeValue[] found = new AttributeValue[1];
        value.members()
                .forEach(
                        (name, content) -> {
                            AttributeType type = ReferenceReader.type(name);
                            if (!content.isNull()) {
                                require(found[0] == null);
                                found[0] = typed(type, content, depth);
                            }
                        });
        require(found[0] != null);
        return found[0];
    }

    private static AttributeValue typed(AttributeType type, JsonTree value, int depth) {
        switch (type) {
            case S:
                return AttributeValue.ofS(present(value));
            case N:
                return AttributeValue.ofN(ReferenceReader.decimal(present(value)));
            case B:
                return AttributeValue.ofB(ReferenceReader.base64(present(value)));
            case SS:
                return AttributeValue.ofSs(list(value, JacksonReader::present));
            case NS:
                return AttributeValue.ofNs(
                        list(value, node -> ReferenceReader.decimal(present(node))));
            case BS:
                return AttributeValue.ofBs(
                        list(value, node -> ReferenceReader.base64(present(node))));
            case M:
                return AttributeValue.ofM(item(value, depth + 1));
            case L:
                return AttributeValue.ofL(list(value, node -> value(node, depth + 1)));
            default:
                require(value.isBoolean());
                return type == AttributeType.BOOL
                        ? AttributeValue.ofBool(value.isTrue())
                        : AttributeValue.ofNull();
        }
    }

    private static <T> List<T> list(JsonTree list, Function<JsonTree, T> element) {
        require(list.isArray());
        List<T> elements = new ArrayList<>();
        list.elements().forEach(node -> elements.add(element.apply(node)));
        return elements;
    }

    private static boolean isAbsent(JsonTree node) {
        return node.isMissing() || node.isNull();
    }

    private static String present(JsonTree node) {
        require(node.isText());
        return node.text();
    }

    private static String text(JsonTree node) {
        return isAbsent(node) ? null : present(node);
    }
}
