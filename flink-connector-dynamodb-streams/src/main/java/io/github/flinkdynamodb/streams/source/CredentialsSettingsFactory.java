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
import io.github.flinkdynamodb.streams.client.CredentialsSettings.Kind;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Reads and validates the options that begin with {@code aws.credentials.}. The provider that an
 * assumed role builds on has the same options with a longer prefix; one object of this class reads
 * the options of one prefix.
 */
final class CredentialsSettingsFactory {

    private static final String TOP = "aws.credentials.";
    private static final String FALLBACK = "aws.credentials.provider.";
    private static final String NESTED = "role.provider";

    private static final Pattern ROLE_ARN = Pattern.compile("arn:[a-z0-9-]+:iam::[0-9]+:role/\\S+");
    private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");

    /** Which options a kind uses; every option of credentials is in one of the lists. */
    private static final Map<Kind, List<ConfigOption<String>>> USED = new EnumMap<>(Kind.class);

    static {
        Arrays.stream(Kind.values()).forEach(kind -> USED.put(kind, List.of()));
        USED.put(
                Kind.BASIC,
                List.of(
                        CREDENTIALS_ACCESS_KEY_ID,
                        CREDENTIALS_SECRET_KEY,
                        CREDENTIALS_SESSION_TOKEN));
        USED.put(Kind.PROFILE, List.of(CREDENTIALS_PROFILE_NAME, CREDENTIALS_PROFILE_PATH));
        USED.put(
                Kind.ASSUME_ROLE,
                List.of(
                        CREDENTIALS_ROLE_ARN,
                        CREDENTIALS_ROLE_SESSION_NAME,
                        CREDENTIALS_ROLE_EXTERNAL_ID,
                        CREDENTIALS_ROLE_STS_ENDPOINT));
        USED.put(
                Kind.WEB_IDENTITY_TOKEN,
                List.of(
                        CREDENTIALS_ROLE_ARN,
                        CREDENTIALS_ROLE_SESSION_NAME,
                        CREDENTIALS_ROLE_STS_ENDPOINT,
                        CREDENTIALS_WEB_IDENTITY_TOKEN_FILE));
        USED.put(Kind.CUSTOM, List.of(CREDENTIALS_CUSTOM_CLASS));
    }

    private final ReadableConfig options;
    private final String prefix;
    private final ConfigOption<String> kindOption;

    private CredentialsSettingsFactory(
            ReadableConfig options, String prefix, ConfigOption<String> kindOption) {
        this.options = options;
        this.prefix = prefix;
        this.kindOption = kindOption;
    }

    /**
     * Reads the settings of the credentials.
     *
     * @param options all options
     * @return the validated settings
     * @throws IllegalConfigurationException if a setting is missing, wrong, or not used by the
     *     provider; the message shows no key, no secret and no token
     */
    static CredentialsSettings from(ReadableConfig options) {
        return new CredentialsSettingsFactory(options, TOP, CREDENTIALS_PROVIDER).read();
    }

    private CredentialsSettings read() {
        Kind kind = kind();
        rejectUnused(kind);
        CredentialsSettings.Builder settings = CredentialsSettings.builder(kind);
        switch (kind) {
            case BASIC:
                settings.keys(
                        required(kind, CREDENTIALS_ACCESS_KEY_ID),
                        required(kind, CREDENTIALS_SECRET_KEY),
                        text(CREDENTIALS_SESSION_TOKEN));
                break;
            case PROFILE:
                settings.profile(text(CREDENTIALS_PROFILE_NAME), text(CREDENTIALS_PROFILE_PATH));
                break;
            case ASSUME_ROLE:
                required(kind, CREDENTIALS_ROLE_ARN);
                role(settings).base(nested().read());
                break;
            case WEB_IDENTITY_TOKEN:
                role(settings).webIdentityTokenFile(text(CREDENTIALS_WEB_IDENTITY_TOKEN_FILE));
                break;
            case CUSTOM:
                settings.customClass(required(kind, CREDENTIALS_CUSTOM_CLASS));
                break;
            default:
                break;
        }
        return settings.build();
    }

    /** The provider that is set; without one BASIC where a key is set, as in Flink's connectors. */
    private Kind kind() {
        if (options.getOptional(kindOption).isEmpty()) {
            boolean keys = isSet(CREDENTIALS_ACCESS_KEY_ID) || isSet(CREDENTIALS_SECRET_KEY);
            return keys ? Kind.BASIC : Kind.AUTO;
        }
        String name = options.get(kindOption);
        for (Kind kind : Kind.values()) {
            if (kind.name().equals(name.toUpperCase(Locale.ROOT))) {
                return kind;
            }
        }
        throw new IllegalConfigurationException(
                "'%s' = '%s' is not known: allowed are %s",
                kindOption.key(), name, Arrays.toString(Kind.values()));
    }

    private CredentialsSettings.Builder role(CredentialsSettings.Builder settings) {
        String arn = text(CREDENTIALS_ROLE_ARN);
        if (arn != null && !ROLE_ARN.matcher(arn).matches()) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' is not the ARN of a role: expected"
                            + " arn:aws:iam::ACCOUNT:role/NAME",
                    key(CREDENTIALS_ROLE_ARN), arn);
        }
        String session = text(CREDENTIALS_ROLE_SESSION_NAME);
        if (session != null && !SESSION_NAME.matcher(session).matches()) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' is not the name of a session: 2 to 64 letters, digits and"
                            + " characters of _+=,.@- are allowed",
                    key(CREDENTIALS_ROLE_SESSION_NAME), session);
        }
        return settings.role(arn, session, text(CREDENTIALS_ROLE_EXTERNAL_ID))
                .stsEndpoint(stsEndpoint());
    }

    private URI stsEndpoint() {
        ConfigOption<String> option = here(CREDENTIALS_ROLE_STS_ENDPOINT);
        return options.getOptional(option).isPresent()
                ? ClientSettingsFactory.url(options, option)
                : null;
    }

    private void rejectUnused(Kind kind) {
        List<ConfigOption<String>> used = USED.get(kind);
        Stream<String> unused =
                all().filter(option -> !used.contains(option) && isSet(option)).map(this::key);
        if (kind != Kind.ASSUME_ROLE) {
            unused = Stream.concat(unused, nested().everythingSet());
        }
        List<String> keys = unused.map(key -> "'" + key + "'").collect(Collectors.toList());
        if (!keys.isEmpty()) {
            throw new IllegalConfigurationException(
                    "%s no meaning with '%s' = '%s': leave out what has none, or choose the"
                            + " provider that uses it%s",
                    String.join(", ", keys) + (keys.size() == 1 ? " has" : " have"),
                    kindOption.key(),
                    kind,
                    kindsThatUseWhatIsSet());
        }
    }

    /** Such as {@code , which is BASIC}; empty where no kind uses all that is set. */
    private String kindsThatUseWhatIsSet() {
        List<ConfigOption<String>> set = all().filter(this::isSet).collect(Collectors.toList());
        if (nested().everythingSet().findAny().isPresent()) {
            return USED.get(Kind.ASSUME_ROLE).containsAll(set) ? ", which is ASSUME_ROLE" : "";
        }
        String kinds =
                USED.entrySet().stream()
                        .filter(entry -> entry.getValue().containsAll(set))
                        .map(entry -> entry.getKey().name())
                        .collect(Collectors.joining(" or "));
        return kinds.isEmpty() ? "" : ", which is " + kinds;
    }

    private Stream<String> everythingSet() {
        return Stream.concat(
                options.getOptional(kindOption).stream().map(value -> kindOption.key()),
                all().filter(this::isSet).map(this::key));
    }

    private static Stream<ConfigOption<String>> all() {
        return USED.values().stream().flatMap(List::stream).distinct();
    }

    private CredentialsSettingsFactory nested() {
        ConfigOption<String> kind =
                ConfigOptions.key(prefix + NESTED)
                        .stringType()
                        .defaultValue(CREDENTIALS_PROVIDER.defaultValue())
                        .withFallbackKeys(fallback(prefix + NESTED));
        return new CredentialsSettingsFactory(options, prefix + NESTED + ".", kind);
    }

    private String required(Kind kind, ConfigOption<String> option) {
        if (!isSet(option)) {
            throw new IllegalConfigurationException(
                    "'%s' is not set: '%s' = '%s' needs it", key(option), kindOption.key(), kind);
        }
        return text(option);
    }

    private String text(ConfigOption<String> option) {
        String value = options.getOptional(here(option)).orElse(null);
        if (value != null && value.isBlank()) {
            throw new IllegalConfigurationException(
                    "'%s' is set, but empty: give it a value, or leave it out", key(option));
        }
        return value;
    }

    private boolean isSet(ConfigOption<String> option) {
        return options.getOptional(here(option)).isPresent();
    }

    private String key(ConfigOption<String> option) {
        return prefix + option.key().substring(TOP.length());
    }

    private ConfigOption<String> here(ConfigOption<String> option) {
        return ConfigOptions.key(key(option))
                .stringType()
                .noDefaultValue()
                .withFallbackKeys(fallback(key(option)));
    }

    private static String fallback(String key) {
        return FALLBACK + key.substring(TOP.length());
    }
}
