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
import java.util.Arrays;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.util.ExceptionUtils;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the options of credentials become settings, and the message about each mistake. */
@OnEachFlink
class CredentialsOptionsParserTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/reader";

    private static final String PROVIDER = "aws.credentials.provider";
    private static final String KEY_ID = "aws.credentials.basic.accesskeyid";
    private static final String SECRET = "aws.credentials.basic.secretkey";
    private static final String TOKEN = "aws.credentials.basic.sessiontoken";
    private static final String ROLE_ARN = "aws.credentials.role.arn";
    private static final String NESTED = "aws.credentials.role.provider";

    @ParameterizedTest
    @EnumSource(
            value = CredentialsProviderType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BASIC", "ASSUME_ROLE", "CUSTOM"})
    void providersThatNeedNothingElse(CredentialsProviderType type) {
        assertThat(credentials(PROVIDER, type.name()).provider()).isEqualTo(type.name());
        assertThat(credentials(PROVIDER, type.name().toLowerCase()).provider())
                .isEqualTo(type.name());
    }

    @Test
    void unknownProviderIsRejectedWithTheKnownOnes() {
        assertRejected(PROVIDER, "MAGIC")
                .hasMessageContaining("Invalid value 'MAGIC' for 'aws.credentials.provider'")
                .hasMessageContaining(
                        "one of [ASSUME_ROLE, AUTO, BASIC, CUSTOM, ENV_VAR, PROFILE, SYS_PROP,"
                                + " WEB_IDENTITY_TOKEN]");
    }

    @Test
    void basicTakesItsKeys() {
        CredentialsSettings settings =
                credentials(PROVIDER, "BASIC", KEY_ID, "AKID", SECRET, "secret", TOKEN, "token");

        assertThat(settings.provider()).isEqualTo("BASIC");
        assertThat(settings.get("basic.accesskeyid")).contains("AKID");
        assertThat(settings.get("basic.secretkey")).contains("secret");
        assertThat(settings.get("basic.sessiontoken")).contains("token");
    }

    @Test
    void keysWithoutAProviderMeanBasic() {
        assertThat(credentials(KEY_ID, "AKID", SECRET, "secret").provider()).isEqualTo("BASIC");
    }

    @Test
    void keysOfFlinksOtherConnectorsAreUnderstood() {
        CredentialsSettings settings =
                credentials(
                        "aws.credentials.provider.basic.accesskeyid",
                        "AKID",
                        "aws.credentials.provider.basic.secretkey",
                        "secret");

        assertThat(settings.get("basic.accesskeyid")).contains("AKID");
    }

    @Test
    void basicNeedsItsKeysAndTheMessageShowsNone() {
        assertRejected(PROVIDER, "BASIC", SECRET, "hunter2")
                .hasMessageContaining("Missing option '" + KEY_ID + "'")
                .hasMessageContaining("'aws.credentials.provider' = 'BASIC' needs it")
                .hasMessageNotContaining("hunter2");
        assertRejected(PROVIDER, "BASIC", KEY_ID, "AKID")
                .hasMessageContaining("Missing option '" + SECRET + "'");
        assertRejected(PROVIDER, "BASIC", KEY_ID, "AKID", SECRET, " ")
                .hasMessageContaining("Empty value for '" + SECRET + "'");
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

        assertThat(settings.get("profile.name")).contains("reader");
        assertThat(settings.get("profile.path")).contains("/etc/aws");
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

        assertThat(settings.provider()).isEqualTo("ASSUME_ROLE");
        assertThat(settings.get("role.arn")).contains(ROLE);
        assertThat(settings.get("role.sessionName")).contains("session-1");
        assertThat(settings.get("role.externalId")).contains("external");
        assertThat(settings.get("role.stsEndpoint"))
                .contains("https://sts.eu-west-1.amazonaws.com");
        assertThat(settings.roleProvider().provider()).isEqualTo("AUTO");
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

        assertThat(settings.roleProvider().provider()).isEqualTo("BASIC");
        assertThat(settings.roleProvider().get("basic.accesskeyid")).contains("AKIDBASE");
        assertThat(settings.get("basic.accesskeyid")).isEmpty();
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

        CredentialsSettings base = settings.roleProvider();
        assertThat(base.get("role.arn")).contains(ROLE + "2");
        assertThat(base.roleProvider().provider()).isEqualTo("ENV_VAR");
    }

    @Test
    void roleNeedsItsArn() {
        assertRejected(PROVIDER, "ASSUME_ROLE")
                .hasMessageContaining("Missing option 'aws.credentials.role.arn'")
                .hasMessageContaining("'aws.credentials.provider' = 'ASSUME_ROLE'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"reader", "arn:aws:iam::123456789012:user/reader", "arn:aws:iam::x:role/a"})
    void roleMustBeTheArnOfARole(String role) {
        assertRejected(PROVIDER, "ASSUME_ROLE", ROLE_ARN, role)
                .hasMessageContaining("Invalid value '" + role + "' for 'aws.credentials.role.arn'")
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
                .hasMessageContaining(
                        "Invalid value '" + session + "' for 'aws.credentials.role.sessionName'")
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
                .hasMessageContaining(
                        "Invalid value 'sts.example' for 'aws.credentials.role.stsEndpoint'");
    }

    @Test
    void mistakesInTheNestedProviderAreNamedByTheirOwnKeys() {
        assertRejected(PROVIDER, "ASSUME_ROLE", ROLE_ARN, ROLE, NESTED, "MAGIC")
                .hasMessageContaining("Invalid value 'MAGIC' for 'aws.credentials.role.provider'");
        assertRejected(PROVIDER, "ASSUME_ROLE", ROLE_ARN, ROLE, NESTED, "BASIC")
                .hasMessageContaining(
                        "Missing option 'aws.credentials.role.provider.basic.accesskeyid'")
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

        assertThat(settings.get("role.arn")).contains(ROLE);
        assertThat(settings.get("role.sessionName")).contains("session-1");
        assertThat(settings.get("webIdentityToken.file")).contains("/var/token");
    }

    @Test
    void customTakesItsClassAndNeedsIt() {
        assertThat(
                        credentials(
                                        PROVIDER,
                                        "CUSTOM",
                                        "aws.credentials.custom.class",
                                        "com.example.Vault")
                                .get("custom.class"))
                .contains("com.example.Vault");
        assertRejected(PROVIDER, "CUSTOM")
                .hasMessageContaining("Missing option 'aws.credentials.custom.class'");
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

    @ParameterizedTest
    @EnumSource(CredentialsProviderType.class)
    void noMessageShowsASecret(CredentialsProviderType type) {
        List<String> secrets = List.of(KEY_ID, SECRET, TOKEN, "aws.credentials.role.externalId");
        int refused = 0;
        for (String secret : secrets) {
            for (String key :
                    List.of(secret, secret.replace("credentials.", "credentials.role.provider."))) {
                for (String provider : List.of(PROVIDER, NESTED)) {
                    try {
                        assertThat(credentials(provider, type.name(), key, "hunter2").toString())
                                .doesNotContain("hunter2");
                    } catch (IllegalConfigurationException e) {
                        refused++;
                        assertThat(ExceptionUtils.stringifyException(e)).doesNotContain("hunter2");
                    }
                }
            }
        }
        assertThat(refused).isGreaterThan(8);
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
        return CredentialsOptionsParser.parse(options);
    }
}
