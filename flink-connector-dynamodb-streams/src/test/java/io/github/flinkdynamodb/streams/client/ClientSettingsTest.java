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

import io.github.flinkdynamodb.streams.client.CredentialsSettings.Kind;
import java.net.URI;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClientSettingsTest {

    @Test
    void settingsSurviveSerialization() throws Exception {
        CredentialsSettings base =
                CredentialsSettings.builder(Kind.BASIC).keys("AKID", "SECRET", "TOKEN").build();
        CredentialsSettings role =
                CredentialsSettings.builder(Kind.ASSUME_ROLE)
                        .role("arn:role", "session", "external")
                        .stsEndpoint(URI.create("http://sts"))
                        .base(base)
                        .build();
        ClientSettings settings =
                new ClientSettings("eu-west-1", URI.create("http://localhost:1"), role, 7);

        ClientSettings copy = InstantiationUtil.clone(settings);

        assertThat(copy).usingRecursiveComparison().isEqualTo(settings);
        assertThat(copy.region()).contains("eu-west-1");
        assertThat(copy.endpoint()).contains(URI.create("http://localhost:1"));
        assertThat(copy.maxConcurrency()).isEqualTo(7);
        assertThat(copy.credentials().roleArn()).contains("arn:role");
        assertThat(copy.credentials().roleSessionName()).contains("session");
        assertThat(copy.credentials().roleExternalId()).contains("external");
        assertThat(copy.credentials().stsEndpoint()).contains(URI.create("http://sts"));
        assertThat(copy.credentials().base().get().sessionToken()).contains("TOKEN");
    }

    @Test
    void textShowsNoSecret() {
        CredentialsSettings base =
                CredentialsSettings.builder(Kind.BASIC).keys("AKID", "SECRET", "TOKEN").build();
        CredentialsSettings role =
                CredentialsSettings.builder(Kind.ASSUME_ROLE)
                        .role("arn:role", "session", "EXTERNAL")
                        .base(base)
                        .build();

        String text = new ClientSettings(null, null, role, 1).toString();

        assertThat(text)
                .contains("ASSUME_ROLE")
                .contains("role=arn:role")
                .contains("base=BASIC")
                .doesNotContain("AKID", "SECRET", "TOKEN", "EXTERNAL");
    }

    @Test
    void concurrencyMustBePositive() {
        assertThatThrownBy(
                        () -> new ClientSettings(null, null, CredentialsSettings.of(Kind.AUTO), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"BASIC", "ASSUME_ROLE", "CUSTOM"})
    void kindsThatNeedMoreSayWhat(Kind kind) {
        assertThatThrownBy(() -> CredentialsSettings.of(kind))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(kind + " needs ");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BASIC", "ASSUME_ROLE", "CUSTOM"})
    void theOtherKindsNeedNothing(Kind kind) {
        assertThat(CredentialsSettings.of(kind).kind()).isEqualTo(kind);
    }

    @Test
    void fixedCredentialsAreNotRenewed() {
        assertThat(Kind.BASIC.isRenewing()).isFalse();
        assertThat(Kind.ENV_VAR.isRenewing()).isFalse();
        assertThat(Kind.SYS_PROP.isRenewing()).isFalse();
        assertThat(Kind.AUTO.isRenewing()).isTrue();
        assertThat(Kind.ASSUME_ROLE.isRenewing()).isTrue();
    }
}
