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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonParser;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.DeserializationFeature;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A reader of pages over a JSON parser that nobody here has written. It has nothing to say of texts
 * that aren't JSON, that have a member twice, or that are beyond the parser's own limits.
 */
final class JacksonReader {

    private static final ObjectMapper STRICT =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private JacksonReader() {}

    /** Parses well-formed JSON. */
    static Optional<JsonNode> parse(byte[] json) {
        try {
            // It is lenient in UTF-8, and guesses at other encodings by the first bytes.
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
            if (json.length < 2 || json[0] <= 0 || json[1] <= 0) {
                return Optional.empty();
            }
            JsonNode tree = STRICT.readTree(json);
            return tree == null || tree.isMissingNode() ? Optional.empty() : Optional.of(tree);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Reads a page, as {@link Dump} writes it. */
    static String page(JsonNode page) {
        try {
            require(page.isObject());
            List<Dump.Fields> records = new ArrayList<>();
            JsonNode list = page.path("Records");
            require(isAbsent(list) || list.isArray());
            list.forEach(record -> records.add(record(record)));
            return Dump.page(records, text(page.path("NextShardIterator")));
        } catch (ReferenceReader.Rejected e) {
            return Dump.REJECTED;
        }
    }

    private static Dump.Fields record(JsonNode record) {
        require(record.isObject());
        Dump.Fields fields = new Dump.Fields();
        String[] texts = {"eventID", "eventName", "eventVersion", "eventSource", "awsRegion"};
        for (String name : texts) {
            fields.set(name, text(record.path(name)));
        }
        fields.set("userIdentity", identity(record.path("userIdentity")));
        JsonNode change = record.path("dynamodb");
        require(isAbsent(change) || change.isObject());
        JsonNode size = change.path("SizeBytes");
        require(isAbsent(size) || size.isNumber());
        String digits = text(change.path("SequenceNumber"));
        return fields.set("time", time(change.path("ApproximateCreationDateTime")))
                .set("keys", image(change.path("Keys")))
                .set("new", image(change.path("NewImage")))
                .set("old", image(change.path("OldImage")))
                .set("seq", digits == null ? null : ReferenceReader.matching(digits, "[0-9]+"))
                .set("size", isAbsent(size) ? null : longOf(size))
                .set("view", text(change.path("StreamViewType")));
    }

    private static Long longOf(JsonNode size) {
        require(size.isIntegralNumber() && size.canConvertToLong());
        return size.longValue();
    }

    /** Of two spellings the later one in the text counts. */
    private static String identity(JsonNode identity) {
        if (isAbsent(identity)) {
            return null;
        }
        require(identity.isObject());
        String[] parts = new String[2];
        identity.fieldNames()
                .forEachRemaining(
                        name -> {
                            int part = List.of("Type", "type").contains(name) ? 0 : 1;
                            if (List.of("Type", "type", "PrincipalId", "principalId")
                                    .contains(name)) {
                                parts[part] = text(identity.path(name));
                            }
                        });
        return Dump.identity(parts[0], parts[1]);
    }

    private static Object time(JsonNode time) {
        if (isAbsent(time)) {
            return null;
        }
        require(time.isTextual() || time.isNumber());
        return time.isTextual()
                ? ReferenceReader.isoTime(time.textValue())
                : ReferenceReader.secondsSince1970(time.decimalValue().toString());
    }

    private static String image(JsonNode image) {
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

    private static Map<String, AttributeValue> item(JsonNode item, int depth) {
        require(item.isObject());
        Map<String, AttributeValue> members = new LinkedHashMap<>();
        item.fieldNames()
                .forEachRemaining(name -> members.put(name, value(item.path(name), depth)));
        return members;
    }

    private static AttributeValue value(JsonNode value, int depth) {
        require(depth <= 128 && value.isObject());
        if (value.isEmpty()) {
            return AttributeValue.ofM(Map.of());
        }
        AttributeValue[] found = new AttributeValue[1];
        value.fieldNames()
                .forEachRemaining(
                        name -> {
                            AttributeType type = ReferenceReader.type(name);
                            if (!value.path(name).isNull()) {
                                require(found[0] == null);
                                found[0] = typed(type, value.path(name), depth);
                            }
                        });
        require(found[0] != null);
        return found[0];
    }

    private static AttributeValue typed(AttributeType type, JsonNode value, int depth) {
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
                        ? AttributeValue.ofBool(value.booleanValue())
                        : AttributeValue.ofNull();
        }
    }

    private static <T> List<T> list(JsonNode list, Function<JsonNode, T> element) {
        require(list.isArray());
        List<T> elements = new ArrayList<>();
        list.forEach(node -> elements.add(element.apply(node)));
        return elements;
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static String present(JsonNode node) {
        require(node.isTextual());
        return node.textValue();
    }

    private static String text(JsonNode node) {
        return isAbsent(node) ? null : present(node);
    }
}
