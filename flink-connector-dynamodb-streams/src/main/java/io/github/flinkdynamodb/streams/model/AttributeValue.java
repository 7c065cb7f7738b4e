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
package io.github.flinkdynamodb.streams.model;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;

/**
 * The value of an attribute, of one of the ten types. Numbers keep the service's text, so that all
 * 38 digits survive. Sets keep the order of the text, which isn't significant: two sets are equal
 * if they have the same elements. Immutable, as far as nobody changes the arrays of {@link #b()}
 * and {@link #bs()}.
 */
@PublicEvolving
public final class AttributeValue {

    private static final AttributeValue NULL = new AttributeValue(AttributeType.NULL, Boolean.TRUE);
    private static final AttributeValue TRUE = new AttributeValue(AttributeType.BOOL, Boolean.TRUE);
    private static final AttributeValue FALSE =
            new AttributeValue(AttributeType.BOOL, Boolean.FALSE);

    private final AttributeType type;
    private final Object value;

    private AttributeValue(AttributeType type, Object value) {
        this.type = type;
        this.value = Objects.requireNonNull(value, "value");
    }

    /**
     * A string.
     *
     * @param value the text, maybe empty
     * @return the value
     */
    public static AttributeValue ofS(String value) {
        return new AttributeValue(AttributeType.S, value);
    }

    /**
     * A number.
     *
     * @param text its decimal text, as the service gives it
     * @return the value
     */
    public static AttributeValue ofN(String text) {
        return new AttributeValue(AttributeType.N, text);
    }

    /**
     * A binary.
     *
     * @param value the bytes, maybe none; not copied
     * @return the value
     */
    public static AttributeValue ofB(byte[] value) {
        return new AttributeValue(AttributeType.B, value);
    }

    /**
     * A boolean.
     *
     * @param value true or false
     * @return the value
     */
    public static AttributeValue ofBool(boolean value) {
        return value ? TRUE : FALSE;
    }

    /**
     * The typed null, which isn't the same as an absent attribute.
     *
     * @return the value
     */
    public static AttributeValue ofNull() {
        return NULL;
    }

    /**
     * A set of strings.
     *
     * @param values the elements
     * @return the value
     */
    public static AttributeValue ofSs(List<String> values) {
        return new AttributeValue(AttributeType.SS, List.copyOf(values));
    }

    /**
     * A set of numbers.
     *
     * @param texts the elements' decimal texts
     * @return the value
     */
    public static AttributeValue ofNs(List<String> texts) {
        return new AttributeValue(AttributeType.NS, List.copyOf(texts));
    }

    /**
     * A set of binaries.
     *
     * @param values the elements, not copied
     * @return the value
     */
    public static AttributeValue ofBs(List<byte[]> values) {
        return new AttributeValue(
                AttributeType.BS, Collections.unmodifiableList(new ArrayList<>(values)));
    }

    /**
     * A list.
     *
     * @param values the elements, of any types
     * @return the value
     */
    public static AttributeValue ofL(List<AttributeValue> values) {
        return new AttributeValue(AttributeType.L, List.copyOf(values));
    }

    /**
     * A map.
     *
     * @param values name to value; the order is kept. Not copied: the caller gives it away
     * @return the value
     */
    public static AttributeValue ofM(Map<String, AttributeValue> values) {
        return new AttributeValue(AttributeType.M, Collections.unmodifiableMap(values));
    }

    /**
     * The value's type.
     *
     * @return the type; it says which of the other methods may be called
     */
    public AttributeType type() {
        return type;
    }

    /**
     * The text of a string.
     *
     * @return the text; half of a surrogate pair that the server's JSON escapes is kept as it is
     * @throws IllegalStateException if the value has another type, as for all of these methods
     */
    public String s() {
        return (String) as(AttributeType.S);
    }

    /**
     * The text of a number, as the service gave it.
     *
     * @return decimal text of up to 38 significant digits, maybe with an exponent
     */
    public String n() {
        return (String) as(AttributeType.N);
    }

    /**
     * A number, exactly.
     *
     * @return the number
     * @throws NumberFormatException if the text is not a number
     */
    public BigDecimal decimal() {
        return new BigDecimal(n());
    }

    /**
     * The bytes of a binary.
     *
     * @return the array itself
     */
    public byte[] b() {
        return (byte[]) as(AttributeType.B);
    }

    /**
     * The value of a boolean.
     *
     * @return true or false
     */
    public boolean bool() {
        return (Boolean) as(AttributeType.BOOL);
    }

    /**
     * Returns whether this is the typed null.
     *
     * @return true for type NULL
     */
    public boolean isNull() {
        return type == AttributeType.NULL;
    }

    /**
     * The elements of a set of strings.
     *
     * @return an unmodifiable list
     */
    @SuppressWarnings("unchecked")
    public List<String> ss() {
        return (List<String>) as(AttributeType.SS);
    }

    /**
     * The texts of a set of numbers.
     *
     * @return an unmodifiable list
     */
    @SuppressWarnings("unchecked")
    public List<String> ns() {
        return (List<String>) as(AttributeType.NS);
    }

    /**
     * The elements of a set of binaries.
     *
     * @return an unmodifiable list of the arrays themselves
     */
    @SuppressWarnings("unchecked")
    public List<byte[]> bs() {
        return (List<byte[]>) as(AttributeType.BS);
    }

    /**
     * The elements of a list.
     *
     * @return an unmodifiable list
     */
    @SuppressWarnings("unchecked")
    public List<AttributeValue> l() {
        return (List<AttributeValue>) as(AttributeType.L);
    }

    /**
     * The entries of a map.
     *
     * @return an unmodifiable map in the order of the text
     */
    @SuppressWarnings("unchecked")
    public Map<String, AttributeValue> m() {
        return (Map<String, AttributeValue>) as(AttributeType.M);
    }

    private Object as(AttributeType wanted) {
        if (type != wanted) {
            throw new IllegalStateException("the value has type " + type + ", not " + wanted);
        }
        return value;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof AttributeValue
                && type == ((AttributeValue) o).type
                && comparable().equals(((AttributeValue) o).comparable());
    }

    @Override
    public int hashCode() {
        return 31 * type.name().hashCode() + comparable().hashCode();
    }

    private Object comparable() {
        switch (type) {
            case B:
                return ByteBuffer.wrap((byte[]) value);
            case SS:
            case NS:
                return new HashSet<>((List<?>) value);
            case BS:
                Set<ByteBuffer> set = new HashSet<>();
                bs().forEach(bytes -> set.add(ByteBuffer.wrap(bytes)));
                return set;
            default:
                return value;
        }
    }

    @Override
    public String toString() {
        return type + ":" + (type == AttributeType.B ? Arrays.toString((byte[]) value) : value);
    }
}
