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
package io.github.flinkdynamodb.docs.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.apache.flink.api.connector.source.Boundedness;
import org.junit.jupiter.api.Test;

/** A source takes the properties of an application as they are. */
class ApplicationPropertiesTest {

    private static Properties group(String mode) {
        Properties group = new Properties();
        group.setProperty("table-name", "arn:aws:dynamodb:eu-west-1:123456789012:table/orders");
        group.setProperty("scan.startup.mode", mode);
        group.setProperty("scan.on-data-loss", "fail");
        return group;
    }

    @Test
    void theOptionsOfAGroupAreThoseOfTheSource() {
        assertThat(ApplicationProperties.source(group("initial")).getBoundedness())
                .isEqualTo(Boundedness.CONTINUOUS_UNBOUNDED);
        assertThat(ApplicationProperties.source(group("snapshot")).getBoundedness())
                .isEqualTo(Boundedness.BOUNDED);
    }

    @Test
    void aMisspeltKeyIsNamed() {
        Properties group = group("initial");
        group.setProperty("scan.startup.mod", "initial");

        assertThatThrownBy(() -> ApplicationProperties.source(group))
                .hasMessageContaining("Unknown option 'scan.startup.mod'")
                .hasMessageContaining("scan.startup.mode");
    }
}
