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
package io.github.flinkdynamodb.tools.simulator;

import static io.github.flinkdynamodb.tools.simulator.SimulatorFixture.item;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.ExportViewType;

/** Windows whose edges are at another time for each item, up to a minute from their own. */
class FuzzyWindowTest {

    @RegisterExtension final SimulatorFixture service = new SimulatorFixture();

    @TempDir Path bucket;

    private ExportFixture exports;

    @BeforeEach
    void begin() {
        exports = new ExportFixture(service, bucket);
        service.simulator().exports().windowFuzz(Duration.ofMinutes(1));
    }

    private ExportDescription export(Instant from, Instant to) {
        return exports.export(from, to, ExportViewType.NEW_AND_OLD_IMAGES);
    }

    private static String key(JsonNode line) {
        return line.at("/Keys/pk/S").asText();
    }

    /** Returns for each item whether a change at a time is in the window that ends at another. */
    private Map<String, Boolean> inWindow(Duration behindItsEnd) {
        service.advance("PT1H");
        Instant start = exports.now();
        service.advance("PT58M");
        Instant to = start.plus(Duration.ofHours(1));
        service.simulator().clock().advance(Duration.between(exports.now(), to.plus(behindItsEnd)));
        exports.put(100);
        service.advance("PT3M");
        Map<String, Boolean> found = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            found.put("k" + i, false);
        }
        exports.finished(export(start, to)).lines().forEach(line -> found.put(key(line), true));
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT1M0.001S", "-PT1M10S", "PT1M", "PT1M10S"})
    void whatIsMoreThanAMinuteFromAnEdgeIsOnItsOwnSide(Duration behind) {
        assertThat(inWindow(behind).values()).containsOnly(behind.isNegative());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT50S", "-PT1S", "PT0S", "PT50S"})
    void whatIsWithinAMinuteIsOnEitherSide(Duration behind) {
        assertThat(inWindow(behind).values()).contains(true, false);
    }

    @Test
    void anEdgeIsAtTheSameTimeForAnItemInAllWindowsAndEachEdgeAtAnother() {
        service.advance("PT1H");
        Instant edge = exports.now();
        service.advance("PT10S");
        exports.put(100);
        service.advance("PT1H");

        Instant end = edge.plus(Duration.ofMinutes(30));
        Set<String> before = keys(edge.minus(Duration.ofMinutes(30)), edge);
        Set<String> longBefore = keys(edge.minus(Duration.ofMinutes(50)), edge);
        Set<String> after = keys(edge, end);
        Set<String> afterOther = keys(edge.plusSeconds(1), end);

        assertThat(before).isNotEmpty().isEqualTo(longBefore);
        assertThat(after).isNotEmpty().doesNotContainAnyElementsOf(before);
        assertThat(before.size() + after.size()).isEqualTo(100);
        assertThat(afterOther).isNotEmpty().isNotEqualTo(after);
    }

    private Set<String> keys(Instant from, Instant to) {
        return exports.finished(export(from, to)).lines().stream()
                .map(FuzzyWindowTest::key)
                .collect(Collectors.toSet());
    }

    /** Whatever the edges are, each line goes on from the state at the end of the window before. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aChainLeadsFromTheTableAtItsBeginningToTheTableAtItsEnd(long seed) {
        Random random = new Random(seed);
        Map<String, Item> table = new HashMap<>();
        exports.put(20).forEach(item -> table.put(item.attribute("pk"), item));
        service.advance("PT2M");
        Instant from = exports.now();
        service.advance("PT2M");
        for (int window = 0; window < 4; window++) {
            write(random, from.plus(Duration.ofMinutes(15)));
            if (window == 3) {
                service.advance("PT2M");
            }
            Instant to = exports.now();
            ExportDescription export = export(from, to);
            if (window < 3) {
                write(random, to.plus(Duration.ofMinutes(2)));
            }
            for (JsonNode line : exports.finished(export).lines()) {
                String key = Item.of(line.get("Keys")).attribute("pk");
                assertThat(image(line, "OldImage")).isEqualTo(table.get(key));
                table.put(key, image(line, "NewImage"));
            }
            from = to;
        }
        table.values().removeIf(Objects::isNull);

        assertThat(table.values())
                .containsExactlyInAnyOrderElementsOf(exports.table().items().all().values());
    }

    private void write(Random random, Instant until) {
        for (int version = 1; exports.now().isBefore(until); version++) {
            String key = "k" + random.nextInt(30);
            if (random.nextInt(3) == 0) {
                exports.table().delete(item(key, 0));
            } else {
                exports.table().put(item(key, version));
            }
            service.simulator().clock().advance(Duration.ofMillis(random.nextInt(2000)));
        }
    }

    private static Item image(JsonNode line, String name) {
        return line.has(name) ? Item.of(line.get(name)) : null;
    }

    @Test
    void anExportIsNotCompleteBeforeItsLastEdgeHasPassed() {
        service.simulator().exports().duration(Duration.ZERO);
        service.advance("PT1H");
        Instant now = exports.now();
        ExportDescription export = export(now.minus(Duration.ofMinutes(30)), now);
        service.advance("PT59.999S");

        assertThat(exports.describe(export).exportStatus()).isEqualTo(ExportStatus.IN_PROGRESS);
        service.advance("PT0.001S");
        assertThat(exports.describe(export).exportStatus()).isEqualTo(ExportStatus.COMPLETED);
    }

    @Test
    void aTableThatEndsBehindAWindowDoesNotEndInIt() {
        exports.put(100);
        service.advance("PT1H");
        Instant now = exports.now();
        ExportDescription export = export(now.minus(Duration.ofMinutes(30)), now);
        exports.table().recreate();
        exports.put(100);
        service.advance("PT5M");

        assertThat(exports.finished(export).lines()).isEmpty();
    }

    @Test
    void noEdgeIsBeforeTheTableCouldBeRecovered() {
        exports.put(100);
        exports.table().pointInTimeRecovery().disable();
        service.advance("PT30S");
        exports.table().pointInTimeRecovery().enable();
        Instant enabled = exports.now();
        service.advance("PT1H");

        ExportDescription export = export(enabled, enabled.plus(Duration.ofMinutes(30)));

        assertThat(exports.finished(export).lines()).isEmpty();
    }
}
