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
package io.github.flinkdynamodb.tools.inspector.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextsTest {

    @Test
    void spansHaveTheirTwoLargestUnits() {
        assertThat(Texts.span(Duration.ofSeconds(9))).isEqualTo("9 s");
        assertThat(Texts.span(Duration.ofSeconds(61))).isEqualTo("1 min 1 s");
        assertThat(Texts.span(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
        assertThat(Texts.span(Duration.ofHours(50))).isEqualTo("2 d 2 h");
        assertThat(Texts.span(Duration.ofHours(-50))).isEqualTo("2 d 2 h");
    }

    @Test
    void aTimeInTheFutureIsSaidToBe() {
        Instant now = Instant.parse("2026-11-30T12:00:00Z");

        assertThat(Texts.age(now.minusSeconds(5), now)).isEqualTo("5 s");
        assertThat(Texts.age(now.plusSeconds(5), now)).isEqualTo("5 s ahead");
        assertThat(Texts.relation(now.minusSeconds(5), now, "now")).isEqualTo("5 s before now");
        assertThat(Texts.relation(now.plusSeconds(5), now, "now")).isEqualTo("5 s after now");
        assertThat(Texts.time(now)).isEqualTo("2026-11-30 12:00:00Z");
    }

    @Test
    void sizesAndPricesAreRoundedForPeople() {
        assertThat(Texts.bytes(999)).isEqualTo("999 B");
        assertThat(Texts.bytes(1500)).isEqualTo("1.5 kB");
        assertThat(Texts.bytes(2_340_000_000L)).isEqualTo("2.3 GB");
        assertThat(Texts.bytes(5_000_000_000_000_000L)).isEqualTo("5000.0 TB");
        assertThat(Texts.dollars(0)).isEqualTo("$0.00");
        assertThat(Texts.dollars(0.004)).isEqualTo("$0.0040");
        assertThat(Texts.dollars(1234.5)).isEqualTo("$1,234.50");
        assertThat(Texts.count(1, "shard")).isEqualTo("1 shard");
        assertThat(Texts.count(7000, "shard")).isEqualTo("7,000 shards");
    }

    @Test
    void columnsAreAsWideAsTheirCells() {
        TextTable table = new TextTable(List.of("shard", "state"));
        table.row(List.of("shard-1", "-"));
        table.row(List.of("a", "reading"));

        assertThat(table.lines("  "))
                .containsExactly("  shard    state", "  shard-1  -", "  a        reading");
        assertThatThrownBy(() -> table.row(List.of("one")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
