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
package io.github.flinkdynamodb.e2e.chaosjob;

import java.util.Map;
import java.util.TreeMap;

/** The job's arguments: pairs of {@code --name value}. */
final class Arguments {

    private final Map<String, String> values;

    private Arguments(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads arguments.
     *
     * @throws IllegalArgumentException if they aren't pairs
     */
    static Arguments of(String... args) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < args.length; i += 2) {
            if (!args[i].startsWith("--") || i + 1 == args.length) {
                throw new IllegalArgumentException(
                        "Pairs of --name value were expected: " + String.join(" ", args));
            }
            values.put(args[i].substring(2), args[i + 1]);
        }
        return new Arguments(values);
    }

    /**
     * Returns a value.
     *
     * @throws IllegalArgumentException if it isn't there
     */
    String get(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("--" + name + " is missing; there are " + values);
        }
        return value;
    }

    /** Returns a value, or a default. */
    String get(String name, String ifMissing) {
        return values.getOrDefault(name, ifMissing);
    }
}
