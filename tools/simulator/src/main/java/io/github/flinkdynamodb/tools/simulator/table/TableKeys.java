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
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What the key attributes of a table's items say. Immutable. */
final class TableKeys {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Begins a key that stands for a hash; a number of 38 digits at the end, for any type. */
    private static final String BEFORE = "8246".repeat(7);

    private final String table;
    private final List<String> names;
    private final TableSettings settings;

    TableKeys(TableSettings settings) {
        this.table = settings.name();
        this.names = settings.keyNames();
        this.settings = settings;
    }

    /**
     * The key attributes of an item.
     *
     * @throws IllegalArgumentException where one is missing, empty or of another type than the
     *     table's
     */
    Item of(Item item) {
        Item keys = item.only(names);
        for (int i = 0; i < names.size(); i++) {
            check(names.get(i), settings.keyType(i), keys.attribute(names.get(i)));
        }
        return keys;
    }

    private void check(String name, String type, String value) {
        String start = "{\"" + type + "\":\"";
        if (!value.startsWith(start)) {
            throw new IllegalArgumentException(
                    "The key attribute "
                            + name
                            + " of the table "
                            + table
                            + " is of the type "
                            + type
                            + ", not "
                            + value);
        }
        if (value.charAt(start.length()) == '"') {
            throw new IllegalArgumentException("The key attribute " + name + " is empty");
        }
    }

    /** How many key attributes there are. */
    int count() {
        return names.size();
    }

    /**
     * Where an item of these keys stands in the table.
     *
     * @param keys as {@link #of} returns them
     */
    ItemKey position(Item keys) {
        ItemKey partition = ItemKey.of(hash(keys), partition(keys));
        return names.size() == 1
                ? partition
                : partition.withSortKey(settings.keyType(1), content(keys.attribute(names.get(1))));
    }

    /**
     * A key that belongs before all items of a hash, and that no item has.
     *
     * @see #positionOfStart
     */
    Item beforeAll(int hash) {
        Item.Builder key = Item.builder();
        for (int i = 0; i < names.size(); i++) {
            String value =
                    i == 0 ? BEFORE + String.format("%010d", Integer.toUnsignedLong(hash)) : "0";
            String type = settings.keyType(i);
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            key.json(names.get(i), typed(type, type.equals("B") ? base64(bytes) : value));
        }
        return key.build();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Where a page begins whose start key this is; a key of {@link #beforeAll} has no own place.
     */
    ItemKey positionOfStart(Item keys) {
        Integer hash = hashAfter(keys);
        return hash == null ? position(keys) : ItemKey.before(hash);
    }

    /** The hash of a key of {@link #beforeAll}, or null of any other one. */
    private Integer hashAfter(Item keys) {
        String value = content(keys.attribute(names.get(0)));
        String text =
                settings.keyType(0).equals("B")
                        ? new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)
                        : value;
        return text.length() == BEFORE.length() + 10 && text.startsWith(BEFORE)
                ? Integer.parseUnsignedInt(text.substring(BEFORE.length()))
                : null;
    }

    /**
     * The DynamoDB JSON of the partition key in the one spelling that clients send it in, so that a
     * key has one place however a test has spelled it.
     */
    private String partition(Item keys) {
        String json = keys.attribute(names.get(0));
        switch (settings.keyType(0)) {
            case "N":
                return typed(
                        "N", new BigDecimal(content(json)).stripTrailingZeros().toPlainString());
            case "B":
                return typed("B", base64(Base64.getDecoder().decode(content(json))));
            default:
                return json.indexOf('\\') < 0 ? json : Item.string(content(json));
        }
    }

    private static String typed(String type, String text) {
        return "{\"" + type + "\":\"" + text + "\"}";
    }

    /** The text in the DynamoDB JSON of a string, a number or a binary value. */
    private static String content(String json) {
        if (json.indexOf('\\') < 0) {
            return json.substring(json.indexOf(':') + 2, json.length() - 2);
        }
        try {
            return JSON.readTree(json).elements().next().textValue();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + json, e);
        }
    }

    /** A hash by which a shard is chosen. All bits count: the shard is chosen by the highest. */
    int hash(Item keys) {
        int hash = partition(keys).hashCode() * 0x9E3779B9;
        hash = (hash ^ (hash >>> 15)) * 0x85EBCA6B;
        hash = (hash ^ (hash >>> 13)) * 0xC2B2AE35;
        return hash ^ (hash >>> 16);
    }

    /** The text of the key's attribute, or of both with a bar between. */
    String text(Item keys) {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            String value = keys.attribute(name);
            int colon = value.indexOf(':');
            text.append(text.length() == 0 ? "" : "|")
                    .append(value, colon + 2, value.lastIndexOf('"'));
        }
        return text.toString();
    }
}
