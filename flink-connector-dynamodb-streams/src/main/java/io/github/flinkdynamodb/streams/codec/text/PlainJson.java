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
package io.github.flinkdynamodb.streams.codec.text;

import io.github.flinkdynamodb.streams.codec.json.JsonWriter;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.Image;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/** Writes attribute values without their types: see {@link ChangeRecordJson#plain}. */
@Internal
public final class PlainJson {

    private final JsonWriter writer;

    PlainJson(JsonWriter writer) {
        this.writer = writer;
    }

    /**
     * Writes a value, sorted, so that equal values become the same text.
     *
     * @param value the value
     * @return the text in UTF-8
     */
    public static byte[] sorted(AttributeValue value) {
        JsonWriter writer = new JsonWriter();
        new PlainJson(writer).write(SortedValues.of(value));
        return writer.toBytes();
    }

    void member(String name, String value) {
        if (value != null) {
            writer.name(name).string(value);
        }
    }

    void member(String name, Image image) {
        if (image != null) {
            writer.name(name);
            write(image.attributes());
        }
    }

    private void write(Map<String, AttributeValue> attributes) {
        writer.beginObject();
        attributes.forEach(
                (name, value) -> {
                    writer.name(name);
                    write(value);
                });
        writer.endObject();
    }

    void write(AttributeValue value) {
        switch (value.type()) {
            case S:
                writer.string(value.s());
                break;
            case N:
                writer.number(value.n());
                break;
            case B:
                writer.base64(value.b());
                break;
            case BOOL:
                writer.bool(value.bool());
                break;
            case NULL:
                writer.nullValue();
                break;
            case M:
                write(value.m());
                break;
            default:
                writer.beginArray();
                writeElements(value);
                writer.endArray();
        }
    }

    private void writeElements(AttributeValue value) {
        switch (value.type()) {
            case SS:
                value.ss().forEach(writer::string);
                break;
            case NS:
                value.ns().forEach(writer::number);
                break;
            case BS:
                value.bs().forEach(writer::base64);
                break;
            default:
                value.l().forEach(this::write);
        }
    }
}
