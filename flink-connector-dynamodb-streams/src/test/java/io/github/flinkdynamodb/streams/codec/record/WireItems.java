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

import io.github.flinkdynamodb.streams.model.AttributeType;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Creates items as a table may hold them: every type, empty values, 32 levels, any Unicode text.
 */
public final class WireItems {

    private static final int MAX_NESTING = 32;
    private static final int MAX_DIGITS = 38;

    private final Random random;

    /**
     * Creates a generator.
     *
     * @param random decides everything
     */
    public WireItems(Random random) {
        this.random = random;
    }

    /**
     * Creates an item.
     *
     * @return its attributes
     */
    public Map<String, AttributeValue> item() {
        Map<String, AttributeValue> item = members(MAX_NESTING);
        if (random.nextInt(10) == 0) {
            item.put("deep", chain());
        }
        return item;
    }

    private AttributeValue chain() {
        AttributeValue value = value(0);
        for (int level = 0; level < MAX_NESTING; level++) {
            value =
                    random.nextBoolean()
                            ? AttributeValue.ofL(List.of(value))
                            : AttributeValue.ofM(Map.of(name(), value));
        }
        return value;
    }

    private Map<String, AttributeValue> members(int levelsLeft) {
        Map<String, AttributeValue> members = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            members.put(name(), value(levelsLeft));
        }
        return members;
    }

    private AttributeValue value(int levelsLeft) {
        AttributeType[] types = AttributeType.values();
        switch (types[random.nextInt(types.length)]) {
            case N:
                return AttributeValue.ofN(number());
            case B:
                return AttributeValue.ofB(binary());
            case SS:
                return AttributeValue.ofSs(set(this::text));
            case NS:
                return AttributeValue.ofNs(set(this::number));
            case BS:
                return AttributeValue.ofBs(List.of(binary(), binary()));
            case M:
                return AttributeValue.ofM(levelsLeft == 0 ? Map.of() : members(levelsLeft / 2));
            case L:
                return AttributeValue.ofL(levelsLeft == 0 ? List.of() : values(levelsLeft / 2));
            case NULL:
                return AttributeValue.ofNull();
            case BOOL:
                return AttributeValue.ofBool(random.nextBoolean());
            default:
                return AttributeValue.ofS(text());
        }
    }

    private List<AttributeValue> values(int levelsLeft) {
        List<AttributeValue> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.add(value(levelsLeft));
        }
        return values;
    }

    private List<String> set(Supplier<String> element) {
        Set<String> elements = new LinkedHashSet<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            elements.add(element.get());
        }
        return List.copyOf(elements);
    }

    private byte[] binary() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }

    /**
     * Creates a number as the service writes it.
     *
     * @return up to 38 digits, maybe with a point, or an exponent from -130 to +125
     */
    public String number() {
        StringBuilder digits = new StringBuilder(random.nextBoolean() ? "-" : "");
        digits.append((char) ('1' + random.nextInt(9)));
        int more = random.nextInt(MAX_DIGITS);
        int point = random.nextInt(2 * MAX_DIGITS);
        for (int i = 0; i < more; i++) {
            digits.append(i == point ? "." : "").append((char) ('0' + random.nextInt(10)));
        }
        switch (random.nextInt(5)) {
            case 0:
                return "0";
            case 1:
                return digits + "E-" + random.nextInt(131);
            case 2:
                return digits + "E+" + random.nextInt(126);
            default:
                return digits.toString();
        }
    }

    private String name() {
        if (random.nextInt(4) > 0) {
            return "attribute_" + random.nextInt(40);
        }
        return text();
    }

    /**
     * Creates a text.
     *
     * @return any Unicode text without lone surrogates, maybe empty, maybe longer than a name
     */
    public String text() {
        int length = random.nextInt(random.nextInt(8) == 0 ? 200 : 12);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(codePoint());
        }
        return text.toString();
    }

    private int codePoint() {
        switch (random.nextInt(8)) {
            case 0:
                return "\"\\/{}[]:,\b\f\n\r\t\u0000\u001f\u007f\ufffd".charAt(random.nextInt(18));
            case 1:
                return 0x80 + random.nextInt(0x700);
            case 2:
                return 0x800 + random.nextInt(0xd800 - 0x800);
            case 3:
                return 0xe000 + random.nextInt(0x2000);
            case 4:
                return 0x10000 + random.nextInt(0x100000);
            default:
                return ' ' + random.nextInt(95);
        }
    }
}
