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
package io.github.flinkdynamodb.streams.client;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.annotation.Internal;

/**
 * Where a client takes its credentials from: the options {@code aws.credentials.*}, validated.
 * Immutable. {@link #toString()} shows no key, no secret and no token.
 */
@Internal
public final class CredentialsSettings implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The prefix of the options. */
    public static final String PREFIX = "aws.credentials.";

    /** The name of the option that says which provider it is, under any prefix. */
    private static final String PROVIDER = "provider";

    /** The provider that a role builds on; its own options have this prefix in addition. */
    private static final String ROLE_PROVIDER = "role.provider";

    /** Options whose values aren't secret. Values of other options are never shown. */
    private static final List<String> SHOWN =
            List.of(
                    "profile.name",
                    "profile.path",
                    "role.arn",
                    "role.sessionName",
                    "role.stsEndpoint",
                    "webIdentityToken.file",
                    "custom.class");

    private final TreeMap<String, String> values;
    private final String prefix;
    private final String providerKey;

    private CredentialsSettings(TreeMap<String, String> values, String prefix, String providerKey) {
        this.values = values;
        this.prefix = prefix;
        this.providerKey = providerKey;
    }

    /**
     * Creates settings.
     *
     * @param values the options by their whole keys, as {@code source.CredentialsOptionsParser}
     *     returns them: validated, and with the provider of each level in upper case. Without a
     *     provider it is AUTO
     * @return the settings
     */
    public static CredentialsSettings of(Map<String, String> values) {
        return new CredentialsSettings(new TreeMap<>(values), PREFIX, PREFIX + PROVIDER);
    }

    /**
     * Creates settings of a fixed access key.
     *
     * @param accessKeyId the access key ID, not null
     * @param secretKey the secret access key, not null
     * @return the settings
     */
    public static CredentialsSettings basic(String accessKeyId, String secretKey) {
        return of(
                Map.of(
                        PREFIX + PROVIDER, "BASIC",
                        PREFIX + "basic.accesskeyid", accessKeyId,
                        PREFIX + "basic.secretkey", secretKey));
    }

    /**
     * Returns the provider.
     *
     * @return the word for it, in upper case
     */
    public String provider() {
        return values.getOrDefault(providerKey, "AUTO");
    }

    /**
     * Returns whether the credentials stay the same for the life of the process and are always at
     * hand. Other providers may do I/O when they are asked, and may return other credentials later,
     * so that expired ones are worth a retry.
     *
     * @return true for BASIC, ENV_VAR and SYS_PROP
     */
    public boolean isFixed() {
        return List.of("BASIC", "ENV_VAR", "SYS_PROP").contains(provider());
    }

    /**
     * Returns an option of the provider.
     *
     * @param name the key of the option without the prefix, such as {@code role.arn}
     * @return its value; empty if it is not set
     */
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(key(name)));
    }

    /**
     * Returns the value of an option that the provider needs.
     *
     * @param name the key of the option without the prefix, such as {@code role.arn}
     * @throws IllegalArgumentException if it is not set
     */
    public String require(String name) {
        return get(name)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        String.format(
                                                "Missing option '%s': '%s' = '%s' needs it",
                                                key(name), providerKey, provider())));
    }

    /**
     * Returns the whole key of an option, for messages.
     *
     * @param name the key of the option without the prefix, such as {@code role.arn}
     * @return such as {@code aws.credentials.role.provider.role.arn} for the provider of a role
     */
    public String key(String name) {
        return prefix + name;
    }

    /** Returns the settings of the provider whose credentials assume the role of ASSUME_ROLE. */
    public CredentialsSettings roleProvider() {
        String key = key(ROLE_PROVIDER);
        return new CredentialsSettings(values, key + ".", key);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(provider());
        for (String name : SHOWN) {
            get(name).ifPresent(value -> append(text, name, value));
        }
        if (provider().equals("ASSUME_ROLE")) {
            append(text, ROLE_PROVIDER, "(" + roleProvider() + ")");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String name, String value) {
        text.append(' ').append(name).append('=').append(value);
    }
}
