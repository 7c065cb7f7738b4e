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
package io.github.flinkdynamodb.tools.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.model.AttributeValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ItemTextTest {

    @Test
    void noItemHasNoText() {
        assertThat(ItemText.of(null)).isEmpty();
    }

    @Test
    void orderOfAttributesAndSetsDoesNotCount() {
        Map<String, AttributeValue> one = new LinkedHashMap<>();
        one.put("a", AttributeValue.ofSs(List.of("x", "y")));
        one.put("b", AttributeValue.ofNs(List.of("1", "2")));
        Map<String, AttributeValue> other = new LinkedHashMap<>();
        other.put("b", AttributeValue.ofNs(List.of("2.0", "1")));
        other.put("a", AttributeValue.ofSs(List.of("y", "x")));

        assertThat(ItemText.of(one)).isEqualTo(ItemText.of(other));
    }

    @Test
    void trailingZerosOfNumbersDoNotCount() {
        assertThat(text(AttributeValue.ofN("12.50"))).isEqualTo(text(AttributeValue.ofN("1.25E1")));
    }

    @ParameterizedTest
    @MethodSource("differentValues")
    void differentValuesHaveDifferentTexts(AttributeValue one, AttributeValue other) {
        assertThat(text(one)).isNotEqualTo(text(other));
    }

    static Stream<List<AttributeValue>> pairs() {
        AttributeValue one = AttributeValue.ofN("1");
        AttributeValue two = AttributeValue.ofN("2");
        return Stream.of(
                List.of(one, two),
                List.of(one, AttributeValue.ofS("1")),
                List.of(AttributeValue.ofS(""), AttributeValue.ofNull()),
                List.of(AttributeValue.ofS("null"), AttributeValue.ofNull()),
                List.of(
                        AttributeValue.ofL(List.of(one, two)),
                        AttributeValue.ofL(List.of(two, one))),
                List.of(AttributeValue.ofL(List.of()), AttributeValue.ofM(Map.of())),
                List.of(AttributeValue.ofSs(List.of("1")), AttributeValue.ofNs(List.of("1"))),
                List.of(AttributeValue.ofB(new byte[] {1}), AttributeValue.ofB(new byte[] {1, 0})),
                List.of(AttributeValue.ofBool(true), AttributeValue.ofBool(false)),
                List.of(
                        AttributeValue.ofL(
                                List.of(AttributeValue.ofS("a"), AttributeValue.ofS("b"))),
                        AttributeValue.ofL(List.of(AttributeValue.ofS("a\", \"b")))),
                List.of(
                        AttributeValue.ofM(Map.of("deep", AttributeValue.ofL(List.of(one)))),
                        AttributeValue.ofM(Map.of("deep", AttributeValue.ofL(List.of(two))))));
    }

    static Stream<Arguments> differentValues() {
        return pairs().map(pair -> Arguments.of(pair.get(0), pair.get(1)));
    }

    private static String text(AttributeValue value) {
        return ItemText.of(Map.of("a", value));
    }
}
