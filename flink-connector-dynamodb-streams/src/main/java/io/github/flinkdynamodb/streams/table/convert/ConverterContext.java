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
package io.github.flinkdynamodb.streams.table.convert;

import io.github.flinkdynamodb.streams.codec.item.AttributeToken;
import io.github.flinkdynamodb.streams.codec.item.ItemText;
import io.github.flinkdynamodb.streams.codec.json.Decimal;
import io.github.flinkdynamodb.streams.model.AttributeType;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What all converters of a table work with. */
final class ConverterContext {

    final BinaryRowBuffer out = new BinaryRowBuffer();
    final Decimal decimal = new Decimal();
    final FieldErrors errors;

    /** The item that is converted. */
    ItemText item;

    /** The array that the item is in. */
    private byte[] bytes;

    /** The text that {@link #text} took last. */
    byte[] text;

    int textFrom;
    int textTo;

    ConverterContext(FieldErrors errors) {
        this.errors = errors;
    }

    /** Begins an item. */
    void begin(ItemText converted) {
        item = converted;
        bytes = converted.bytes();
    }

    /** Puts the content of a string, number or binary into the fields, without escapes. */
    void text(AttributeToken value) {
        if (value.isEscaped()) {
            text = item.utf8(value);
            textFrom = 0;
            textTo = text.length;
        } else {
            if (!value.isAscii()) {
                item.requireUtf8(value);
            }
            if (text != bytes) {
                text = bytes;
            }
            textFrom = value.from();
            textTo = value.to();
        }
    }

    /** The content of a number, parsed. */
    Decimal number(AttributeToken value) {
        text(value);
        if (!decimal.parse(text, textFrom, textTo)) {
            item.requireNumber(value);
        }
        return decimal;
    }

    /** A value of a type that the field doesn't take. */
    FieldException wrongType(Field field, AttributeToken found) {
        String allowed =
                Arrays.stream(TypeMapping.values())
                        .filter(mapping -> mapping.makes(field.type))
                        .flatMap(mapping -> mapping.attributeTypes().stream())
                        .distinct()
                        .sorted()
                        .map(AttributeType::name)
                        .collect(Collectors.joining(", "));
        return fail(field, found, "it takes " + allowed);
    }

    /** A value that isn't there, of a field that is NOT NULL. */
    FieldException missing(Field field, AttributeToken value) {
        String found =
                value.type() == null
                        ? " but the item has no such attribute"
                        : " but found NULL, at " + place(value);
        return new FieldException("expected a value for " + field + found);
    }

    /** A value that doesn't fit the field. */
    FieldException fail(Field field, AttributeToken found, String why) {
        return new FieldException(
                "expected a value for "
                        + field
                        + " but found "
                        + found.type()
                        + " "
                        + excerpt(found)
                        + ": "
                        + why
                        + ", at "
                        + place(found));
    }

    private String place(AttributeToken value) {
        String message = item.fail(value.begin(), "").getMessage();
        return message.substring(message.indexOf("byte"));
    }

    private String excerpt(AttributeToken value) {
        return item.excerpt(value.from(), Math.max(value.from(), value.to()));
    }
}
