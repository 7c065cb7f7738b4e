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

import io.github.flinkdynamodb.streams.codec.item.ItemDecoder;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/**
 * Puts what has no order into one: the entries of maps and the elements of sets. Equal values
 * become the same text then, in whichever order the service sent them.
 */
@Internal
public final class SortedValues {

    private static final Comparator<String> BY_NUMBER =
            Comparator.<String, BigDecimal>comparing(BigDecimal::new)
                    .thenComparing(Comparator.naturalOrder());

    private SortedValues() {}

    /**
     * Sorts a value, and all that is in it.
     *
     * @param value the value
     * @return an equal value, but for the order
     */
    public static AttributeValue of(AttributeValue value) {
        switch (value.type()) {
            case SS:
                return AttributeValue.ofSs(sorted(value.ss(), Comparator.naturalOrder()));
            case NS:
                return AttributeValue.ofNs(sorted(value.ns(), BY_NUMBER));
            case BS:
                return AttributeValue.ofBs(sorted(value.bs(), Arrays::compareUnsigned));
            case L:
                return AttributeValue.ofL(
                        value.l().stream().map(SortedValues::of).collect(Collectors.toList()));
            case M:
                return ofEntries(value.m());
            default:
                return value;
        }
    }

    /**
     * Decodes an item, and sorts it.
     *
     * @param item the item in DynamoDB's JSON form
     * @return a value of type M
     * @throws io.github.flinkdynamodb.streams.codec.json.DecodeException if the text isn't an item
     */
    public static AttributeValue ofItem(ByteSlice item) {
        return ofEntries(ItemDecoder.INSTANCE.decode(item));
    }

    private static AttributeValue ofEntries(Map<String, AttributeValue> entries) {
        Map<String, AttributeValue> sorted = new LinkedHashMap<>();
        new TreeMap<>(entries).forEach((name, value) -> sorted.put(name, of(value)));
        return AttributeValue.ofM(sorted);
    }

    private static <T> List<T> sorted(List<T> elements, Comparator<? super T> order) {
        List<T> sorted = new ArrayList<>(elements);
        sorted.sort(order);
        return sorted;
    }
}
