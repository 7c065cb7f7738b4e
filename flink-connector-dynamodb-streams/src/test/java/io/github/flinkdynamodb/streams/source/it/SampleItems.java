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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items that have every attribute type, and the extremes of each. */
final class SampleItems {

    /** As deep as the service nests. */
    private static final int DEEPEST = 32;

    private static final String DIGITS = "1234567890123456789012345678901234567";

    private SampleItems() {}

    /** An item with all ten types. */
    static Map<String, AttributeValue> everyType(String key) {
        Map<String, AttributeValue> item = bare(key);
        item.put(
                "text", AttributeValue.fromS("\u00e4\u4e2d\ud83d\ude00 \"quoted\" \\ / \n \u0001"));
        item.put("empty text", AttributeValue.fromS(""));
        item.put("binary", AttributeValue.fromB(everyByte()));
        item.put("empty binary", AttributeValue.fromB(bytes("")));
        item.put("true", AttributeValue.fromBool(true));
        item.put("false", AttributeValue.fromBool(false));
        item.put("null", AttributeValue.fromNul(true));
        item.put("strings", AttributeValue.fromSs(List.of("a", "\u00df", "\ud83d\ude00")));
        item.put("numbers", AttributeValue.fromNs(List.of("1", "-2.5", "3E+40")));
        item.put("binaries", AttributeValue.fromBs(List.of(bytes("x"), everyByte())));
        item.put("empty map", AttributeValue.fromM(Map.of()));
        item.put("empty list", AttributeValue.fromL(List.of()));
        item.put("deep", nested(DEEPEST));
        item.put("\u4e2d\u6587 \ud83d\ude00 \"name\" \\", AttributeValue.fromS("odd name"));
        item.putAll(numbers());
        return item;
    }

    /** The same names with other types. */
    static Map<String, AttributeValue> otherTypes(String key) {
        Map<String, AttributeValue> item = everyType(key);
        item.put("text", AttributeValue.fromNul(true));
        item.put("binary", AttributeValue.fromBs(List.of(bytes(""))));
        item.put("true", AttributeValue.fromBool(false));
        item.put("null", AttributeValue.fromS("no more"));
        item.put("strings", AttributeValue.fromSs(List.of("")));
        item.put("numbers", AttributeValue.fromL(List.of(AttributeValue.fromN("1"), nested(3))));
        item.remove("empty map");
        return item;
    }

    /** An item of nothing but its key. */
    static Map<String, AttributeValue> bare(String key) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("pk", AttributeValue.fromS(key));
        return item;
    }

    /** An item that makes its page a big one. */
    static Map<String, AttributeValue> big(String key, char filler) {
        char[] text = new char[300_000];
        Arrays.fill(text, filler);
        Map<String, AttributeValue> item = bare(key);
        item.put("text", AttributeValue.fromS(new String(text)));
        return item;
    }

    private static Map<String, AttributeValue> numbers() {
        Map<String, AttributeValue> numbers = new LinkedHashMap<>();
        for (String number :
                List.of(
                        "0",
                        "-1",
                        DIGITS + "8",
                        "-0." + DIGITS + "9",
                        "1E-130",
                        "-1E-130",
                        "1E+125",
                        "9." + DIGITS + "E+125",
                        "-9." + DIGITS + "E+125")) {
            numbers.put("number " + number, AttributeValue.fromN(number));
        }
        return numbers;
    }

    private static AttributeValue nested(int levels) {
        AttributeValue value = AttributeValue.fromS("bottom");
        for (int level = 1; level < levels; level++) {
            value =
                    level % 2 == 0
                            ? AttributeValue.fromL(List.of(value))
                            : AttributeValue.fromM(Map.of("inner", value));
        }
        return value;
    }

    private static SdkBytes everyByte() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return SdkBytes.fromByteArray(bytes);
    }

    private static SdkBytes bytes(String text) {
        return SdkBytes.fromString(text, StandardCharsets.UTF_8);
    }
}
