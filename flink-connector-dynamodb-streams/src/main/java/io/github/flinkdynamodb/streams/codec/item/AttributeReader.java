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
package io.github.flinkdynamodb.streams.codec.item;

import io.github.flinkdynamodb.streams.codec.json.Decimal;
import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.json.JsonStrings;
import io.github.flinkdynamodb.streams.codec.json.JsonToken;
import io.github.flinkdynamodb.streams.codec.json.NameCache;
import io.github.flinkdynamodb.streams.model.AttributeType;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads attribute values: objects with one member, whose name is the type. A member whose value is
 * JSON's {@code null} counts as absent; a type that is there twice counts as its last value.
 *
 * <p>An object with no member at all stands for an empty map: DynamoDB Local 3 drops the type of
 * empty maps and lists in images, so that an empty list becomes an empty map there. The service
 * itself sends {@code {"M":{}}} and {@code {"L":[]}}.
 */
final class AttributeReader {

    /** The service nests 32 deep. */
    static final int MAX_DEPTH = 128;

    private static final AttributeValue EMPTY_MAP = AttributeValue.ofM(Map.of());

    private final JsonReader reader;
    private final NameCache names;

    AttributeReader(JsonReader reader, NameCache names) {
        this.reader = reader;
        this.names = names;
    }

    /** Reads the attributes of an item, in the order of the text. */
    Map<String, AttributeValue> readItem() {
        return Collections.unmodifiableMap(readMembers(1));
    }

    private Map<String, AttributeValue> readMembers(int depth) {
        Map<String, AttributeValue> members = new LinkedHashMap<>();
        if (reader.beginObject()) {
            do {
                String name = reader.readName(names);
                members.put(name, readValue(depth));
            } while (reader.hasNextMember());
        }
        return members;
    }

    /** Reads a value that lies so deep in its item: 1 is that of an attribute. */
    AttributeValue readValue(int depth) {
        int begin = reader.position();
        if (depth > MAX_DEPTH) {
            throw reader.fail(begin, "attribute values nest more than " + MAX_DEPTH + " deep");
        }
        AttributeType type = AttributeScanner.readUsualBegin(reader);
        if (type == null) {
            if (!reader.beginObject()) {
                return EMPTY_MAP;
            }
            type = AttributeScanner.readType(reader, reader.position());
        }
        AttributeValue value = reader.consumeNull() ? null : readTyped(type, depth);
        while (reader.hasNextMember()) {
            value = readOtherMember(value, depth);
        }
        if (value == null) {
            throw reader.fail(begin, "expected an attribute value but found null");
        }
        return value;
    }

    /** Reads a member that isn't the first one: the rare thing. */
    private AttributeValue readOtherMember(AttributeValue found, int depth) {
        int at = reader.position();
        AttributeType type = AttributeScanner.readType(reader, at);
        if (reader.consumeNull()) {
            return found;
        }
        if (found != null && found.type() != type) {
            throw reader.fail(at, "expected one type but found " + found.type() + ", " + type);
        }
        return readTyped(type, depth);
    }

    private AttributeValue readTyped(AttributeType type, int depth) {
        switch (type) {
            case S:
                return AttributeValue.ofS(reader.readString());
            case N:
                return AttributeValue.ofN(readNumber());
            case B:
                return AttributeValue.ofB(readBinary());
            case SS:
                return AttributeValue.ofSs(readElements(reader::readString));
            case NS:
                return AttributeValue.ofNs(readElements(this::readNumber));
            case BS:
                return AttributeValue.ofBs(readElements(this::readBinary));
            case M:
                return AttributeValue.ofM(readMembers(depth + 1));
            case L:
                return AttributeValue.ofL(readElements(() -> readValue(depth + 1)));
            case BOOL:
                return AttributeValue.ofBool(reader.readBoolean());
            default:
                reader.readBoolean();
                return AttributeValue.ofNull();
        }
    }

    private <T> List<T> readElements(Supplier<T> element) {
        List<T> elements = new ArrayList<>();
        if (reader.beginArray()) {
            do {
                elements.add(element.get());
            } while (reader.hasNextElement());
        }
        return elements;
    }

    private String readNumber() {
        int at = reader.position();
        JsonToken text = reader.readStringToken();
        if (text.isEscaped()) {
            byte[] unescaped = reader.text(text).getBytes(StandardCharsets.UTF_8);
            return number(at, unescaped, 0, unescaped.length);
        }
        return number(at, reader.bytes(), text.from(), text.to());
    }

    private String number(int at, byte[] bytes, int from, int to) {
        if (!Decimal.isDecimal(bytes, from, to)) {
            String found = JsonStrings.excerpt(bytes, from, to);
            throw reader.fail(at, "expected a decimal number but found " + found);
        }
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    byte[] readBinary() {
        int at = reader.position();
        JsonToken text = reader.readStringToken();
        byte[] base64 =
                text.isEscaped()
                        ? reader.text(text).getBytes(StandardCharsets.UTF_8)
                        : Arrays.copyOfRange(reader.bytes(), text.from(), text.to());
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw reader.fail(at, "expected base64 but found other text: " + e.getMessage());
        }
    }
}
