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
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One of the values in a list, set or map. What has no order, the elements of sets and the entries
 * of maps, is put into one, so that equal values become equal bytes, which Flink's state relies on.
 */
final class Element {

    final ValueToken value = new ValueToken();

    private byte[] text;
    private BigDecimal number;

    /** The type of a set's elements; null if the type isn't that of a set. */
    static AttributeType typeWithin(AttributeType set) {
        switch (set) {
            case SS:
                return AttributeType.S;
            case NS:
                return AttributeType.N;
            case BS:
                return AttributeType.B;
            default:
                return null;
        }
    }

    /** The elements of a set: numbers from the least on, others by their bytes. */
    static List<Element> sortedSet(ValueScanner scanner, ValueToken set) {
        AttributeType type = typeWithin(set.type());
        List<Element> elements = new ArrayList<>();
        scanner.seek(set.from());
        if (scanner.beginArray()) {
            do {
                Element element = new Element();
                scanner.readElement(type, element.value);
                element.takeText(scanner);
                elements.add(element);
            } while (scanner.hasNextElement());
        }
        elements.sort(type == AttributeType.N ? Element::compareNumbers : Element::compareTexts);
        return elements;
    }

    /** The entries of a map, sorted by name: pairs of name and value. */
    static List<Element[]> sortedMap(ValueScanner scanner, ValueToken map) {
        List<Element[]> entries = new ArrayList<>();
        scanner.seek(map.from());
        if (scanner.beginObject()) {
            do {
                Element name = new Element();
                Element value = new Element();
                scanner.readName(name.value);
                name.takeText(scanner);
                scanner.readValueOrSkip(value.value);
                entries.add(new Element[] {name, value});
            } while (scanner.hasNextMember());
        }
        entries.sort(Comparator.comparing(entry -> entry[0], Element::compareTexts));
        dropEarlier(entries);
        return entries;
    }

    /** Of entries with the same name the last one counts. */
    private static void dropEarlier(List<Element[]> entries) {
        int kept = 0;
        for (int i = 0; i < entries.size(); i++) {
            boolean last =
                    i + 1 == entries.size()
                            || compareTexts(entries.get(i)[0], entries.get(i + 1)[0]) != 0;
            if (last) {
                entries.set(kept++, entries.get(i));
            }
        }
        entries.subList(kept, entries.size()).clear();
    }

    private void takeText(ValueScanner scanner) {
        if (value.type() == AttributeType.B) {
            text = scanner.binary(value);
        } else if (value.isEscaped()) {
            text = scanner.utf8(value);
        } else {
            text = Arrays.copyOfRange(scanner.bytes(), value.from(), value.to());
        }
        if (value.type() == AttributeType.N) {
            number = new BigDecimal(new String(text, StandardCharsets.ISO_8859_1));
        }
    }

    private static int compareTexts(Element one, Element other) {
        return Arrays.compareUnsigned(one.text, other.text);
    }

    private static int compareNumbers(Element one, Element other) {
        int order = one.number.compareTo(other.number);
        return order != 0 ? order : compareTexts(one, other);
    }
}
