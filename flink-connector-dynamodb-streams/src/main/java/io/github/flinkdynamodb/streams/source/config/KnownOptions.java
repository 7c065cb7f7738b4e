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

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.IllegalConfigurationException;

/** Tells the options of {@link DynamoDbStreamsSourceOptions} from keys that nobody would read. */
@Internal
public final class KnownOptions {

    private static final String CREDENTIALS = "aws.credentials.";
    private static final String OTHER_CREDENTIALS = "aws.credentials.provider.";
    private static final String NESTED_CREDENTIALS = "aws.credentials.role.provider.";

    private static final Set<String> KEYS = keys();

    private KnownOptions() {}

    /**
     * Makes sure that an option is one of the connector's, so that a misspelt one isn't ignored.
     *
     * @param key the option's key
     * @throws IllegalConfigurationException if it is not; the message names the nearest that is
     */
    public static void require(String key) {
        if (!contains(key)) {
            throw new IllegalConfigurationException(
                    "'%s' is no option of this source: did you mean '%s'? All of them are in"
                            + " DynamoDbStreamsSourceOptions",
                    key, nearest(key, Set.of()));
        }
    }

    /**
     * Says whether an option is one of the connector's.
     *
     * @param key the option's key
     * @return true for the options of {@link DynamoDbStreamsSourceOptions}, those under the older
     *     prefix of credentials, and those of a role's own provider
     */
    public static boolean contains(String key) {
        return KEYS.contains(canonical(key));
    }

    /**
     * Finds what a misspelt key may be meant for.
     *
     * @param key the key
     * @param more keys that are known beside the connector's
     * @return the known key that is most like it
     */
    public static String nearest(String key, Collection<String> more) {
        String canonical = canonical(key);
        String nearest =
                Stream.concat(KEYS.stream(), more.stream())
                        .min(Comparator.comparingInt(known -> distance(canonical, known)))
                        .get();
        boolean prefixed = !key.equals(canonical) && nearest.startsWith(CREDENTIALS);
        int prefix = key.length() - canonical.length() + CREDENTIALS.length();
        return prefixed
                ? key.substring(0, prefix) + nearest.substring(CREDENTIALS.length())
                : nearest;
    }

    /** The settings of a role's own provider, and those under the older prefix, are known too. */
    private static String canonical(String key) {
        String rest =
                key.startsWith(OTHER_CREDENTIALS)
                        ? CREDENTIALS + key.substring(OTHER_CREDENTIALS.length())
                        : key;
        while (rest.startsWith(NESTED_CREDENTIALS)) {
            rest = CREDENTIALS + rest.substring(NESTED_CREDENTIALS.length());
        }
        return rest;
    }

    /** How many characters must be put in, taken out or replaced to make one text the other. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(before[j], row[j - 1]) + 1);
            }
            before = row;
        }
        return before[b.length()];
    }

    private static Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        for (Field field : DynamoDbStreamsSourceOptions.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class) {
                keys.add(key(field));
            }
        }
        return keys;
    }

    private static String key(Field field) {
        try {
            return ((ConfigOption<?>) field.get(null)).key();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " is not public", e);
        }
    }
}
