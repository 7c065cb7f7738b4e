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

import io.github.flinkdynamodb.streams.OnEachFlink;
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

/** How the options of the credentials become settings, and what each mistake is told. */
@OnEachFlink
class CredentialsSettingsFactoryTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/reader";

    private static final String PROVIDER = "aws.credentials.provider";
    private static final String KEY_ID = "aws.credentials.basic.accesskeyid";
    private static final String SECRET = "aws.credentials.basic.secretkey";
    private static final String TOKEN = "aws.credentials.basic.sessiontoken";
    private static final String ROLE_ARN = "aws.credentials.role.arn";
    private static final String NESTED = "aws.credentials.role.provider";

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

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRejected(
            String... keysAndValues) {
        return assertThatThrownBy(() -> credentials(keysAndValues))
                .as(Arrays.toString(keysAndValues))
                .isInstanceOf(IllegalConfigurationException.class);
    }

    private static CredentialsSettings credentials(String... keysAndValues) {
        Configuration options = new Configuration();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            options.setString(keysAndValues[i], keysAndValues[i + 1]);
        }
        return CredentialsSettingsFactory.from(options);
    }
}
