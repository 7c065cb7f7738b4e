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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.FallbackKey;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Reads the values of options. The message about a wrong one names the key, the value and what is
 * expected. No method returns null.
 */
@Internal
public final class OptionValues {

    /** What the texts of types look like, by the class of their values. */
    private static final Map<Class<?>, String> EXAMPLES =
            Map.of(
                    Duration.class, "a duration such as '200 ms', '30 s' or '10 min'",
                    MemorySize.class, "a memory size such as '512 kb', '64 mb' or '1 gb'",
                    Integer.class, "an integer such as '64'",
                    Long.class, "an integer such as '1795398960000'",
                    Double.class, "a number such as '1.2'",
                    Boolean.class, "one of true and false");

    private final ReadableConfig options;

    /**
     * Creates a reader of values.
     *
     * @param options the options
     */
    public OptionValues(ReadableConfig options) {
        this.options = options;
    }

    /**
     * Reads an option that has a default.
     *
     * @param option the option
     * @param type the class of its values
     * @param <T> the type of its values
     * @return its value
     * @throws IllegalConfigurationException if the value isn't of the option's type
     */
    public <T> T get(ConfigOption<T> option, Class<T> type) {
        return getOptional(option, type).orElseGet(option::defaultValue);
    }

    /**
     * Reads an option.
     *
     * @param option the option
     * @param type the class of its values
     * @param <T> the type of its values
     * @return its value; empty if it is not set
     * @throws IllegalConfigurationException if the value isn't of the option's type
     */
    public <T> Optional<T> getOptional(ConfigOption<T> option, Class<T> type) {
        return getOptional(
                option, value -> type.isEnum() ? oneOf(value, words(type)) : EXAMPLES.get(type));
    }

    /**
     * Reads an option that has a default and expects a word.
     *
     * @param expected the words that are expected here; others of the option's are returned too
     * @throws IllegalConfigurationException if the value isn't a word of the option's
     */
    <T extends Enum<T>> T get(ConfigOption<T> option, List<T> expected) {
        List<String> words = expected.stream().map(Object::toString).collect(Collectors.toList());
        return getOptional(option, value -> oneOf(value, words)).orElseGet(option::defaultValue);
    }

    private <T> Optional<T> getOptional(
            ConfigOption<T> option, Function<String, String> expectedInsteadOf) {
        try {
            return options.getOptional(option);
        } catch (IllegalArgumentException | ArithmeticException e) {
            String value = text(option);
            throw invalid(option.key(), value, expectedInsteadOf.apply(value), e);
        }
    }

    private String text(ConfigOption<?> option) {
        ConfigOption<String> text = ConfigOptions.key(option.key()).stringType().noDefaultValue();
        for (FallbackKey fallback : option.fallbackKeys()) {
            text = text.withFallbackKeys(fallback.getKey());
        }
        return options.getOptional(text).orElse("");
    }

    /**
     * Describes the words of an option that expects one of a few.
     *
     * @param value the wrong value
     * @param allowed the words
     * @return the sorted words, and the one that is probably meant if there is one
     */
    static String oneOf(String value, List<String> allowed) {
        List<String> sorted = allowed.stream().sorted().collect(Collectors.toList());
        return "one of "
                + sorted
                + SimilarWords.similar(value, sorted)
                        .map(word -> ". Did you mean '" + word + "'?")
                        .orElse("");
    }

    /** The words for the constants of an enumeration. */
    static List<String> words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(Object::toString)
                .collect(Collectors.toList());
    }

    /**
     * Reads a duration.
     *
     * @throws IllegalConfigurationException if it is shorter or longer than is allowed
     */
    Duration within(ConfigOption<Duration> option, Duration least, Duration most) {
        Duration value = get(option, Duration.class);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw outOfRange(option.key(), text(value), text(least), text(most));
        }
        return value;
    }

    /**
     * Reads an integer.
     *
     * @throws IllegalConfigurationException if it is less or more than is allowed
     */
    int within(ConfigOption<Integer> option, int least, int most) {
        int value = get(option, Integer.class);
        if (value < least || value > most) {
            throw outOfRange(option.key(), value, least, most);
        }
        return value;
    }

    /**
     * Reads a number that has no default.
     *
     * @return the number; empty if it isn't set
     * @throws IllegalConfigurationException if it is less or more than is allowed
     */
    <N extends Number> Optional<N> within(
            ConfigOption<N> option, Class<N> type, long least, long most) {
        Optional<N> value = getOptional(option, type);
        value.map(Number::longValue)
                .filter(number -> number < least || number > most)
                .ifPresent(
                        number -> {
                            throw outOfRange(option.key(), number, least, most);
                        });
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
            throw outOfRange(option.key(), text(value), text(least), text(most));
        }
        return value.getBytes();
    }

    private static IllegalConfigurationException outOfRange(
            String key, Object value, Object least, Object most) {
        return invalid(key, value, least + " to " + most, null);
    }

    private static IllegalConfigurationException invalid(
            String key, Object value, String expected, Throwable foundBy) {
        IllegalConfigurationException invalid =
                new IllegalConfigurationException(
                        String.format(
                                "Invalid value '%s' for '%s': expected %s", value, key, expected));
        // SQL clients show nothing but the last cause, which must be the one with what is expected.
        if (foundBy != null) {
            invalid.addSuppressed(foundBy);
        }
        return invalid;
    }

    private static String text(MemorySize size) {
        boolean whole = size.getBytes() == (long) size.getMebiBytes() << 20;
        return whole && size.getMebiBytes() > 0
                ? size.getMebiBytes() + " mb"
                : size.getBytes() + " bytes";
    }

    /**
     * Writes a duration as a setting has it.
     *
     * @return in milliseconds; in seconds if those are too many for 64 bits
     */
    static String text(Duration duration) {
        try {
            return duration.toMillis() + " ms";
        } catch (ArithmeticException e) {
            return duration.getSeconds() + " s";
        }
    }
}
