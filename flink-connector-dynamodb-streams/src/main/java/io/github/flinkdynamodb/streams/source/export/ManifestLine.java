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
package io.github.flinkdynamodb.streams.source.export;

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.json.NameTable;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An object of a manifest: its strings and numbers, as far as their names are known. */
final class ManifestLine {

    private final List<String> names;
    private final String[] values;

    private ManifestLine(List<String> names) {
        this.names = names;
        this.values = new String[names.size()];
    }

    /**
     * Reads an object.
     *
     * @param json the object's text
     * @param names the names to be kept
     * @throws DecodeException if the text isn't an object
     */
    static ManifestLine read(ByteSlice json, List<String> names) {
        ManifestLine line = new ManifestLine(names);
        NameTable table = NameTable.of(names);
        JsonReader reader = new JsonReader(json);
        if (reader.beginObject()) {
            do {
                int name = reader.readName(table);
                if (name < 0) {
                    reader.skipValue();
                } else {
                    line.values[name] = value(reader);
                }
            } while (reader.hasNextMember());
        }
        reader.expectEnd();
        return line;
    }

    private static String value(JsonReader reader) {
        if (reader.consumeNull()) {
            return null;
        }
        if (reader.peek() == '"') {
            return reader.readString();
        }
        int from = reader.readNumber();
        return new String(
                reader.bytes(), from, reader.position() - from, StandardCharsets.US_ASCII);
    }

    /** Returns a value as text; null if the object has none. */
    String get(String name) {
        return values[names.indexOf(name)];
    }

    /**
     * Returns a value.
     *
     * @throws DecodeException if the object has none
     */
    String text(String name) {
        String value = get(name);
        if (value == null) {
            throw new DecodeException("'" + name + "' is missing");
        }
        return value;
    }

    /**
     * Returns a number.
     *
     * @throws DecodeException if the object has none, or another value
     */
    long number(String name) {
        try {
            return Long.parseUnsignedLong(text(name));
        } catch (NumberFormatException e) {
            throw new DecodeException("'" + name + "' is '" + get(name) + "', expected a number");
        }
    }
}
