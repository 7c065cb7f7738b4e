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

import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.failure;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.flinkdynamodb.streams.client.CredentialsSettings;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.Answer;
import io.github.flinkdynamodb.streams.client.aws.StubStreamsServer.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.regions.Region;

/** Credentials that STS issues: what it is asked for, and what its failures mean. */
class StsCredentialsTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/reader";

    @TempDir private Path directory;
    private StubStreamsServer server;

    @BeforeEach
    void start() {
        server = new StubStreamsServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void missingTokenFileIsAccessDeniedAndNamed() throws Exception {
        CredentialsSettings settings =
                ClientFixture.credentials(
                        "WEB_IDENTITY_TOKEN",
                        "role.arn",
                        ROLE,
                        "role.stsEndpoint",
                        server.endpoint().toString(),
                        "webIdentityToken.file",
                        directory.resolve("no-such-token").toString());

        StreamsException failure = failureOfACall(settings);

        assertThat(failure.kind()).isEqualTo(StreamsException.Kind.ACCESS_DENIED);
        assertThat(failure).hasMessageContaining("no-such-token");
    }

    @Test
    void webIdentityWithoutRoleAndTokenIsAccessDenied() throws Exception {
        assumeThat(System.getenv("AWS_WEB_IDENTITY_TOKEN_FILE")).isNull();

        StreamsException failure = failureOfACall(ClientFixture.credentials("WEB_IDENTITY_TOKEN"));

        assertThat(failure.kind()).isEqualTo(StreamsException.Kind.ACCESS_DENIED);
        assertThat(failure).hasMessageContaining("WEB_IDENTITY_TOKEN");
    }

    @Test
    void roleIsAssumedWithTheBaseCredentials() throws Exception {
        server.on("AssumeRole", credentials("AssumeRole", "ASIAROLE"));

        AwsCredentialsIdentity identity =
                identity(role("role.sessionName", "session-1", "role.externalId", "external-1"));

        assertThat(identity.accessKeyId()).isEqualTo("ASIAROLE");
        assertThat(((AwsSessionCredentialsIdentity) identity).sessionToken()).isEqualTo("TOKEN");
        Request request = server.requests().get(0);
        assertThat(request.form("RoleArn")).isEqualTo(ROLE);
        assertThat(request.form("RoleSessionName")).isEqualTo("session-1");
        assertThat(request.form("ExternalId")).isEqualTo("external-1");
        assertThat(request.header("Authorization")).contains("Credential=AKIDBASE/");
    }

    @Test
    void roleWithoutASessionNameGetsTheConnectorsOwn() throws Exception {
        server.on("AssumeRole", credentials("AssumeRole", "ASIAROLE"));

        identity(role());

        assertThat(server.requests().get(0).form("RoleSessionName"))
                .isEqualTo("flink-connector-dynamodb-streams");
        assertThat(server.requests().get(0).form("ExternalId")).isNull();
    }

    @Test
    void rolesChain() throws Exception {
        server.on(
                "AssumeRole",
                credentials("AssumeRole", "ASIAFIRST"),
                credentials("AssumeRole", "ASIASECOND"));
        CredentialsSettings second =
                role(
                        "role.arn",
                        ROLE + "2",
                        "role.provider",
                        "ASSUME_ROLE",
                        "role.provider.role.arn",
                        ROLE,
                        "role.provider.role.stsEndpoint",
                        server.endpoint().toString(),
                        "role.provider.role.provider",
                        "BASIC",
                        "role.provider.role.provider.basic.accesskeyid",
                        "AKIDBASE",
                        "role.provider.role.provider.basic.secretkey",
                        "BASESECRET");

        AwsCredentialsIdentity identity = identity(second);

        assertThat(identity.accessKeyId()).isEqualTo("ASIASECOND");
        assertThat(server.requests().get(0).form("RoleArn")).isEqualTo(ROLE);
        assertThat(server.requests().get(1).form("RoleArn")).isEqualTo(ROLE + "2");
        assertThat(server.requests().get(1).header("Authorization"))
                .contains("Credential=ASIAFIRST/");
    }

    @Test
    void roleThatMayNotBeAssumedIsAccessDenied() throws Exception {
        server.on("AssumeRole", xml(403, error("AccessDenied", "not authorized to assume")));

        StreamsException failure = failureOfACall(role());

        assertThat(failure.kind()).isEqualTo(StreamsException.Kind.ACCESS_DENIED);
        assertThat(failure)
                .hasMessageContaining("not authorized to assume")
                .hasMessageContaining(ROLE);
        assertThat(failure.getMessage()).doesNotContain("BASESECRET");
    }

    @Test
    void outageOfStsIsTransient() throws Exception {
        server.on("AssumeRole", xml(500, error("InternalFailure", "oops")));

        assertThat(failureOfACall(role()).kind()).isEqualTo(StreamsException.Kind.TRANSIENT);
    }

    @Test
    void webIdentityTokenIsExchangedWithoutASignature() throws Exception {
        server.on("AssumeRoleWithWebIdentity", credentials("AssumeRoleWithWebIdentity", "ASIAWEB"));
        Path token = Files.writeString(directory.resolve("token"), "the-token");

        AwsCredentialsIdentity identity =
                identity(
                        ClientFixture.credentials(
                                "WEB_IDENTITY_TOKEN",
                                "role.arn",
                                ROLE,
                                "role.sessionName",
                                "session-2",
                                "role.stsEndpoint",
                                server.endpoint().toString(),
                                "webIdentityToken.file",
                                token.toString()));

        assertThat(identity.accessKeyId()).isEqualTo("ASIAWEB");
        Request request = server.requests().get(0);
        assertThat(request.form("WebIdentityToken")).isEqualTo("the-token");
        assertThat(request.form("RoleArn")).isEqualTo(ROLE);
        assertThat(request.form("RoleSessionName")).isEqualTo("session-2");
        assertThat(request.header("Authorization")).isNull();
    }

    private AwsCredentialsIdentity identity(CredentialsSettings settings) throws Exception {
        try (ManagedCredentials managed = create(settings)) {
            return result(managed.resolveIdentity(ResolveIdentityRequest.builder().build()));
        }
    }

    private static ManagedCredentials create(CredentialsSettings settings) {
        return CredentialsProviders.create(
                settings, Region.EU_WEST_1, StsCredentialsTest.class.getClassLoader());
    }

    private StreamsException failureOfACall(CredentialsSettings credentials) throws Exception {
        try (AwsStreamsClient client =
                ClientFixture.client(ClientFixture.settings(server.endpoint(), credentials, 4))) {
            return failure(client.describeStream(ClientFixture.STREAM, null));
        }
    }

    /** A role that a fixed key assumes, with other or more options. */
    private CredentialsSettings role(String... more) {
        List<String> options = new ArrayList<>();
        options.addAll(List.of("role.arn", ROLE));
        options.addAll(List.of("role.stsEndpoint", server.endpoint().toString()));
        options.addAll(List.of("role.provider", "BASIC"));
        options.addAll(List.of("role.provider.basic.accesskeyid", "AKIDBASE"));
        options.addAll(List.of("role.provider.basic.secretkey", "BASESECRET"));
        options.addAll(List.of(more));
        return ClientFixture.credentials("ASSUME_ROLE", options.toArray(new String[0]));
    }

    private static Answer credentials(String call, String accessKeyId) {
        return xml(
                200,
                String.format(
                        "<%1$sResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                                + "<%1$sResult><Credentials><AccessKeyId>%2$s</AccessKeyId>"
                                + "<SecretAccessKey>SECRET</SecretAccessKey>"
                                + "<SessionToken>TOKEN</SessionToken>"
                                + "<Expiration>2999-01-01T00:00:00Z</Expiration></Credentials>"
                                + "</%1$sResult></%1$sResponse>",
                        call, accessKeyId));
    }

    private static String error(String code, String message) {
        return String.format(
                "<ErrorResponse><Error><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>",
                code, message);
    }

    private static Answer xml(int status, String xml) {
        return request -> request.send(status, xml.getBytes(StandardCharsets.UTF_8));
    }
}
