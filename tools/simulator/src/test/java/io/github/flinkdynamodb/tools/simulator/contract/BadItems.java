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
package io.github.flinkdynamodb.tools.simulator.contract;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items that the service refuses. */
final class BadItems {

    private BadItems() {}

    static Stream<Arguments> all() {
        return Stream.of(
                Arguments.of("an empty key", Map.of("pk", AttributeValue.fromS(""))),
                Arguments.of("a key of another type", Map.of("pk", AttributeValue.fromN("1"))),
                Arguments.of("no key", Map.of("x", AttributeValue.fromS("a"))),
                with("an empty set", AttributeValue.builder().ss(List.of()).build()),
                with("a set with a duplicate", AttributeValue.fromSs(List.of("x", "x"))),
                with("a number set with 1 twice", AttributeValue.fromNs(List.of("1", "1.0"))),
                with("no value", AttributeValue.builder().build()),
                with("two values", AttributeValue.builder().s("a").n("1").build()),
                with("a null that is false", AttributeValue.fromNul(false)),
                with("39 digits", AttributeValue.fromN("123456789012345678901234567890123456789")),
                with("a number too large", AttributeValue.fromN("1E+126")),
                with("a number too small", AttributeValue.fromN("1E-131")),
                with("no number", AttributeValue.fromN("abc")),
                with(
                        "a null in a list",
                        AttributeValue.fromL(List.of(AttributeValue.fromNul(false)))),
                with("lists too deep", nested(34)),
                with("more than 400 KB", AttributeValue.fromS("x".repeat(410 * 1024))));
    }

    private static AttributeValue nested(int depth) {
        AttributeValue value = AttributeValue.fromS("x");
        for (int i = 0; i < depth; i++) {
            value = AttributeValue.fromL(List.of(value));
        }
        return value;
    }

    private static Arguments with(String what, AttributeValue value) {
        Map<String, AttributeValue> item = new HashMap<>(Writes.item("a"));
        item.put("x", value);
        return Arguments.of(what, item);
    }
}
