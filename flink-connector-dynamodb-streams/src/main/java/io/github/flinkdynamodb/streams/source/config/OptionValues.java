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
package io.github.flinkdynamodb.streams.source.config;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Reads the values of options, and says of a wrong one its key, the value and what is allowed. No
 * method returns null.
 */
final class OptionValues {

    /** What the texts of types look like, by the class of their values. */
    private static final Map<Class<?>, String> EXAMPLES =
            Map.of(
                    Duration.class, "a duration, such as '200 ms', '30 s' or '10 min'",
                    MemorySize.class, "a size of memory, such as '512 kb', '64 mb' or '1 gb'",
                    Integer.class, "a whole number, such as '64'",
                    Long.class, "a whole number, such as '1795398960000'");

    private final ReadableConfig options;

    OptionValues(ReadableConfig options) {
        this.options = options;
    }

    /**
     * Reads an option that has a default.
     *
     * @throws IllegalConfigurationException if the value isn't of the option's type
     */
    <T> T get(ConfigOption<T> option, Class<T> type) {
        return getOptional(option, type).orElseGet(option::defaultValue);
    }

    /**
     * Reads an option.
     *
     * @return its value; empty where it isn't set
     * @throws IllegalConfigurationException if the value isn't of the option's type
     */
    <T> Optional<T> getOptional(ConfigOption<T> option, Class<T> type) {
        try {
            return options.getOptional(option);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalConfigurationException(
                    String.format(
                            "'%s' = '%s' can't be read: expected %s",
                            option.key(), text(option), EXAMPLES.get(type)),
                    e);
        }
    }

    private String text(ConfigOption<?> option) {
        return options.getOptional(ConfigOptions.key(option.key()).stringType().noDefaultValue())
                .orElse("");
    }

    /**
     * Reads an option that knows a few words.
     *
     * @param allowed what the words stand for
     * @throws IllegalConfigurationException if the value is another word
     */
    <T> T oneOf(ConfigOption<String> option, Map<String, T> allowed) {
        String value = get(option, String.class);
        T found = allowed.get(value);
        if (found == null) {
            throw unknownWord(option.key(), value, allowed.keySet());
        }
        return found;
    }

    /**
     * Says that a word isn't one of those that an option knows.
     *
     * @param allowed those that it knows
     */
    static IllegalConfigurationException unknownWord(
            String key, String value, Collection<String> allowed) {
        String word = value.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        return new IllegalConfigurationException(
                "'%s' = '%s' is not known: allowed are %s%s",
                key,
                value,
                new TreeSet<>(allowed),
                allowed.contains(word) ? ". Did you mean '" + word + "'?" : "");
    }

    /**
     * Reads a duration.
     *
     * @throws IllegalConfigurationException if it is shorter or longer than is allowed
     */
    Duration within(ConfigOption<Duration> option, Duration least, Duration most) {
        Duration value = get(option, Duration.class);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' must lie between %s and %s",
                    option.key(), text(value), text(least), text(most));
        }
        return value;
    }

    /**
     * Reads a whole number.
     *
     * @throws IllegalConfigurationException if it is less or more than is allowed
     */
    int within(ConfigOption<Integer> option, int least, int most) {
        int value = get(option, Integer.class);
        if (value < least || value > most) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' must lie between %s and %s", option.key(), value, least, most);
        }
        return value;
    }

    /**
     * Reads a number of bytes.
     *
     * @throws IllegalConfigurationException if it is less or more than is allowed
     */
    long within(ConfigOption<MemorySize> option, MemorySize least, MemorySize most) {
        MemorySize value = get(option, MemorySize.class);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' must lie between %s and %s",
                    option.key(), text(value), text(least), text(most));
        }
        return value.getBytes();
    }

    private static String text(MemorySize size) {
        boolean whole = size.getBytes() == (long) size.getMebiBytes() << 20;
        return whole && size.getMebiBytes() > 0
                ? size.getMebiBytes() + " mb"
                : size.getBytes() + " bytes";
    }

    /**
     * A duration as it is written in a setting.
     *
     * @return in milliseconds; in seconds where those are too many for 64 bits
     */
    static String text(Duration duration) {
        try {
            return duration.toMillis() + " ms";
        } catch (ArithmeticException e) {
            return duration.getSeconds() + " s";
        }
    }
}
