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
package io.github.flinkdynamodb.streams.model;

import java.util.Map;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;

/**
 * The attributes of an item: its keys, or the item before or after a change. Holds the JSON text,
 * and decodes it when all attributes are first asked for, or one attribute when that one is. Using
 * the text alone costs no decoding.
 */
@PublicEvolving
public final class Image {

    /** Decodes the JSON text of an image. */
    @FunctionalInterface
    public interface Decoder {
        /**
         * Decodes an image.
         *
         * @param json a JSON object in DynamoDB's form: {@code {"name":{"S":"value"}, ...}}
         * @return the attributes in the order of the text, unmodifiable
         */
        Map<String, AttributeValue> decode(ByteSlice json);

        /**
         * Decodes a single attribute of an image.
         *
         * @param json a JSON object in DynamoDB's form
         * @param name the attribute's name
         * @return its value, or null if the image has no such attribute; by default that of all
         *     attributes, decoded
         */
        default AttributeValue decode(ByteSlice json, String name) {
            return decode(json).get(name);
        }
    }

    private final byte[] bytes;
    private final int offset;
    private final int length;
    private final Decoder decoder;
    private Map<String, AttributeValue> attributes;

    /**
     * Creates an image.
     *
     * @param json the image's JSON text, not null
     * @param decoder decodes it, not null
     */
    public Image(ByteSlice json, Decoder decoder) {
        this(json.bytes(), json.offset(), json.length(), decoder);
    }

    /**
     * Creates an image of a part of an array.
     *
     * @param bytes holds the image's JSON text, not copied, not null
     * @param offset where the text begins
     * @param length its length in bytes
     * @param decoder decodes it, not null
     * @throws IndexOutOfBoundsException if the text doesn't lie within the array
     */
    public Image(byte[] bytes, int offset, int length, Decoder decoder) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.decoder = Objects.requireNonNull(decoder, "decoder");
    }

    /**
     * The image in DynamoDB's JSON form.
     *
     * @return the text as the service sent it
     */
    public ByteSlice json() {
        return new ByteSlice(bytes, offset, length);
    }

    /**
     * The image's attributes, decoded on the first call. An attribute that is absent isn't in the
     * map; one of type NULL is.
     *
     * @return name to value in the order of the text, unmodifiable
     */
    public Map<String, AttributeValue> attributes() {
        Map<String, AttributeValue> decoded = attributes;
        if (decoded == null) {
            decoded = decoder.decode(json());
            attributes = decoded;
        }
        return decoded;
    }

    /**
     * Decodes an attribute. Of the others nothing is decoded, unless {@link #attributes()} was
     * asked for: the text is gone over to find this one, or not even that where the schema names
     * the attribute in advance. What is wrong within other attributes doesn't show.
     *
     * @param name the attribute's name
     * @return its value, or null if the image has no such attribute
     */
    public AttributeValue get(String name) {
        Map<String, AttributeValue> decoded = attributes;
        return decoded != null ? decoded.get(name) : decoder.decode(json(), name);
    }

    /** Two images are equal if their attributes are. */
    @Override
    public boolean equals(Object o) {
        return o instanceof Image && attributes().equals(((Image) o).attributes());
    }

    @Override
    public int hashCode() {
        return attributes().hashCode();
    }

    @Override
    public String toString() {
        return json().utf8();
    }
}
