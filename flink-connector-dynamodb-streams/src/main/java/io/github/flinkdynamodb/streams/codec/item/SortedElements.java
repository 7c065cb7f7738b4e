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
package io.github.flinkdynamodb.streams.codec.item;

import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.model.AttributeType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Puts what has no order into one, the elements of sets and the entries of maps, so that equal
 * values become equal bytes, which Flink's state relies on.
 */
final class SortedElements {

    /** An element, or an entry, and what it is sorted by. */
    private static final class Element {
        final AttributeToken token = new AttributeToken();

        /** Null in a set. */
        AttributeToken value;

        byte[] text;
        BigDecimal number;

        private static int compareTexts(Element one, Element other) {
            return Arrays.compareUnsigned(one.text, other.text);
        }

        private static int compareNumbers(Element one, Element other) {
            int order = one.number.compareTo(other.number);
            return order != 0 ? order : compareTexts(one, other);
        }

        private void takeText(ItemText item) {
            if (token.type() == AttributeType.B) {
                text = item.binary(token);
            } else if (token.isEscaped()) {
                text = item.utf8(token);
            } else {
                text = Arrays.copyOfRange(item.bytes(), token.from(), token.to());
            }
            if (token.type() == AttributeType.N) {
                number = new BigDecimal(new String(text, StandardCharsets.ISO_8859_1));
            }
        }
    }

    private SortedElements() {}

    /** The type of a set's elements. */
    private static AttributeType typeWithin(AttributeType set) {
        return set == AttributeType.SS
                ? AttributeType.S
                : set == AttributeType.NS ? AttributeType.N : AttributeType.B;
    }

    /** The elements of a set: numbers from the least on, others by their bytes. */
    static List<AttributeToken> ofSet(ItemText item, AttributeToken set) {
        AttributeType type = typeWithin(set.type());
        List<Element> elements = new ArrayList<>();
        JsonReader reader = item.reader();
        reader.seek(set.from());
        if (reader.beginArray()) {
            do {
                Element element = new Element();
                AttributeScanner.readElement(reader, type, element.token);
                int continueAt = reader.position();
                if (type == AttributeType.N) {
                    item.requireNumber(element.token);
                }
                element.takeText(item);
                reader.seek(continueAt);
                elements.add(element);
            } while (reader.hasNextElement());
        }
        elements.sort(type == AttributeType.N ? Element::compareNumbers : Element::compareTexts);
        return elements.stream().map(element -> element.token).collect(Collectors.toList());
    }

    /** The entries of a map, sorted by name. */
    static SortedEntries ofMap(ItemText item, AttributeToken map) {
        List<Element> elements = new ArrayList<>();
        JsonReader reader = item.reader();
        reader.seek(map.from());
        if (reader.beginObject()) {
            do {
                Element element = new Element();
                AttributeScanner.readEntryName(reader, element.token);
                element.takeText(item);
                element.value = new AttributeToken();
                item.readValue(reader, element.value);
                elements.add(element);
            } while (reader.hasNextMember());
        }
        elements.sort(Element::compareTexts);
        return distinct(elements);
    }

    /** Of entries with the same name the last one counts. */
    private static SortedEntries distinct(List<Element> elements) {
        SortedEntries entries = new SortedEntries();
        for (int i = 0; i < elements.size(); i++) {
            Element element = elements.get(i);
            boolean last =
                    i + 1 == elements.size()
                            || Element.compareTexts(element, elements.get(i + 1)) != 0;
            if (last) {
                entries.add(element.token, element.value);
            }
        }
        return entries;
    }
}
