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
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.IllegalConfigurationException;

/** Tells the keys of {@link DynamoDbStreamsSourceOptions} from keys that nothing would read. */
@Internal
public final class KnownOptions {

    /** The prefix of the options of credentials. */
    public static final String CREDENTIALS_PREFIX = "aws.credentials.";

    private static final String OLDER_PREFIX = "aws.credentials.provider.";
    private static final String NESTED_PREFIX = "aws.credentials.role.provider.";

    private static final Set<String> KEYS =
            DynamoDbStreamsSourceOptions.all().stream()
                    .map(ConfigOption::key)
                    .collect(Collectors.toUnmodifiableSet());

    private KnownOptions() {}

    /**
     * Requires that an option is one of the connector's, so that a misspelt one isn't ignored.
     *
     * @param key the option's key
     * @throws IllegalConfigurationException if it is not; the message names the most similar option
     */
    public static void require(String key) {
        if (!contains(key)) {
            throw new IllegalConfigurationException(
                    "Unknown option '%s'. Did you mean '%s'? See DynamoDbStreamsSourceOptions for"
                            + " all options",
                    key, nearest(key, List.of()));
        }
    }

    /**
     * Returns whether an option is one of the connector's.
     *
     * @param key the option's key
     * @return true for the options of {@link DynamoDbStreamsSourceOptions}, for those of
     *     credentials under their older prefix, and for those of the provider that a role builds on
     */
    public static boolean contains(String key) {
        return KEYS.contains(canonical(key));
    }

    /**
     * Returns whether an option is about credentials, so that its value may be a secret.
     *
     * @param key the option's key
     * @return true for every key that begins with {@code aws.credentials.}
     */
    public static boolean isAboutCredentials(String key) {
        return key.startsWith(CREDENTIALS_PREFIX);
    }

    /**
     * Finds the option that a misspelt key is probably meant for.
     *
     * @param key the misspelt key
     * @param more keys that are known besides the connector's
     * @return the most similar known key
     */
    public static String nearest(String key, Collection<String> more) {
        String canonical = canonical(key);
        String nearest =
                SimilarWords.nearest(
                        canonical,
                        Stream.concat(KEYS.stream().sorted(), more.stream())
                                .collect(Collectors.toList()));
        boolean prefixed = !key.equals(canonical) && nearest.startsWith(CREDENTIALS_PREFIX);
        int prefix = key.length() - canonical.length() + CREDENTIALS_PREFIX.length();
        return prefixed
                ? key.substring(0, prefix) + nearest.substring(CREDENTIALS_PREFIX.length())
                : nearest;
    }

    /** The key of the same option of the provider itself, under today's prefix. */
    private static String canonical(String key) {
        String rest =
                key.startsWith(OLDER_PREFIX)
                        ? CREDENTIALS_PREFIX + key.substring(OLDER_PREFIX.length())
                        : key;
        while (rest.startsWith(NESTED_PREFIX)) {
            rest = CREDENTIALS_PREFIX + rest.substring(NESTED_PREFIX.length());
        }
        return rest;
    }
}
