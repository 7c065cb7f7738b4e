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
package io.github.flinkdynamodb.tools.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The fields of a JSON object, read with messages that say what is wrong. Immutable. */
final class Fields {

    private static final Set<String> OF_EVERY_ACTION = Set.of("do", "table");

    private final JsonNode json;

    private Fields(JsonNode json) {
        this.json = json;
    }

    /**
     * The fields of an object.
     *
     * @throws IllegalArgumentException where it is none
     */
    static Fields of(JsonNode json) {
        if (json == null || !json.isObject()) {
            throw new IllegalArgumentException("Not a JSON object: " + json);
        }
        return new Fields(json);
    }

    /**
     * Sees that there are no other fields than these.
     *
     * @param what the object is, for the message
     */
    Fields only(String what, Collection<String> names) {
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!names.contains(field.getKey())) {
                throw new IllegalArgumentException(
                        what
                                + " has no \""
                                + field.getKey()
                                + "\"; it has "
                                + new TreeSet<>(names));
            }
        }
        return this;
    }

    /** Sees that there are no other fields than these and those of every action. */
    Fields onlyOfAction(String what, String... names) {
        Set<String> all = new TreeSet<>(OF_EVERY_ACTION);
        all.addAll(Arrays.asList(names));
        return only(what, all);
    }

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    /** A text that has to be there. */
    String text(String name) {
        if (!has(name)) {
            throw new IllegalArgumentException('"' + name + "\" is missing");
        }
        if (!json.get(name).isTextual()) {
            throw wrong(name, "a text");
        }
        return json.get(name).textValue();
    }

    String text(String name, String other) {
        return has(name) ? text(name) : other;
    }

    /** A whole number that isn't less than one, or another where it isn't there. */
    long whole(String name, long least, long other) {
        if (!has(name)) {
            return other;
        }
        JsonNode value = json.get(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < least) {
            throw wrong(name, "a whole number from " + least + " on");
        }
        return value.asLong();
    }

    /** Like {@link #whole}, up to the largest number of 32 bits. */
    int small(String name, int least, int other) {
        long number = whole(name, least, other);
        if (number > Integer.MAX_VALUE) {
            throw wrong(name, "a whole number up to " + Integer.MAX_VALUE);
        }
        return (int) number;
    }

    /** A number that is more than 0, or another where it isn't there. */
    double positive(String name, double other) {
        if (!has(name)) {
            return other;
        }
        JsonNode value = json.get(name);
        if (!value.isNumber() || !(value.asDouble() > 0)) {
            throw wrong(name, "a number of more than 0");
        }
        return value.asDouble();
    }

    /** True or false; false where it isn't there. */
    boolean flag(String name) {
        if (has(name) && !json.get(name).isBoolean()) {
            throw wrong(name, "true or false");
        }
        return json.path(name).asBoolean();
    }

    /** A duration that has to be there and isn't negative. */
    Duration time(String name) {
        String text = text(name);
        try {
            Duration time = Duration.parse(text);
            if (!time.isNegative()) {
                return time;
            }
        } catch (DateTimeParseException e) {
            throw wrong(name, "a duration such as \"PT1.5S\" or \"PT4H\"");
        }
        throw wrong(name, "a duration that isn't negative");
    }

    Duration time(String name, Duration other) {
        return has(name) ? time(name) : other;
    }

    IllegalArgumentException wrong(String name, String right) {
        return new IllegalArgumentException(
                '"' + name + "\" is " + right + ", not " + json.get(name));
    }
}
