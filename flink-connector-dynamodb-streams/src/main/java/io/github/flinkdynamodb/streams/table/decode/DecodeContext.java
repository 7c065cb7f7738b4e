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
package io.github.flinkdynamodb.streams.table.decode;

import io.github.flinkdynamodb.streams.codec.ValueScanner;
import io.github.flinkdynamodb.streams.codec.ValueToken;
import io.github.flinkdynamodb.streams.model.AttributeType;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What all readers of one decoder work with. */
final class DecodeContext {

    final ValueScanner scanner = new ValueScanner();
    final BinaryBuffer out = new BinaryBuffer();
    final Numeral numeral = new Numeral();
    final FieldErrors errors;

    /** The text that {@link #text} gave last. */
    byte[] text;

    int textFrom;
    int textTo;

    DecodeContext(FieldErrors errors) {
        this.errors = errors;
    }

    /** Puts the content of a string, number or binary into the fields, without escapes. */
    void text(ValueToken value) {
        if (value.isEscaped()) {
            text = scanner.utf8(value);
            textFrom = 0;
            textTo = text.length;
        } else {
            if (!value.isAscii()) {
                scanner.requireUtf8(value);
            }
            byte[] bytes = scanner.bytes();
            if (text != bytes) {
                text = bytes;
            }
            textFrom = value.from();
            textTo = value.to();
        }
    }

    /** The content of a number, parsed. */
    Numeral number(ValueToken value) {
        text(value);
        if (!numeral.parse(text, textFrom, textTo)) {
            scanner.requireNumber(value);
        }
        return numeral;
    }

    /** A value of a type that the field doesn't take. */
    FieldException wrongType(Field field, ValueToken found) {
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
    FieldException missing(Field field, ValueToken value) {
        String found =
                value.type() == null
                        ? " but the item has no such attribute"
                        : " but found NULL, at " + place(value);
        return new FieldException("expected a value for " + field + found);
    }

    /** A value that doesn't fit the field. */
    FieldException fail(Field field, ValueToken found, String why) {
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

    private String place(ValueToken value) {
        String message = scanner.fail(value.begin(), "").getMessage();
        return message.substring(message.indexOf("byte"));
    }

    private String excerpt(ValueToken value) {
        return scanner.excerpt(value.from(), Math.max(value.from(), value.to()));
    }
}
