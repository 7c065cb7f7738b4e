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
package io.github.flinkdynamodb.tools.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RevenueTest {

    @Test
    void theResultFollowsTheRowsOfTheClient() {
        Revenue revenue = new Revenue();

        List.of(
                        "+----+---------+--------+---------+",
                        "| op |  status | orders | revenue |",
                        "+----+---------+--------+---------+",
                        "| +I |     NEW |      1 |   10.50 |",
                        "| +I |    PAID |      2 |   20.00 |",
                        "| -U |     NEW |      1 |   10.50 |",
                        "| +U |     NEW |      2 |   11.50 |",
                        "| -D |    PAID |      2 |   20.00 |",
                        "Flink SQL> ")
                .forEach(revenue::line);

        assertThat(revenue.groups())
                .isEqualTo(Map.of("NEW", new Revenue.Group(2, new BigDecimal("11.5"))));
    }

    @Test
    void aSumIsTheSameHoweverItCameAbout() {
        assertThat(new Revenue.Group(1, new BigDecimal("9.6")).plus(new BigDecimal("0.4")))
                .isEqualTo(new Revenue.Group(2, BigDecimal.TEN));
    }
}
