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
package io.github.flinkdynamodb.tools.benchmarks.report;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The options of a benchmark: what they are called, what they are for, what was typed. */
public final class CommandLine {

    private static final String QUICK = "--quick";
    private static final int MOST_SECONDS = 86_400;

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> quick = new LinkedHashMap<>();
    private final Map<String, String> help = new LinkedHashMap<>();
    private final Set<String> paths = new HashSet<>();
    private boolean isQuick;

    /**
     * Adds an option.
     *
     * @param name such as {@code --shards}
     * @param usual its value if it isn't told
     * @param inQuick the same with {@code --quick}
     * @param purpose what it is for, in a few words
     * @return this
     */
    public CommandLine option(String name, String usual, String inQuick, String purpose) {
        values.put(name, usual);
        quick.put(name, inQuick);
        help.put(name, purpose);
        return this;
    }

    /**
     * Adds an option that takes jars and folders, separated as in a class path; none by default. A
     * report shows the last part of each alone: where they lie on this machine concerns nobody.
     *
     * @param name such as {@code --peer-classpath}
     * @param purpose what it is for, in a few words
     * @return this
     */
    public CommandLine classPath(String name, String purpose) {
        paths.add(name);
        return option(name, "", "", purpose);
    }

    /** What each option is for, a line each. */
    public String help() {
        StringBuilder text = new StringBuilder();
        values.forEach(
                (name, value) ->
                        text.append(String.format("  %-22s ", name))
                                .append(help.get(name))
                                .append(value.isEmpty() ? "" : " (" + value + ")")
                                .append('\n'));
        return text.append(String.format("  %-22s ", QUICK))
                .append("to see that it works\n")
                .toString();
    }

    /**
     * Reads what was typed.
     *
     * @param arguments names, each followed by its value; {@code --quick} has none
     * @return this
     * @throws IllegalArgumentException if an option isn't known, or has no value
     */
    public CommandLine parse(List<String> arguments) {
        isQuick = arguments.contains(QUICK);
        if (isQuick) {
            values.putAll(quick);
        }
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (name.equals(QUICK)) {
                continue;
            }
            if (!values.containsKey(name)) {
                throw new IllegalArgumentException("Unknown option " + name);
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            values.put(name, arguments.get(++i));
        }
        return this;
    }

    /** Whether the run is only to show that it works. */
    public boolean isQuick() {
        return isQuick;
    }

    /** All options with their values, as a report shows them. */
    public Map<String, String> values() {
        Map<String, String> shown = new LinkedHashMap<>(values);
        shown.replaceAll((name, value) -> paths.contains(name) ? fileNames(value) : value);
        return Map.copyOf(shown);
    }

    private static String fileNames(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .filter(part -> !part.isEmpty())
                .map(part -> Path.of(part).getFileName().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** An option as it was typed. */
    public String text(String name) {
        return values.get(name);
    }

    /**
     * An option that is a list.
     *
     * @param allowed a regular expression for each of its parts
     */
    public List<String> texts(String name, String allowed) {
        List<String> parts = List.of(values.get(name).split(","));
        for (String part : parts) {
            if (!part.matches(allowed)) {
                throw new IllegalArgumentException(
                        name + " takes " + allowed + ", not '" + part + "'");
            }
        }
        return parts;
    }

    /** An option that is a whole number of a range. */
    public int number(String name, int least, int most) {
        return number(name, values.get(name), least, most);
    }

    /** An option that is a list of whole numbers of a range. */
    public List<Integer> numbers(String name, int least, int most) {
        return Stream.of(values.get(name).split(","))
                .map(text -> number(name, text, least, most))
                .collect(Collectors.toList());
    }

    /** An option that is a number of milliseconds. */
    public Duration millis(String name) {
        return Duration.ofMillis(number(name, 0, 3_600_000));
    }

    /** An option that is a number of seconds, with up to three digits after a point. */
    public Duration seconds(String name) {
        String value = values.get(name);
        boolean isNumber = value.matches("\\d{1,5}(\\.\\d{1,3})?");
        double seconds = isNumber ? Double.parseDouble(value) : -1;
        if (seconds < 0 || seconds > MOST_SECONDS) {
            throw new IllegalArgumentException(
                    name + " takes 0 to " + MOST_SECONDS + ", not '" + value + "'");
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static int number(String option, String value, int least, int most) {
        int number = value.matches("\\d{1,9}") ? Integer.parseInt(value) : -1;
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    option + " takes " + least + " to " + most + ", not '" + value + "'");
        }
        return number;
    }
}
