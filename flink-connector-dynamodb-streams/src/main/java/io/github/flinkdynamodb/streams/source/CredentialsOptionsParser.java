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
package io.github.flinkdynamodb.streams.source;

import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.CREDENTIALS_ACCESS_KEY_ID;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.CREDENTIALS_CUSTOM_CLASS;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.CREDENTIALS_PROFILE_NAME;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.CREDENTIALS_PROFILE_PATH;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.CREDENTIALS_PROVIDER;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.CREDENTIALS_ROLE_ARN;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.CREDENTIALS_ROLE_EXTERNAL_ID;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.CREDENTIALS_ROLE_SESSION_NAME;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.CREDENTIALS_ROLE_STS_ENDPOINT;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.CREDENTIALS_SECRET_KEY;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.CREDENTIALS_SESSION_TOKEN;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.CREDENTIALS_WEB_IDENTITY_TOKEN_FILE;

import io.github.flinkdynamodb.streams.client.CredentialsSettings;
import io.github.flinkdynamodb.streams.source.config.OptionValues;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Parses the options that begin with {@code aws.credentials.}. The provider that a role builds on
 * has the same options with a longer prefix; one object of this class parses the options of one
 * prefix.
 */
final class CredentialsOptionsParser {

    private static final String TOP = CredentialsSettings.PREFIX;
    private static final String OLDER_TOP = "aws.credentials.provider.";
    private static final String NESTED = "role.provider";

    private static final Pattern ROLE_ARN = Pattern.compile("arn:[a-z0-9-]+:iam::[0-9]+:role/\\S+");
    private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");

    /** Which options a provider uses; every option of credentials is in one of the lists. */
    private static final Map<CredentialsProviderType, List<ConfigOption<String>>> USED =
            new EnumMap<>(CredentialsProviderType.class);

    static {
        Arrays.stream(CredentialsProviderType.values()).forEach(type -> USED.put(type, List.of()));
        USED.put(
                CredentialsProviderType.BASIC,
                List.of(
                        CREDENTIALS_ACCESS_KEY_ID,
                        CREDENTIALS_SECRET_KEY,
                        CREDENTIALS_SESSION_TOKEN));
        USED.put(
                CredentialsProviderType.PROFILE,
                List.of(CREDENTIALS_PROFILE_NAME, CREDENTIALS_PROFILE_PATH));
        USED.put(
                CredentialsProviderType.ASSUME_ROLE,
                List.of(
                        CREDENTIALS_ROLE_ARN,
                        CREDENTIALS_ROLE_SESSION_NAME,
                        CREDENTIALS_ROLE_EXTERNAL_ID,
                        CREDENTIALS_ROLE_STS_ENDPOINT));
        USED.put(
                CredentialsProviderType.WEB_IDENTITY_TOKEN,
                List.of(
                        CREDENTIALS_ROLE_ARN,
                        CREDENTIALS_ROLE_SESSION_NAME,
                        CREDENTIALS_ROLE_STS_ENDPOINT,
                        CREDENTIALS_WEB_IDENTITY_TOKEN_FILE));
        USED.put(CredentialsProviderType.CUSTOM, List.of(CREDENTIALS_CUSTOM_CLASS));
    }

    /** Which options a provider cannot do without. */
    private static final Map<CredentialsProviderType, List<ConfigOption<String>>> NEEDED =
            Map.of(
                    CredentialsProviderType.BASIC,
                    List.of(CREDENTIALS_ACCESS_KEY_ID, CREDENTIALS_SECRET_KEY),
                    CredentialsProviderType.ASSUME_ROLE,
                    List.of(CREDENTIALS_ROLE_ARN),
                    CredentialsProviderType.CUSTOM,
                    List.of(CREDENTIALS_CUSTOM_CLASS));

    private final ReadableConfig options;
    private final String prefix;
    private final ConfigOption<CredentialsProviderType> providerOption;
    private final Map<String, String> values = new HashMap<>();

    private CredentialsOptionsParser(
            ReadableConfig options,
            String prefix,
            ConfigOption<CredentialsProviderType> providerOption) {
        this.options = options;
        this.prefix = prefix;
        this.providerOption = providerOption;
    }

    /**
     * Parses the options of credentials.
     *
     * @param options all options
     * @return the validated settings
     * @throws IllegalConfigurationException if an option is missing, wrong, or not used by the
     *     provider; the message shows no key, no secret and no token
     */
    static CredentialsSettings parse(ReadableConfig options) {
        return CredentialsSettings.of(
                new CredentialsOptionsParser(options, TOP, CREDENTIALS_PROVIDER).values());
    }

    private Map<String, String> values() {
        CredentialsProviderType provider = provider();
        values.put(providerOption.key(), provider.toString());
        rejectUnused(provider);
        List<ConfigOption<String>> needed = NEEDED.getOrDefault(provider, List.of());
        needed.forEach(option -> require(option, provider));
        USED.get(provider).forEach(this::read);
        requireFormats();
        if (provider == CredentialsProviderType.ASSUME_ROLE) {
            values.putAll(nested().values());
        }
        return values;
    }

    /** The provider that is set; without one BASIC if a key is set, as in Flink's connectors. */
    private CredentialsProviderType provider() {
        return new OptionValues(options)
                .getOptional(providerOption, CredentialsProviderType.class)
                .orElseGet(
                        () ->
                                isSet(CREDENTIALS_ACCESS_KEY_ID) || isSet(CREDENTIALS_SECRET_KEY)
                                        ? CredentialsProviderType.BASIC
                                        : CredentialsProviderType.AUTO);
    }

    private void rejectUnused(CredentialsProviderType provider) {
        List<ConfigOption<String>> used = USED.get(provider);
        Stream<String> unused =
                all().filter(option -> !used.contains(option) && isSet(option)).map(this::key);
        if (provider != CredentialsProviderType.ASSUME_ROLE) {
            unused = Stream.concat(unused, nested().everythingSet());
        }
        List<String> keys = unused.map(key -> "'" + key + "'").collect(Collectors.toList());
        if (!keys.isEmpty()) {
            boolean one = keys.size() == 1;
            throw new IllegalConfigurationException(
                    "%s %s not used by '%s' = '%s': remove %s, or choose a provider that uses %s%s",
                    String.join(", ", keys),
                    one ? "is" : "are",
                    providerOption.key(),
                    provider,
                    one ? "it" : "them",
                    one ? "it" : "them",
                    providersThatUseWhatIsSet());
        }
    }

    /** Such as {@code : BASIC}; empty if no provider uses all that is set. */
    private String providersThatUseWhatIsSet() {
        List<ConfigOption<String>> set = all().filter(this::isSet).collect(Collectors.toList());
        if (nested().everythingSet().findAny().isPresent()) {
            return USED.get(CredentialsProviderType.ASSUME_ROLE).containsAll(set)
                    ? ": " + CredentialsProviderType.ASSUME_ROLE
                    : "";
        }
        String providers =
                USED.entrySet().stream()
                        .filter(entry -> entry.getValue().containsAll(set))
                        .map(entry -> entry.getKey().toString())
                        .collect(Collectors.joining(" or "));
        return providers.isEmpty() ? "" : ": " + providers;
    }

    private Stream<String> everythingSet() {
        boolean provider = options.getOptional(text(providerOption.key())).isPresent();
        return Stream.concat(
                provider ? Stream.of(providerOption.key()) : Stream.empty(),
                all().filter(this::isSet).map(this::key));
    }

    private static Stream<ConfigOption<String>> all() {
        return USED.values().stream().flatMap(List::stream).distinct();
    }

    private CredentialsOptionsParser nested() {
        String key = prefix + NESTED;
        ConfigOption<CredentialsProviderType> provider =
                ConfigOptions.key(key)
                        .enumType(CredentialsProviderType.class)
                        .defaultValue(CREDENTIALS_PROVIDER.defaultValue())
                        .withFallbackKeys(olderKey(key));
        return new CredentialsOptionsParser(options, key + ".", provider);
    }

    private void require(ConfigOption<String> option, CredentialsProviderType provider) {
        if (!isSet(option)) {
            throw new IllegalConfigurationException(
                    "Missing option '%s': '%s' = '%s' needs it",
                    key(option), providerOption.key(), provider);
        }
    }

    private void read(ConfigOption<String> option) {
        String key = key(option);
        options.getOptional(text(key))
                .ifPresent(
                        value -> {
                            if (value.isBlank()) {
                                throw new IllegalConfigurationException(
                                        "Empty value for '%s': set a value, or remove the option",
                                        key);
                            }
                            values.put(key, value);
                        });
    }

    private void requireFormats() {
        requireFormat(CREDENTIALS_ROLE_ARN, ROLE_ARN, "arn:aws:iam::ACCOUNT:role/NAME");
        requireFormat(
                CREDENTIALS_ROLE_SESSION_NAME,
                SESSION_NAME,
                "2 to 64 letters, digits and characters of _+=,.@-");
        String stsEndpoint = key(CREDENTIALS_ROLE_STS_ENDPOINT);
        if (values.containsKey(stsEndpoint)) {
            ServiceUrl.of(options, text(stsEndpoint));
        }
    }

    private void requireFormat(ConfigOption<String> option, Pattern format, String expected) {
        String value = values.get(key(option));
        if (value != null && !format.matcher(value).matches()) {
            throw new IllegalConfigurationException(
                    "Invalid value '%s' for '%s': expected %s", value, key(option), expected);
        }
    }

    private boolean isSet(ConfigOption<String> option) {
        return options.getOptional(text(key(option))).isPresent();
    }

    private String key(ConfigOption<String> option) {
        return prefix + option.key().substring(TOP.length());
    }

    private static ConfigOption<String> text(String key) {
        return ConfigOptions.key(key).stringType().noDefaultValue().withFallbackKeys(olderKey(key));
    }

    private static String olderKey(String key) {
        return OLDER_TOP + key.substring(TOP.length());
    }
}
