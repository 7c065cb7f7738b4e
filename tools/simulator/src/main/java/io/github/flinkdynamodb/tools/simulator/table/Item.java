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
package io.github.flinkdynamodb.tools.simulator.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An item as DynamoDB JSON: attribute names with the JSON text of their values, such as {@code
 * {"N":"1"}}. Immutable. Two items are equal when they have the same attributes, in any order.
 */
public final class Item {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> attributes;
    private int size;

    private Item(Map<String, String> attributes) {
        this.attributes = Collections.unmodifiableMap(attributes);
    }

    /** Begins an item. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads DynamoDB JSON.
     *
     * @param json such as {@code {"id":{"S":"a"},"n":{"N":"1"}}}
     * @throws IllegalArgumentException where it isn't an object of typed values
     */
    public static Item parse(String json) {
        try {
            return of(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + json, e);
        }
    }

    /**
     * Takes over DynamoDB JSON that has been read.
     *
     * @param item an object of typed values
     * @throws IllegalArgumentException where it is something else
     */
    public static Item of(JsonNode item) {
        if (item == null || !item.isObject()) {
            throw new IllegalArgumentException("Not an item in DynamoDB JSON: " + item);
        }
        Builder builder = builder();
        for (Map.Entry<String, JsonNode> field : item.properties()) {
            JsonNode value = field.getValue();
            if (!value.isObject() || value.size() != 1) {
                throw new IllegalArgumentException(
                        "The attribute " + field.getKey() + " has no typed value: " + value);
            }
            builder.json(field.getKey(), value.toString());
        }
        return builder.build();
    }

    /**
     * The DynamoDB JSON of an attribute's value.
     *
     * @return such as {@code {"S":"a"}}, or null where the item has no such attribute
     */
    public String attribute(String name) {
        return attributes.get(name);
    }

    /** All attributes with the DynamoDB JSON of their values, in the order they were given. */
    public Map<String, String> attributes() {
        return attributes;
    }

    /** An item of the given attributes alone; each must be there. */
    Item only(Iterable<String> names) {
        Map<String, String> some = new LinkedHashMap<>();
        for (String name : names) {
            String value = attributes.get(name);
            if (value == null) {
                throw new IllegalArgumentException(
                        "The key attribute " + name + " is missing in " + this);
            }
            some.put(name, value);
        }
        return new Item(some);
    }

    /** Its DynamoDB JSON. */
    public String toJson() {
        StringBuilder text = new StringBuilder(64 * attributes.size());
        appendTo(text);
        return text.toString();
    }

    void appendTo(StringBuilder text) {
        text.append('{');
        boolean first = true;
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            if (!first) {
                text.append(',');
            }
            first = false;
            quote(attribute.getKey(), text);
            text.append(':').append(attribute.getValue());
        }
        text.append('}');
    }

    /** The bytes that the service accounts for: those of names and values. */
    public int size() {
        // Computed by whoever asks first; several would compute the same.
        if (size == 0) {
            size = ItemSize.of(attributes);
        }
        return size;
    }

    /** The DynamoDB JSON of a string. */
    static String string(String value) {
        StringBuilder text = new StringBuilder(value.length() + 10).append("{\"S\":");
        quote(value, text);
        return text.append('}').toString();
    }

    static void quote(String text, StringBuilder out) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Item && attributes.equals(((Item) other).attributes);
    }

    @Override
    public int hashCode() {
        return attributes.hashCode();
    }

    @Override
    public String toString() {
        return toJson();
    }

    /** Builds an item. */
    public static final class Builder {

        private final Map<String, String> attributes = new LinkedHashMap<>();

        private Builder() {}

        /** Adds a string. */
        public Builder s(String name, String value) {
            return json(name, string(value));
        }

        /** Adds a number by its text. */
        public Builder n(String name, String number) {
            return json(name, "{\"N\":\"" + number + "\"}");
        }

        /** Adds a whole number. */
        public Builder n(String name, long number) {
            return n(name, Long.toString(number));
        }

        /** Adds a truth value. */
        public Builder bool(String name, boolean value) {
            return json(name, "{\"BOOL\":" + value + "}");
        }

        /**
         * Adds a value of any type by its DynamoDB JSON, unchecked.
         *
         * @param value such as {@code {"L":[{"NULL":true}]}}
         */
        public Builder json(String name, String value) {
            attributes.put(name, value);
            return this;
        }

        /** The item. */
        public Item build() {
            return new Item(new LinkedHashMap<>(attributes));
        }
    }
}
