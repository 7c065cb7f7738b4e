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
package io.github.flinkdynamodb.streams.client.aws;

import io.github.flinkdynamodb.streams.client.CredentialsSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSupplier;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Creates the SDK's credentials providers from settings. One object creates one provider, and knows
 * what has to be closed after it.
 */
final class CredentialsProviders {

    static final String DEFAULT_SESSION_NAME = "flink-connector-dynamodb-streams";

    private final Region region;
    private final ClassLoader userCodeClassLoader;
    private final List<AutoCloseable> resources = new ArrayList<>();

    private CredentialsProviders(Region region, ClassLoader userCodeClassLoader) {
        this.region = region;
        this.userCodeClassLoader = userCodeClassLoader;
    }

    /**
     * Creates a provider. It fetches no credentials yet.
     *
     * @param settings which provider
     * @param region the region of STS if no endpoint of STS is set
     * @param userCodeClassLoader loads a provider of the user's
     * @return the provider, which the caller closes
     * @throws IllegalArgumentException if a setting is missing, or if the user's provider cannot be
     *     loaded or created
     */
    static ManagedCredentials create(
            CredentialsSettings settings, Region region, ClassLoader userCodeClassLoader) {
        CredentialsProviders providers = new CredentialsProviders(region, userCodeClassLoader);
        try {
            AwsCredentialsProvider provider = providers.provider(settings);
            return new ManagedCredentials(
                    provider, settings.toString(), !settings.isFixed(), providers.resources);
        } catch (RuntimeException e) {
            Resources.close(providers.resources);
            throw e;
        }
    }

    private AwsCredentialsProvider provider(CredentialsSettings settings) {
        switch (settings.provider()) {
            case "AUTO":
                return closing(DefaultCredentialsProvider.builder().build());
            case "BASIC":
                return StaticCredentialsProvider.create(basic(settings));
            case "PROFILE":
                return closing(profile(settings));
            case "ASSUME_ROLE":
                return assumeRole(settings);
            case "WEB_IDENTITY_TOKEN":
                return webIdentity(settings);
            case "ENV_VAR":
                return EnvironmentVariableCredentialsProvider.create();
            case "SYS_PROP":
                return SystemPropertyCredentialsProvider.create();
            case "CUSTOM":
                return custom(settings);
            default:
                throw new IllegalStateException(settings.provider());
        }
    }

    private static AwsCredentials basic(CredentialsSettings settings) {
        String id = settings.require("basic.accesskeyid");
        String secret = settings.require("basic.secretkey");
        return settings.get("basic.sessiontoken")
                .map(token -> (AwsCredentials) AwsSessionCredentials.create(id, secret, token))
                .orElseGet(() -> AwsBasicCredentials.create(id, secret));
    }

    private static ProfileCredentialsProvider profile(CredentialsSettings settings) {
        ProfileCredentialsProvider.Builder builder = ProfileCredentialsProvider.builder();
        settings.get("profile.name").ifPresent(builder::profileName);
        // Read when credentials are first wanted, and again when the file has changed.
        settings.get("profile.path")
                .ifPresent(
                        path ->
                                builder.profileFile(
                                        ProfileFileSupplier.reloadWhenModified(
                                                Path.of(path), ProfileFile.Type.CREDENTIALS)));
        return builder.build();
    }

    private AwsCredentialsProvider assumeRole(CredentialsSettings settings) {
        AwsCredentialsProvider base = provider(settings.roleProvider());
        AssumeRoleRequest request =
                AssumeRoleRequest.builder()
                        .roleArn(settings.require("role.arn"))
                        .roleSessionName(
                                settings.get("role.sessionName").orElse(DEFAULT_SESSION_NAME))
                        .externalId(settings.get("role.externalId").orElse(null))
                        .build();
        return closing(
                StsAssumeRoleCredentialsProvider.builder()
                        .stsClient(sts(settings, base))
                        .refreshRequest(request)
                        .asyncCredentialUpdateEnabled(true)
                        .build());
    }

    private AwsCredentialsProvider webIdentity(CredentialsSettings settings) {
        StsWebIdentityTokenFileCredentialsProvider.Builder builder =
                StsWebIdentityTokenFileCredentialsProvider.builder()
                        .stsClient(sts(settings, AnonymousCredentialsProvider.create()))
                        .asyncCredentialUpdateEnabled(true);
        settings.get("role.arn").ifPresent(builder::roleArn);
        settings.get("role.sessionName").ifPresent(builder::roleSessionName);
        settings.get("webIdentityToken.file")
                .map(Path::of)
                .ifPresent(builder::webIdentityTokenFile);
        return closing(builder.build());
    }

    private StsClient sts(CredentialsSettings settings, AwsCredentialsProvider credentials) {
        URI endpoint = settings.get("role.stsEndpoint").map(URI::create).orElse(null);
        return closing(
                StsClient.builder()
                        .region(region)
                        .endpointOverride(endpoint)
                        .credentialsProvider(credentials)
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .proxyConfiguration(Proxies.ofSts(endpoint)))
                        .build());
    }

    private AwsCredentialsProvider custom(CredentialsSettings settings) {
        String name = "custom.class";
        AwsCredentialsProvider provider =
                CustomCredentials.load(
                        settings.key(name), settings.require(name), userCodeClassLoader);
        if (provider instanceof AutoCloseable) {
            resources.add(0, (AutoCloseable) provider);
        }
        return provider;
    }

    /** What was made last builds on the others and is closed first. */
    private <T extends SdkAutoCloseable> T closing(T resource) {
        resources.add(0, resource);
        return resource;
    }
}
