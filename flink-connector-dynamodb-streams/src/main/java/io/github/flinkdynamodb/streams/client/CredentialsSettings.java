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
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * Where a client takes its credentials from: the kind of provider and what that kind needs.
 * Immutable. {@link #toString()} shows no key, no secret and no token.
 */
@Internal
public final class CredentialsSettings implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The kinds of credentials provider. */
    public enum Kind {
        /** The default chain of the AWS SDK. */
        AUTO(true),
        /** A fixed access key. */
        BASIC(false),
        /** A profile of the shared credentials and config files. */
        PROFILE(true),
        /** A role that is assumed with the credentials of another provider. */
        ASSUME_ROLE(true),
        /** A role that is assumed with a web identity token in a file. */
        WEB_IDENTITY_TOKEN(true),
        /** Environment variables. */
        ENV_VAR(false),
        /** Java system properties. */
        SYS_PROP(false),
        /** A class that the user named. */
        CUSTOM(true);

        private final boolean renewing;

        Kind(boolean renewing) {
            this.renewing = renewing;
        }

        /**
         * Says whether a provider of this kind may hand out other credentials later, so that
         * expired ones are worth a retry.
         *
         * @return false where the credentials are fixed for the life of the process
         */
        public boolean isRenewing() {
            return renewing;
        }
    }

    private final Kind kind;
    private final String accessKeyId;
    private final String secretKey;
    private final String sessionToken;
    private final String profileName;
    private final String profilePath;
    private final String roleArn;
    private final String roleSessionName;
    private final String roleExternalId;
    private final URI stsEndpoint;
    private final String webIdentityTokenFile;
    private final String customClass;
    private final CredentialsSettings base;

    private CredentialsSettings(Builder builder) {
        this.kind = builder.kind;
        this.accessKeyId = builder.accessKeyId;
        this.secretKey = builder.secretKey;
        this.sessionToken = builder.sessionToken;
        this.profileName = builder.profileName;
        this.profilePath = builder.profilePath;
        this.roleArn = builder.roleArn;
        this.roleSessionName = builder.roleSessionName;
        this.roleExternalId = builder.roleExternalId;
        this.stsEndpoint = builder.stsEndpoint;
        this.webIdentityTokenFile = builder.webIdentityTokenFile;
        this.customClass = builder.customClass;
        this.base = builder.base;
    }

    /**
     * Settings of a kind that needs nothing else.
     *
     * @param kind the kind, not null
     * @return the settings
     * @throws IllegalArgumentException if the kind needs more
     */
    public static CredentialsSettings of(Kind kind) {
        return builder(kind).build();
    }

    /**
     * A fixed access key.
     *
     * @param accessKeyId the access key id, not null
     * @param secretKey the secret access key, not null
     * @return the settings
     */
    public static CredentialsSettings basic(String accessKeyId, String secretKey) {
        return builder(Kind.BASIC).keys(accessKeyId, secretKey, null).build();
    }

    /**
     * Begins settings of a kind.
     *
     * @param kind the kind, not null
     * @return a builder
     */
    public static Builder builder(Kind kind) {
        return new Builder(kind);
    }

    /**
     * The kind of provider.
     *
     * @return the kind, never null
     */
    public Kind kind() {
        return kind;
    }

    /**
     * The access key id of {@link Kind#BASIC}.
     *
     * @return the id; empty for every other kind
     */
    public Optional<String> accessKeyId() {
        return Optional.ofNullable(accessKeyId);
    }

    /**
     * The secret access key of {@link Kind#BASIC}.
     *
     * @return the key; empty for every other kind
     */
    public Optional<String> secretKey() {
        return Optional.ofNullable(secretKey);
    }

    /**
     * The session token of {@link Kind#BASIC}.
     *
     * @return the token; empty where the key is a permanent one
     */
    public Optional<String> sessionToken() {
        return Optional.ofNullable(sessionToken);
    }

    /**
     * The profile of {@link Kind#PROFILE}.
     *
     * @return its name; empty for the SDK's default profile
     */
    public Optional<String> profileName() {
        return Optional.ofNullable(profileName);
    }

    /**
     * The file that holds the profile of {@link Kind#PROFILE}.
     *
     * @return its path; empty for the SDK's default files
     */
    public Optional<String> profilePath() {
        return Optional.ofNullable(profilePath);
    }

    /**
     * The role of {@link Kind#ASSUME_ROLE} and {@link Kind#WEB_IDENTITY_TOKEN}.
     *
     * @return its ARN; empty where a web identity takes it from the environment
     */
    public Optional<String> roleArn() {
        return Optional.ofNullable(roleArn);
    }

    /**
     * The name of the role's session.
     *
     * @return the name; empty for one of the connector's own
     */
    public Optional<String> roleSessionName() {
        return Optional.ofNullable(roleSessionName);
    }

    /**
     * The external id of {@link Kind#ASSUME_ROLE}.
     *
     * @return the id; empty for none
     */
    public Optional<String> roleExternalId() {
        return Optional.ofNullable(roleExternalId);
    }

    /**
     * The URL of STS.
     *
     * @return the URL; empty for the regional endpoint
     */
    public Optional<URI> stsEndpoint() {
        return Optional.ofNullable(stsEndpoint);
    }

    /**
     * The file that holds the token of {@link Kind#WEB_IDENTITY_TOKEN}.
     *
     * @return its path; empty where it is taken from the environment
     */
    public Optional<String> webIdentityTokenFile() {
        return Optional.ofNullable(webIdentityTokenFile);
    }

    /**
     * The class of {@link Kind#CUSTOM}.
     *
     * @return its name; empty for every other kind
     */
    public Optional<String> customClass() {
        return Optional.ofNullable(customClass);
    }

    /**
     * The provider of the credentials that {@link Kind#ASSUME_ROLE} assumes the role with.
     *
     * @return its settings; empty for every other kind
     */
    public Optional<CredentialsSettings> base() {
        return Optional.ofNullable(base);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind.name());
        append(text, "profile", profileName);
        append(text, "file", profilePath);
        append(text, "role", roleArn);
        append(text, "session", roleSessionName);
        append(text, "sts", stsEndpoint);
        append(text, "tokenFile", webIdentityTokenFile);
        append(text, "class", customClass);
        append(text, "base", base);
        return text.toString();
    }

    private static void append(StringBuilder text, String name, Object value) {
        if (value != null) {
            text.append(' ').append(name).append('=').append(value);
        }
    }

    /** Collects settings. */
    public static final class Builder {

        private final Kind kind;
        private String accessKeyId;
        private String secretKey;
        private String sessionToken;
        private String profileName;
        private String profilePath;
        private String roleArn;
        private String roleSessionName;
        private String roleExternalId;
        private URI stsEndpoint;
        private String webIdentityTokenFile;
        private String customClass;
        private CredentialsSettings base;

        private Builder(Kind kind) {
            this.kind = Objects.requireNonNull(kind, "kind");
        }

        /**
         * Sets a fixed access key.
         *
         * @param id the access key id
         * @param secret the secret access key
         * @param token the session token of temporary credentials, or null for none
         * @return this
         */
        public Builder keys(String id, String secret, String token) {
            this.accessKeyId = id;
            this.secretKey = secret;
            this.sessionToken = token;
            return this;
        }

        /**
         * Sets the profile.
         *
         * @param name its name, or null for the SDK's default profile
         * @param path the file that holds it, or null for the SDK's default files
         * @return this
         */
        public Builder profile(String name, String path) {
            this.profileName = name;
            this.profilePath = path;
            return this;
        }

        /**
         * Sets the role to assume.
         *
         * @param arn the role's ARN, or null for the one of the environment
         * @param sessionName the session's name, or null for one of the connector's own
         * @param externalId the external id, or null for none
         * @return this
         */
        public Builder role(String arn, String sessionName, String externalId) {
            this.roleArn = arn;
            this.roleSessionName = sessionName;
            this.roleExternalId = externalId;
            return this;
        }

        /**
         * Sets the URL of STS.
         *
         * @param value the URL, or null for the regional endpoint
         * @return this
         */
        public Builder stsEndpoint(URI value) {
            this.stsEndpoint = value;
            return this;
        }

        /**
         * Sets the file that holds the web identity token.
         *
         * @param value its path, or null for the one of the environment
         * @return this
         */
        public Builder webIdentityTokenFile(String value) {
            this.webIdentityTokenFile = value;
            return this;
        }

        /**
         * Sets the class of the user's provider.
         *
         * @param value its name, or null for none
         * @return this
         */
        public Builder customClass(String value) {
            this.customClass = value;
            return this;
        }

        /**
         * Sets the provider of the credentials that assume the role.
         *
         * @param value its settings, or null for none
         * @return this
         */
        public Builder base(CredentialsSettings value) {
            this.base = value;
            return this;
        }

        /**
         * Ends the settings.
         *
         * @return the settings
         * @throws IllegalArgumentException if something is missing that the kind needs
         */
        public CredentialsSettings build() {
            if (kind == Kind.BASIC) {
                require("accessKeyId", accessKeyId);
                require("secretKey", secretKey);
            } else if (kind == Kind.ASSUME_ROLE) {
                require("roleArn", roleArn);
                require("base", base);
            } else if (kind == Kind.CUSTOM) {
                require("customClass", customClass);
            }
            return new CredentialsSettings(this);
        }

        private void require(String name, Object value) {
            if (value == null) {
                throw new IllegalArgumentException(kind + " needs " + name);
            }
        }
    }
}
