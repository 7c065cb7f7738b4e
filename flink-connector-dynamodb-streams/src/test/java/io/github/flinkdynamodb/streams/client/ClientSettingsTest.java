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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientSettingsTest {

    private static final CredentialsSettings ROLE_OF_A_KEY =
            CredentialsSettings.of(
                    Map.of(
                            "aws.credentials.provider", "ASSUME_ROLE",
                            "aws.credentials.role.arn", "arn:role",
                            "aws.credentials.role.externalId", "EXTERNAL",
                            "aws.credentials.role.provider", "BASIC",
                            "aws.credentials.role.provider.basic.accesskeyid", "AKID",
                            "aws.credentials.role.provider.basic.secretkey", "SECRET",
                            "aws.credentials.role.provider.basic.sessiontoken", "TOKEN"));

    @Test
    void settingsSurviveSerialization() throws Exception {
        ClientSettings settings =
                new ClientSettings("eu-west-1", URI.create("http://localhost:1"), ROLE_OF_A_KEY, 7);

        ClientSettings copy = InstantiationUtil.clone(settings);

        assertThat(copy).usingRecursiveComparison().isEqualTo(settings);
        assertThat(copy.region()).contains("eu-west-1");
        assertThat(copy.endpoint()).contains(URI.create("http://localhost:1"));
        assertThat(copy.maxConcurrency()).isEqualTo(7);
        assertThat(copy.credentials().provider()).isEqualTo("ASSUME_ROLE");
        assertThat(copy.credentials().get("role.arn")).contains("arn:role");
        assertThat(copy.credentials().roleProvider().get("basic.sessiontoken")).contains("TOKEN");
    }

    @Test
    void textShowsNoSecret() {
        String text = new ClientSettings(null, null, ROLE_OF_A_KEY, 1).toString();

        assertThat(text)
                .contains("ASSUME_ROLE role.arn=arn:role role.provider=(BASIC)")
                .doesNotContain("AKID", "SECRET", "TOKEN", "EXTERNAL");
    }

    @Test
    void theProviderOfARoleHasOptionsOfItsOwn() {
        assertThat(ROLE_OF_A_KEY.get("basic.accesskeyid")).isEmpty();
        assertThat(ROLE_OF_A_KEY.roleProvider().get("role.arn")).isEmpty();
        assertThat(ROLE_OF_A_KEY.roleProvider().provider()).isEqualTo("BASIC");
        assertThat(ROLE_OF_A_KEY.roleProvider().roleProvider().provider()).isEqualTo("AUTO");
    }

    @Test
    void concurrencyMustBePositive() {
        CredentialsSettings auto = CredentialsSettings.of(Map.of());

        assertThatThrownBy(() -> new ClientSettings(null, null, auto, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }

    @Test
    void aMissingOptionIsNamedByItsWholeKey() {
        assertThatThrownBy(() -> ROLE_OF_A_KEY.roleProvider().require("profile.name"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Missing option 'aws.credentials.role.provider.profile.name':"
                                + " 'aws.credentials.role.provider' = 'BASIC' needs it");
    }

    @ParameterizedTest
    @CsvSource({
        "BASIC, true",
        "ENV_VAR, true",
        "SYS_PROP, true",
        "AUTO, false",
        "PROFILE, false",
        "ASSUME_ROLE, false",
        "WEB_IDENTITY_TOKEN, false",
        "CUSTOM, false"
    })
    void fixedCredentialsAreNotRenewed(String provider, boolean fixed) {
        CredentialsSettings settings =
                CredentialsSettings.of(Map.of("aws.credentials.provider", provider));

        assertThat(settings.isFixed()).isEqualTo(fixed);
    }
}
