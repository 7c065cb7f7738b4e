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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.thirdparty.jackson.core.JsonFactory;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;

/** A JSON value as the parser of the AWS SDK reads it; strictly, without a member twice. */
final class JsonTree {

    private static final JsonFactory STRICT =
            new JsonFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private static final JsonTree ABSENT = new JsonTree(null, JsonToken.NOT_AVAILABLE);

    /** A map, a list, or the text of a string or number. */
    private final Object value;

    private final JsonToken kind;

    private JsonTree(Object value, JsonToken kind) {
        this.value = value;
        this.kind = kind;
    }

    /** Parses well-formed JSON; empty for anything else, and for what is beyond the parser. */
    static Optional<JsonTree> parse(byte[] json) {
        // The parser is lenient in UTF-8, and guesses at other encodings by the first bytes.
        if (json.length < 2 || json[0] <= 0 || json[1] <= 0) {
            return Optional.empty();
        }
        try (JsonParser parser = STRICT.createParser(json)) {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
            parser.nextToken();
            JsonTree tree = read(parser);
            return parser.nextToken() == null ? Optional.of(tree) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static JsonTree read(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("nothing there");
        }
        switch (token) {
            case START_OBJECT:
                Map<String, JsonTree> members = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, read(parser));
                }
                return new JsonTree(members, token);
            case START_ARRAY:
                List<JsonTree> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(read(parser));
                }
                return new JsonTree(elements, token);
            default:
                return new JsonTree(parser.getText(), token);
        }
    }

    boolean isObject() {
        return kind == JsonToken.START_OBJECT;
    }

    boolean isArray() {
        return kind == JsonToken.START_ARRAY;
    }

    boolean isText() {
        return kind == JsonToken.VALUE_STRING;
    }

    boolean isNumber() {
        return kind == JsonToken.VALUE_NUMBER_INT || kind == JsonToken.VALUE_NUMBER_FLOAT;
    }

    boolean isBoolean() {
        return kind == JsonToken.VALUE_TRUE || kind == JsonToken.VALUE_FALSE;
    }

    boolean isTrue() {
        return kind == JsonToken.VALUE_TRUE;
    }

    boolean isNull() {
        return kind == JsonToken.VALUE_NULL;
    }

    boolean isMissing() {
        return kind == JsonToken.NOT_AVAILABLE;
    }

    /** The text of a string, or the digits of a number. */
    String text() {
        return (String) value;
    }

    /** A member, or one that is missing. */
    JsonTree get(String name) {
        return isObject() ? members().getOrDefault(name, ABSENT) : ABSENT;
    }

    @SuppressWarnings("unchecked")
    Map<String, JsonTree> members() {
        return (Map<String, JsonTree>) value;
    }

    @SuppressWarnings("unchecked")
    List<JsonTree> elements() {
        return (List<JsonTree>) value;
    }
}
