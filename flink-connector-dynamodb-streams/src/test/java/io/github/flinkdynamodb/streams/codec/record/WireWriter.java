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
package io.github.flinkdynamodb.streams.codec.record;

import io.github.flinkdynamodb.streams.model.AttributeValue;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Writes what a server may send, independently of the code under test: any white space, any way to
 * spell a character, unknown members between the known ones.
 */
public final class WireWriter {

    private final Random random;
    private final boolean odd;
    private final StringBuilder out = new StringBuilder();

    /**
     * Creates a writer.
     *
     * @param random decides about spelling
     * @param odd true for white space, needless escapes and unknown members
     */
    public WireWriter(Random random, boolean odd) {
        this.random = random;
        this.odd = odd;
    }

    /** Writes a text as it is. */
    WireWriter raw(String text) {
        space();
        out.append(text);
        space();
        return this;
    }

    private void space() {
        for (int i = odd && random.nextInt(4) == 0 ? random.nextInt(3) : 0; i > 0; i--) {
            out.append(" \n\r\t".charAt(random.nextInt(4)));
        }
    }

    /** Writes a string. */
    WireWriter string(String text) {
        space();
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i));
        }
        out.append('"');
        space();
        return this;
    }

    private void character(char c) {
        int shortEscape = "\"\\/\b\f\n\r\t".indexOf(c);
        boolean mustEscape = c < ' ' || c == '"' || c == '\\';
        boolean needless = odd && !Character.isSurrogate(c) && random.nextInt(20) == 0;
        if (shortEscape >= 0 && (mustEscape || needless) && random.nextBoolean()) {
            out.append('\\').append("\"\\/bfnrt".charAt(shortEscape));
        } else if (mustEscape || needless) {
            String hex = String.format(random.nextBoolean() ? "%04x" : "%04X", (int) c);
            out.append("\\u").append(hex);
        } else {
            out.append(c);
        }
    }

    /** Writes a member whose value is null not at all; others with an unknown one before, maybe. */
    <T> WireWriter member(String name, T value, Consumer<T> write) {
        if (value == null) {
            return this;
        }
        if (odd && random.nextInt(10) == 0) {
            comma();
            string("unknown" + random.nextInt(3)).raw(":").raw(unknownValue());
        }
        comma();
        string(name).raw(":");
        write.accept(value);
        return this;
    }

    private void comma() {
        String written = out.toString().trim();
        char last = written.charAt(written.length() - 1);
        if (last != '{' && last != '[') {
            raw(",");
        }
    }

    private String unknownValue() {
        List<String> values =
                List.of("1", "-0.5e+3", "true", "false", "null", "\"a\\\"}]\"", "[]", "{}");
        String simple = values.get(random.nextInt(values.size()));
        return random.nextBoolean() ? simple : "{\"a\":[" + simple + ",{\"}\":\"]\\\\\"}]}";
    }

    /** Writes an item. */
    public void item(Map<String, AttributeValue> item) {
        raw("{");
        boolean first = true;
        for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
            raw(first ? "" : ",").string(attribute.getKey()).raw(":");
            value(attribute.getValue());
            first = false;
        }
        raw("}");
    }

    private void value(AttributeValue value) {
        raw("{").string(value.type().name()).raw(":");
        switch (value.type()) {
            case S:
                string(value.s());
                break;
            case N:
                string(value.n());
                break;
            case B:
                binary(value.b());
                break;
            case SS:
                array(value.ss(), this::string);
                break;
            case NS:
                array(value.ns(), this::string);
                break;
            case BS:
                array(value.bs(), this::binary);
                break;
            case M:
                item(value.m());
                break;
            case L:
                array(value.l(), this::value);
                break;
            case BOOL:
                raw(Boolean.toString(value.bool()));
                break;
            default:
                raw("true");
        }
        raw("}");
    }

    private void binary(byte[] bytes) {
        string(Base64.getEncoder().encodeToString(bytes));
    }

    <T> void array(List<T> elements, Consumer<T> write) {
        raw("[");
        for (int i = 0; i < elements.size(); i++) {
            raw(i == 0 ? "" : ",");
            write.accept(elements.get(i));
        }
        raw("]");
    }

    /** The text written so far. */
    @Override
    public String toString() {
        return out.toString();
    }
}
