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
package io.github.flinkdynamodb.streams.table.convert;

import io.github.flinkdynamodb.streams.model.AttributeType;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * Which types of Flink an attribute of each type of DynamoDB becomes, and on what conditions. An
 * attribute of type NULL, and one that the item doesn't have, is NULL in each of them.
 */
@Internal
public enum TypeMapping {
    /** Text as text. */
    TEXT(
            "S",
            "STRING, VARCHAR(n), CHAR(n)",
            "CHAR, VARCHAR",
            "Text of more than n characters is an error. CHAR(n) pads shorter text with spaces at"
                    + " the end, as CAST does."),
    /** Text as a date. */
    ISO_DATE("S", "DATE", "DATE", "ISO 8601: 2024-02-29; years 0000 to 9999."),
    /** Text as a time of day. */
    ISO_TIME(
            "S",
            "TIME(p)",
            "TIME_WITHOUT_TIME_ZONE",
            "ISO 8601, without an offset: 23:59:59.999. Flink keeps milliseconds: more than p, or"
                    + " than three, digits of a second that aren't 0 are an error."),
    /** Text as a local time. */
    ISO_TIMESTAMP(
            "S",
            "TIMESTAMP(p)",
            "TIMESTAMP_WITHOUT_TIME_ZONE",
            "ISO 8601, without an offset: 2024-02-29T23:59:59.999; years 0000 to 9999. More than p"
                    + " digits of a second that aren't 0 are an error."),
    /** Text as an instant. */
    ISO_INSTANT(
            "S",
            "TIMESTAMP_LTZ(p)",
            "TIMESTAMP_WITH_LOCAL_TIME_ZONE",
            "ISO 8601, with Z or an offset: 2024-02-29T23:59:59.999+01:00, or +0100; years 0000 to"
                    + " 9999. More than p digits of a second that aren't 0 are an error."),
    /** Numbers as integers. */
    INTEGER(
            "N",
            "TINYINT, SMALLINT, INT, BIGINT",
            "TINYINT, SMALLINT, INTEGER, BIGINT",
            "Exact: a fraction, or a number out of the type's range, is an error. 1.0 and 1E2 are"
                    + " integers."),
    /** Numbers as decimals. */
    DECIMAL(
            "N",
            "DECIMAL(p, s)",
            "DECIMAL",
            "Exact: more than s digits after the point that aren't 0, or more than p - s before it,"
                    + " are an error."),
    /** Numbers as floating-point numbers. */
    FLOATING_POINT(
            "N",
            "FLOAT, DOUBLE",
            "FLOAT, DOUBLE",
            "The nearest number of the type; one beyond the largest is an error."),
    /** Numbers as times. */
    EPOCH(
            "N",
            "TIMESTAMP_LTZ(p), TIMESTAMP(p)",
            "TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_WITHOUT_TIME_ZONE",
            "Counted from 1970-01-01T00:00:00Z in the unit that 'scan.epoch-unit' or"
                    + " 'fields.<path>.epoch-unit' says; without one it is an error. Exact: digits"
                    + " beyond p that aren't 0, and times out of the years 0000 to 9999, are"
                    + " errors. TIMESTAMP is in UTC."),
    /** Numbers as text. */
    NUMBER_TEXT(
            "N",
            "STRING, VARCHAR(n), CHAR(n)",
            "CHAR, VARCHAR",
            "All digits, as DynamoDB sends them."),
    /** Binaries as bytes. */
    BYTES(
            "B",
            "BYTES, VARBINARY(n), BINARY(n)",
            "BINARY, VARBINARY",
            "More than n bytes are an error; BINARY(n) takes exactly n."),
    /** Binaries as text. */
    BASE64("B", "STRING, VARCHAR(n), CHAR(n)", "CHAR, VARCHAR", "In base64."),
    /** Booleans. */
    BOOL("BOOL", "BOOLEAN", "BOOLEAN", ""),
    /** Booleans as text. */
    BOOL_TEXT("BOOL", "STRING, VARCHAR(n), CHAR(n)", "CHAR, VARCHAR", "true or false."),
    /** Maps as rows. */
    ROW(
            "M",
            "ROW<...>",
            "ROW",
            "Each field reads the entry of its name, or of the name that"
                    + " 'fields.<path>.attribute' says; other entries are left out."),
    /** Maps as maps. */
    MAP(
            "M",
            "MAP<STRING, T>",
            "MAP",
            "Every value must fit T. The keys, of type STRING or VARCHAR(n), are sorted."),
    /** Lists as arrays. */
    LIST(
            "L",
            "ARRAY<T>",
            "ARRAY",
            "Every element must fit T. DynamoDB Local 3 writes an empty list as {} in images, which"
                    + " is an empty array."),
    /** Sets as arrays. */
    SET_ARRAY(
            "SS, NS, BS",
            "ARRAY<T>",
            "ARRAY",
            "T takes S, N or B by the rows of this table. The elements are sorted."),
    /** Sets as multisets. */
    SET_MULTISET(
            "SS, NS, BS",
            "MULTISET<T>",
            "MULTISET",
            "T takes S, N or B by the rows of this table. Elements that are equal as T are counted"
                    + " together."),
    /** What nests as text. */
    JSON(
            "M, L, SS, NS, BS",
            "STRING, VARCHAR(n), CHAR(n)",
            "CHAR, VARCHAR",
            "Plain JSON without white space: numbers with all digits, binaries in base64, sets as"
                    + " arrays. Members of objects and elements of sets are sorted."),
    /** Everything as what describes itself. */
    VARIANT(
            "S, N, B, BOOL, M, L, SS, NS, BS",
            "VARIANT",
            "VARIANT",
            "Flink 2.1 and later. Numbers are integers or decimals, exact; one of more than 38"
                    + " digits is an error. Sets are arrays, sorted. NULL within a map or list is"
                    + " a variant's null.");

    private final Set<AttributeType> attributeTypes;
    private final String flinkTypes;
    private final List<String> roots;
    private final String conditions;

    TypeMapping(String attributeTypes, String flinkTypes, String roots, String conditions) {
        this.attributeTypes =
                Collections.unmodifiableSet(
                        Arrays.stream(attributeTypes.split(", "))
                                .map(AttributeType::valueOf)
                                .collect(
                                        Collectors.toCollection(
                                                () -> EnumSet.noneOf(AttributeType.class))));
        this.flinkTypes = flinkTypes;
        this.roots = List.of(roots.split(", "));
        this.conditions = conditions;
    }

    /**
     * The types of the attributes.
     *
     * @return one or more, unmodifiable
     */
    public Set<AttributeType> attributeTypes() {
        return attributeTypes;
    }

    /**
     * The types of the columns, for a reader.
     *
     * @return types as they stand in a CREATE TABLE, with a comma between them
     */
    public String flinkTypes() {
        return flinkTypes;
    }

    /**
     * The conditions, for a reader.
     *
     * @return sentences, maybe none
     */
    public String conditions() {
        return conditions;
    }

    /**
     * Returns whether columns of a type can be filled in this way.
     *
     * @param type the column's type; the types within it are not looked at
     */
    public boolean makes(LogicalType type) {
        return roots.contains(type.getTypeRoot().name());
    }

    /**
     * All types that a column can have.
     *
     * @return types as they stand in a CREATE TABLE, with a comma between them, each once
     */
    public static String allFlinkTypes() {
        return Arrays.stream(values())
                .flatMap(mapping -> Arrays.stream(mapping.flinkTypes.split(", (?![^<(]*[)>])")))
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
