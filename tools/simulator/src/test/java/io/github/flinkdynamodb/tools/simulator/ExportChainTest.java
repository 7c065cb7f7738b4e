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
import io.github.flinkdynamodb.tools.simulator.table.ItemVersion;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportViewType;

/**
 * A full export and the changes of all windows after it are the table, whatever was written when.
 */
class ExportChainTest {

    private static final int MINUTE = 60_000;

    @RegisterExtension final SimulatorFixture service = new SimulatorFixture();

    @TempDir Path bucket;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void eachLineGoesOnFromTheTableBeforeItsWindow(long seed) {
        Random random = new Random(seed);
        ExportFixture exports = fixture();
        write(exports, random, Duration.ofHours(2), MINUTE);
        ExportDescription full = exports.export(r -> {});
        Instant start = exports.now();
        service.advance("PT0.001S");
        List<ExportDescription> windows = windows(exports, random, start, 4);

        Map<String, Item> table = new HashMap<>();
        exports.finished(full).items().forEach(item -> table.put(key(item), item));
        for (ExportDescription window : windows) {
            for (JsonNode line : exports.finished(window).lines()) {
                String key = line.at("/Keys/pk/S").asText();
                Item before = image(line, "OldImage");
                assertThat(before).isEqualTo(table.get(key));
                apply(table, line);
            }
        }

        assertThat(table).isEqualTo(exports.table().items().all()).isNotEmpty();
    }

    @Test
    void aRowOfAFuzzyExportMayHaveNoLineThatTakesItBack() {
        service.simulator().exports().fuzz(Duration.ofMinutes(1));
        ExportFixture exports = fixture();
        service.advance("PT1H");
        Instant time = exports.now();
        ExportDescription full = exports.export(r -> {});
        service.advance("PT30S");
        List<Item> items = exports.put(100);
        service.advance("PT1M");
        items.forEach(exports.table()::delete);
        service.advance("PT15M");
        ExportDescription window =
                exports.export(
                        time.minus(Duration.ofMinutes(2)),
                        exports.now(),
                        ExportViewType.NEW_AND_OLD_IMAGES);

        assertThat(exports.table().items().all()).isEmpty();
        assertThat(exports.finished(full).items()).isNotEmpty().hasSizeLessThan(100);
        assertThat(exports.finished(window).lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aFuzzyExportHasEachItemAsItWasWithinAMinute(long seed) {
        Random random = new Random(seed);
        service.simulator().exports().fuzz(Duration.ofMinutes(1));
        ExportFixture exports = fixture();
        write(exports, random, Duration.ofHours(1), MINUTE);
        write(exports, random, Duration.ofMinutes(1), MINUTE / 30);
        Instant time = exports.now();
        Map<String, Item> exact = exports.table().items().all();
        ExportDescription full = exports.export(r -> r.exportTime(time));
        write(exports, random, Duration.ofMinutes(2), MINUTE / 30);

        Map<String, Item> table = new HashMap<>();
        exports.finished(full).items().forEach(item -> table.put(key(item), item));

        assertThat(table).isNotEqualTo(exact);
        assertThat(keysThatDiffer(exports, table, time)).isEmpty();
    }

    private ExportFixture fixture() {
        return new ExportFixture(
                service, bucket, TableSettings.table("orders").partitions(3).keepHistory());
    }

    /** Writes items for some time, with pauses of so many milliseconds at most. */
    private void write(ExportFixture exports, Random random, Duration time, int mostMillis) {
        Instant end = exports.now().plus(time);
        for (int version = 1; exports.now().isBefore(end); version++) {
            String key = "k" + random.nextInt(40);
            if (random.nextInt(4) == 0) {
                exports.table().delete(item(key, 0));
            } else {
                exports.table().put(item(key, random.nextInt(3) == 0 ? 7 : version));
            }
            if (random.nextBoolean()) {
                service.simulator().clock().advance(Duration.ofMillis(random.nextInt(mostMillis)));
            }
        }
    }

    /** Writes on through several windows, and exports each of them. */
    private List<ExportDescription> windows(
            ExportFixture exports, Random random, Instant start, int count) {
        List<ExportDescription> windows = new ArrayList<>();
        Instant from = start;
        for (int i = 0; i < count; i++) {
            write(exports, random, Duration.ofMinutes(15 + random.nextInt(100)), MINUTE);
            // The last write may have this very time, and then is in the next window.
            Instant to = exports.now();
            windows.add(exports.export(from, to, ExportViewType.NEW_AND_OLD_IMAGES));
            from = to;
        }
        service.advance("PT15M");
        windows.add(exports.export(from, exports.now(), ExportViewType.NEW_AND_OLD_IMAGES));
        return windows;
    }

    /** The keys whose exported item isn't one that they had within a minute of a time. */
    private static List<String> keysThatDiffer(
            ExportFixture exports, Map<String, Item> exported, Instant time) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String key = "k" + i;
            List<Item> possible = new ArrayList<>();
            possible.add(exports.table().items().at(time.minusSeconds(60)).get(key));
            for (ItemVersion version : exports.table().items().history(item(key, 0))) {
                if (Duration.between(time, version.since()).abs().getSeconds() <= 60) {
                    possible.add(version.item());
                }
            }
            if (!possible.contains(exported.get(key))) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static void apply(Map<String, Item> table, JsonNode line) {
        Item after = image(line, "NewImage");
        String key = line.at("/Keys/pk/S").asText();
        if (after == null) {
            table.remove(key);
        } else {
            table.put(key, after);
        }
    }

    private static Item image(JsonNode line, String name) {
        return line.has(name) ? Item.of(line.get(name)) : null;
    }

    private static String key(Item item) {
        String value = item.attribute("pk");
        return value.substring("{\"S\":\"".length(), value.length() - 2);
    }
}
