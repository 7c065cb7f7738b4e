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
package io.github.flinkdynamodb.streams.source.it;

import io.github.flinkdynamodb.streams.model.AttributeType;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/**
 * The keys "key-0", "key-1" and so on as the key attributes of a table. The item of "key-0" is as
 * large as DynamoDB allows.
 */
enum KeyForm {
    NUMBER("N", null),
    BINARY("B", null),
    NUMBER_AND_BINARY("N", "B"),
    BINARY_AND_NUMBER("B", "N");

    /** DynamoDB's limit is 400 KB with the names of attributes; the rest of the item is small. */
    private static final int LARGE = 400 * 1024 - 100;

    private static final String NAME = "key-";
    private static final String LARGE_KEY = NAME + 0;
    private static final int PARTITIONS = 7;
    private static final int FIRST_NUMBER = 20;

    private final String partitionType;
    private final String sortType;

    KeyForm(String partitionType, String sortType) {
        this.partitionType = partitionType;
        this.sortType = sortType;
    }

    TableSettings settings(String name) {
        TableSettings settings = TableSettings.table(name).partitionKey("pk", partitionType);
        return sortType == null ? settings : settings.sortKey("sk", sortType);
    }

    /** Begins the item of a key. */
    Item.Builder item(String key) {
        Item.Builder item = Item.builder();
        if (sortType == null) {
            item.json("pk", value(partitionType, number(key)));
        } else {
            item.json("pk", value(partitionType, number(key) % PARTITIONS));
            item.json("sk", value(sortType, number(key)));
        }
        return key.equals(LARGE_KEY) ? item.s("large", "x".repeat(LARGE)) : item;
    }

    private static int number(String key) {
        return Integer.parseInt(key.substring(NAME.length()));
    }

    /** Numbers of both signs and with a fraction, and bytes that aren't text. */
    private static String value(String type, int number) {
        return type.equals("N")
                ? "{\"N\":\"" + (FIRST_NUMBER - number) + ".5\"}"
                : "{\"B\":\"" + Base64.getEncoder().encodeToString(bytes(number)) + "\"}";
    }

    private static byte[] bytes(int number) {
        byte[] digits = Integer.toString(number).getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[digits.length + 2];
        bytes[0] = (byte) 0xFF;
        System.arraycopy(digits, 0, bytes, 2, digits.length);
        return bytes;
    }

    /** Lines as those of {@link ChangeText}, of changes whose content is checked. */
    DynamoDbStreamsDeserializationSchema<String> lines() {
        return new Lines(this);
    }

    private static final class Lines implements DynamoDbStreamsDeserializationSchema<String> {

        private static final long serialVersionUID = 1L;

        private final KeyForm form;

        Lines(KeyForm form) {
            this.form = form;
        }

        @Override
        public void deserialize(ChangeRecord record, Collector<String> out) {
            Image image = record.newImage() == null ? record.oldImage() : record.newImage();
            String key = form.key(record.keys());
            AttributeValue large = image.get("large");
            int length = large == null ? 0 : large.s().length();
            if (length != (key.equals(LARGE_KEY) ? LARGE : 0)) {
                throw new IllegalStateException(key + " has " + length + " characters");
            }
            out.collect(key + " " + record.eventName() + " " + image.get("v").n());
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }

    private String key(Image keys) {
        int number = number(keys.get(sortType == null ? "pk" : "sk"));
        if (sortType != null && number(keys.get("pk")) != number % PARTITIONS) {
            throw new IllegalStateException("These keys aren't of one item: " + keys);
        }
        return NAME + number;
    }

    private static int number(AttributeValue value) {
        if (value.type() == AttributeType.N) {
            return FIRST_NUMBER - value.decimal().intValue();
        }
        byte[] bytes = value.b();
        return Integer.parseInt(
                new String(Arrays.copyOfRange(bytes, 2, bytes.length), StandardCharsets.UTF_8));
    }
}
