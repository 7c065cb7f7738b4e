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

import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.credentials;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.failure;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.flinkdynamodb.streams.client.ClientSettings;
import io.github.flinkdynamodb.streams.client.CredentialsSettings;
import io.github.flinkdynamodb.streams.client.StreamsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.regions.Region;

/** Every kind of credentials provider gives what its settings say. */
class CredentialsProvidersTest {

    private final Map<String, String> savedProperties = new HashMap<>();

    @TempDir private Path directory;
    private StubStreamsServer server;

    @BeforeEach
    void start() {
        server = new StubStreamsServer();
    }

    @AfterEach
    void stop() {
        server.close();
        savedProperties.forEach(CredentialsProvidersTest::restore);
    }

    @Test
    void basicGivesItsKey() throws Exception {
        AwsCredentialsIdentity identity = identity(CredentialsSettings.basic("AKID", "secret"));

        assertThat(identity.accessKeyId()).isEqualTo("AKID");
        assertThat(identity.secretAccessKey()).isEqualTo("secret");
        assertThat(identity).isNotInstanceOf(AwsSessionCredentialsIdentity.class);
    }

    @Test
    void basicWithATokenGivesSessionCredentials() throws Exception {
        AwsCredentialsIdentity identity =
                identity(
                        credentials(
                                "BASIC",
                                "basic.accesskeyid",
                                "ASIA",
                                "basic.secretkey",
                                "secret",
                                "basic.sessiontoken",
                                "token"));

        assertThat(((AwsSessionCredentialsIdentity) identity).sessionToken()).isEqualTo("token");
    }

    @Test
    void systemPropertiesAreUsed() throws Exception {
        setProperty("aws.accessKeyId", "AKIDPROP");
        setProperty("aws.secretAccessKey", "secret");

        assertThat(identity(credentials("SYS_PROP")).accessKeyId()).isEqualTo("AKIDPROP");
    }

    @Test
    void autoGoesThroughTheDefaultChain() throws Exception {
        setProperty("aws.accessKeyId", "AKIDCHAIN");
        setProperty("aws.secretAccessKey", "secret");

        assertThat(identity(credentials("AUTO")).accessKeyId()).isEqualTo("AKIDCHAIN");
    }

    @Test
    void environmentVariablesAreUsed() throws Exception {
        assertThat(inAProcessOfItsOwn("AKIDENV")).isEqualTo("AKIDENV");
    }

    @Test
    void profileIsReadFromItsFile() throws Exception {
        Path file = directory.resolve("credentials");
        Files.writeString(
                file,
                "[default]\naws_access_key_id=AKIDDEFAULT\naws_secret_access_key=x\n"
                        + "[reader]\naws_access_key_id=AKIDREADER\naws_secret_access_key=y\n");

        AwsCredentialsIdentity identity = identity(profile(file));

        assertThat(identity.accessKeyId()).isEqualTo("AKIDREADER");
    }

    @Test
    void missingProfileIsAccessDeniedAndNamed() throws Exception {
        Path file = directory.resolve("credentials");
        Files.writeString(file, "[other]\naws_access_key_id=x\naws_secret_access_key=y\n");
        StreamsException failure = failureOfACall(profile(file));

        assertThat(failure.kind()).isEqualTo(StreamsException.Kind.ACCESS_DENIED);
        assertThat(failure).hasMessageContaining("reader").hasMessageContaining("PROFILE");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void missingProfileFileIsAccessDeniedAndNamed() throws Exception {
        StreamsException failure = failureOfACall(profile(directory.resolve("no-such-file")));

        assertThat(failure.kind()).isEqualTo(StreamsException.Kind.ACCESS_DENIED);
        assertThat(failure).hasMessageContaining("no-such-file");
    }

    @Test
    void customClassIsCreatedAndClosed() throws Exception {
        ClosingProvider.CLOSED.set(false);
        ManagedCredentials managed = create(custom(ClosingProvider.class));

        AwsCredentialsIdentity identity =
                result(managed.resolveIdentity(ResolveIdentityRequest.builder().build()));
        managed.close();

        assertThat(identity.accessKeyId()).isEqualTo("AKIDCLOSING");
        assertThat(ClosingProvider.CLOSED).isTrue();
    }

    @Test
    void customClassMayHaveAStaticCreate() throws Exception {
        assertThat(identity(custom(FactoryProvider.class)).accessKeyId()).isEqualTo("AKIDFACTORY");
    }

    @Test
    void customClassThatCannotBeUsedIsNamedWithTheReason() {
        assertThatThrownBy(() -> create(custom("no.such.Class")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "Invalid value 'no.such.Class' for 'aws.credentials.custom.class'")
                .hasMessageContaining("cannot be loaded")
                .hasNoCause();
        assertThatThrownBy(() -> create(custom(String.class)))
                .hasMessageContaining("expected a class that implements");
        assertThatThrownBy(() -> create(custom(PrivateProvider.class)))
                .hasMessageContaining("a public constructor, without parameters");
        assertThatThrownBy(() -> create(custom(FailingProvider.class)))
                .hasMessageContaining("but it failed with")
                .hasMessageContaining("no vault")
                .hasNoCause()
                .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("no vault"));
    }

    @Test
    void customProviderThatReturnsNullIsAccessDenied() throws Exception {
        StreamsException failure = failureOfACall(custom(NullProvider.class));

        assertThat(failure.kind()).isEqualTo(StreamsException.Kind.ACCESS_DENIED);
        assertThat(failure).hasMessageContaining("NullProvider").hasMessageContaining("null");
    }

    @Test
    void regionComesFromTheSettingsOrTheUsualPlaces() {
        setProperty("aws.region", "ap-south-1");
        CredentialsSettings keys = CredentialsSettings.basic("AKID", "secret");

        assertThat(SdkClients.region(new ClientSettings("eu-west-1", null, keys, 1)))
                .isEqualTo(Region.EU_WEST_1);
        assertThat(SdkClients.region(new ClientSettings(null, null, keys, 1)))
                .isEqualTo(Region.AP_SOUTH_1);
    }

    @Test
    void missingRegionSaysWhatToSet() throws Exception {
        assumeThat(System.getenv("AWS_REGION")).isNull();
        setProperty("aws.disableEc2Metadata", "true");
        setProperty("aws.configFile", directory.resolve("none").toString());
        setProperty("aws.sharedCredentialsFile", directory.resolve("none").toString());
        ClientSettings settings =
                new ClientSettings(null, null, CredentialsSettings.basic("AKID", "secret"), 1);

        assertThatThrownBy(() -> ClientFixture.client(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("set 'aws.region'")
                .hasMessageContaining("stream.arn");
    }

    /** Prints the access key id that the environment gives. */
    public static final class PrintEnvironmentKey {

        public static void main(String[] args) throws Exception {
            CredentialsProvidersTest test = new CredentialsProvidersTest();
            System.out.println(test.identity(credentials("ENV_VAR")).accessKeyId());
        }
    }

    private static String inAProcessOfItsOwn(String accessKeyId) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PrintEnvironmentKey.class.getName());
        builder.environment().put("AWS_ACCESS_KEY_ID", accessKeyId);
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "secret");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        try {
            String printed =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return printed.trim();
        } finally {
            process.destroyForcibly();
        }
    }

    private AwsCredentialsIdentity identity(CredentialsSettings settings) throws Exception {
        try (ManagedCredentials managed = create(settings)) {
            return result(managed.resolveIdentity(ResolveIdentityRequest.builder().build()));
        }
    }

    private static ManagedCredentials create(CredentialsSettings settings) {
        return CredentialsProviders.create(
                settings, Region.EU_WEST_1, CredentialsProvidersTest.class.getClassLoader());
    }

    private StreamsException failureOfACall(CredentialsSettings credentials) throws Exception {
        try (AwsStreamsClient client =
                ClientFixture.client(ClientFixture.settings(server.endpoint(), credentials, 4))) {
            return failure(client.describeStream(ClientFixture.STREAM, null));
        }
    }

    private static CredentialsSettings custom(Class<?> type) {
        return custom(type.getName());
    }

    private static CredentialsSettings custom(String className) {
        return credentials("CUSTOM", "custom.class", className);
    }

    private static CredentialsSettings profile(Path file) {
        return credentials("PROFILE", "profile.name", "reader", "profile.path", file.toString());
    }

    private void setProperty(String key, String value) {
        savedProperties.putIfAbsent(key, System.getProperty(key));
        System.setProperty(key, value);
    }

    private static void restore(String key, String value) {
        if (value == null) {
            System.clearProperty(key);
        } else {
            System.setProperty(key, value);
        }
    }

    /** A provider that is closed with the client. */
    public static final class ClosingProvider implements AwsCredentialsProvider, AutoCloseable {

        static final AtomicBoolean CLOSED = new AtomicBoolean();

        @Override
        public AwsCredentials resolveCredentials() {
            return AwsBasicCredentials.create("AKIDCLOSING", "secret");
        }

        @Override
        public void close() {
            CLOSED.set(true);
        }
    }

    /** A provider as the SDK's own ones are made. */
    public static final class FactoryProvider implements AwsCredentialsProvider {

        private FactoryProvider() {}

        public static FactoryProvider create() {
            return new FactoryProvider();
        }

        @Override
        public AwsCredentials resolveCredentials() {
            return AwsBasicCredentials.create("AKIDFACTORY", "secret");
        }
    }

    /** A provider that nobody can create. */
    public static final class PrivateProvider implements AwsCredentialsProvider {

        private PrivateProvider() {}

        @Override
        public AwsCredentials resolveCredentials() {
            throw new UnsupportedOperationException();
        }
    }

    /** A provider that can't be made here. */
    public static final class FailingProvider implements AwsCredentialsProvider {

        public FailingProvider() {
            throw new IllegalStateException("no vault");
        }

        @Override
        public AwsCredentials resolveCredentials() {
            throw new UnsupportedOperationException();
        }
    }

    /** A provider that breaks its contract. */
    public static final class NullProvider implements AwsCredentialsProvider {

        @Override
        public AwsCredentials resolveCredentials() {
            return null;
        }
    }
}
