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

import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.json.JsonToken;
import io.github.flinkdynamodb.streams.codec.json.NameCache;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.Image;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/** Decodes items from DynamoDB's JSON form: all attributes, or a single one. Threads share it. */
@Internal
public final class ItemDecoder implements Image.Decoder {

    /** The only one: it remembers nothing but names. */
    public static final ItemDecoder INSTANCE = new ItemDecoder();

    private static final int ABSENT = -1;

    private final NameCache names = new NameCache();

    private ItemDecoder() {}

    @Override
    public Map<String, AttributeValue> decode(ByteSlice json) {
        JsonReader reader = new JsonReader(json);
        Map<String, AttributeValue> attributes = new AttributeReader(reader, names).readItem();
        reader.expectEnd();
        return attributes;
    }

    /** Goes over the text to the attribute's last value, and decodes that alone. */
    @Override
    public AttributeValue decode(ByteSlice json, String name) {
        JsonReader reader = new JsonReader(json);
        JsonToken found = new JsonToken();
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        int place = ABSENT;
        if (reader.beginObject()) {
            do {
                reader.readName(found);
                place = is(reader, found, name, wanted) ? reader.position() : place;
                reader.skipValue();
            } while (reader.hasNextMember());
        }
        reader.expectEnd();
        return place == ABSENT ? null : decodeValue(json, place);
    }

    private static boolean is(JsonReader reader, JsonToken found, String name, byte[] utf8) {
        return found.isEscaped()
                ? reader.text(found).equals(name)
                : Arrays.equals(reader.bytes(), found.from(), found.to(), utf8, 0, utf8.length);
    }

    /**
     * Decodes the value of an attribute.
     *
     * @param json the item that it is in
     * @param place where the value begins in the array
     */
    AttributeValue decodeValue(ByteSlice json, int place) {
        JsonReader reader = new JsonReader(json);
        reader.seek(place);
        return new AttributeReader(reader, names).readValue(1);
    }

    /**
     * Decodes a value within an item.
     *
     * @param reader stands before the value, and behind it afterwards
     * @return the value
     * @throws io.github.flinkdynamodb.streams.codec.json.DecodeException if there isn't one
     */
    public AttributeValue decodeValue(JsonReader reader) {
        return new AttributeReader(reader, names).readValue(1);
    }

    /** Decodes a string in base64 within an item. */
    byte[] decodeBinary(JsonReader reader) {
        return new AttributeReader(reader, names).readBinary();
    }

    /** Consumes an item without looking into it. */
    static Image skip(JsonReader reader) {
        int begin = reader.skipObject();
        return new Image(reader.bytes(), begin, reader.position() - begin, INSTANCE);
    }
}
