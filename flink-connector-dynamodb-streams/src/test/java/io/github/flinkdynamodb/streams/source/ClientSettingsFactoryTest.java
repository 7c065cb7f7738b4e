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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.client.ClientSettings;
import io.github.flinkdynamodb.streams.client.CredentialsSettings;
import io.github.flinkdynamodb.streams.client.CredentialsSettings.Kind;
import java.net.URI;
import java.util.Arrays;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the options become settings of the client, and what each mistake is told. */
class ClientSettingsFactoryTest {

    private static final String ARN =
            "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-11-23T00:00:00.000";
    private static final String ROLE = "arn:aws:iam::123456789012:role/reader";

    private static final String PROVIDER = "aws.credentials.provider";
    private static final String KEY_ID = "aws.credentials.basic.accesskeyid";
    private static final String SECRET = "aws.credentials.basic.secretkey";
    private static final String TOKEN = "aws.credentials.basic.sessiontoken";
    private static final String ROLE_ARN = "aws.credentials.role.arn";
    private static final String NESTED = "aws.credentials.role.provider";

    @Test
    void defaultsAreTheRegionOfTheStreamAndTheChainOfTheSdk() {
        ClientSettings settings = from("stream.arn", ARN);

        assertThat(settings.region()).contains("eu-west-1");
        assertThat(settings.endpoint()).isEmpty();
        assertThat(settings.credentials().kind()).isEqualTo(Kind.AUTO);
        assertThat(settings.maxConcurrency())
                .isEqualTo(64 + ClientSettingsFactory.SPARE_CONNECTIONS);
    }

    @Test
    void regionOfATableIsLeftToTheSdk() {
        assertThat(from("table-name", "Orders").region()).isEmpty();
        assertThat(from("table-name", "Orders", "aws.region", "us-east-1").region())
                .contains("us-east-1");
    }

    @Test
    void regionMayRepeatThatOfTheStream() {
        assertThat(from("stream.arn", ARN, "aws.region", "eu-west-1").region())
                .contains("eu-west-1");
    }

    @Test
    void regionThatContradictsTheStreamIsRejected() {
        assertRejected("stream.arn", ARN, "aws.region", "us-east-1")
                .hasMessageContaining("'aws.region' = 'us-east-1'")
                .hasMessageContaining("'stream.arn' = '" + ARN + "'")
                .hasMessageContaining("set it to eu-west-1");
    }

    @Test
    void regionOfAnEndpointOfItsOwnMayBeAnother() {
        ClientSettings settings =
                from(
                        "stream.arn",
                        ARN.replace("eu-west-1", "ddblocal"),
                        "aws.region",
                        "us-east-1",
                        "aws.endpoint",
                        "http://localhost:8000");

        assertThat(settings.region()).contains("us-east-1");
        assertThat(settings.endpoint()).contains(URI.create("http://localhost:8000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eu west", "EU-WEST-1", "eu-west-1.evil.example/", "-a", "a--b"})
    void regionMustHaveTheFormOfOne(String region) {
        assertRejected("table-name", "Orders", "aws.region", region)
                .hasMessageContaining("'aws.region' = '" + region + "'")
                .hasMessageContaining("eu-west-1");
    }

    @Test
    void streamMustBeAnArn() {
        assertRejected("stream.arn", "Orders").hasMessageContaining("'stream.arn' = 'Orders'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8000",
                "https://vpce-1.streams.dynamodb.eu-west-1.vpce.amazonaws.com",
                "HTTPS://host/",
                "http://[::1]:8000"
            })
    void endpointMayBeAnyHttpUrl(String url) {
        assertThat(from("table-name", "Orders", "aws.endpoint", url).endpoint())
                .contains(URI.create(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:8000",
                "localhost",
                "ftp://localhost",
                "http://",
                "http://host name",
                "http://host?a=b",
                "http://host#a",
                "//host"
            })
    void endpointMustBeAnHttpUrl(String url) {
        assertRejected("table-name", "Orders", "aws.endpoint", url)
                .hasMessageContaining("'aws.endpoint' = '" + url + "'")
                .hasMessageContaining("http://HOST[:PORT]");
    }

    @Test
    void endpointMustHoldNoPasswordAndTheMessageShowsNone() {
        assertRejected("table-name", "Orders", "aws.endpoint", "http://user:hunter2@host")
                .hasMessageContaining("http://***@host")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource({"1, 9", "1000, 1008"})
    void connectionsFollowTheRequestsInFlight(String requests, int connections) {
        assertThat(from("scan.fetch.max-requests", requests).maxConcurrency())
                .isEqualTo(connections);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001"})
    void requestsInFlightHaveTheirRange(String requests) {
        assertRejected("scan.fetch.max-requests", requests)
                .hasMessageContaining("'scan.fetch.max-requests' = '" + requests + "'")
                .hasMessageContaining("between 1 and 1000");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BASIC", "ASSUME_ROLE", "CUSTOM"})
    void kindsThatNeedNothingElse(Kind kind) {
        assertThat(credentials(PROVIDER, kind.name()).kind()).isEqualTo(kind);
        assertThat(credentials(PROVIDER, kind.name().toLowerCase()).kind()).isEqualTo(kind);
    }

    @Test
    void unknownKindIsRejectedWithTheKnownOnes() {
        assertRejected(PROVIDER, "MAGIC")
                .hasMessageContaining("'aws.credentials.provider' = 'MAGIC'")
                .hasMessageContaining("AUTO, BASIC, PROFILE, ASSUME_ROLE, WEB_IDENTITY_TOKEN")
                .hasMessageContaining("CUSTOM");
    }

    @Test
    void basicTakesItsKeys() {
        CredentialsSettings settings =
                credentials(PROVIDER, "BASIC", KEY_ID, "AKID", SECRET, "secret", TOKEN, "token");

        assertThat(settings.kind()).isEqualTo(Kind.BASIC);
        assertThat(settings.accessKeyId()).contains("AKID");
        assertThat(settings.secretKey()).contains("secret");
        assertThat(settings.sessionToken()).contains("token");
    }

    @Test
    void keysWithoutAProviderMeanBasic() {
        assertThat(credentials(KEY_ID, "AKID", SECRET, "secret").kind()).isEqualTo(Kind.BASIC);
    }

    @Test
    void keysOfFlinksOtherConnectorsAreUnderstood() {
        CredentialsSettings settings =
                credentials(
                        "aws.credentials.provider.basic.accesskeyid",
                        "AKID",
                        "aws.credentials.provider.basic.secretkey",
                        "secret");

        assertThat(settings.accessKeyId()).contains("AKID");
    }

    @Test
    void basicNeedsItsKeysAndTheMessageShowsNone() {
        assertRejected(PROVIDER, "BASIC", SECRET, "hunter2")
                .hasMessageContaining("'" + KEY_ID + "' is not set")
                .hasMessageContaining("'aws.credentials.provider' = 'BASIC' needs it")
                .hasMessageNotContaining("hunter2");
        assertRejected(PROVIDER, "BASIC", KEY_ID, "AKID")
                .hasMessageContaining("'" + SECRET + "' is not set");
        assertRejected(PROVIDER, "BASIC", KEY_ID, "AKID", SECRET, " ")
                .hasMessageContaining("'" + SECRET + "' is set, but empty");
    }

    @Test
    void profileTakesNameAndFile() {
        CredentialsSettings settings =
                credentials(
                        PROVIDER,
                        "PROFILE",
                        "aws.credentials.profile.name",
                        "reader",
                        "aws.credentials.profile.path",
                        "/etc/aws");

        assertThat(settings.profileName()).contains("reader");
        assertThat(settings.profilePath()).contains("/etc/aws");
    }

    @Test
    void roleTakesItsSettingsAndBuildsOnAutoByDefault() {
        CredentialsSettings settings =
                credentials(
                        PROVIDER,
                        "ASSUME_ROLE",
                        ROLE_ARN,
                        ROLE,
                        "aws.credentials.role.sessionName",
                        "session-1",
                        "aws.credentials.role.externalId",
                        "external",
                        "aws.credentials.role.stsEndpoint",
                        "https://sts.eu-west-1.amazonaws.com");

        assertThat(settings.kind()).isEqualTo(Kind.ASSUME_ROLE);
        assertThat(settings.roleArn()).contains(ROLE);
        assertThat(settings.roleSessionName()).contains("session-1");
        assertThat(settings.roleExternalId()).contains("external");
        assertThat(settings.stsEndpoint())
                .contains(URI.create("https://sts.eu-west-1.amazonaws.com"));
        assertThat(settings.base().get().kind()).isEqualTo(Kind.AUTO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"aws.credentials.role.provider", "aws.credentials.provider.role.provider"})
    void roleBuildsOnAnotherProvider(String nested) {
        CredentialsSettings settings =
                credentials(
                        PROVIDER,
                        "ASSUME_ROLE",
                        ROLE_ARN,
                        ROLE,
                        nested,
                        "BASIC",
                        nested + ".basic.accesskeyid",
                        "AKIDBASE",
                        nested + ".basic.secretkey",
                        "secret");

        assertThat(settings.base().get().kind()).isEqualTo(Kind.BASIC);
        assertThat(settings.base().get().accessKeyId()).contains("AKIDBASE");
        assertThat(settings.accessKeyId()).isEmpty();
    }

    @Test
    void roleBuildsOnAnotherRole() {
        CredentialsSettings settings =
                credentials(
                        PROVIDER,
                        "ASSUME_ROLE",
                        ROLE_ARN,
                        ROLE,
                        NESTED,
                        "ASSUME_ROLE",
                        NESTED + ".role.arn",
                        ROLE + "2",
                        NESTED + ".role.provider",
                        "ENV_VAR");

        CredentialsSettings base = settings.base().get();
        assertThat(base.roleArn()).contains(ROLE + "2");
        assertThat(base.base().get().kind()).isEqualTo(Kind.ENV_VAR);
    }

    @Test
    void roleNeedsItsArn() {
        assertRejected(PROVIDER, "ASSUME_ROLE")
                .hasMessageContaining("'aws.credentials.role.arn' is not set")
                .hasMessageContaining("'aws.credentials.provider' = 'ASSUME_ROLE'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"reader", "arn:aws:iam::123456789012:user/reader", "arn:aws:iam::x:role/a"})
    void roleMustBeTheArnOfARole(String role) {
        assertRejected(PROVIDER, "ASSUME_ROLE", ROLE_ARN, role)
                .hasMessageContaining("'aws.credentials.role.arn' = '" + role + "'")
                .hasMessageContaining("arn:aws:iam::ACCOUNT:role/NAME");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "two words", "a/b"})
    void sessionNameMustBeOne(String session) {
        assertRejected(
                        PROVIDER,
                        "ASSUME_ROLE",
                        ROLE_ARN,
                        ROLE,
                        "aws.credentials.role.sessionName",
                        session)
                .hasMessageContaining("'aws.credentials.role.sessionName' = '" + session + "'")
                .hasMessageContaining("2 to 64");
    }

    @Test
    void endpointOfStsMustBeAUrl() {
        assertRejected(
                        PROVIDER,
                        "ASSUME_ROLE",
                        ROLE_ARN,
                        ROLE,
                        "aws.credentials.role.stsEndpoint",
                        "sts.example")
                .hasMessageContaining("'aws.credentials.role.stsEndpoint' = 'sts.example'");
    }

    @Test
    void mistakesInTheNestedProviderAreNamedByTheirOwnKeys() {
        assertRejected(PROVIDER, "ASSUME_ROLE", ROLE_ARN, ROLE, NESTED, "MAGIC")
                .hasMessageContaining("'aws.credentials.role.provider' = 'MAGIC'");
        assertRejected(PROVIDER, "ASSUME_ROLE", ROLE_ARN, ROLE, NESTED, "BASIC")
                .hasMessageContaining(
                        "'aws.credentials.role.provider.basic.accesskeyid' is not set")
                .hasMessageContaining("'aws.credentials.role.provider' = 'BASIC'");
        assertRejected(
                        PROVIDER,
                        "ASSUME_ROLE",
                        ROLE_ARN,
                        ROLE,
                        NESTED,
                        "ENV_VAR",
                        NESTED + ".profile.name",
                        "p")
                .hasMessageContaining("'aws.credentials.role.provider.profile.name'")
                .hasMessageContaining("'aws.credentials.role.provider' = 'ENV_VAR'");
    }

    @Test
    void webIdentityTakesRoleAndToken() {
        CredentialsSettings settings =
                credentials(
                        PROVIDER,
                        "WEB_IDENTITY_TOKEN",
                        ROLE_ARN,
                        ROLE,
                        "aws.credentials.role.sessionName",
                        "session-1",
                        "aws.credentials.webIdentityToken.file",
                        "/var/token");

        assertThat(settings.roleArn()).contains(ROLE);
        assertThat(settings.roleSessionName()).contains("session-1");
        assertThat(settings.webIdentityTokenFile()).contains("/var/token");
    }

    @Test
    void customTakesItsClassAndNeedsIt() {
        assertThat(
                        credentials(
                                        PROVIDER,
                                        "CUSTOM",
                                        "aws.credentials.custom.class",
                                        "com.example.Vault")
                                .customClass())
                .contains("com.example.Vault");
        assertRejected(PROVIDER, "CUSTOM")
                .hasMessageContaining("'aws.credentials.custom.class' is not set");
    }

    @Test
    void settingsThatTheProviderDoesNotUseAreNamedWithoutTheirValues() {
        assertRejected(PROVIDER, "AUTO", KEY_ID, "AKID", SECRET, "hunter2")
                .hasMessageContaining("'" + KEY_ID + "'")
                .hasMessageContaining("'" + SECRET + "'")
                .hasMessageContaining("'aws.credentials.provider' = 'AUTO'")
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining("AKID");
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO, aws.credentials.basic.accesskeyid",
        "AUTO, aws.credentials.profile.name",
        "AUTO, aws.credentials.custom.class",
        "PROFILE, aws.credentials.role.arn",
        "ENV_VAR, aws.credentials.basic.sessiontoken",
        "SYS_PROP, aws.credentials.webIdentityToken.file",
        "WEB_IDENTITY_TOKEN, aws.credentials.role.externalId",
        "AUTO, aws.credentials.role.provider",
        "AUTO, aws.credentials.role.provider.basic.secretkey",
        "WEB_IDENTITY_TOKEN, aws.credentials.role.provider"
    })
    void eachSettingBelongsToItsProviders(String kind, String key) {
        assertRejected(PROVIDER, kind, key, "AUTO")
                .hasMessageContaining("'" + key + "'")
                .hasMessageContaining("'aws.credentials.provider' = '" + kind + "'");
    }

    private static CredentialsSettings credentials(String... keysAndValues) {
        return from(keysAndValues).credentials();
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRejected(
            String... keysAndValues) {
        return assertThatThrownBy(() -> from(keysAndValues))
                .as(Arrays.toString(keysAndValues))
                .isInstanceOf(IllegalConfigurationException.class);
    }

    private static ClientSettings from(String... keysAndValues) {
        Configuration options = new Configuration();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            options.setString(keysAndValues[i], keysAndValues[i + 1]);
        }
        return ClientSettingsFactory.from(options);
    }
}
