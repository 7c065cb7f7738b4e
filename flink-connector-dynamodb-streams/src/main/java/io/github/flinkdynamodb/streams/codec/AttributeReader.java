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
package io.github.flinkdynamodb.streams.codec;

import io.github.flinkdynamodb.streams.model.AttributeType;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ByteSlice;
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

    /** The frequent types first: names are compared one after the other. */
    private static final AttributeType[] TYPES = {
        AttributeType.S,
        AttributeType.N,
        AttributeType.M,
        AttributeType.L,
        AttributeType.BOOL,
        AttributeType.NULL,
        AttributeType.B,
        AttributeType.SS,
        AttributeType.NS,
        AttributeType.BS
    };

    private static final FieldNames TAGS =
            FieldNames.of(Arrays.stream(TYPES).map(AttributeType::name).toArray(String[]::new));

    private static final AttributeValue EMPTY_MAP = AttributeValue.ofM(Map.of());

    private final TypeScanner scanner;
    private final NameCache names;

    AttributeReader(TypeScanner scanner, NameCache names) {
        this.scanner = scanner;
        this.names = names;
    }

    /** Reads the attributes of an item, in the order of the text. */
    Map<String, AttributeValue> readItem() {
        return Collections.unmodifiableMap(readMembers(1));
    }

    private Map<String, AttributeValue> readMembers(int depth) {
        Map<String, AttributeValue> members = new LinkedHashMap<>();
        if (scanner.beginObject()) {
            do {
                String name = scanner.readName(names);
                members.put(name, readValue(depth));
            } while (scanner.hasNextMember());
        }
        return members;
    }

    /** Reads a value that lies so deep in its item: 1 is that of an attribute. */
    AttributeValue readValue(int depth) {
        int begin = scanner.position();
        if (depth > MAX_DEPTH) {
            throw scanner.fail(begin, "attribute values nest more than " + MAX_DEPTH + " deep");
        }
        AttributeType type = scanner.readUsualBegin();
        if (type == null) {
            if (!scanner.beginObject()) {
                return EMPTY_MAP;
            }
            type = readType(scanner, scanner.position());
        }
        AttributeValue value = scanner.consumeNull() ? null : readTyped(type, depth);
        while (scanner.hasNextMember()) {
            value = readOtherMember(value, depth);
        }
        if (value == null) {
            throw scanner.fail(begin, "expected an attribute value but found null");
        }
        return value;
    }

    /** Reads a member that isn't the first one: the rare thing. */
    private AttributeValue readOtherMember(AttributeValue found, int depth) {
        int at = scanner.position();
        AttributeType type = readType(scanner, at);
        if (scanner.consumeNull()) {
            return found;
        }
        if (found != null && found.type() != type) {
            throw scanner.fail(at, "expected one type but found " + found.type() + ", " + type);
        }
        return readTyped(type, depth);
    }

    /** Reads the name of a type; the exception names a place. */
    static AttributeType readType(JsonScanner scanner, int at) {
        int index = scanner.readName(TAGS);
        if (index < 0) {
            throw scanner.fail(
                    at,
                    "expected an attribute type of "
                            + Arrays.toString(AttributeType.values())
                            + " but found "
                            + JsonText.excerpt(scanner.scannedText()));
        }
        return TYPES[index];
    }

    private AttributeValue readTyped(AttributeType type, int depth) {
        switch (type) {
            case S:
                return AttributeValue.ofS(scanner.readString());
            case N:
                return AttributeValue.ofN(readNumber());
            case B:
                return AttributeValue.ofB(readBinary());
            case SS:
                return AttributeValue.ofSs(readElements(scanner::readString));
            case NS:
                return AttributeValue.ofNs(readElements(this::readNumber));
            case BS:
                return AttributeValue.ofBs(readElements(this::readBinary));
            case M:
                return AttributeValue.ofM(readMembers(depth + 1));
            case L:
                return AttributeValue.ofL(readElements(() -> readValue(depth + 1)));
            case BOOL:
                return AttributeValue.ofBool(scanner.readBoolean());
            default:
                scanner.readBoolean();
                return AttributeValue.ofNull();
        }
    }

    private <T> List<T> readElements(Supplier<T> element) {
        List<T> elements = new ArrayList<>();
        if (scanner.beginArray()) {
            do {
                elements.add(element.get());
            } while (scanner.hasNextElement());
        }
        return elements;
    }

    private String readNumber() {
        int at = scanner.position();
        ByteSlice text = scanner.readAsciiBytes();
        int end = text.offset() + text.length();
        if (!NumberText.isDecimal(text.bytes(), text.offset(), end)) {
            String found = JsonText.excerpt(text.bytes(), text.offset(), end);
            throw scanner.fail(at, "expected a decimal number but found " + found);
        }
        return new String(text.bytes(), text.offset(), text.length(), StandardCharsets.ISO_8859_1);
    }

    byte[] readBinary() {
        int at = scanner.position();
        ByteSlice text = scanner.readAsciiBytes();
        byte[] base64 =
                Arrays.copyOfRange(text.bytes(), text.offset(), text.offset() + text.length());
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw scanner.fail(at, "expected base64 but found other text: " + e.getMessage());
        }
    }
}
